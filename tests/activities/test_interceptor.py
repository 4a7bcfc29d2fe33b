"""What leaves an activity quotes nothing of what it worked on."""

import asyncio

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from temporalio.exceptions import ApplicationError

from activities.interceptor import silenced
from contracts.failures import REFUSAL_LIMIT, TEXT_LIMIT, FailureKind, failure

NAME = "見本 花子"


class Strict(BaseModel):
    count: int


def caught(act: object) -> Exception:
    assert callable(act)
    try:
        act()
    except Exception as error:  # noqa: BLE001 - any is what is tested
        return error
    raise AssertionError("nothing was raised")


def test_a_validation_error_loses_its_input() -> None:
    error = caught(lambda: Strict.model_validate({"count": NAME}))
    assert isinstance(error, ValidationError)
    assert NAME in str(error)

    said = silenced(error)

    assert NAME not in str(said)
    assert said.type == FailureKind.UNEXPECTED
    assert "ValidationError" in said.message


def test_a_database_error_loses_its_parameters_and_may_be_tried_again() -> None:
    def act() -> None:
        with create_engine("sqlite://").connect() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": NAME})

    error = caught(act)
    assert isinstance(error, DBAPIError)
    assert NAME in str(error)

    said = silenced(error)

    assert NAME not in str(said)
    assert said.type == FailureKind.REGISTER_UNAVAILABLE
    assert not said.non_retryable


def test_the_place_in_our_code_is_named_and_no_path_of_the_machine() -> None:
    said = silenced(caught(lambda: Strict.model_validate({"count": NAME})))
    assert "tests/activities/test_interceptor.py:" in said.message
    assert "/home" not in said.message
    assert not said.message.startswith("/")


def test_our_own_failures_are_bounded() -> None:
    said = failure(FailureKind.BAD_INPUT, "x" * 10_000)
    assert len(said.message) == TEXT_LIMIT
    assert said.non_retryable
    assert len(failure(FailureKind.REFUSED, "x" * 10_000).message) == REFUSAL_LIMIT


async def test_a_cancellation_is_not_silenced() -> None:
    """The interceptor passes cancellation on, or pausing a wave would look like a failure."""
    from activities.interceptor import PASSED_ON

    task = asyncio.create_task(asyncio.sleep(60))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(PASSED_ON):
        await task
    assert ApplicationError in PASSED_ON
