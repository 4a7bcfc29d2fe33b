"""Who holds a role, who stands in for it, and what an opening lets a stand-in approve."""

from pathlib import Path

import pytest

from commands.roles_held import acting_role
from commands.sentences import NotPossible
from domain.parties import StaffRole
from register.staff_roles import staff_roles
from tests.register.test_permissions import staff
from tests.register_fixtures import Case, create_register


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(create_register(tmp_path)).open()


def test_with_nobody_named_every_role_may_be_taken(case: Case) -> None:
    for chosen in (True, False):
        assert acting_role(case.register, case.incident_id, "counsel", chosen=chosen) == "counsel"


def test_a_role_that_nobody_holds_is_refused_and_says_who_holds_what(case: Case) -> None:
    staff(case, "commander")
    staff(case, "deputy", StaffRole.COUNSEL)
    with case.register.reading() as connection:
        sealer = case.register.sealer(case.incident_id, connection)
        roles = staff_roles(connection, sealer, case.incident_id)
    assert roles.held == ("commander", "deputy")
    assert roles.answering("counsel") == "deputy"
    assert roles.answering("press") == "press"

    with pytest.raises(NotPossible) as refused:
        acting_role(case.register, case.incident_id, "counsel", chosen=True)
    said = refused.value.in_language("ja")
    assert "いる担当: 指揮者(commander)、副指揮者(deputy)" in said
    assert "代わりを務めるのは 副指揮者(deputy)" in said
    assert "--role counsel" in said


def test_a_command_that_names_its_role_itself_passes_to_the_stand_in(case: Case) -> None:
    staff(case, "commander")
    staff(case, "deputy", StaffRole.COUNSEL)
    ask = (case.register, case.incident_id)
    assert acting_role(*ask, "counsel", chosen=False) == "deputy"
    assert acting_role(*ask, "commander", chosen=True) == "commander"
    assert acting_role(*ask, "m0", chosen=True) == "m0", "a merchant is no role"
    with pytest.raises(NotPossible):
        acting_role(*ask, "contact_desk", chosen=False)
