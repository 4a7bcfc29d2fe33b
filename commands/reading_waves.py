"""Commands that read waves: the list, and the sums of each in all and by merchant."""

from typing import Annotated

import typer

from commands import completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    name="list",
    help="一斉通知の一覧。\n\nThe waves: number, state, people, and how many are done.\n\n"
    "\b\n例 Example:\n  shirase wave list HAYATE",
)
def list_waves(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the waves."""
    with one_sentence(language):
        from commands.context import reader
        from commands.wave_reading import read_waves
        from screens.board_json import wave_json
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.wave_table import wave_table

        with reader(language) as (settings, register):
            _, seen = read_waves(register, incident)
        if as_json:
            typer.echo(json_of({"waves": [wave_json(item.wave) for item in seen]}))
        else:
            show(wave_table([item.wave for item in seen], settings.language))


@app.command(
    help="一斉通知の状態。全体と契約店舗ごとの内訳、送信の進み具合、待っているもの。\n"
    "番号を省くとすべて。--watch は終わるまで表示し続ける。\n\n"
    "Where waves stand, in all and by merchant, how their sending goes and what they wait for; all "
    "when N is left out. --watch keeps showing it until they are finished (Ctrl-C ends it)."
    "\n\n\b\n例 Example:\n  shirase wave status HAYATE 1 --json",
)
def status(
    incident: Incident,
    number: Annotated[
        int | None,
        typer.Argument(
            metavar="[N]",
            min=1,
            autocompletion=completing.waves,
            help="一斉通知の番号。 The wave's number.",
        ),
    ] = None,
    *,
    watch: Annotated[bool, typer.Option("--watch", help="表示し続ける。 Keep showing it.")] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show where waves stand."""
    with one_sentence(language):
        from commands.context import reader
        from commands.wave_watching import show_waves, watch_waves

        with reader(language) as (settings, register):
            show_or_watch = watch_waves if watch else show_waves
            show_or_watch(register, incident, number, settings.language, as_json=as_json)
