from collections.abc import Iterator

import pytest

from tests.mailroom.mailroom_runner import EventReceiver, stopping


@pytest.fixture
def receiver() -> Iterator[EventReceiver]:
    receiver = EventReceiver()
    yield receiver
    receiver.close()


@pytest.fixture(scope="session", autouse=True)
def all_mailrooms_end() -> Iterator[None]:
    yield
    for mailroom in stopping:
        mailroom.wait_for_the_end()
