"""What a false alarm still needs, once the ledger says that it is one, up to its end."""

from collections.abc import Iterator
from dataclasses import replace

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS, paper_needs
from commands.needs.sendings import wave_needs
from domain.documents import FILINGS, RETRACTIONS, DocumentState
from register.board import BoardDocument
from register.false_alarm import is_stated, owed_by_false_alarm
from register.wave_states import WavePurpose


def is_false_alarm(look: Look) -> bool:
    """Whether somebody has recorded, as known, why this is no leak."""
    return is_stated(look.connection, look.sealer, look.board.incident.id)


def false_alarm_needs(look: Look) -> Iterator[Need]:
    """Retractions to be written, approved and sent; with none owed any more, the end.

    What warnings wait for (an approval, letters to post) is no need any more.
    """
    retracting = _retracting(look)
    yield from paper_needs(retracting)
    yield from wave_needs(retracting)
    since = look.board.incident.opened_at
    incident_id = look.board.incident.id
    owed = owed_by_false_alarm(look.connection, look.sealer, incident_id, look.incident)
    for item in owed:
        if not item.under_way:
            yield Need(
                kind="retract",
                what_ja=item.ja,
                what_en=item.en,
                roles=item.roles,
                since=since,
                command=item.command,
                acts=item.acts,
            )
    if not owed:
        yield Need(
            kind="close",
            what_ja="訂正はすべて済んでいます。誤報として終結",
            what_en="everybody has the retraction: end it as a false alarm",
            roles=LEADERS,
            since=since,
            command=phrases.close_false_alarm(look.incident),
        )


def _retracting(look: Look) -> Look:
    """The same look, at what retracts alone; a filing that went out still needs its receipt."""
    board = look.board
    papers = tuple(document for document in board.documents if _counts(document))
    waves = tuple(wave for wave in board.waves if wave.purpose is WavePurpose.RETRACTION)
    return replace(look, board=board.model_copy(update={"documents": papers, "waves": waves}))


def _counts(document: BoardDocument) -> bool:
    filed = document.kind in FILINGS and document.state is DocumentState.ISSUED
    return document.kind in RETRACTIONS or filed
