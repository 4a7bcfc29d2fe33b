"""What the acts of a story must agree on: their order, who acts, and what they refer to."""

from collections.abc import Callable, Iterator
from datetime import datetime

from contracts.file_parts import (
    Cast,
    Complaint,
    Values,
    Where,
    did_you_mean,
    entries,
    listed,
    moment,
    section,
    word,
)
from domain.documents import FILINGS, PERSON_DOCUMENTS, DocumentKind
from domain.parties import PartyKind
from domain.phases import FOLLOWERS, Phase

FILING_KINDS = frozenset(kind.value for kind in FILINGS)
PERSON_KINDS = frozenset(kind.value for kind in PERSON_DOCUMENTS)
NOTICES = frozenset({DocumentKind.MERCHANT_NOTICE.value, DocumentKind.ENTRUSTOR_NOTICE.value})


def story_complaints(values: Values, cast: Cast) -> Iterator[Complaint]:
    """Every disagreement among the acts, from their plain values."""
    roles = {role for _, member in entries(values, "staff") if (role := word(member, "role"))}
    reader = _StoryReader(cast, roles, moment(section(values, "incident"), "opened_at"))
    for position, act in entries(values, "story"):
        yield from reader.read(("story", position), act)


class _StoryReader:
    """Walks the acts in the order of the file and remembers what each has brought."""

    def __init__(self, cast: Cast, roles: set[str], opened_at: datetime | None) -> None:
        self._cast = cast
        self._roles = roles
        self._latest = opened_at
        self._phase = Phase.DETECTED
        self._documents: dict[str, str | None] = {}
        self._waves: set[str] = set()

    def read(self, where: Where, act: Values) -> Iterator[Complaint]:
        yield from self._order(where, act)
        yield from self._actor(where, act)
        yield from self._parties(where, act)
        name = word(act, "act")
        special: dict[str, Callable[[Where, Values], Iterator[Complaint]]] = {
            "prepare_document": self._prepare,
            "record_receipt": self._receipt,
            "change_phase": self._change_phase,
            "close": self._change_phase,
            "plan_wave": self._plan_wave,
        }
        if name in special:
            yield from special[name](where, act)
        else:
            yield from self._document(where, act, "document")
            yield from self._wave(where, act)

    def _order(self, where: Where, act: Values) -> Iterator[Complaint]:
        at = moment(act, "at")
        if at is None:
            return
        if self._latest is not None and at < self._latest:
            yield Complaint(
                (*where, "at"),
                "this act is earlier than the one before it, or than the opening",
                "put the acts in the order of their times",
            )
        else:
            self._latest = at

    def _actor(self, where: Where, act: Values) -> Iterator[Complaint]:
        actor = word(act, "by")
        known = self._roles | set(self._cast.kinds)
        if actor is not None and actor not in known:
            yield Complaint(
                (*where, "by"),
                "neither a role of the staff nor a party",
                did_you_mean(actor, known),
            )

    def _parties(self, where: Where, act: Values) -> Iterator[Complaint]:
        unknown = self._cast.unknown
        yield from unknown((*where, "party"), act.get("party"))
        yield from unknown((*where, "merchant"), act.get("merchant"), PartyKind.MERCHANT)
        yield from unknown((*where, "authority"), act.get("authority"), PartyKind.AUTHORITY)
        seen: set[object] = set()
        for position, key in listed(act, "merchants"):
            here: Where = (*where, "merchants", position)
            yield from unknown(here, key, PartyKind.MERCHANT)
            if isinstance(key, str) and key in seen:
                yield Complaint(here, "this merchant is listed twice", "keep it once")
            seen.add(key if isinstance(key, str) else position)

    def _prepare(self, where: Where, act: Values) -> Iterator[Complaint]:
        kind, handle = word(act, "kind"), word(act, "document")
        if kind in FILING_KINDS and act.get("authority") is None:
            yield Complaint(where, "a filing needs its `authority`", "name the party it goes to")
        if kind not in FILING_KINDS and kind is not None and act.get("authority") is not None:
            yield Complaint(
                (*where, "authority"), "only a filing goes to an authority", "remove this field"
            )
        if kind in PERSON_KINDS | NOTICES and not act.get("merchants"):
            yield Complaint(
                where, "this document needs its `merchants`", "list those it speaks for or to"
            )
        if handle in self._documents:
            yield Complaint(
                (*where, "document"),
                "a document of this name was prepared before",
                "give each document a name of its own",
            )
        if handle is not None:
            self._documents[handle] = kind

    def _receipt(self, where: Where, act: Values) -> Iterator[Complaint]:
        yield from self._document(where, act, "document", FILING_KINDS)

    def _document(
        self, where: Where, act: Values, name: str, kinds: frozenset[str] | None = None
    ) -> Iterator[Complaint]:
        handle = word(act, name)
        if handle is None:
            return
        fitting = {
            document
            for document, kind in self._documents.items()
            if kinds is None or kind is None or kind in kinds
        }
        if handle not in self._documents:
            yield Complaint(
                (*where, name),
                "no document of this name was prepared before",
                did_you_mean(handle, fitting),
            )
        elif handle not in fitting:
            wanted = " or ".join(f"`{kind}`" for kind in sorted(kinds or ()))
            yield Complaint(
                (*where, name), f"this document is not a {wanted}", did_you_mean(handle, fitting)
            )

    def _plan_wave(self, where: Where, act: Values) -> Iterator[Complaint]:
        for name, kind in (
            ("document", DocumentKind.PERSON_NOTICE),
            ("letter", DocumentKind.PERSON_LETTER),
        ):
            yield from self._document(where, act, name, frozenset({kind.value}))
        handle = word(act, "wave")
        if handle in self._waves:
            yield Complaint(
                (*where, "wave"),
                "a wave of this name was planned before",
                "give each wave a name of its own",
            )
        if handle is not None:
            self._waves.add(handle)

    def _wave(self, where: Where, act: Values) -> Iterator[Complaint]:
        handle = word(act, "wave")
        if handle is not None and handle not in self._waves:
            yield Complaint(
                (*where, "wave"),
                "no wave of this name was planned before",
                did_you_mean(handle, self._waves),
            )

    def _change_phase(self, where: Where, act: Values) -> Iterator[Complaint]:
        closing = word(act, "act") == "close"
        wanted = Phase.CLOSED.value if closing else word(act, "to")
        if wanted not in {phase.value for phase in Phase}:
            return
        followers = {phase.value for phase in FOLLOWERS[self._phase]}
        if wanted not in followers:
            yield Complaint(
                where if closing else (*where, "to"),
                f"from `{self._phase.value}` the incident cannot become `{wanted}`",
                "it may become " + ", ".join(f"`{phase}`" for phase in sorted(followers)),
            )
        elif wanted == Phase.CLOSED.value and not closing:
            yield Complaint((*where, "to"), "closing is an act of its own", "write `act: close`")
        self._phase = Phase(wanted)
