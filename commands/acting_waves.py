"""Commands on waves: plan, posted, substitute; sending, channels and reading are beside."""

from typing import Annotated

import typer

from commands import acting_channels, acting_sending, reading_waves
from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, given, words_of
from commands.finding import find_document_of
from commands.options import Incident, ScreenLanguage
from commands.sentences import NotPossible
from commands.wave_options import Number
from contracts.channel_words import SubstituteRecorded
from contracts.decision_kinds import DecisionKind
from domain.documents import LETTERS, PERSON_DOCUMENTS
from domain.notices import Channel
from domain.parties import PartyKind, StaffRole
from domain.state_words import CHANNEL_WORDS

app = typer.Typer(
    name="wave",
    help="一斉通知。\n\nWaves: notices to many people at once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(reading_waves.app)
app.add_typer(acting_sending.app)
app.add_typer(acting_channels.app)
MAILS = PERSON_DOCUMENTS - LETTERS
PLANNED = {
    "ja": "一斉通知 第{number}回の対象 {people}名を確定({channels})。次は文書 {papers} の承認",
    "en": "wave {number} is frozen: {people} people ({channels}); documents {papers} are to "
    "be approved next",
}
LEFT_OUT = {
    "ja": {
        "public_retraction": "代替措置の{count}名は訂正の公表による",
        "merchant": "自社通知の{count}名は契約店舗が訂正",
        "not_told": "何も送っていない{count}名は対象外",
    },
    "en": {
        "public_retraction": "{count} had a substitute notice: the public retraction covers them",
        "merchant": "{count} were told by their merchant, who corrects it",
        "not_told": "{count} were never told, so they are told nothing",
    },
}
"""Why people are not in a retraction wave."""


@app.command(
    help="対象者を確定する。文書はこの対象者に対して承認する。\n\n"
    "Freeze who is told; the documents are then approved for exactly them.\n\n"
    "\b\n例 Example:\n  shirase wave plan HAYATE --merchant m1 --mail 4 --letter 5\n"
    "  shirase wave plan HAYATE --retraction --mail 8 --letter 9"
)
def plan(
    incident: Incident,
    *,
    merchant: Annotated[
        list[str] | None, typer.Option(help="契約店舗(複数可)。 Merchants.")
    ] = None,
    mail: Annotated[int, typer.Option(min=1, help="メールの文書番号。 Document of the mail.")],
    letter: Annotated[int, typer.Option(min=1, help="書面の文書番号。 Document of the letter.")],
    retraction: Annotated[
        bool,
        typer.Option(
            "--retraction",
            help="誤報の訂正。通知が届いた可能性のある方だけが対象。 Retract a false alarm.",
        ),
    ] = False,
    corrects: Annotated[
        list[int] | None,
        typer.Option(
            help="内容が誤りと分かった文書の番号。受け取った方にも改めて通知する。 A document that "
            "is wrong by now; whoever got it is told anew."
        ),
    ] = None,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Freeze a wave's population."""

    async def do(acting: Acting) -> str:
        if not merchant and not retraction:
            raise NotPossible(
                en="A wave is for merchants: name each with --merchant.",
                ja="一斉通知の対象とする契約店舗を --merchant で指定してください。",
            )
        board = acting.board()
        planned = await acting.commander.shirase.plan_wave(
            acting.incident_id,
            tuple(acting.party(key, PartyKind.MERCHANT).id for key in merchant or ()),
            find_document_of(board, mail, MAILS).id,
            find_document_of(board, letter, LETTERS).id,
            given(acting),
            retraction=retraction,
            corrects=tuple(find_document_of(board, n, MAILS).id for n in corrects or ()),
        )
        spoken = acting.commander.settings.language
        channels = ", ".join(
            f"{CHANNEL_WORDS[Channel(name)] if spoken == 'ja' else name} {count:,}"
            for name, count in planned.by_channel.items()
            if count
        )
        number = next(wave.number for wave in acting.board().waves if wave.id == planned.wave_id)
        frozen = PLANNED[spoken].format(
            number=number,
            people=f"{planned.population:,}",
            channels=channels,
            papers=f"{mail}, {letter}",
        )
        reasons = [
            LEFT_OUT[spoken][why].format(count=f"{count:,}")
            for why, count in planned.left_out.items()
        ]
        return "; ".join([frozen, *reasons])

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
    reason: Reason,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a substitute notice."""

    async def do(acting: Acting) -> str:
        words = words_of(SubstituteRecorded, wave=number, reason=reason)
        return await carry_out(acting, DecisionKind.SUBSTITUTE_RECORDED, words)

    act(incident, role.value, language, do, command_id)
