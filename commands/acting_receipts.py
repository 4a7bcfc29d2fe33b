"""The receipt of a filing: its number and time as evidence, and how a wrong one is put right."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.acting_documents import Number
from commands.acting_with import Acting, As, CommandId, act, carry_out, given, words_of
from commands.finding import find_document
from commands.options import Incident, ScreenLanguage
from contracts.decision_kinds import DecisionKind
from contracts.duty_decision_words import ReceiptCorrected
from domain.parties import StaffRole
from register.case_time import case_time

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    short_help="受付番号を記録・訂正 (record or correct a receipt)",
    help="当局報告の受付番号と提出日時を証跡として記録する。誤った番号は --corrects と --reason で"
    "訂正する(訂正前の番号も記録に残る)。\n\n"
    "Record a filing's receipt number and submission time as evidence. A wrong one is put right "
    "with --corrects and --reason; the old one stays in the log.\n\n"
    "\b\n例 Example:\n  shirase receipt HAYATE 3 2026-000123 --as privacy_officer\n"
    "  shirase receipt HAYATE 3 2026-000132 --corrects --reason 転記の誤り",
)
def receipt(
    incident: Incident,
    number: Number,
    receipt_number: Annotated[
        str, typer.Argument(help="受付番号(1行、60文字以内)。 The receipt number, one line.")
    ],
    *,
    role: As = StaffRole.PRIVACY_OFFICER,
    submitted_at: Annotated[
        datetime | None,
        typer.Option(
            help="提出日時(既定は現在、訂正では記録済みの日時)。 When it was submitted: now, or as "
            "recorded, unless stated.",
            formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"],
        ),
    ] = None,
    corrects: Annotated[
        bool, typer.Option("--corrects", help="記録済みの番号を訂正。 Puts the recorded one right.")
    ] = False,
    reason: Annotated[str, typer.Option(help="訂正の理由。 Why it is corrected.")] = "",
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a receipt, or correct it."""

    async def do(acting: Acting) -> str:
        known = find_document(acting.board(), number).receipt_number
        # A repeated command says what it said then, whatever has become of the number since.
        second = known is not None and command_id is None
        if corrects or second:
            words = words_of(
                ReceiptCorrected,
                number=number,
                receipt=receipt_number,
                submitted_at=submitted_at,
                corrects=corrects,
                reason=reason,
            )
            return await carry_out(acting, DecisionKind.RECEIPT_CORRECTED, words)
        at = submitted_at or _now(acting)
        shirase, by = acting.commander.shirase, given(acting)
        outcome = await shirase.record_receipt(acting.incident_id, number, receipt_number, at, by)
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


def _now(acting: Acting) -> datetime:
    """The incident's own time: mandates and duties are measured by it."""
    marking = acting.board().incident.marking
    with acting.commander.register.reading() as connection:
        return case_time(connection, acting.incident_id, marking, datetime.now(UTC))
