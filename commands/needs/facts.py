"""Values that stand side by side under one key: until a person decides, texts that say one wait."""

from collections.abc import Iterator, Mapping

from activities.duty_status import FILED_BY, INDIVIDUAL, NOTICE
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other
from commands.needs.papers import LEADERS
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import Fact, LedgerEntry
from domain.parties import StaffRole
from domain.plain_text import clean_line
from register.ledger import read_ledger
from register.parties import PartyRow, read_parties
from screens.fact_words import fact_title, fact_value
from screens.words import ScreenLanguage, short_name

SAID_AT_MOST = 40
"""Of a statement; `shirase fact history` has the whole."""


def fact_needs(look: Look) -> Iterator[Need]:
    """One for each key, with a command for each value, the one in force first.

    What somebody else does not know, or states of what we took back, competes with nothing, and
    is for a person to look at all the same.
    """
    ledger = read_ledger(look.connection, look.sealer, look.board.incident.id)
    competing = ledger.competing()
    for key, entries in competing.items():
        yield _decision(look, key, entries)
    known = read_parties(look.connection, look.sealer, look.board.incident.id)
    parties = {party.key: party for party in known.values()}
    for key, entries in ledger.beside().items():
        if key not in competing:
            yield from (_stated(look, parties, entry) for entry in entries)


def _stated(look: Look, parties: Mapping[str, PartyRow], entry: LedgerEntry) -> Need:
    key = entry.fact.key
    party = parties.get(entry.fact.source)
    name = short_name(clean_line(party.name)) if party else entry.fact.source
    return Need(
        kind="stated",
        what_ja=f"{name} の説明が当社の把握と異なる: {fact_title(key, 'ja')}",
        what_en=f"{name} states otherwise than we found: {fact_title(key, 'en')}",
        roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
        since=entry.recorded_at,
        command=phrases.record_fact(look.incident, key),
    )


def _decision(look: Look, key: str, entries: tuple[LedgerEntry, ...]) -> Need:
    def answer(entry: LedgerEntry) -> Other:
        fact = entry.fact
        return Other(
            what_ja=_said(fact, "ja"),
            what_en=_said(fact, "en"),
            command=phrases.decide_fact(look.incident, key, fact.source),
        )

    first, *others = (answer(entry) for entry in entries)
    stops = any(entry.fact.public and entry.fact.figure is not None for entry in entries)
    return Need(
        kind="decide",
        what_ja=f"{fact_title(key, 'ja')}({key})の食い違う値のどれを採るか",
        what_en=f"{fact_title(key, 'en')} ({key}): which of the competing values counts",
        roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
        due_at=look.nearest(frozenset(FILED_BY) | NOTICE | INDIVIDUAL) if _is_read(key) else None,
        since=max(entry.recorded_at for entry in entries),
        command=first.command,
        first=(first.what_ja, first.what_en),
        others=tuple(others),
        remark=(
            "決まるまで、この件数を読む文書は承認も発出もできません。",
            "Until then no text that reads this figure is approved or issued.",
        )
        if stops
        else ("", ""),
    )


def _is_read(key: str) -> bool:
    return key in FACT_CATALOGUE or key.startswith("figure.")


def _said(fact: Fact, language: ScreenLanguage) -> str:
    said = " ".join(fact_value(fact, language).split())
    if len(said) > SAID_AT_MOST:
        said = f"{said[:SAID_AT_MOST]}…"
    return f"{said}（{fact.source}）" if language == "ja" else f"{said} ({fact.source})"
