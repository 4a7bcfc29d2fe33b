"""Commands that read lists of people, before and after they came in: counts, never a person."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, Incident, ScreenLanguage
from commands.people_options import (
    ColumnMap,
    EncodingTold,
    IgnoreColumns,
    Items,
    Sheet,
    mapping,
    progress_bar,
)
from commands.sentences import EXIT_FOUND_WRONG, one_sentence, screen_language

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    name="list",
    help="取り込んだ名簿の一覧。行 = 対象者 + 統合 + 除外 + 未判断。\n\n"
    "The lists that came in: lines = people + merged + set aside + undecided.\n\n"
    "\b\n例 Example:\n  shirase people list HAYATE",
)
def list_people(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the imported lists."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from register.data_sets import imported_lists
        from screens.console import show
        from screens.people_table import list_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            with register.reading() as connection:
                found = imported_lists(connection, identity)
        if as_json:
            typer.echo(json_of({"lists": found}))
        else:
            show(list_table(found, settings.language))


@app.command(
    name="counts",
    help="契約店舗ごとの対象者数と、メール、書面、いずれも不可の内訳。\n\n"
    "People by merchant, and of those how many can be told by mail, by letter, or by neither.\n\n"
    "\b\n例 Example:\n  shirase people counts HAYATE --json",
)
def count_people(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Count the people of each merchant."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from register.data_sets import held_people, summed
        from screens.console import show
        from screens.people_table import counts_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            with register.reading() as connection:
                held = held_people(connection, identity)
        total = summed(held)
        if as_json:
            sums = total.model_dump(exclude={"merchant"})
            typer.echo(json_of({"merchants": held, "total": sums}))
        else:
            show(counts_table(held, total, settings.language))


@app.command(
    name="preview",
    help="取り込む前の名簿を見る。文字コード、列の意味、取り込んだときの行の内訳。何も書き込まない。\n\n"
    "Look at a list before it is taken in: encoding, what each column holds, what would become of "
    "its lines. Nothing is written; exit code 1 where it would not be taken as it is.\n\n"
    "\b\n例 Example:\n  shirase people preview list-a.xlsx --map 連絡先=phone",
)
def preview_list(  # noqa: PLR0913 - each argument is an option that a person may give
    file: Annotated[Path, typer.Argument(metavar="FILE", help="名簿。 The list.")],
    *,
    column: ColumnMap = None,
    item: Items = None,
    encoding: EncodingTold = None,
    sheet: Sheet = None,
    ignore_columns: IgnoreColumns = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Preview a list."""
    with one_sentence(language):
        from commands.people_import import opened
        from people_files.preview import NOT_SAID_YET, preview
        from people_files.reading import HowToRead
        from people_files.row_maker import ForAll
        from screens.console import show
        from screens.people_preview_screen import preview_screen
        from screens.plain_json import as_json as json_of

        told = encoding.value if encoding else None
        how = HowToRead(told, sheet, mapping(column), ignore_columns)
        with progress_bar(file.name, quiet=as_json) as on_progress:
            for_all = ForAll(tuple(item or (NOT_SAID_YET,)))
            found = preview(opened(file, how), for_all, on_progress)
        if as_json:
            typer.echo(json_of(found))
        else:
            show(*preview_screen(found, screen_language(language)))
        if found.problem_en:
            raise typer.Exit(EXIT_FOUND_WRONG)


@app.command(
    name="undecided",
    help="1名として扱えず、判断を待つ名簿の行。--all で判断済みの行も。\n\n"
    "Lines that are no person as they stand and wait for a decision; --all: those decided, too."
    "\n\n\b\n例 Example:\n  shirase people undecided HAYATE",
)
def list_undecided(
    incident: Incident,
    *,
    everything: Annotated[bool, typer.Option("--all", help="判断済みも。 Decided, too.")] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List lines that wait for a decision."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from register.undecided import rows_of
        from screens.console import show
        from screens.people_table import undecided_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            with register.reading() as connection:
                sealer = register.sealer(identity, connection)
                found = rows_of(connection, sealer, identity, decided=everything)
        if as_json:
            typer.echo(json_of({"rows": found}))
        else:
            show(undecided_table(found, settings.language))


@app.command(
    name="bridge",
    help="公表した件数、名簿の行、対象者、通知をつなぐ表。合わないところがあれば終了コード1。\n\n"
    "One table from published figures to lines, people and notices; exit code 1 where a sum does "
    "not close.\n\n\b\n例 Example:\n  shirase people bridge HAYATE --json",
)
def bridge(incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None) -> None:
    """Bridge figures, people and notices."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from register.people_bridge import read_bridge
        from screens.bridge_table import bridge_screen
        from screens.console import show
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            with register.reading() as connection:
                found = read_bridge(connection, register.sealer(identity, connection), identity)
        if as_json:
            typer.echo(json_of(found.model_dump(mode="json")))
        else:
            show(*bridge_screen(found, settings.language))
        if not found.total.closes:
            raise typer.Exit(EXIT_FOUND_WRONG)
