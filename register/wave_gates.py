"""The gates of a wave: every reason against starting it, asked in the moment of starting."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from domain.documents import DocumentState
from domain.notices import Channel, NoticeState
from register.approving import standing_of
from register.consistency import reason_against
from register.desk_tests import last_desk_test, last_sender_statement
from register.documents import DocumentRow, read_document
from register.false_alarm import is_stated
from register.parties import mandates_in_force, ourselves, read_parties
from register.retractions import still_sending
from register.senders import pause_of
from register.tables_incident import documents, renditions
from register.tables_people import notices, wave_merchants, waves
from register.wave_states import WavePurpose, WaveState
from sealing.values import ValueSealer

APPROVED_STATES = frozenset({DocumentState.APPROVED, DocumentState.ISSUED})


def reasons_against(
    connection: Connection, sealer: ValueSealer, incident_id: str, wave_id: str
) -> tuple[str, ...]:
    """Every reason against starting a planned wave; none for one that was started already."""
    wave = connection.execute(
        select(waves).where(waves.c.id == wave_id, waves.c.incident_id == incident_id)
    ).one_or_none()
    if wave is None:
        return ("This wave was never planned.",)
    if wave.state == WaveState.SENDING.value:
        return ()
    if wave.state == WaveState.CANCELLED.value:
        return ("This wave was cancelled.",)
    if wave.state != WaveState.PLANNED.value:
        return ("This wave is finished already.",)
    merchants = set(
        connection.execute(
            select(wave_merchants.c.party_id).where(wave_merchants.c.wave_id == wave_id)
        ).scalars()
    )
    return (
        *_document_reasons(connection, wave, merchants),
        *_contradictions(connection, sealer, wave),
        *_mandate_reasons(connection, incident_id, merchants),
        *_sender_reasons(connection, wave.sender_id),
        *sender_statement_reasons(connection, sealer, incident_id, wave.sender_id),
        *_desk_reasons(connection, sealer, incident_id),
        *(
            _still_warning(connection, incident_id)
            if wave.purpose == WavePurpose.RETRACTION.value
            else (
                *_earlier_wave_reasons(connection, wave),
                *_false_alarm_reasons(connection, sealer, incident_id),
            )
        ),
    )


def mark_started(connection: Connection, wave_id: str, at: datetime) -> None:
    """Let claims of a planned wave commit from now on; `at` is case time.

    From this moment the texts of the wave stand: they count as issued.
    """
    wave = connection.execute(select(waves).where(waves.c.id == wave_id)).one()
    if wave.state != WaveState.PLANNED.value:
        return
    connection.execute(
        update(waves)
        .where(waves.c.id == wave_id)
        .values(state=WaveState.SENDING.value, started_at=at)
    )
    texts = documents.c.id.in_({wave.mail_document_id, wave.letter_document_id})
    issued = {"state": DocumentState.ISSUED.value, "issued_at": at}
    connection.execute(update(documents).where(texts).values(**issued))


def _document_reasons(connection: Connection, wave: Row[Any], merchants: set[str]) -> Iterator[str]:
    letters = connection.execute(
        select(func.count()).where(
            notices.c.wave_id == wave.id, notices.c.channel == Channel.LETTER.value
        )
    ).scalar_one()
    for word, document_id in (("mail", wave.mail_document_id), ("letter", wave.letter_document_id)):
        document = read_document(connection, document_id)
        if document is None or not _is_approved(connection, document):
            yield f"The {word} of this wave is not approved as it stands."
        bound = document and (document.binding.population, document.binding.plan)
        if bound != (wave.population_digest, wave.plan_digest):
            yield f"The {word} of this wave has been bound to another population since."
        written = select(renditions.c.addressee_id).where(renditions.c.document_id == document_id)
        missing = merchants - set(connection.execute(written).scalars())
        if missing and (word == "mail" or letters):
            yield f"The {word} has no words yet for {len(missing)} merchants of this wave."


def _contradictions(connection: Connection, sealer: ValueSealer, wave: Row[Any]) -> Iterator[str]:
    """What the texts would say otherwise than another that stands."""
    for word, document_id in (("mail", wave.mail_document_id), ("letter", wave.letter_document_id)):
        document = read_document(connection, document_id)
        reason = reason_against(connection, sealer, document) if document else ""
        if reason:
            yield f"The {word} of this wave cannot leave: {reason}."


def _is_approved(connection: Connection, document: DocumentRow) -> bool:
    """By everybody whom the policy asks, in the moment of asking; as for any other document."""
    return document.state in APPROVED_STATES and standing_of(connection, document).complete


def _mandate_reasons(
    connection: Connection, incident_id: str, merchants: set[str]
) -> Iterator[str]:
    missing = sorted(merchants - mandates_in_force(connection, incident_id).keys())
    if missing:
        yield (
            f"{len(missing)} merchants of this wave have no mandate in force: {missing[0]}"
            + (" and others." if len(missing) > 1 else ".")
        )


def _sender_reasons(connection: Connection, sender_id: str) -> Iterator[str]:
    paused = pause_of(connection, sender_id)
    if paused is not None:
        yield f"The sender is paused: {paused.reason}."


def sender_statement_reasons(
    connection: Connection, sealer: ValueSealer, incident_id: str, sender_id: str
) -> Iterator[str]:
    """Nothing leaves through a sender that nobody has stated to be outside the incident."""
    statement = last_sender_statement(connection, sealer, incident_id, sender_id)
    if statement is None:
        yield (
            f"Nobody has stated that the sender '{sender_id}' (its domain, account and provider) "
            "is outside the incident: record it with 'shirase wave outside'."
        )
    elif not statement.outside:
        yield f"The sender '{sender_id}' is stated to be hit by the incident."


def _desk_reasons(connection: Connection, sealer: ValueSealer, incident_id: str) -> Iterator[str]:
    known = read_parties(connection, sealer, incident_id)
    if not ourselves(known).details.get("desk"):
        yield "No contact desk is recorded for our own organisation."
    test = last_desk_test(connection, sealer, incident_id)
    if test is None:
        yield "The contact desk has not been tested: record it with 'shirase desk test'."
    elif not test.passed:
        yield "The contact desk failed its last test: mend it and test it again."


def _still_warning(connection: Connection, incident_id: str) -> Iterator[str]:
    """A retraction waits for no unknown outcome: it goes to those people as well."""
    for number, count in still_sending(connection, incident_id).items():
        yield f"Wave {number} would still warn {count} people: stop it before it is retracted."


def _false_alarm_reasons(
    connection: Connection, sealer: ValueSealer, incident_id: str
) -> Iterator[str]:
    if is_stated(connection, sealer, incident_id):
        yield "The ledger says that this is a false alarm: nobody is warned any more."


def _earlier_wave_reasons(connection: Connection, wave: Row[Any]) -> Iterator[str]:
    doubtful = connection.execute(
        select(func.count())
        .select_from(notices)
        .join(waves, waves.c.id == notices.c.wave_id)
        .where(
            waves.c.incident_id == wave.incident_id,
            waves.c.number < wave.number,
            waves.c.purpose == WavePurpose.INCIDENT.value,
            notices.c.state == NoticeState.UNKNOWN.value,
        )
    ).scalar_one()
    if doubtful:
        yield f"{doubtful} people of earlier waves have an unknown outcome: settle these first."
