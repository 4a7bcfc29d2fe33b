"""How grave an incident is: proposed from what is known, decided by a person.

The proposal is no law. It takes its questions from the law (APPI Enforcement Rules, Rule 7: special
care, property damage, wrongful purpose, more than 1,000 people) and adds what makes a case worse in
practice. An open question counts like a yes up to `high`; `critical` needs something known, because
an alarm that always calls everything critical is soon believed by nobody.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from domain.explanations import Bilingual, Locale
from domain.facts import Fact, FactStatus, Ledger
from domain.figures import FigureKind

MANY = 1_000
"""More than this many people: Rule 7 no. 4."""
VERY_MANY = 100_000
SOME = 100


class Severity(StrEnum):
    """How grave (重大度), from the mildest up."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for the mildest."""
        return list(Severity).index(self)


class SeverityFindings(BaseModel):
    """What the proposal rests on; None is an open question, and suspicion leaves it open.

    `people_at_least` and `people_at_most` bound the people affected; `people_believed_at_most` is
    a bound that somebody believes in and nobody has confirmed: it is named and bounds nothing.
    `merchants` counts the businesses whose customers they are.
    """

    model_config = ConfigDict(frozen=True)

    people_at_least: int = Field(default=0, ge=0)
    people_at_most: int | None = Field(default=None, ge=0)
    people_believed_at_most: int | None = Field(default=None, ge=0)
    special_care: bool | None = None
    property_damage: bool | None = None
    wrongful_purpose: bool | None = None
    my_number: bool | None = None
    published_by_attacker: bool | None = None
    merchants: int = Field(default=0, ge=0)


class Ground(BaseModel):
    """One reason, and the severity that it asks for."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    words: Bilingual


class Proposal(BaseModel):
    """A severity with every reason that asks for just this one; never without a reason."""

    model_config = ConfigDict(frozen=True)

    severity: Severity
    reasons: tuple[Bilingual, ...]

    def because(self, locale: Locale, most: int = 2) -> str:
        """The first reasons in one line, and how many more there are."""
        joint = "。" if locale is Locale.JA else "; "
        told = joint.join(reason.read_in(locale) for reason in self.reasons[:most])
        more = len(self.reasons) - most
        if more <= 0:
            return told
        return f"{told}。ほか{more}件" if locale is Locale.JA else f"{told}; {more} more"


_FLAGS: dict[str, tuple[str, str]] = {
    "special_care": ("要配慮個人情報", "special-care information"),
    "property_damage": ("財産的被害のおそれ", "possible property damage"),
    "wrongful_purpose": ("不正の目的によるおそれ", "possible wrongful purpose"),
    "my_number": ("個人番号（マイナンバー）", "My Number"),
    "published_by_attacker": ("第三者による公開", "publication by a third party"),
}
_FACT_OF_FLAG: dict[str, str] = {
    "published_by_attacker": "published_by_attacker",
    **{flag: f"category.{flag}" for flag in _FLAGS if flag != "published_by_attacker"},
}
_GRAVER_WITH_MANY = ("special_care", "my_number", "published_by_attacker")
_ANSWERS = {FactStatus.KNOWN: True, FactStatus.WITHDRAWN: False}


def findings_of(ledger: Ledger, people_held: int, merchants: int) -> SeverityFindings:
    """What the ledger answers; `people_held` are those of the lists that have come in."""
    facts = {key: entry.fact for key, entry in ledger.current().items()}
    at_least, at_most = _people(facts, people_held)
    flags = {
        flag: _ANSWERS.get(facts[key].status) if key in facts else None
        for flag, key in _FACT_OF_FLAG.items()
    }
    return SeverityFindings(
        people_at_least=at_least,
        people_at_most=at_most,
        people_believed_at_most=_believed(facts),
        merchants=merchants,
        **flags,
    )


def propose(findings: SeverityFindings) -> Proposal:
    """The gravest severity that any ground asks for, with all grounds that ask for it."""
    grounds = list(_grounds(findings))
    severity = max((ground.severity for ground in grounds), key=lambda found: found.rank)
    return Proposal(
        severity=severity,
        reasons=tuple(ground.words for ground in grounds if ground.severity is severity),
    )


def _people(facts: Mapping[str, Fact], held: int) -> tuple[int, int | None]:
    """The bounds: a stated bound stands, lists that came in can only raise it."""
    fact = facts.get("figure.people")
    stated = fact is not None and fact.status is FactStatus.KNOWN
    figure = fact.figure if fact is not None and stated else None
    if figure is None or figure.number is None:
        return held, None
    at_least = 0 if figure.kind is FigureKind.AT_MOST else figure.number
    at_most = figure.upper_bound
    return max(at_least, held), None if at_most is None else max(at_most, held)


def _believed(facts: Mapping[str, Fact]) -> int | None:
    fact = facts.get("figure.people")
    if fact is None or fact.status is not FactStatus.SUSPECTED or fact.figure is None:
        return None
    return fact.figure.upper_bound


def _grounds(findings: SeverityFindings) -> Iterator[Ground]:
    yield _ground_of_people(findings)
    if findings.merchants > 1:
        yield _ground(
            Severity.MEDIUM,
            f"対象の契約店舗が{findings.merchants:,}あります",
            f"customers of {findings.merchants:,} businesses are concerned",
        )
    for flag, (ja, en) in _FLAGS.items():
        answer = getattr(findings, flag)
        if answer is None:
            yield _ground(Severity.HIGH, f"{ja}の有無が不明です", f"open question: {en}")
        elif answer:
            yield _ground_of_flag(findings, flag, ja, en)


def _ground_of_people(findings: SeverityFindings) -> Ground:
    at_least, at_most = findings.people_at_least, findings.people_at_most
    if at_least > VERY_MANY:
        return _ground(
            Severity.CRITICAL,
            f"少なくとも{at_least:,}人が対象です",
            f"at least {at_least:,} people are affected",
        )
    believed = findings.people_believed_at_most
    if at_most is None and believed is not None:
        return _ground(
            Severity.HIGH,
            f"人数の上限は最大{believed:,}人とみられますが、確定していません",
            f"at most {believed:,} people are believed to be affected, which is not confirmed",
        )
    if at_most is None:
        return _ground(
            Severity.HIGH, "人数の上限が不明です", "how many people at most is not known"
        )
    if at_most > VERY_MANY:
        severity = Severity.CRITICAL
    elif at_most > MANY:
        severity = Severity.HIGH
    else:
        severity = Severity.MEDIUM if at_most > SOME else Severity.LOW
    return _ground(
        severity, f"対象は最大{at_most:,}人です", f"at most {at_most:,} people are affected"
    )


def _ground_of_flag(findings: SeverityFindings, flag: str, ja: str, en: str) -> Ground:
    at_most = findings.people_at_most
    many = at_most is None or at_most > MANY
    if many and flag in _GRAVER_WITH_MANY:
        return _ground(
            Severity.CRITICAL,
            f"{ja}があり、対象が{MANY:,}人を超えるおそれがあります",
            f"{en}, with possibly more than {MANY:,} people",
        )
    return _ground(Severity.HIGH, f"{ja}があります", f"known: {en}")


def _ground(severity: Severity, ja: str, en: str) -> Ground:
    return Ground(severity=severity, words=Bilingual(ja=ja, en=en))
