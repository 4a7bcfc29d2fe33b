"""Commands that make what a merchant is handed: the report on results, and the kit."""

import hashlib
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from sqlalchemy import Connection
from typer.core import TyperGroup

from activities.issuing import outbox_in
from activities.merchant_kit import make_kit
from activities.merchant_kit_words import KIT, NoKitWordsError
from activities.private_files import write_private
from commands import acting_mails, completing, reading
from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.answer_words import written
from commands.handing_over import has_ended, record_after_the_end, whole_once_recorded
from commands.merchant_kits import without_words
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence, screen_language
from commands.sentences import ScreenLanguage as ScreenWords
from contracts.channel_words import FileProduced
from contracts.decision_kinds import DecisionKind
from domain.markings import Marking
from domain.parties import MerchantChoice, PartyKind, StaffRole
from domain.wording import banner
from printing.notice_reports import report_paper, report_sheets
from printing.sheets import as_workbook
from printing.typesetting import paper_as_pdf
from register.case_time import case_time
from register.documents import DocumentRow
from register.incidents import read_incident
from register.notice_reports import read_report
from register.parties import PartyRow, read_merchants, read_parties
from register.produced_files import files_of
from screens.words import CHOICES
from sealing.values import ValueSealer

KEY_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
KEY_GROUPS, LETTERS_A_GROUP = 5, 4

PAPERS: dict[ScreenWords, dict[str, str]] = {
    "ja": {"report_pdf": "結果報告書(PDF)", "report_xlsx": "結果報告書(XLSX)", "kit": "通知用資料"},
    "en": {"report_pdf": "report (PDF)", "report_xlsx": "report (XLSX)", "kit": "kit"},
}
SHOW = "show"


class ShowingGroup(TyperGroup):
    """A group in which `show` may be left out: `shirase merchants HAYATE`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; an incident in its place means `show`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = [SHOW, *args]
        return super().resolve_command(ctx, args)


merchants = typer.Typer(
    name="merchants",
    cls=ShowingGroup,
    help="契約店舗の一覧と、契約店舗に渡すもの。\n\n"
    "The merchants, and what they are handed.\n\n"
    "\b\n例 Example:\n  shirase merchants HAYATE --json",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
Merchant = Annotated[
    str,
    typer.Argument(autocompletion=completing.merchants, help="契約店舗の鍵。 The merchant's key."),
]


merchants.command(
    name=SHOW,
    help="契約店舗の連絡、確認、選択、委任、対象者数。\n\n"
    "Told, reminded, acknowledged, choice, mandate and people of each merchant.\n\n"
    "\b\n例 Example:\n  shirase merchants show HAYATE",
)(reading.merchants)


merchants.command(name="settle", help=acting_mails.HELP)(acting_mails.settle)


@merchants.command(
    name="list",
    help="契約店舗と、渡すために作った資料の一覧。\n\n"
    "The merchants, and what was made to be handed to each.\n\n"
    "\b\n例 Example:\n  shirase merchants list HAYATE",
)
def list_merchants(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the merchants and their papers."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from screens.plain_json import as_json as json_of

        with reader(language) as (_, register), register.reading() as connection:
            identity = find_incident(register, incident)
            known = read_parties(connection, register.sealer(identity, connection), identity)
            standing = read_merchants(connection, identity)
            made = files_of(connection, identity)
        papers = {
            party_id: [file for file in made if file.party_id == party_id and not file.wave_id]
            for party_id in standing
        }
        if as_json:
            listed = [
                {
                    "merchant": known[party_id].key,
                    "choice": row.choice,
                    "papers": [
                        {"kind": file.kind, "made_at": file.made_at, "digest": file.digest}
                        for file in papers[party_id]
                    ],
                }
                for party_id, row in standing.items()
            ]
            typer.echo(json_of({"merchants": listed}))
            return
        for party_id, row in standing.items():
            spoken = screen_language(language)
            kinds = [PAPERS[spoken].get(file.kind, file.kind) for file in papers[party_id]]
            chosen = CHOICES[spoken].get(row.choice or "", "-")
            listed_kinds = ", ".join(dict.fromkeys(kinds)) or "-"
            typer.echo(f"{known[party_id].key}  {chosen}  {listed_kinds}")


@merchants.command(
    name="report",
    help="通知結果報告書(状態別の人数、名簿との突合、実施の状況)を PDF か XLSX で作る。\n\n"
    "The report on results of the notices to a merchant's people: by state, with its sums and "
    "dates, as PDF, XLSX or both.\n\n"
    "\b\n例 Example:\n  shirase merchants report HAYATE merchant-a --pdf 報告書.pdf",
)
def report(
    incident: Incident,
    merchant: Merchant,
    *,
    pdf: Annotated[
        Path | None, typer.Option(help="PDF の書き出し先。 The PDF.", show_default=False)
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option(help="XLSX の書き出し先。 The workbook.", show_default=False)
    ] = None,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Make the report on results for a merchant."""

    async def do(acting: Acting) -> str:
        party = acting.party(merchant, PartyKind.MERCHANT)
        house = acting.commander
        with house.register.reading() as connection:
            sealer = house.register.sealer(acting.incident_id, connection)
            at, marking = _now(connection, sealer, acting.incident_id)
            found = read_report(connection, sealer, acting.incident_id, party.id, at)
        folder = outbox_in(house.settings.data_dir) / acting.incident_id / "merchants"
        if pdf is None and xlsx is None:
            wanted = {"pdf": folder / f"report-{party.key}.pdf"}
        else:
            wanted = {kind: path for kind, path in (("pdf", pdf), ("xlsx", xlsx)) if path}
        for kind, path in wanted.items():
            content = (
                paper_as_pdf(report_paper(found, banner(marking)), at)
                if kind == "pdf"
                else as_workbook(report_sheets(found), at)
            )
            paper = _Paper(f"report_{kind}", path, content, found.notices)
            await _hand_over(acting, party, paper, at, after_end=True)
        return "\n".join(written(found.notices, path) for path in wanted.values())

    act(incident, role.value, language, do, command_id)


@merchants.command(
    name="kit",
    help="自ら通知する契約店舗に渡す資料(ZIP)を作る。文面は発出済みの merchant_kit から取る。\n"
    "名簿は暗号化し、鍵は一度だけ画面に示す。\n"
    "鍵は保存されない。資料とは別の方法で伝える。\n\n"
    "The kit (ZIP) of a merchant that notifies by itself: its own list, encrypted, words, answers, "
    "counts and dates. The words are those of its issued merchant_kit. The key is shown once and "
    "kept nowhere; tell it apart from the kit.\n\n"
    "\b\n例 Example:\n  shirase merchants kit HAYATE merchant-b --out 資料.zip",
)
def kit(
    incident: Incident,
    merchant: Merchant,
    *,
    out: Annotated[
        Path | None, typer.Option(help="書き出し先。 Where to.", show_default=False)
    ] = None,
    role: As = StaffRole.MERCHANT_CARE,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Make the kit of a merchant that notifies by itself."""

    async def do(acting: Acting) -> str:
        party = acting.party(merchant, PartyKind.MERCHANT)
        house = acting.commander
        with house.register.reading() as connection:
            standing = read_merchants(connection, acting.incident_id).get(party.id)
            if standing is None or standing.choice != MerchantChoice.OWN_NOTICE:
                raise NotPossible(
                    en="A kit is for a merchant that notifies by itself: `shirase own-notice`.",
                    ja="資料は自ら通知する契約店舗のためのものです。`shirase own-notice` で"
                    "記録してから作ってください。",
                )
            sealer = house.register.sealer(acting.incident_id, connection)
            (at, _), key = _now(connection, sealer, acting.incident_id), _key()
            try:
                made = make_kit(connection, sealer, acting.incident_id, party.id, key, at)
            except NoKitWordsError as error:
                raise without_words(error, incident, party.key) from None
        folder = outbox_in(house.settings.data_dir) / acting.incident_id / "merchants"
        path = out or folder / f"kit-{party.key}-{_stamp(at)}.zip"
        paper = _Paper(KIT, path, made.content, made.people, made.document)
        await _hand_over(acting, party, paper, at)
        told = {"ja": "鍵(一度だけ表示)", "en": "key (shown once)"}[house.settings.language]
        return f"{written(made.people, path)}\n{told}: {key}"

    act(incident, role.value, language, do, command_id)


class _Paper(NamedTuple):
    kind: str
    path: Path
    content: bytes
    people: int
    words: DocumentRow | None = None


async def _hand_over(
    acting: Acting, party: PartyRow, paper: _Paper, at: datetime, *, after_end: bool = False
) -> None:
    """Write the file for its owner only, and put it on record by its digest, or neither."""
    words = words_of(
        FileProduced,
        kind=paper.kind,
        path=f"{acting.incident_id}/merchants/{paper.kind}-{party.id}{paper.path.suffix}",
        digest=hashlib.sha256(paper.content).hexdigest(),
        people=paper.people,
        merchant=party.id,
        document=paper.words.number if paper.words else None,
        binding=paper.words.binding_digest if paper.words else "",
    )
    register = acting.commander.register
    with whole_once_recorded(paper.path) as beside:
        write_private(beside, paper.content)
        if after_end and has_ended(register, acting.incident_id):
            record_after_the_end(register, acting.incident_id, words, acting.actor, at)
        else:
            await carry_out(acting.anew(), DecisionKind.FILE_PRODUCED, words)


def _now(connection: Connection, sealer: ValueSealer, incident_id: str) -> tuple[datetime, Marking]:
    """The case time, and what kind of incident it is."""
    marking = read_incident(connection, sealer, incident_id).marking
    return case_time(connection, incident_id, marking, datetime.now(UTC)), marking


def _key() -> str:
    """100 random bits, in groups that can be told on the telephone."""
    groups = (
        "".join(secrets.choice(KEY_LETTERS) for _ in range(LETTERS_A_GROUP))
        for _ in range(KEY_GROUPS)
    )
    return "-".join(groups)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%d-%H%M%S")
