"""The time that a fact is about, as people type it: counted at a time, and told later."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.sentences import NotPossible

AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        help="いつ時点の内容か(時差付き、既定は現在)。 The time that it is about; now without.",
        formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d%z"],
        show_default=False,
    ),
]


def time_of_fact(as_of: datetime | None) -> datetime:
    """The time as stated, or now.

    Raises:
        NotPossible: it lies in the future, of which nobody can know anything.
    """
    now = datetime.now(UTC)
    if as_of is not None and as_of > now:
        raise NotPossible(
            en="--as-of lies in the future: it is the time that the fact is about, such as when "
            "something was counted. A time that is planned is the fact's --moment.",
            ja="--as-of が未来の日時です。件数を数えた時点など、内容がいつのものかを指定します。"
            "予定の日時は --moment で記録してください。",
        )
    return as_of or now
