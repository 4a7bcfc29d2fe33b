"""The alarm: where the first word came from, who vouches for it, and how it was called back."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.explanations import Bilingual
from domain.facts import Fact, FactStatus, Ledger

SOURCE = "alarm.source"
VOUCHED = "alarm.vouched"
CALLED_BACK = "alarm.called_back"


class AlarmSource(StrEnum):
    """Where an alarm comes from (端緒)."""

    CUSTOMER = "customer"
    FORUM = "forum"
    VENDOR = "vendor"
    PRESS = "press"
    OWN_LOGS = "own_logs"
    BOUNTY_HUNTER = "bounty_hunter"
    AUTHORITY = "authority"
    EMPLOYEE = "employee"
    OTHER = "other"


SOURCE_WORDS: Mapping[AlarmSource, Bilingual] = {
    AlarmSource.CUSTOMER: Bilingual(ja="お客様", en="a customer"),
    AlarmSource.FORUM: Bilingual(ja="掲示板・SNS", en="a forum"),
    AlarmSource.VENDOR: Bilingual(ja="委託先・外部サービス", en="a vendor"),
    AlarmSource.PRESS: Bilingual(ja="報道機関", en="the press"),
    AlarmSource.OWN_LOGS: Bilingual(ja="自社のログ・監視", en="own logs"),
    AlarmSource.BOUNTY_HUNTER: Bilingual(ja="脆弱性の報告者", en="a bounty hunter"),
    AlarmSource.AUTHORITY: Bilingual(ja="当局・警察", en="an authority"),
    AlarmSource.EMPLOYEE: Bilingual(ja="役職員", en="an employee"),
    AlarmSource.OTHER: Bilingual(ja="その他", en="somebody else"),
}


def discovery_words(statement: str, *, japanese: bool) -> str:
    """How the incident came out, by the source of its alarm: for documents in which nobody said."""
    words = source_words(statement)
    own = statement in {AlarmSource.OWN_LOGS, AlarmSource.EMPLOYEE}
    if japanese:
        return (
            f"{words.ja}により判明しました。"
            if own
            else f"{words.ja}からの連絡により判明しました。"
        )
    return f"Through {words.en}."


def alarm_facts(
    source: AlarmSource,
    vouched_by: str | None,
    called_back: str | None,
    *,
    at: datetime,
    organisation: str,
    recorder: str,
) -> tuple[Fact, ...]:
    """The alarm for the ledger; what nobody has said is recorded as unknown. Never public."""
    said = {SOURCE: source.value, VOUCHED: vouched_by, CALLED_BACK: called_back}
    return tuple(
        Fact(
            key=key,
            status=FactStatus.KNOWN if words else FactStatus.UNKNOWN,
            statement=words or "",
            as_of=at,
            source=organisation,
            vouched_by=recorder,
        )
        for key, words in said.items()
    )


def known_words(ledger: Ledger, key: str) -> str:
    """What is known under a key, in the words of the ledger; empty for nothing."""
    entry = ledger.current().get(key)
    known = entry is not None and entry.fact.status is FactStatus.KNOWN
    return entry.fact.statement if entry is not None and known else ""


def source_words(statement: str) -> Bilingual:
    """A source in words; what is none of the sources stands as it was written."""
    if statement in set(AlarmSource):
        return SOURCE_WORDS[AlarmSource(statement)]
    return Bilingual(ja=statement, en=statement)
