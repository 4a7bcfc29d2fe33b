"""Shows the requests of a wave whose outcome nobody knows, with what helps to decide about them."""

from datetime import UTC, datetime

import typer

from commands.context import find_incident, reader
from commands.sentences import Language, NotPossible
from register.doubts import doubts_of
from register.incidents import read_policy
from register.pausing import wave_id_of
from register.store import Register
from screens.console import show
from screens.doubt_table import doubt_table
from screens.plain_json import as_json as json_of


def require_wave(register: Register, incident_id: str, number: int) -> str:
    """The id of a wave; NotPossible where there is none."""
    wave_id = wave_id_of(register, incident_id, number)
    if wave_id is None:
        raise NotPossible(
            en=f"There is no wave {number} in this incident; `shirase wave list` shows them.",
            ja=f"一斉通知 第{number}回はありません。`shirase wave list` で確認できます。",
        )
    return wave_id


def list_doubts(incident: str, number: int, language: Language | None, *, as_json: bool) -> None:
    """Print the requests in doubt, those first about which a person may decide."""
    with reader(language) as (settings, register):
        incident_id = find_incident(register, incident)
        wave_id = require_wave(register, incident_id, number)
        with register.reading() as connection:
            patience = read_policy(connection, incident_id).wave.settle_after
            doubts = doubts_of(connection, wave_id, datetime.now(UTC) - patience)
    if as_json:
        rows = [{**doubt._asdict(), "decide_from": doubt.claimed_at + patience} for doubt in doubts]
        typer.echo(json_of({"requests": rows}))
    else:
        show(doubt_table(doubts, patience, settings.language))
