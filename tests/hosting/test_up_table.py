"""What `shirase up` shows in a narrow terminal: places that can be copied whole."""

from io import StringIO
from typing import Literal

import pytest
from rich.console import Console

from hosting.up import parts_table

PLACES = ("http://127.0.0.1:27102", "127.0.0.1:27101 (gRPC)", "http://127.0.0.1:65535")
LANGUAGES: tuple[Literal["ja", "en"], ...] = ("ja", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_place_is_broken_at_80_columns(language: Literal["ja", "en"]) -> None:
    shown = StringIO()
    rows = [
        ("復号サーバー(Temporal 画面用)", place, "1234567", "logs/temporal.log") for place in PLACES
    ]
    Console(file=shown, width=80).print(parts_table(language, rows))

    for place in PLACES:
        assert place in shown.getvalue()
    assert max(map(len, shown.getvalue().splitlines())) <= 80
