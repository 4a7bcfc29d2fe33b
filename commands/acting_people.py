"""Commands on lists of people: import, and what becomes of lines that are no person.

What has come in is in `reading_people`.
"""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commands import adopting_people, completing, reading_people
from commands.acting_with import As, CommandId, Reason, words_of
from commands.acting_work import record
from commands.context import commander, find_incident
from commands.options import AsJson, Incident, ScreenLanguage
from commands.people_import import ImportedPeople, Wanted, import_list
from commands.people_options import (
    ColumnMap,
    EncodingTold,
    IgnoreColumns,
    Items,
    Sheet,
    mapping,
    progress_bar,
)
from commands.sentences import Language, one_sentence, screen_language
from contracts.decision_kinds import DecisionKind
from contracts.people_words import RowsDecided
from domain.parties import StaffRole
from domain.people import Relation
from people_files.reading import HowToRead
from screens.plain_json import as_json as json_of

people = typer.Typer(
    name="people",
    help="対象者の名簿。\n\nLists of the people affected.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
people.add_typer(reading_people.app)
people.add_typer(adopting_people.app)


@people.command(
    name="import",
    help="契約店舗の名簿(CSV、XLSX、JSON Lines)を封緘して取り込む。列は名前で見分ける。先に\n"
    "`shirase people preview` で確かめられる。同じファイルは一度だけ取り込まれ、同じ店舗の\n"
    "別の名簿は新しい方だけが加わる。\n\n"
    "Take a merchant's list (CSV, XLSX, JSON Lines) into the register, sealed. Columns are known "
    "by name; `shirase people preview` shows how. The same file is taken once, and of another "
    "list of the merchant only who is new.\n\n"
    "\b\n例 Example:\n"
    "  shirase people import HAYATE list-a.csv --merchant merchant-a\n"
    "  shirase people import HAYATE a.xlsx --merchant merchant-a --map 連絡先=phone",
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
    column: ColumnMap = None,
    item: Items = None,
    relation: Annotated[
        Relation,
        typer.Option(help="名簿に関係の列がないとき。 What people are, where it is not said."),
    ] = Relation.CUSTOMER,
    encoding: EncodingTold = None,
    sheet: Sheet = None,
    ignore_columns: IgnoreColumns = False,
    role: As = StaffRole.PRIVACY_OFFICER,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Import a list of people."""
    with one_sentence(language):
        told = encoding.value if encoding else None
        wanted = Wanted(
            path=file,
            merchant=merchant,
            actor=role,
            how=HowToRead(told, sheet, mapping(column), ignore_columns),
            items=tuple(item or ()),
            relation=relation,
        )
        done = asyncio.run(_imported(incident, wanted, language, quiet=as_json))
        typer.echo(json_of(done.as_json()) if as_json else done.said(screen_language(language)))


@people.command(
    name="decide",
    help="1名として扱えない行を、氏名と理由を残して除外する。行を示さなければ、その名簿の未判断の\n"
    "行すべて。直した行は別のファイルで取り込む。\n\n"
    "Set lines that are no person aside, under a name and for a reason; without --lines all of the "
    "list that wait. Lines that were mended come in by a file of their own.\n\n"
    "\b\n例 Example:\n"
    "  shirase people decide HAYATE --lines 5,7-9 --by 見本花子 --reason 集計行",
)
def decide(
    incident: Incident,
    *,
    by: Annotated[str, typer.Option("--by", help="判断した方の氏名。 Who decides, by name.")],
    reason: Reason,
    lines: Annotated[
        str, typer.Option(metavar="5,7-9", help="行の番号。 The lines; all without it.")
    ] = "",
    of_list: Annotated[
        str, typer.Option("--list", help="名簿の番号または店舗の鍵。 The list, or its merchant.")
    ] = "",
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide about lines that are no person."""
    with one_sentence(language):
        said = words_of(RowsDecided, list=of_list, lines=lines, name=by, reason=reason)
    record(incident, role, language, command_id, DecisionKind.ROWS_DECIDED, said)


async def _imported(
    incident: str, wanted: Wanted, language: Language | None, *, quiet: bool
) -> ImportedPeople:
    async with commander(language) as house:
        incident_id = find_incident(house.register, incident)
        with progress_bar(wanted.path.name, quiet=quiet) as on_progress:
            done = import_list(house.register, incident_id, wanted, on_progress)
        # Also where it was known: a client that was killed before this had told nobody.
        await house.shirase.people_imported(incident_id, done.at)
        return done
