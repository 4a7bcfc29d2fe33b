"""Whether a public document can be drafted at all, asked before anybody writes and approves it.

It publishes public facts only; otherwise the engine would wait, unseen, until somebody makes them
public. What could never leave as things are is not drafted either: a second release beside one in
preparation, a release after the final one without a correction, anything of a private incident,
and the word that others are not concerned while it is open who is. That last one may not wait as
a draft: what it says rests on who was told and what leaked, so whoever approved it early would
have approved something else. Drafting it later takes a moment.
"""

from datetime import UTC, datetime

from sqlalchemy import Connection
from ulid import ULID

from activities.assurance_gate import why_no_assurance
from activities.document_contexts import ContextMaker
from activities.drafting import blank_document
from activities.release_gate import why_not_after_final
from activities.words import render
from activities.words_errors import FactNotPublicError
from commands.finding import releases_of
from commands.refusal_words import in_japanese
from commands.sentences import NotPossible
from contracts.document_payloads import DraftDocument
from domain.documents import FOR_EVERYBODY, DocumentKind, DocumentState
from domain.phases import ENDS
from register.board import Board
from register.incidents import read_incident
from register.store import Register
from screens.release_table import release_name
from screens.words import DOCUMENTS
from sealing.values import ValueSealer

UNISSUED = frozenset({DocumentState.DRAFT, DocumentState.IN_REVIEW, DocumentState.APPROVED})


def require_draftable(register: Register, incident_id: str, kind: DocumentKind) -> None:
    """Refuse to draft what could not leave; the engine refuses an ended incident.

    Raises:
        NotPossible: why, and what would be right.
    """
    if kind not in FOR_EVERYBODY:
        return
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        incident = read_incident(connection, sealer, incident_id)
        if incident.phase in ENDS:
            return
        reason = "a private incident publishes nothing" if incident.private else ""
        reason = (
            reason
            or why_not_after_final(connection, sealer, incident_id, kind)
            or why_no_assurance(connection, sealer, incident_id, kind)
        )
    if reason:
        raise NotPossible(en=f"{reason[0].upper()}{reason[1:]}.", ja=in_japanese(reason))
    require_public(register, incident_id, kind)


def next_release(board: Board, kind: DocumentKind | None = None, *, again: bool) -> DocumentKind:
    """First or follow-up; refused while one is in preparation, since that follows the facts.

    `kind` is what was asked for, where it was named; `again`: a command that is repeated finds the
    release that it made itself.

    Raises:
        NotPossible: one is in preparation, or another kind's turn has come.
    """
    standing = [i for i in releases_of(board) if i.state is not DocumentState.WITHDRAWN]
    preparing = [item for item in standing if item.state in UNISSUED]
    if again or board.incident.phase in ENDS:
        preparing = []
    if preparing:
        number = preparing[-1].release_number or 1
        raise NotPossible(
            en=f"Release {number} is in preparation, and follows the facts by itself. Approve and "
            "issue it first (`shirase release approve`, `shirase release issue`).",
            ja=f"{release_name(number, 'ja')}を起案中です(事実に合わせて自動で改稿されます)。先に"
            "承認・公表してください(`shirase release approve`、`shirase release issue`)。",
        )
    issued = any(item.state is DocumentState.ISSUED for item in standing)
    right = DocumentKind.FOLLOW_UP_RELEASE if issued else DocumentKind.FIRST_RELEASE
    wrong = kind in {DocumentKind.FIRST_RELEASE, DocumentKind.FOLLOW_UP_RELEASE} - {right}
    if wrong and not again and board.incident.phase not in ENDS:
        raise NotPossible(
            en=f"The next release of this incident is a {right.replace('_', ' ')}: "
            f"`shirase prepare {board.incident.code_name} {right}`.",
            ja=f"この事案で次に起案するのは {DOCUMENTS['ja'][right]} です: "
            f"`shirase prepare {board.incident.code_name} {right}`",
        )
    return right


def require_public(register: Register, incident_id: str, kind: DocumentKind) -> None:
    """Refuse a release that would publish what is not public; the engine refuses an ended incident.

    Raises:
        NotPossible: with the keys of those facts.
    """
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        keys = ", ".join(_held_back(connection, sealer, incident_id, kind))
    if keys:
        raise NotPossible(
            en=f"This release would publish facts that are not public: {keys}. Record each with "
            "`shirase fact ... --public` once it may be published.",
            ja=f"公表してよいとされていない事実を含みます: {keys}。公表してよい内容になったら "
            "`shirase fact ... --public` で記録してください。",
        )


def _held_back(
    connection: Connection, sealer: ValueSealer, incident_id: str, kind: DocumentKind
) -> list[str]:
    now = datetime.now(UTC)
    maker = ContextMaker(connection, sealer, incident_id, now)
    if maker.incident.phase in ENDS:
        return []
    draft = DraftDocument(
        incident_id=incident_id,
        document_id=str(ULID()),
        number=0,
        kind=kind.value,
        author="",
        addressees=(),
        on_behalf_of=(),
        at=now,
    )
    (context,) = maker.contexts(blank_document(maker, draft)).values()
    found: list[str] = []
    while True:
        try:
            render(context)
        except FactNotPublicError as error:
            # As if it were public, so that all of them are told at once.
            found.append(error.key)
            facts = tuple(
                fact.model_copy(update={"public": fact.public or fact.key == error.key})
                for fact in context.facts
            )
            context = context.model_copy(update={"facts": facts})
        else:
            return found
