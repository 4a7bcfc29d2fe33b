"""Switches beside the mail itself: mail settings, tracking settings, unsubscribe groups."""

from collections.abc import Mapping

from mailroom.checks.refusals import Refusals

BYPASS_ALL = "bypass_list_management"
BYPASS_ONE = ("bypass_spam_management", "bypass_bounce_management", "bypass_unsubscribe_management")

SWITCH = {"enable": "boolean"}
MAIL_SETTINGS: Mapping[str, Mapping[str, str]] = {
    BYPASS_ALL: SWITCH,
    **dict.fromkeys(BYPASS_ONE, SWITCH),
    "footer": {**SWITCH, "text": "string", "html": "string"},
    "sandbox_mode": SWITCH,
}
TRACKING_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "click_tracking": {**SWITCH, "enable_text": "boolean"},
    "open_tracking": {**SWITCH, "substitution_tag": "string"},
    "subscription_tracking": {
        **SWITCH,
        "text": "string",
        "html": "string",
        "substitution_tag": "string",
    },
    "ganalytics": {
        **SWITCH,
        "utm_source": "string",
        "utm_medium": "string",
        "utm_term": "string",
        "utm_content": "string",
        "utm_campaign": "string",
    },
}
MOST_GROUPS = 25


def check_mail_settings(refusals: Refusals, value: object, field: str) -> None:
    """Check `mail_settings`; bypassing all lists cannot be combined with bypassing one."""
    _check_switches(refusals, value, field, MAIL_SETTINGS)
    if _is_on(value, BYPASS_ALL) and any(_is_on(value, one) for one in BYPASS_ONE):
        refusals.add(
            f"{field}.{BYPASS_ALL}",
            "bypass_list_management cannot be combined with any of the other bypass options.",
        )


def check_tracking_settings(refusals: Refusals, value: object, field: str) -> None:
    """Check `tracking_settings`."""
    _check_switches(refusals, value, field, TRACKING_SETTINGS)


def check_unsubscribe_groups(refusals: Refusals, value: object, field: str) -> None:
    """Check `asm`; whether the groups exist on an account is not asked here."""
    groups = refusals.as_object(value, field)
    if groups is None:
        return
    refusals.unknown_keys(groups, frozenset({"group_id", "groups_to_display"}), field)
    refusals.as_integer(groups.get("group_id"), f"{field}.group_id")
    shown = refusals.as_array(groups.get("groups_to_display", []), f"{field}.groups_to_display")
    for index, group in enumerate(shown or ()):
        refusals.as_integer(group, f"{field}.groups_to_display.{index}")
    if shown is not None and len(shown) > MOST_GROUPS:
        refusals.add(
            f"{field}.groups_to_display",
            "There is a limit of 25 unsubscribe groups that can be displayed to a user at a time.",
        )


def is_sandboxed(body: Mapping[str, object]) -> bool:
    """Tell whether a checked body asks for sandbox mode: validate, send nothing."""
    return _is_on(body.get("mail_settings"), "sandbox_mode")


def bypasses_bounce_list(body: Mapping[str, object]) -> bool:
    """Tell whether a checked body asks that the bounce list must not drop its mails."""
    settings = body.get("mail_settings")
    return _is_on(settings, BYPASS_ALL) or _is_on(settings, "bypass_bounce_management")


def _is_on(settings: object, name: str) -> bool:
    if not isinstance(settings, dict):
        return False
    switch = settings.get(name)
    return isinstance(switch, dict) and switch.get("enable") is True


def _check_switches(
    refusals: Refusals, value: object, field: str, known: Mapping[str, Mapping[str, str]]
) -> None:
    settings = refusals.as_object(value, field)
    if settings is None:
        return
    refusals.unknown_keys(settings, frozenset(known), field)
    for name, kinds in known.items():
        if name not in settings:
            continue
        setting = refusals.as_object(settings[name], f"{field}.{name}")
        if setting is None:
            continue
        refusals.unknown_keys(setting, frozenset(kinds), f"{field}.{name}")
        for key, entry in setting.items():
            if kinds.get(key) == "boolean":
                refusals.as_boolean(entry, f"{field}.{name}.{key}")
            elif kinds.get(key) == "string":
                refusals.as_string(entry, f"{field}.{name}.{key}")
