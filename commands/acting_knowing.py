"""Commands that record who was told otherwise, and what was found about a check code."""

from datetime import datetime
from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.options import Incident, ScreenLanguage
from contracts.decision_kinds import DecisionKind
from contracts.release_words import CodeLookedInto, InsiderTold
from domain.parties import StaffRole

TIME_FORMATS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]
app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    help="エンジンを通さずに知らせた相手(電話、会議など)と日時を記録する。\n\n"
    "Record who was told otherwise than by the engine (a call, a meeting), and when.\n\n"
    "\b\n例 Example:\n  shirase told HAYATE --name 見本太郎 --at 2026-01-08T10:00+09:00",
)
def told(
    incident: Incident,
    *,
    name: Annotated[str, typer.Option(help="氏名または名称。 Who.")],
    at: Annotated[
        datetime,
        typer.Option(help="知らせた日時(2026-01-08T10:00+09:00)。 When.", formats=TIME_FORMATS),
    ],
    organisation: Annotated[str, typer.Option(help="所属。 Of which organisation.")] = "",
    way: Annotated[str, typer.Option(help="手段(電話、会議など)。 How.")] = "",
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record who was told."""
    said = words_of(InsiderTold, name=name, organisation=organisation, way=way, told_at=at)

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.INSIDER_TOLD, said)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="異常に多く照会された確認番号について、確かめた結果を記録する。\n\n"
    "Record what was found about a check code that was asked abnormally often.\n\n"
    "\b\n例 Example:\n  shirase code HAYATE 7K3M9P2X --finding 掲示板への転載を確認",
)
def code(
    incident: Incident,
    check_code: Annotated[str, typer.Argument(metavar="CODE", help="確認番号。 The check code.")],
    *,
    finding: Annotated[str, typer.Option(help="確かめた結果。 What was found.")],
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record what was found about a code."""
    said = words_of(CodeLookedInto, check_code=check_code, finding=finding)

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.CODE_LOOKED_INTO, said)

    act(incident, role.value, language, do, command_id)
