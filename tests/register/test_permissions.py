"""Who may do what: by the policy that the incident froze, and by who stands in for whom."""

from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update
from ulid import ULID

from contracts.permissions import Act
from domain.parties import StaffRole
from domain.roster import StaffDetails
from policies.loader import load_policy
from register.permissions import why_not, why_not_for_merchant
from register.tables_incident import contacts, incidents, parties
from tests.register_fixtures import Case, create_register


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case(create_register(tmp_path)).open(merchants=2)
    policy = load_policy().model_dump(mode="json")
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(policy=policy))
    return case


def staff(case: Case, role: str, *stands_in_for: StaffRole) -> None:
    """Somebody of our own people, who may stand in for others."""
    details = StaffDetails(deputises_for=stands_in_for)
    identity = str(ULID())
    with case.register.writing() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        ours = connection.execute(
            parties.select().where(
                parties.c.incident_id == case.incident_id, parties.c.kind == "ourselves"
            )
        ).one()
        connection.execute(delete(contacts).where(contacts.c.role == role))
        sealed = {
            name: sealer.seal("contacts", name, identity, value)
            for name, value in (
                ("name", "見本"),
                ("mail", "a@mihon.example"),
                ("details", details.model_dump_json()),
            )
        }
        row = {"id": identity, "incident_id": case.incident_id, "party_id": ours.id, "role": role}
        connection.execute(insert(contacts).values(**row, **sealed))


def against(case: Case, actor: str, act: Act) -> str:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        return why_not(connection, sealer, case.incident_id, actor, act)


def test_each_act_is_for_its_roles_and_says_who_may(case: Case) -> None:
    assert against(case, "commander", Act.START_WAVE) == ""
    assert against(case, "deputy", Act.START_WAVE) == ""
    assert against(case, "counsel", Act.SETTLE_DUTY) == ""
    assert against(case, "contact_desk", Act.PAUSE_WAVE) == ""
    assert against(case, "counsel", Act.START_WAVE) == "only commander, deputy may start a wave"
    assert against(case, "commander", Act.SETTLE_DUTY) == (
        "only counsel may declare a duty not applicable"
    )
    assert against(case, "m0", Act.RECORD_FACTS) == "only our own staff may record facts"


def test_an_incident_of_before_allows_what_it_did(case: Case) -> None:
    with case.register.writing() as connection:
        connection.execute(update(incidents).values(policy={}))

    assert [against(case, "anybody", act) for act in Act if act is not Act.SETTLE_DUTY] == [""] * (
        len(Act) - 1
    )
    assert "only counsel" in against(case, "commander", Act.SETTLE_DUTY)


def test_whoever_stands_in_by_name_may_what_the_principal_may(case: Case) -> None:
    staff(case, "deputy")
    assert against(case, "deputy", Act.SETTLE_DUTY)
    staff(case, "deputy", StaffRole.COUNSEL)
    assert against(case, "deputy", Act.SETTLE_DUTY) == ""

    staff(case, "merchant_care", StaffRole.PRIVACY_OFFICER)
    assert against(case, "merchant_care", Act.PLAN_WAVE) == ""
    assert against(case, "merchant_care", Act.SETTLE_DUTY)


def test_a_merchant_acts_for_itself_and_for_no_other(case: Case) -> None:
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)

        def says(actor: str, merchant: int) -> str:
            party = case.merchant_ids[merchant]
            return why_not_for_merchant(connection, sealer, case.incident_id, actor, party)

        assert says("m0", 0) == says("merchant_care", 0) == ""
        assert "other than the merchant itself" in says("m1", 0)
        assert "other than the merchant itself" in says("contact_desk", 0)
