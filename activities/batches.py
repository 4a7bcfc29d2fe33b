"""Makes the mail batch of a claim: opens what is sealed, just before it is sent."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from activities.mailer import Batch, Recipient
from contracts.names import attempt_argument
from domain.people import addressed
from domain.person_fields import PersonField
from domain.suppressions import Bypass
from register.claimed_people import ClaimedPerson, claimed_people
from register.claims import Claim
from register.store import Register
from register.tables_incident import mandates, parties, renditions
from register.tables_people import waves
from sealing.values import ValueSealer


@dataclass(frozen=True, slots=True)
class Words:
    """What one merchant's people are told, with markers for their own fields, and by whom."""

    subject: str
    text: str
    html: str
    sender_name: str


class BatchMaker:
    """Batches of one wave; each merchant's words are read once, since they stand while it runs."""

    def __init__(
        self,
        register: Register,
        incident_id: str,
        wave_id: str,
        sender_mail: str,
        reply_to: str | None,
        bypass: tuple[Bypass, ...],
    ) -> None:
        self._register = register
        self._incident_id = incident_id
        self._wave_id = wave_id
        self._sender_mail = sender_mail
        self._reply_to = reply_to
        self._bypass = bypass
        self._sealer = register.sealer(incident_id)
        self._words: dict[str, Words] = {}

    def make(self, claim: Claim) -> Batch:
        """The batch of a claim, ready to leave."""
        party_id, persons = self._register.look_up(
            lambda connection: claimed_people(connection, claim.request_id)
        )
        words = self._words_for(party_id)
        return Batch(
            incident_id=self._incident_id,
            sender_mail=self._sender_mail,
            sender_name=words.sender_name,
            reply_to=self._reply_to,
            bypass=self._bypass,
            subject=words.subject,
            text=words.text,
            html=words.html,
            recipients=tuple(self._recipients(claim.request_id, persons)),
        )

    def _recipients(self, request_id: str, persons: Sequence[ClaimedPerson]) -> Iterator[Recipient]:
        open_many = self._sealer.open_many
        mails = open_many("people", "mail", ((person.row, person.mail) for person in persons))
        names = open_many("people", "name", ((person.row, person.name) for person in persons))
        for person, mail, name in zip(persons, mails, names, strict=True):
            yield Recipient(
                mail=mail,
                argument=attempt_argument(request_id, person.position),
                values={
                    PersonField.NAME: addressed(name, person.addressee),
                    PersonField.ITEMS: person.leaked,
                    PersonField.CHECK_CODE: person.check_code,
                },
            )

    def _words_for(self, party_id: str) -> Words:
        if party_id not in self._words:
            self._words[party_id] = self._register.look_up(
                lambda connection: self._read_words(connection, party_id)
            )
        return self._words[party_id]

    def _read_words(self, connection: Connection, party_id: str) -> Words:
        document_id = connection.execute(
            select(waves.c.mail_document_id).where(waves.c.id == self._wave_id)
        ).scalar_one()
        rendition = read_rendition(connection, self._sealer, document_id, party_id)
        return Words(sender_name=sender_name(connection, self._sealer, party_id), **rendition)


def read_rendition(
    connection: Connection, sealer: ValueSealer, document_id: str, party_id: str
) -> dict[str, str]:
    """Subject, text and HTML of a document for one addressee."""
    sealed = connection.execute(
        select(renditions.c.body).where(
            renditions.c.document_id == document_id, renditions.c.addressee_id == party_id
        )
    ).scalar_one()
    body = json.loads(sealer.open("renditions", "body", f"{document_id}:{party_id}", sealed))
    return {name: str(body[name]) for name in ("subject", "text", "html")}


def sender_name(connection: Connection, sealer: ValueSealer, party_id: str) -> str:
    """The name that a merchant's mandate wants shown, else the merchant's own."""
    mandate = connection.execute(
        select(mandates.c.id, mandates.c.terms)
        .where(mandates.c.party_id == party_id, mandates.c.withdrawn_at.is_(None))
        .order_by(mandates.c.given_at.desc())
        .limit(1)
    ).one_or_none()
    if mandate is not None:
        terms = json.loads(sealer.open("mandates", "terms", mandate.id, mandate.terms))
        if isinstance(terms, dict) and terms.get("sender_name"):
            return str(terms["sender_name"])
    sealed = connection.execute(select(parties.c.name).where(parties.c.id == party_id)).scalar_one()
    return sealer.open("parties", "name", party_id, sealed)
