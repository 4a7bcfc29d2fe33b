"""Commands on the channels of a wave beside mail: its sender, letters, lists and their results."""

from pathlib import Path
from typing import Annotated

import typer

from activities.issuing import outbox_in
from activities.letters import LetterSetUp, write_letters
from commands import completing
from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.answer_words import written
from commands.channel_list import channel_list, write_list
from commands.handing_over import whole_once_recorded
from commands.options import Incident, ScreenLanguage
from commands.returned_lists import read_letters, read_results
from commands.sentences import NotPossible
from commands.wave_export import states_written
from commands.wave_finding import require_wave
from contracts.channel_words import (
    FileProduced,
    LettersReported,
    ListMade,
    ReportedLetter,
    ReportedResult,
    ResultsReported,
    SenderOutside,
)
from contracts.decision_kinds import DecisionKind
from domain.channels import LISTED
from domain.notices import Channel
from domain.parties import StaffRole
from register.channel_lists import list_ids
from register.letters import LetterReport
from register.produced_files import ProducedFile, files_of

app = typer.Typer(add_completion=False, rich_markup_mode=None)
Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.waves, help="一斉通知の番号。 The wave's number."
    ),
]
Posted = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="投函した書面。 Letters posted.", show_default=False),
]
Returned = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="返戻された書面。 Letters come back.", show_default=False),
]
Readdressed = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="宛先を改める書面。 Letters to go elsewhere.", show_default=False
    ),
]


@app.command(
    help="送信のドメイン、アカウント、配信事業者が事案の外にあると表明する。\n"
    "表明がなければ一斉通知は始められない。\n\n"
    "State that a sender's domain, account and provider are outside the incident.\n\n"
    "\b\n例 Example:\n"
    "  shirase wave outside HAYATE --domain 別系統のDNSで管理 \\\n"
    "      --account 二要素認証と操作記録を確認 --provider 事案の委託先と無関係"
)
def outside(
    incident: Incident,
    *,
    domain: Annotated[str, typer.Option(help="ドメインの根拠。 Why the domain is.")] = "",
    account: Annotated[str, typer.Option(help="アカウントの根拠。 Why the account is.")] = "",
    provider: Annotated[str, typer.Option(help="事業者の根拠。 Why the provider is.")] = "",
    hit: Annotated[
        str, typer.Option(help="影響を受けていると判明した内容。 Takes it back: what is hit.")
    ] = "",
    sender: Annotated[str, typer.Option(help="送信元の名前。 Which sender.")] = "main",
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """State whether a sender is outside the incident."""

    async def do(acting: Acting) -> str:
        words = words_of(
            SenderOutside,
            sender=sender,
            domain=domain,
            account=account,
            provider=provider,
            hit=hit,
        )
        return await carry_out(acting, DecisionKind.SENDER_OUTSIDE, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="書面の投函、返戻、宛先訂正をファイル(書面番号の列がある CSV か XLSX)で記録する。\n"
    "宛先訂正には郵便番号と住所の列が要る。何も付けなければ、印刷用の PDF を作り、一覧を示す。\n\n"
    "Record letters as posted, returned or re-addressed, by a file with their numbers (CSV, XLSX). "
    "With none of them: write the PDFs for the printer that are missing, and list all.\n\n"
    "\b\n例 Example:\n  shirase wave letters HAYATE 1\n"
    "  shirase wave letters HAYATE 1 --returned 返戻.csv"
)
def letters(
    incident: Incident,
    number: Number,
    *,
    posted: Posted = None,
    returned: Returned = None,
    readdressed: Readdressed = None,
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record what became of letters, or write them."""
    given = {
        LetterReport.POSTED: posted,
        LetterReport.RETURNED: returned,
        LetterReport.READDRESSED: readdressed,
    }
    files = {report: file for report, file in given.items() if file is not None}

    async def do(acting: Acting) -> str:
        if len(files) > 1:
            raise NotPossible(
                en="One list at a time: --posted, --returned or --readdressed.",
                ja="--posted、--returned、--readdressed は一度に一つだけ指定してください。",
            )
        for report, file in files.items():
            is_new = report is LetterReport.READDRESSED
            lines = read_letters(file, with_addresses=is_new)
            words = words_of(
                LettersReported,
                wave=number,
                report=report.value,
                lines=tuple(words_of(ReportedLetter, **line) for line in lines),
            )
            said = await carry_out(acting, DecisionKind.LETTERS_REPORTED, words)
            return f"{said}; {await _written(acting, number)}" if is_new else said
        return await _written(acting, number)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="一人ずつの状態を書き出す。--channel を付けると、電話、SMS、サービス内のお知らせ、\n"
    "契約店舗への引継ぎ、個別対応の名簿を書き出す(本人のみ読めるファイル)。順番が来た方は\n"
    "新しい名簿に載り、前の名簿も書き直せる。\n\n"
    "Write what became of each person; with --channel the list for calls, short messages, "
    "in-service messages, the merchant or handling by hand: whose turn it is, on a new list. Its "
    "last columns, filled in, come back by `results`."
    "\n\n\b\n例 Example:\n  shirase wave export HAYATE 1 --out 状態.xlsx\n"
    "  shirase wave export HAYATE 1 --channel call --out 架電.xlsx"
)
def export(
    incident: Incident,
    number: Number,
    *,
    channel: Annotated[
        Channel | None,
        typer.Option(help="call / sms / in_service / merchant / human", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="書き出す先(.csv か .xlsx)。 Where to (.csv or .xlsx).", show_default=False
        ),
    ] = None,
    again: Annotated[
        bool,
        typer.Option("--again", help="直前の名簿を書き直す。 Write the last list once more."),
    ] = False,
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Write a list of people for a channel, or what became of each."""

    async def do(acting: Acting) -> str:
        if channel is None:
            return await states_written(acting, number, _wave_id(acting, number), out)
        if channel not in LISTED:
            raise NotPossible(
                en=f"There are lists for: {', '.join(LISTED)}.",
                ja=f"名簿があるのは次の手段です: {', '.join(LISTED)}",
            )
        wave_id = _wave_id(acting, number)
        said = ""
        before = _lists(acting, wave_id, channel)
        if not again:
            words = words_of(ListMade, wave=number, channel=channel.value)
            said = await carry_out(acting, DecisionKind.LIST_MADE, words) + "; "
        lists = _lists(acting, wave_id, channel)
        if not lists or (lists == before and not again):
            return said.removesuffix("; ") or "0"
        return said + await _list_written(acting, number, wave_id, channel, lists[-1], out)

    act(incident, role.value, language, do, command_id)


@app.command(
    help="書き出した名簿に記入された結果(誰が、いつ、どうなったか)を取り込む。\n"
    "誤った行だけが行番号と理由で断られる。\n\n"
    "Take in the results of a list: the columns outcome, time, by whom (and a note). Wrong lines "
    "are refused by line, the others entered.\n\n"
    "\b\n例 Example:\n  shirase wave results HAYATE 1 架電.xlsx --channel call"
)
def results(
    incident: Incident,
    number: Number,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="記入済みの名簿。 The filled list.")],
    *,
    channel: Annotated[Channel, typer.Option(help="call / sms / in_service / merchant / human")],
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Take in the results of a list."""

    async def do(acting: Acting) -> str:
        lines = tuple(words_of(ReportedResult, **line) for line in read_results(file))
        words = words_of(ResultsReported, wave=number, channel=channel.value, lines=lines)
        return await carry_out(acting, DecisionKind.RESULTS_REPORTED, words)

    act(incident, role.value, language, do, command_id)


def _wave_id(acting: Acting, number: int) -> str:
    return require_wave(acting.commander.register, acting.incident_id, number)


def _lists(acting: Acting, wave_id: str, channel: Channel) -> tuple[str, ...]:
    with acting.commander.register.reading() as connection:
        return list_ids(connection, wave_id, channel)


async def _list_written(
    acting: Acting, number: int, wave_id: str, channel: Channel, list_id: str, out: Path | None
) -> str:
    house = acting.commander
    with house.register.reading() as connection:
        sealer = house.register.sealer(acting.incident_id, connection)
        lines = channel_list(connection, sealer, wave_id, channel, list_id)
    folder = outbox_in(house.settings.data_dir) / acting.incident_id / f"wave-{number}"
    path = out or folder / f"{channel.value}-{list_id}.csv"
    with whole_once_recorded(path) as beside:
        produced = words_of(
            FileProduced,
            kind=f"list_{channel.value}",
            path=f"{acting.incident_id}/wave-{number}/{channel.value}-{list_id}{path.suffix}",
            digest=write_list(beside, lines, channel, list_id),
            people=len(lines) - 1,
            wave=number,
        )
        await _record(acting, produced)
    return written(len(lines) - 1, path)


async def _written(acting: Acting, number: int) -> str:
    """Write what is missing for the printer; every file of the wave, with how many letters."""
    house, wave_id = acting.commander, _wave_id(acting, number)
    settings = house.settings
    outbox = outbox_in(settings.data_dir)
    set_up = LetterSetUp(
        settings.window_of_envelopes, settings.letters_a_file, settings.is_rehearsal
    )
    with house.register.reading() as connection:
        sealer = house.register.sealer(acting.incident_id, connection)
        batch = write_letters(connection, sealer, outbox, acting.incident_id, wave_id, set_up)
        known = files_of(connection, acting.incident_id, wave_id)
    seen = {(file.path, file.digest) for file in known}
    for file in batch.files:
        if (file.path, file.digest) not in seen:
            await _record(acting, _as_words(file, number))
    shown = sorted({file.path for file in (*known, *batch.files) if file.kind == "letters"})
    listed = "".join(f"\n  {outbox / path}" for path in shown)
    return f"letters for the printer: {batch.letters:,}{listed}"


def _as_words(file: ProducedFile, number: int) -> FileProduced:
    return words_of(
        FileProduced,
        kind=file.kind,
        path=file.path,
        digest=file.digest,
        people=file.people,
        merchant=file.party_id,
        wave=number,
    )


async def _record(acting: Acting, words: FileProduced) -> None:
    """A command of its own, so that the one that the person gave keeps its id."""
    await carry_out(acting.anew(), DecisionKind.FILE_PRODUCED, words)
