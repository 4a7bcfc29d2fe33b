"""What the played people can see: the register, never the engine's insides."""

from datetime import UTC, datetime

from contracts.duty_decision_words import ConfirmedDate
from contracts.policy import IncidentPolicy
from contracts.wave_payloads import WaveStanding
from domain.notices import NoticeState
from register.audit_counts import acts_of_the_engine
from register.documents import DocumentRow, read_documents
from register.duties import DutyRow, read_duties
from register.store import Register
from register.wave_sums import standing


class Look:
    """One incident in the register, read anew at each call."""

    def __init__(self, register: Register, incident_id: str, policy: IncidentPolicy) -> None:
        self._register = register
        self._id = incident_id
        self._policy = policy

    def engine_acts(self) -> int:
        """How often the engine has alerted, reminded or escalated so far."""
        with self._register.reading() as connection:
            return acts_of_the_engine(connection, self._id)

    def document(self, number: int) -> DocumentRow | None:
        """The document of this number, once it is drafted."""
        with self._register.reading() as connection:
            documents = read_documents(connection, self._id)
        return next((d for d in documents if d.number == number), None)

    def document_id(self, number: int) -> str:
        """The id of a drafted document; KeyError where there is none."""
        document = self.document(number)
        if document is None:
            raise KeyError(number)
        return document.id

    def release_number(self, number: int) -> int:
        """The number of the release that this document is: 第1報 is 1."""
        document = self.document(number)
        return (document.release_number if document else None) or 1

    def duties(self) -> tuple[DutyRow, ...]:
        """Every duty as it stands."""
        with self._register.reading() as connection:
            return read_duties(connection, self._id)

    def later_dates(self, prefix: str) -> tuple[ConfirmedDate, ...]:
        """The later dates that wait to be confirmed, of duties whose key begins so."""
        return tuple(
            ConfirmedDate(key=duty.key, clock_at=duty.proposal.clock_at)
            for duty in self.duties()
            if duty.proposal is not None and duty.key.startswith(prefix)
        )

    def standing(self, wave_id: str) -> WaveStanding:
        """The sums of a wave."""
        patience = self._policy.wave.settle_after
        with self._register.reading() as connection:
            return standing(connection, wave_id, datetime.now(UTC) - patience)


def is_at_rest(now: WaveStanding) -> bool:
    """Letters are printed only after the last mail has settled, so they are the sign of it."""
    unknown = now.states.get(NoticeState.UNKNOWN, 0)
    return not (now.open_mails or now.letters_to_print or unknown)
