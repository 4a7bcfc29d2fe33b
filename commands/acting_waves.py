"""Commands on waves: plan, start, resume, decide, posted, substitute."""

from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, act, given
from commands.finding import find_document
from commands.options import Incident, ScreenLanguage
from domain.parties import StaffRole

app = typer.Typer(
    name="wave",
    help="一斉通知。\n\nWaves: notices to many people at once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Number = Annotated[int, typer.Argument(min=1, help="一斉通知の番号。 The wave's number.")]


@app.command(
    help="対象者を確定する。文書はこの対象者に対して承認する。\n\n"
    "Freeze who is told; the documents are then approved for exactly them.\n\n"
    "\b\n例 Example:\n  shirase wave plan HAYATE --merchant m1 --mail 4 --letter 5"
)
def plan(
    incident: Incident,
    *,
    merchant: Annotated[list[str], typer.Option(help="契約店舗(複数可)。 Merchants.")],
    mail: Annotated[int, typer.Option(min=1, help="メールの文書番号。 Document of the mail.")],
    letter: Annotated[int, typer.Option(min=1, help="書面の文書番号。 Document of the letter.")],
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Freeze a wave's population."""

    async def do(acting: Acting) -> str:
        board = acting.board()
        planned = await acting.commander.shirase.plan_wave(
            acting.incident_id,
            tuple(acting.party(key).id for key in merchant),
            find_document(board, mail).id,
            find_document(board, letter).id,
            given(acting),
        )
        channels = ", ".join(f"{name} {count:,}" for name, count in planned.by_channel.items())
        return f"{planned.population:,} ({channels})"

    act(incident, role.value, language, do, command_id)


@app.command(
    help="確定・承認済みの一斉通知を始める。\n\nLet a planned and approved wave go.\n\n"
    "\b\n例 Example:\n  shirase wave start HAYATE 1"
)
def start(
    incident: Incident,
    number: Number,
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Start a wave."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        return (await shirase.start_wave(acting.incident_id, number, given(acting))).sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    help="止まった一斉通知を再開する。\n\nGo on after a pause.\n\n"
    "\b\n例 Example:\n  shirase wave resume HAYATE 1"
)
def resume(
    incident: Incident,
    number: Number,
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Resume a wave."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        return (await shirase.resume_wave(acting.incident_id, number, given(acting))).sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    help="結果不明の送信を判断する。told は通知済みとみなす。\n"
    "send_again は重複を承知で再送する。\n\n"
    "Decide about requests whose outcome nobody knows: told, or send_again at the risk of doubles."
    "\n\n\b\n例 Example:\n  shirase wave decide HAYATE 1 told"
)
def decide(
    incident: Incident,
    number: Number,
    decision: Annotated[str, typer.Argument(help="told / send_again")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide about doubtful requests."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        doubtful = shirase.doubtful_requests(acting.incident_id, number)
        outcome = await shirase.decide_unknown(
            acting.incident_id, number, doubtful, decision, given(acting)
        )
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    help="印刷した書面を投函したと記録する。\n\nRecord that the printed letters were posted.\n\n"
    "\b\n例 Example:\n  shirase wave posted HAYATE 1 --as contact_desk"
)
def posted(
    incident: Incident,
    number: Number,
    *,
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record posted letters."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        return (await shirase.letters_posted(acting.incident_id, number, given(acting))).sentence

    act(incident, role.value, language, do, command_id)


@app.command(
    help="どの手段でも連絡できない方への代替措置(公表と窓口)を記録する。\n\n"
    "Record the substitute notice for people whom no held channel reaches.\n\n"
    "\b\n例 Example:\n  shirase wave substitute HAYATE 1 --reason 連絡先を保有していないため"
)
def substitute(
    incident: Incident,
    number: Number,
    *,
    reason: Annotated[str, typer.Option(help="理由。 Why.")],
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a substitute notice."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        outcome = await shirase.substitute(acting.incident_id, number, reason, given(acting))
        return outcome.sentence

    act(incident, role.value, language, do, command_id)
