"""Keys of facts as people type them: what nothing reads is said, what is mistyped is refused.

A key may be free, for what only this incident knows. One that all but equals a known key is a slip
of the hand at three in the morning, and a fact under it would be read by no rule and no document.
"""

from collections.abc import Collection
from datetime import datetime
from difflib import SequenceMatcher

from commands.sentences import NotPossible, ScreenLanguage
from domain.conditions import TOTAL
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from domain.finding_words import COUNT_WORDS, DATA_FLAGS, ENTITY_FLAGS, EVENT_FLAGS
from domain.known_findings import fact_of, finding_of
from domain.situations import MOMENT_NAMES

A_SLIP = 0.84
"""From this likeness on (0 to 1) a key is taken for a mistyped one."""
NEAR = 0.6
NAMED_AT_MOST = 3
_MOMENTS = frozenset({"discovered", "occurred"})
_FAMILIES = ("submitted.", "figure.residents.", "figure.people_of.")


def known_keys() -> frozenset[str]:
    """Every key that a document or a rule reads, families of keys left out."""
    findings = (*DATA_FLAGS, *EVENT_FLAGS, *ENTITY_FLAGS, *COUNT_WORDS, TOTAL)
    moments = (f"moment.{name.removesuffix('_at')}" for name in MOMENT_NAMES)
    return frozenset({*FACT_CATALOGUE, *(fact_of(name) for name in findings), *moments})


def remark_on(
    key: str, used: Collection[str], language: ScreenLanguage, *, is_new: bool = False
) -> str:
    """What to add to the answer: that nothing reads the key; empty for one that something reads.

    `used` are the keys of this incident: whoever insisted once need not insist again.

    Raises:
        NotPossible: the key is all but a known one, and nobody said that it is meant to be new.
    """
    if _is_read(key):
        return ""
    likeness = _likeness(key)
    named = ", ".join(list(likeness)[:NAMED_AT_MOST])
    if max(likeness.values(), default=0) >= A_SLIP and not is_new and key not in used:
        raise NotPossible(
            en=f"No rule and no document reads this key. Did you mean: {named}? If it is meant "
            "to be a key of your own, add --new-key.",
            ja=f"この鍵を読む規則や文書はありません。次のことではありませんか: {named}。"
            "独自の鍵として記録するには --new-key を付けてください。",
        )
    if language == "ja":
        hint = f"(近い鍵: {named})" if named else ""
        return f"\n注意: この鍵を読む規則や文書はありません{hint}。覚えとして台帳に残ります。"
    hint = f" (near it: {named})" if named else ""
    return f"\nNote: no rule and no document reads this key{hint}; it stays in the ledger."


def require_moment(key: str, status: FactStatus, said: str, moment: datetime | None) -> None:
    """A fact that the law reads as a moment is stated as one; words alone would be read by nobody.

    Raises:
        NotPossible: something is stated under such a key, and no moment.
    """
    stated = status in {FactStatus.KNOWN, FactStatus.SUSPECTED}
    if not (stated and said and moment is None and is_moment(key)):
        return
    raise NotPossible(
        en=f"'{key}' is a moment from which the law counts: give it with --moment, like "
        "2026-01-09T12:00+09:00 (--say adds words to it). Where it is open, add --status unknown.",
        ja=f"{key} は法令が日時として読む事実です。--moment に 2026-01-09T12:00+09:00 のように"
        "書いてください(--say は説明として添えられます)。不明なら --status unknown を付けます。",
    )


def is_moment(key: str) -> bool:
    """Whether clocks count from what stands under the key."""
    return key in _MOMENTS or key.startswith(("moment.", "submitted."))


def slip(key: str) -> tuple[str, ...]:
    """The keys that somebody who typed this one may have meant; none where it is no slip."""
    likeness = {} if _is_read(key) else _likeness(key)
    is_slip = max(likeness.values(), default=0) >= A_SLIP
    return tuple(likeness)[:NAMED_AT_MOST] if is_slip else ()


def _is_read(key: str) -> bool:
    return key in known_keys() or finding_of(key) is not None or key.startswith(_FAMILIES)


def _likeness(key: str) -> dict[str, float]:
    """Known keys that are near, the nearest first."""
    found = {other: SequenceMatcher(None, key, other).ratio() for other in known_keys()}
    near = sorted((o for o in found if found[o] >= NEAR), key=lambda o: (-found[o], o))
    return {other: found[other] for other in near}
