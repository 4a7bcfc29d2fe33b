"""Parties, holds and what was decided about each data set."""

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from register.holds import HoldRow
from register.parties import ContactRow, PartyRow
from register.retention import DecisionRow, HeldDataSet
from screens.console import said
from screens.tables import pairs_table, titled_table
from screens.words import ScreenLanguage, role_words, short_moment
from screens.work_words import PARTY_KINDS, PARTY_ROLES, RETENTIONS

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "parties": "関係先",
        "key": "鍵",
        "name": "名称",
        "kind": "種類",
        "role": "立場",
        "contacts": "連絡先",
        "contact": "連絡先{number}",
        "no_contact": "登録なし",
        "holds": "保全",
        "number": "番号",
        "requester": "求めた者",
        "scope": "対象",
        "data_sets": "名簿",
        "all": "すべて",
        "state": "状態",
        "in_force": "保全中",
        "ask_again": "再確認 {day}",
        "released": "解除 {at}",
        "no_hold": "保全の求めはありません。",
        "retention": "名簿の扱い",
        "merchant": "契約店舗",
        "people": "対象者",
        "decision": "決定",
        "undecided": "未決定",
        "until": "{day} まで",
        "held": "保全中",
        "reason": "理由",
        "no_list": "取り込んだ名簿はまだありません。",
    },
    "en": {
        "parties": "Parties",
        "key": "key",
        "name": "name",
        "kind": "kind",
        "role": "standing",
        "contacts": "contacts",
        "contact": "contact {number}",
        "no_contact": "none",
        "holds": "Holds",
        "number": "no.",
        "requester": "for",
        "scope": "scope",
        "data_sets": "lists",
        "all": "all",
        "state": "state",
        "in_force": "in force",
        "ask_again": "ask again {day}",
        "released": "released {at}",
        "no_hold": "No hold was asked for.",
        "retention": "Retention of lists",
        "merchant": "merchant",
        "people": "people",
        "decision": "decision",
        "undecided": "undecided",
        "until": "until {day}",
        "held": "on hold",
        "reason": "reason",
        "no_list": "No list has been imported yet.",
    },
}


def party_table(
    parties: Sequence[PartyRow], contacts: Mapping[str, int], language: ScreenLanguage
) -> RenderableType:
    """All parties; `contacts` counts those of each, by the party's id."""
    words = _WORDS[language]
    table = titled_table(words["parties"])
    table.add_column(words["key"], ratio=2, overflow="fold")
    table.add_column(words["name"], ratio=3, overflow="fold")
    table.add_column(words["kind"], no_wrap=True)
    table.add_column(words["role"], no_wrap=True)
    table.add_column(words["contacts"], justify="right", no_wrap=True)
    for party in parties:
        number = contacts.get(party.id, 0)
        table.add_row(
            Text(party.key),
            said(party.name),
            Text(PARTY_KINDS[language][party.kind], "dim"),
            Text(PARTY_ROLES[language][party.role], "dim"),
            Text(f"{number}", "default" if number else "yellow"),
        )
    return table


def party_page(
    party: PartyRow, contacts: Sequence[ContactRow], language: ScreenLanguage
) -> RenderableType:
    """One party with everybody through whom it is reached."""
    words = _WORDS[language]
    rows = [
        (words["name"], said(party.name)),
        (words["kind"], Text(PARTY_KINDS[language][party.kind])),
        (words["role"], Text(PARTY_ROLES[language][party.role])),
    ]
    for number, contact in enumerate(contacts, start=1):
        role = f"{role_words([contact.role], language)}  " if contact.role else ""
        rows.append(
            (words["contact"].format(number=number), said(f"{role}{contact.name} {contact.mail}"))
        )
    if not contacts:
        rows.append((words["contacts"], Text(words["no_contact"], "yellow")))
    return pairs_table(party.key, rows)


def hold_table(
    holds: Sequence[HoldRow], merchants: Mapping[str, str], language: ScreenLanguage
) -> RenderableType:
    """All holds; `merchants` gives the key of the merchant of a data set."""
    words = _WORDS[language]
    if not holds:
        return Text(words["no_hold"])
    table = titled_table(words["holds"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["requester"], ratio=1, overflow="fold")
    table.add_column(words["scope"], ratio=2, overflow="fold")
    table.add_column(words["data_sets"], ratio=1, overflow="fold")
    table.add_column(words["state"], no_wrap=True)
    for hold in holds:
        held = ", ".join(dict.fromkeys(merchants.get(item, item) for item in hold.data_sets))
        table.add_row(
            Text(f"{hold.number}"),
            said(hold.requester),
            said(hold.scope),
            Text(held or words["all"], "dim"),
            _hold_state(hold, language),
        )
    return table


def retention_table(
    lists: Sequence[HeldDataSet],
    decisions: Mapping[str, DecisionRow],
    holds: Sequence[HoldRow],
    language: ScreenLanguage,
) -> RenderableType:
    """Every data set with what was decided about it, and whether a hold forbids it to leave."""
    words = _WORDS[language]
    if not lists:
        return Text(words["no_list"])
    table = titled_table(words["retention"])
    table.add_column(words["merchant"], ratio=1, overflow="fold")
    table.add_column(words["people"], justify="right", no_wrap=True)
    table.add_column(words["decision"], no_wrap=True)
    table.add_column(words["reason"], ratio=2, overflow="fold")
    for item in lists:
        decision = decisions.get(item.id)
        is_held = any(hold.covers(item.id) for hold in holds)
        table.add_row(
            Text(item.merchant).append(f"\n{item.id}", "dim"),
            f"{item.people:,}",
            _decision(decision, language, is_held=is_held),
            said(decision.reason if decision else ""),
        )
    return table


def _hold_state(hold: HoldRow, language: ScreenLanguage) -> Text:
    words = _WORDS[language]
    if hold.released_at is not None:
        return Text(words["released"].format(at=short_moment(hold.released_at)), "dim")
    state = Text(words["in_force"], "yellow")
    if hold.until is not None:
        state.append("\n" + words["ask_again"].format(day=f"{hold.until:%Y-%m-%d}"), "dim")
    return state


def _decision(decision: DecisionRow | None, language: ScreenLanguage, *, is_held: bool) -> Text:
    words = _WORDS[language]
    if decision is None:
        told = Text(words["undecided"], "yellow")
    else:
        told = Text(RETENTIONS[language][decision.decision])
        if decision.keep_until is not None:
            told.append("\n" + words["until"].format(day=f"{decision.keep_until:%Y-%m-%d}"), "dim")
    return told.append(f"\n{words['held']}", "yellow") if is_held else told
