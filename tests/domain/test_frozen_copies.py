"""Copies by the ten thousand are what `model_copy` would have made."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from domain.frozen_copies import same_but
from domain.holding import Dates
from register.duties import DutyRow

AT = datetime(2026, 1, 6, tzinfo=UTC)
ROW = DutyRow(
    key="jp-appi/final|us|ppc",
    rule="jp-appi/final",
    debtor_id="us",
    owed_to="ppc",
    anchor="aware",
    anchor_at=AT,
    target_at=None,
    due_at=AT,
    due_on=AT.date(),
    hard=True,
    status="open",
    source="APPI",
    verified=False,
    revision=1,
)


def test_it_is_the_copy_that_pydantic_makes_and_leaves_the_other_alone() -> None:
    changes = {"key": "jp-appi/final|shop|ppc", "debtor_id": "shop"}
    copied = same_but(ROW, **changes)
    assert copied == ROW.model_copy(update=changes)
    assert copied.model_dump() == ROW.model_copy(update=changes).model_dump()
    assert ROW.debtor_id == "us"
    assert copied.dates == Dates(None, AT)
    with pytest.raises(ValidationError):
        copied.key = "other"  # type: ignore[misc]
