"""All duties of an incident: limit, target, state and margin; and one of them explained."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rich.console import Group, RenderableType
from rich.text import Text

from register.board import BoardDuty
from register.duties import ENDED, MET, NOT_APPLICABLE, DutyRow, Proposal
from screens.board_json import proposal_json
from screens.console import said
from screens.running_clocks import urgency
from screens.source_words import source_in
from screens.tables import pairs_table, titled_table
from screens.words import (
    DUTY_STATES,
    ScreenLanguage,
    margin,
    rule_name,
    rule_title,
    short_due,
    short_moment,
    short_name,
    time_left,
)

_STYLES = {MET: "green", NOT_APPLICABLE: "bright_black"}
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "duties": "期限",
        "duty": "義務・鍵",
        "debtor": "義務者",
        "due": "期限",
        "state": "状態",
        "target": "目標 {day}",
        "promptly": "遅滞なく",
        "none": "義務はまだ生じていません。",
        "key": "鍵",
        "owed_to": "相手",
        "work": "作業・回答待ち",
        "what": "内容・鍵",
        "left": "残り",
        "explanation": "算定",
        "source": "根拠",
        "later": "案 {day}（確認待ち）",
        "stops": "案 期限なし（確認待ち）",
        "proposed": "確認待ちの期限",
        "proposed_how": "その算定",
        "why": "理由",
        "silent": "目安の期限は見送り",
        "type": "確認するには",
        "unverified": "この規則は一次資料との照合が済んでいません。",
    },
    "en": {
        "duties": "Clocks",
        "duty": "duty, key",
        "debtor": "owed by",
        "due": "limit",
        "state": "state",
        "target": "target {day}",
        "promptly": "promptly",
        "none": "No duty has arisen yet.",
        "key": "key",
        "owed_to": "owed to",
        "work": "Tasks and replies",
        "what": "what, key",
        "left": "left",
        "explanation": "how reckoned",
        "source": "source",
        "later": "{day}, to be confirmed",
        "stops": "no clock, to be confirmed",
        "proposed": "later limit, to be confirmed",
        "proposed_how": "how that was reckoned",
        "why": "ground",
        "silent": "guidance clock waived",
        "type": "to confirm",
        "unverified": "Nobody has compared this rule with its primary source yet.",
    },
}


def duty_table(
    duties: Iterable[tuple[str, BoardDuty]], now: datetime, language: ScreenLanguage
) -> RenderableType:
    """Every duty with the key by which commands take it; what is open comes first."""
    words = _WORDS[language]
    table = titled_table(words["duties"])
    table.add_column(words["duty"], ratio=1, overflow="fold")
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["state"], no_wrap=True)
    # The board has them by their clocks; of one clock they stand by what they are called.
    ordered = sorted(
        duties, key=lambda known: (known[1].status in ENDED, str(known[1].clock_at), known[0])
    )
    for key, duty in ordered:
        table.add_row(*_cells(key, duty, now, language))
    return table if ordered else Text(words["none"])


def work_table(
    work: Sequence[tuple[str, str, datetime]], now: datetime, language: ScreenLanguage
) -> RenderableType:
    """Tasks and awaited replies with the keys and due times of their clocks."""
    words = _WORDS[language]
    table = titled_table(words["work"])
    table.add_column(words["what"], ratio=1, overflow="fold")
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["left"], no_wrap=True)
    for key, title, due_at in sorted(work, key=lambda item: (item[2], item[0])):
        left = Text(time_left(due_at, now, language), urgency(due_at - now))
        table.add_row(
            said(title).append(f"\n{key}", "dim"), Text(short_due(due_at, language), "dim"), left
        )
    return table


def duty_explained(
    key: str,
    duty: BoardDuty,
    row: DutyRow,
    now: datetime,
    language: ScreenLanguage,
    confirming: str,
) -> RenderableType:
    """One duty as a lawyer reads it: its dates, how they were reckoned, and under which text.

    A later date stands beside the one that runs, with the command (`confirming`) that takes it.
    """
    words = _WORDS[language]
    rows = [
        (words["key"], Text(key)),
        (words["debtor"], Text(duty.debtor_name)),
        (words["owed_to"], Text(duty.owed_to_name)),
        (words["due"], Text(_due(duty, language))),
        (words["state"], _state(duty, now, language)),
        (words["explanation"], Text(str(row.explanation.get(language, "")))),
        (words["source"], Text(source_in(row.source, language))),
        *_proposed(row.proposal, language, confirming),
    ]
    table = pairs_table(rule_title(duty.rule, language), rows)
    return table if row.verified else Group(table, Text(words["unverified"], "yellow"))


def _proposed(
    proposal: Proposal | None, language: ScreenLanguage, confirming: str
) -> list[tuple[str, Text]]:
    if proposal is None:
        return []
    words = _WORDS[language]
    rows = [
        (words["proposed"], Text(_later(proposal, language), "yellow")),
        (words["why"], Text(str(proposal.ground.get(language, "")))),
        (words["proposed_how"], Text(str(proposal.explanation.get(language, "")))),
        (words["type"], Text(confirming, "green")),
    ]
    return [(name, text) for name, text in rows if text.plain]


def explanation_json(row: DutyRow) -> Mapping[str, object]:
    """The explanation for programs."""
    return {
        "explanation": {"ja": row.explanation.get("ja", ""), "en": row.explanation.get("en", "")},
        "source": row.source,
        "verified": row.verified,
        "proposal": None if row.proposal is None else proposal_json(row.proposal, explained=True),
    }


def _cells(key: str, duty: BoardDuty, now: datetime, language: ScreenLanguage) -> Iterable[Text]:
    name = short_name(duty.debtor_name)
    yield Text.assemble(rule_name(duty.rule, language), (f"  {name}\n{key}", "dim"))
    due = Text(_due(duty, language), "dim")
    if duty.proposal is not None and duty.status not in ENDED:
        due.append(f"\n{_later(duty.proposal, language)}", "yellow")
    yield due
    yield _state(duty, now, language)


def _due(duty: BoardDuty, language: ScreenLanguage) -> str:
    words = _WORDS[language]
    said = [short_due(duty.due_at, language)] if duty.due_at else []
    if duty.target_at:
        said.append(words["target"].format(day=short_due(duty.target_at, language)))
    return "\n".join(said) or words["promptly"]


def _later(proposal: Proposal, language: ScreenLanguage) -> str:
    words = _WORDS[language]
    if proposal.clock_at is None:
        return words["stops"]
    return words["later"].format(day=short_due(proposal.clock_at, language))


def _state(duty: BoardDuty, now: datetime, language: ScreenLanguage) -> Text:
    state = Text(DUTY_STATES[language].get(duty.status, duty.status))
    state.stylize(_STYLES.get(duty.status, "default"))
    if duty.met_at:
        state.append(f" {short_moment(duty.met_at)}", "dim")
    clock_at = duty.clock_at
    if clock_at is None:
        return state
    if duty.met_at:
        kept = margin(clock_at, duty.met_at, language, is_target=duty.due_at is None)
        return state.append(f"\n{kept}", "red" if duty.late else "dim")
    if duty.status not in ENDED and duty.waiver is not None:
        state.append(f"\n{_WORDS[language]['silent']}", "dim")
    elif duty.status not in ENDED:
        state.append(f"\n{time_left(clock_at, now, language)}", urgency(clock_at - now))
    return state
