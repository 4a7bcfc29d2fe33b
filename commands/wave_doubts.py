"""Shows the requests of a wave whose outcome nobody knows, with what helps to decide about them."""

from datetime import UTC, datetime

import typer

from commands.context import find_incident, reader
from commands.sentences import Language
from commands.wave_finding import require_wave
from register.doubts import doubts_of
from register.incidents import read_policy
from screens.console import show
from screens.doubt_table import doubt_table
from screens.plain_json import as_json as json_of


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
