"""Commands that read what is held of people: the lists, and the sums of each merchant."""

import typer

from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    name="list",
    help="取り込んだ名簿の一覧。行 = 対象者 + 統合 + 除外。\n\n"
    "The lists that came in: lines = people + merged + set aside.\n\n"
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
