"""An incident before its law: facts go in, duties are assessed, decisions are given."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ulid import ULID

from activities.law import assess_duties
from contracts.incident_payloads import AssessDuties, CommandRef, DutiesAssessed
from domain.facts import Fact
from domain.markings import Marking
from domain.parties import PartyKind, PartyRole
from policies.loader import load_policy
from register import audit
from register.duties import DutyRow, read_duties
from register.incidents import NewIncident, NewParty, open_incident
from register.ledger import add_facts
from register.store import Register
from tests.activities.decision_runner import Decider
from tests.register_fixtures import Case, create_register

KNEW = datetime(2026, 1, 6, 1, 20, tzinfo=UTC)
"""10:20 on a Tuesday in Japan: the opening, and so our first word."""
PPC_FINAL = "jp-appi/final|{}|ppc"
PPC_WRONGFUL = "jp-appi/final-wrongful|{}|ppc"


@dataclass
class LawCase:
    """A controller's own incident; `now` is the case time of whatever comes next."""

    register: Register
    us: str = field(default_factory=lambda: str(ULID()))
    incident_id: str = field(default_factory=lambda: str(ULID()))
    now: datetime = KNEW

    def open(self, role: PartyRole = PartyRole.CONTROLLER, **standing: object) -> "LawCase":
        party = NewParty(
            id=self.us,
            key="us",
            kind=PartyKind.OURSELVES,
            role=role,
            name="見本",
            details={"standing": standing} if standing else {},
        )
        new = NewIncident(
            id=self.incident_id,
            code_name="LAW",
            title="見本",
            severity="undecided",
            track="undecided",
            marking=Marking.DRILL,
            language="ja",
            private=False,
            file_digest="0" * 64,
            policy=load_policy(),
            opened_at=KNEW,
            parties=(party,),
        )
        open_incident(self.register, new)
        return self

    @property
    def decider(self) -> Decider:
        return Decider(Case(self.register, self.incident_id), at=self.now)

    def later(self, **span: float) -> "LawCase":
        self.now += timedelta(**span)
        return self

    def states(self, key: str, status: str = "known", **values: object) -> DutiesAssessed:
        """A fact of ours, and the assessment that follows."""
        fact = Fact.model_validate(
            {
                "key": key,
                "status": status,
                "as_of": self.now,
                "source": "us",
                "vouched_by": "commander",
                **values,
            }
        )
        with self.register.writing() as connection:
            sealer = self.register.sealer(self.incident_id, connection)
            add_facts(connection, sealer, self.incident_id, [fact], self.now, str(ULID()))
        return self.assess()

    def assess(self) -> DutiesAssessed:
        return assess_duties(self.register, AssessDuties(incident_id=self.incident_id, at=self.now))

    def duty(self, rule: str) -> DutyRow:
        """The only duty of a rule."""
        (found,) = [row for row in self.duties() if row.rule == rule]
        return found

    def duties(self) -> tuple[DutyRow, ...]:
        with self.register.reading() as connection:
            return read_duties(connection, self.incident_id)

    def lines(self, action: str) -> list[audit.AuditLine]:
        return [line for line in self.decider.lines() if line.action == action]

    def ref(self) -> CommandRef:
        return CommandRef(
            incident_id=self.incident_id, command_id=str(ULID()), actor="counsel", at=self.now
        )


def law_case(folder: Path) -> LawCase:
    return LawCase(create_register(folder))
