"""The rungs of a policy file: how they are written, and what is wrong with one that cannot work."""

from datetime import timedelta
from typing import Any

from contracts.policy import CHANNELS, MAIL
from domain.severity import Severity

LADDERS = ("ladder", "work_ladder")
BY_SEVERITY = "by_severity"
_KEYS = frozenset({"name", "before_due", "after_due", "repeat_every", "roles", "then", "channels"})
_THEN_KEYS = frozenset({"within", "up"})
_SHORTEST = timedelta(minutes=1)


class LadderError(Exception):
    """A rung that cannot work; the sentence names it and what would be right."""


def ladder_fields(written: dict[str, Any]) -> dict[str, Any]:
    """The fields of `contracts.policy.Ladders` that a policy file says.

    Raises:
        LadderError: a rung cannot work, or a severity does not exist or has two ladders.
    """
    own = written.get(BY_SEVERITY) or []
    if not isinstance(own, list) or not all(isinstance(each, dict) for each in own):
        raise LadderError(f"`{BY_SEVERITY}` is a list of `severities` with their `ladder`")
    _one_ladder_each([name for each in own for name in each.get("severities") or [""]])
    for each in own:
        said = f"`{BY_SEVERITY}` of {', '.join(each['severities'])}"
        _only(each, frozenset({"severities", *LADDERS}), said)
        if not any(each.get(name) for name in LADDERS):
            raise LadderError(f"{said} has no rung: write `ladder` or `work_ladder`")
    return {
        **_rungs(written),
        BY_SEVERITY: [{"severities": each["severities"], **_rungs(each)} for each in own],
    }


def _one_ladder_each(named: list[str]) -> None:
    known = {severity.value for severity in Severity}
    if foreign := sorted({name or "(none)" for name in named} - known):
        raise LadderError(
            f"`{BY_SEVERITY}`: no severity is called {', '.join(foreign)}; right would be "
            f"{', '.join(sorted(known))}"
        )
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise LadderError(f"`{BY_SEVERITY}`: {', '.join(twice)} stands in two entries; keep one")


def _rungs(written: dict[str, Any]) -> dict[str, Any]:
    return {name: [rung_fields(rung) for rung in written.get(name) or []] for name in LADDERS}


def rung_fields(written: Any) -> dict[str, Any]:
    """The fields of `contracts.policy.Rung` that a rung of a file says; durations are read.

    Raises:
        LadderError: an unknown key, no time or two, no role, a repeat without end before the
            limit, a channel that does not exist, or no mail.
    """
    if not isinstance(written, dict) or not isinstance(written.get("name"), dict):
        raise LadderError("each rung is a mapping with `name: {ja: …, en: …}`")
    name = written["name"]
    said = f"the rung '{name.get('en') or name.get('ja')}'"
    _only(written, _KEYS, said)
    if set(name) != {"ja", "en"}:
        raise LadderError(f"{said} needs a name in `ja` and in `en`")
    then = written.get("then") or {}
    _only(then, _THEN_KEYS, f"`then` of {said}")
    if then and not _is_time(then.get("within")):
        raise LadderError(f"`then` of {said} needs `within`: a minute or more, such as 4h")
    if not written.get("roles"):
        raise LadderError(f"{said} calls nobody: name `roles`")
    return {
        "name": name["ja"],
        "name_en": name["en"],
        "before_due": _before_due(written, said),
        "repeat_every": _repeat(written, said),
        "roles": written["roles"],
        "then_after": then.get("within"),
        "then_up": then.get("up", []),
        "channels": _channels(written, said),
    }


def _only(written: dict[str, Any], known: frozenset[str], said: str) -> None:
    if foreign := sorted(set(written) - known):
        raise LadderError(
            f"{said} has no key {', '.join(foreign)}; right would be {', '.join(sorted(known))}"
        )


def _before_due(written: dict[str, Any], said: str) -> timedelta:
    times = [key for key in ("before_due", "after_due") if key in written]
    if len(times) != 1 or not isinstance(written[times[0]], timedelta):
        raise LadderError(f"{said} needs `before_due` or `after_due`, such as 4h, and not both")
    at: timedelta = written[times[0]]
    if at < timedelta(0):
        raise LadderError(f"{said}: a time is not below zero; write `after_due` for after it")
    return at if times[0] == "before_due" else -at


def _repeat(written: dict[str, Any], said: str) -> timedelta | None:
    every = written.get("repeat_every")
    if every is None:
        return None
    if not _is_time(every):
        raise LadderError(f"{said}: `repeat_every` is a minute or more, such as 24h")
    if "after_due" not in written:
        raise LadderError(f"{said}: only a rung after the limit repeats; write `after_due`")
    repeat: timedelta = every
    return repeat


def _channels(written: dict[str, Any], said: str) -> list[str]:
    channels = list(written.get("channels", (MAIL,)))
    if MAIL not in channels or set(channels) - set(CHANNELS):
        raise LadderError(f"{said}: channels are `mail`, always, and `outside`")
    return channels


def _is_time(value: object) -> bool:
    return isinstance(value, timedelta) and value >= _SHORTEST
