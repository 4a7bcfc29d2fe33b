"""Finds what somebody names: an incident, a duty, a document, a merchant.

A name that fits nothing, or more than one, is refused with what there is. Nothing typed is
repeated in a sentence.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from commands.sentences import NotPossible
from domain.documents import RELEASES, DocumentKind, DocumentState
from domain.phases import ENDS
from register.board import Board, BoardDocument, BoardDuty, BoardMerchant
from register.overview import (
    IncidentBrief,
    code_name_is_unique,
    code_name_of,
    read_overview,
)
from register.store import Register

MOST_NAMED = 12
T = TypeVar("T")


def find_incident(register: Register, text: str) -> str:
    """The id of the incident of this id, code name or beginning of an id, in any case.

    Raises:
        NotPossible: none is called so, or several are; with those that there are.
    """
    wanted = text.strip().upper()
    known = read_overview(register)
    tests: tuple[Callable[[IncidentBrief], bool], ...] = (
        lambda incident: incident.id == wanted,
        lambda incident: incident.code_name == wanted,
        lambda incident: bool(wanted) and incident.id.startswith(wanted),
    )
    for fits in tests:
        found = [incident for incident in known if fits(incident)]
        if len(found) == 1:
            return found[0].id
        if found:
            raise _several(found)
    raise _no_such_incident(known)


def handle_of(connection: Connection, incident_id: str) -> str:
    """What to type for an incident: its code name, or its id where two share the name."""
    name = code_name_of(connection, incident_id)
    return name if code_name_is_unique(connection, name) else incident_id


def shown_key(duty: BoardDuty) -> str:
    """A duty's key as people type it: `preliminary:merchant-a:ppc` (rule, debtor, owed to)."""
    return f"{duty.rule.rpartition('/')[2]}:{duty.debtor}:{duty.owed_to}"


def find_duty(board: Board, text: str) -> BoardDuty:
    """The duty of this key, as shown or as the register has it, or the only one beginning so.

    Raises:
        NotPossible: none has it, or several begin so; with those that there are.
    """
    wanted = text.strip()
    tests: tuple[Callable[[BoardDuty], bool], ...] = (
        lambda duty: wanted in {shown_key(duty), duty.key},
        lambda duty: bool(wanted) and shown_key(duty).startswith(wanted),
    )
    for fits in tests:
        found = [duty for duty in board.duties if fits(duty)]
        if len(found) == 1:
            return found[0]
        if found:
            keys = _named(shown_key(duty) for duty in found)
            raise NotPossible(
                en=f"Several duties begin so; give one whole key: {keys}",
                ja=f"同じ書き出しの義務が複数あります。全体を指定してください: {keys}",
            )
    raise _nothing(
        [shown_key(duty) for duty in board.duties],
        en=("No duty has this key.", "No duty has arisen yet."),
        ja=("この鍵の義務はありません。", "義務はまだ生じていません。"),
    )


def find_document(board: Board, number: int) -> BoardDocument:
    """The document of this number.

    Raises:
        NotPossible: there is none; with the numbers that there are.
    """
    found = next((document for document in board.documents if document.number == number), None)
    if found is not None:
        return found
    raise _nothing(
        [str(document.number) for document in board.documents],
        en=("No document has this number.", "There is no document yet."),
        ja=("この番号の文書はありません。", "文書はまだありません。"),
    )


def releases_of(board: Board) -> tuple[BoardDocument, ...]:
    """The releases among the documents, by the number of the release."""
    found = (item for item in board.documents if item.kind in RELEASES)
    return tuple(sorted(found, key=lambda item: (item.release_number or 0, item.number)))


def find_release(board: Board, number: int) -> BoardDocument:
    """The release of this number (1 is 第1報); of one that was withdrawn, what replaced it.

    Raises:
        NotPossible: there is none; with the numbers that there are.
    """
    known = releases_of(board)
    found = [item for item in known if item.release_number == number]
    standing = [item for item in found if item.state is not DocumentState.WITHDRAWN]
    if found:
        return (standing or found)[-1]
    raise _nothing(
        # One that was withdrawn keeps its number beside the one in its place.
        list(dict.fromkeys(str(item.release_number) for item in known)),
        en=("No release has this number.", "There is no release yet."),
        ja=("この番号の公表文はありません。", "公表文はまだありません。"),
    )


def find_document_of(board: Board, number: int, kinds: Collection[DocumentKind]) -> BoardDocument:
    """The document of this number, which is of one of these kinds.

    Raises:
        NotPossible: there is none, or it is of another kind; with those that fit.
    """
    found = find_document(board, number)
    if found.kind in kinds:
        return found
    wanted = ", ".join(sorted(kind.value for kind in kinds))
    fitting = _named(str(item.number) for item in board.documents if item.kind in kinds)
    raise NotPossible(
        en=f"Document {number} is a {found.kind}; here belongs one of: {wanted}. "
        f"There is: {fitting or 'none yet'}",
        ja=f"文書 {number} は {found.kind} です。ここに入るのは {wanted} です。"
        f"あるもの: {fitting or 'まだありません'}",
    )


def find_merchant(board: Board, text: str) -> BoardMerchant:
    """The merchant of this key or of exactly this name.

    Raises:
        NotPossible: none is called so; with the keys that there are.
    """
    wanted = text.strip()
    found = [item for item in board.merchants if wanted == item.key]
    found = found or [item for item in board.merchants if wanted == item.name]
    if len(found) == 1:
        return found[0]
    raise _nothing(
        [merchant.key for merchant in board.merchants],
        en=("No one merchant is called so.", "No merchant is recorded yet."),
        ja=("この契約店舗を特定できません。", "契約店舗はまだ記録されていません。"),
    )


def _several(found: Sequence[IncidentBrief]) -> NotPossible:
    named = _named(_described(incident) for incident in found)
    return NotPossible(
        en=f"Several incidents are called so; give more of the id: {named}",
        ja=f"当てはまる事案が複数あります。事案番号で指定してください: {named}",
    )


def _no_such_incident(known: Sequence[IncidentBrief]) -> NotPossible:
    if not known:
        return NotPossible(
            en="There is no incident here yet. Open one with `shirase open`.",
            ja="事案はまだありません。`shirase open` で開始してください。",
        )
    # Open ones first: one of them is meant, nearly always.
    ordered = sorted(known, key=lambda incident: incident.phase in ENDS)
    named = _named(_described(incident) for incident in ordered)
    return NotPossible(
        en=f"No incident is called so. There is: {named}",
        ja=f"この名前の事案はありません。登録されている事案: {named}",
    )


def _nothing(known: Sequence[T], *, en: tuple[str, str], ja: tuple[str, str]) -> NotPossible:
    if not known:
        return NotPossible(en=en[1], ja=ja[1])
    named = _named(str(item) for item in known)
    return NotPossible(en=f"{en[0]} There is: {named}", ja=f"{ja[0]} あるもの: {named}")


def _described(incident: IncidentBrief) -> str:
    return f"{incident.code_name} {incident.id}"


def _named(items: Iterable[str]) -> str:
    listed = list(items)
    more = f", … (+{len(listed) - MOST_NAMED})" if len(listed) > MOST_NAMED else ""
    return ", ".join(listed[:MOST_NAMED]) + more
