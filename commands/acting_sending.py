"""Commands on the sending of a wave: start, pause, resume, cancel, settle."""

from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, Reason, act, given
from commands.answer_words import answer_in
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence
from commands.wave_options import Number
from domain.parties import StaffRole

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_TOLD, _SEND_AGAIN = "told", "send_again"
_CANCELLED = {
    "ja": "取りやめ {cancelled:,}名(別の計画に入れられます)。すでに送信 {out:,}名、"
    "結果不明 {in_doubt:,}名は結果の確定まで続けます",
    "en": "{cancelled:,} people given up (free for another plan). {out:,} were out already and "
    "{in_doubt:,} are in doubt: these go on being settled",
}


@app.command(
    help="確定・承認済みの一斉通知を始める。送信時間帯の外なら次の時間帯まで待つ。\n"
    "--urgent は時間帯によらず始める。\n\n"
    "Let a planned and approved wave go; outside its sending window it waits for the next one, "
    "with --urgent it goes at any hour.\n\n\b\n例 Example:\n  shirase wave start HAYATE 1"
)
def start(
    incident: Incident,
    number: Number,
    *,
    urgent: Annotated[
        bool, typer.Option("--urgent", help="時間帯によらない。 At any hour.")
    ] = False,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Start a wave."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        outcome = await shirase.start_wave(acting.incident_id, number, given(acting), urgent=urgent)
        spoken = acting.commander.settings.language
        return answer_in(outcome.sentence, spoken, incident, str(number))

    act(incident, role.value, language, do, command_id)


@app.command(
    help="送信を一時停止する。戻った後は一通も送られない。エンジンが止まっていても効く。\n\n"
    "Pause the sending: when this returns, no request leaves any more. It holds even while the "
    "engine is away.\n\n\b\n例 Example:\n  shirase wave pause HAYATE 1 --reason 文面を確認するため"
)
def pause(
    incident: Incident,
    number: Number,
    *,
    reason: Reason,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Pause a wave."""
    with one_sentence(language):
        from commands.wave_pausing import paused

        typer.echo(paused(incident, number, reason, role.value, command_id, language))


@app.command(
    help="止まった一斉通知を再開する。--sender で、未送信の方だけを別の送信元に移す。\n\n"
    "Go on after a pause; --sender moves whoever was not claimed yet to another sender (smtp).\n\n"
    "\b\n例 Example:\n  shirase wave resume HAYATE 1\n"
    "  shirase wave resume HAYATE 1 --sender smtp"
)
def resume(
    incident: Incident,
    number: Number,
    *,
    sender: Annotated[
        str, typer.Option(help="送信元の名前(main、smtp)。 Which sender.", show_default=False)
    ] = "",
    urgent: Annotated[
        bool | None,
        typer.Option(
            "--urgent/--in-hours",
            help="時間帯によらない/時間帯を守る。 At any hour, or in its hours only.",
            show_default=False,
        ),
    ] = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Resume a wave."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        outcome = await shirase.resume_wave(
            acting.incident_id, number, given(acting), urgent=urgent, sender_id=sender
        )
        spoken = acting.commander.settings.language
        return answer_in(outcome.sentence, spoken, incident, str(number))

    act(incident, role.value, language, do, command_id)


@app.command(
    help="一斉通知を取りやめる。まだ送っていない方だけが対象で、別の計画に入れられる。\n"
    "すでに送信した分は結果が確定するまで続く。\n\n"
    "Give up a wave, or what is left of it: whoever was not told is free for another plan (with a "
    "new document where it had started). What is out already goes on being settled.\n\n"
    "\b\n例 Example:\n  shirase wave cancel HAYATE 1 --reason 対象の店舗を取り違えたため"
)
def cancel(
    incident: Incident,
    number: Number,
    *,
    reason: Reason,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Cancel a wave."""

    async def do(acting: Acting) -> str:
        from commands.wave_finding import require_wave
        from register.pausing import how_far

        house = acting.commander
        outcome = await house.shirase.cancel_wave(acting.incident_id, number, reason, given(acting))
        so_far = how_far(house.register, require_wave(house.register, acting.incident_id, number))
        if not so_far.out and not so_far.cancelled:
            return outcome.sentence
        return _CANCELLED[house.settings.language].format(**so_far._asdict())

    act(incident, role.value, language, do, command_id)


@app.command(
    help="結果不明の送信を一覧し、判断する。told は通知済みとみなす。\n"
    "send_again は重複を承知で再送する。判断を省くと一覧だけ。\n\n"
    "List the requests whose outcome nobody knows, and decide about them: told, or send_again at "
    "the risk of doubles. Without a decision they are only listed.\n\n"
    "\b\n例 Example:\n  shirase wave settle HAYATE 1\n  shirase wave settle HAYATE 1 told"
)
def settle(
    incident: Incident,
    number: Number,
    decision: Annotated[
        str | None, typer.Argument(help="told / send_again", show_default=False)
    ] = None,
    *,
    request: Annotated[
        list[str] | None,
        typer.Option(help="判断する送信(複数可、省くとすべて)。 Which requests; all without."),
    ] = None,
    role: As = StaffRole.COMMANDER,
    as_json: AsJson = False,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """List or decide doubtful requests."""
    if decision is None:
        with one_sentence(language):
            from commands.wave_doubts import list_doubts

            list_doubts(incident, number, language, as_json=as_json)
        return

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        doubtful = shirase.doubtful_requests(acting.incident_id, number)
        wanted = _wanted(doubtful, request)
        if decision not in {_TOLD, _SEND_AGAIN}:
            raise NotPossible(
                en=f"Decide one of: {_SEND_AGAIN}, {_TOLD}.",
                ja=f"判断は {_TOLD} か {_SEND_AGAIN} のどちらかです。",
            )
        outcome = await shirase.decide_unknown(
            acting.incident_id, number, wanted, decision, given(acting)
        )
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


def _wanted(doubtful: tuple[str, ...], named: list[str] | None) -> tuple[str, ...]:
    """The requests to decide about; NotPossible where one is in no doubt, or none is."""
    if not doubtful:
        raise NotPossible(
            en="No request of this wave is in doubt now: there is nothing to decide.",
            ja="この一斉通知に、結果不明の送信はいまありません。判断は不要です。",
        )
    if strange := sorted(set(named or ()) - set(doubtful)):
        raise NotPossible(
            en=f"Not in doubt, or not yet: {', '.join(strange)}. Without a decision they are "
            "listed.",
            ja=f"判断を待つ送信ではありません: {', '.join(strange)}。判断を省くと一覧を示します。",
        )
    return tuple(named) if named else doubtful
