"""Commands on lists of people: import; what has come in is in `reading_people`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commands import completing, reading_people
from commands.acting_with import As
from commands.context import commander, find_incident
from commands.options import AsJson, Incident, ScreenLanguage
from commands.people_import import ImportedPeople, Wanted, import_list
from commands.sentences import Language, one_sentence, screen_language
from domain.parties import StaffRole
from screens.plain_json import as_json as json_of

people = typer.Typer(
    name="people",
    help="対象者の名簿。\n\nLists of the people affected.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
people.add_typer(reading_people.app)


@people.command(
    name="import",
    help="契約店舗の名簿(UTF-8 の CSV)を封緘して取り込む。1行目は列の名前(氏名、メールアドレス、\n"
    "電話番号、郵便番号、住所、漏えい項目)。同じファイルは一度だけ取り込まれる。\n\n"
    "Take a merchant's list (CSV in UTF-8) into the register, sealed. Line 1 names the columns: "
    "name, mail, phone, postal_code, address, items. The same file is taken once.\n\n"
    "\b\n例 Example:\n  shirase people import HAYATE list-a.csv --merchant merchant-a",
)
def import_people(
    incident: Incident,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="名簿。 The list.")],
    *,
    merchant: Annotated[
        str,
        typer.Option(
            autocompletion=completing.merchants, help="契約店舗の鍵。 The merchant's key."
        ),
    ],
    item: Annotated[
        list[str] | None,
        typer.Option(
            help="名簿に漏えい項目の列がないとき(複数可、既定は事案の記載)。 What leaked, where "
            "the list does not say it."
        ),
    ] = None,
    set_aside: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="1名として扱えない行を、この理由で除外する。 Sets lines that are no person aside.",
        ),
    ] = "",
    another: Annotated[
        bool,
        typer.Option("--another", help="別の方々の名簿。 Another list, of other people."),
    ] = False,
    ignore_columns: Annotated[
        bool,
        typer.Option("--ignore-columns", help="知らない列を読み飛ばす。 Leaves other columns out."),
    ] = False,
    role: As = StaffRole.PRIVACY_OFFICER,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Import a list of people."""
    with one_sentence(language):
        wanted = Wanted(
            path=file,
            merchant=merchant,
            actor=role,
            items=tuple(item or ()),
            set_aside=set_aside,
            another=another,
            ignore_columns=ignore_columns,
        )
        done = asyncio.run(_imported(incident, wanted, language))
        told = json_of(done.as_json()) if as_json else done.said(screen_language(language))
        typer.echo(told)


async def _imported(incident: str, wanted: Wanted, language: Language | None) -> ImportedPeople:
    async with commander(language) as house:
        incident_id = find_incident(house.register, incident)
        done = import_list(house.register, incident_id, wanted)
        # Also where it was known: a client that was killed before this had told nobody.
        await house.shirase.people_imported(incident_id, done.at)
        return done
