"""`shirase approval`: who approves what, who stands in, and the override by two."""

from datetime import datetime
from typing import Annotated

import typer

from commands import completing
from commands.acting_duties import TIME_FORMATS
from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, words_of
from commands.finding import find_document
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence
from contracts.approval_words import ApprovalDelegated, ApprovalOverridden
from contracts.decision_kinds import DecisionKind
from domain.documents import DocumentKind
from domain.parties import StaffRole

approvals = typer.Typer(
    name="approval",
    help="承認の決まり、代理、例外。\n\nWho approves, who stands in, and the override.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@approvals.command(
    name="list",
    help="文書の種類ごとの承認者と必要な人数、代理とその期限、例外を認める立場。\n\n"
    "Who approves each kind and how many, who stands in until when, who may override.\n\n"
    "\b\n例 Example:\n  shirase approval list HAYATE",
)
def list_approvals(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the rules of approval."""
    with one_sentence(language):
        from commands.approval_reading import approval_rules
        from commands.context import reader
        from screens.approval_table import approval_screen
        from screens.console import show
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            found = approval_rules(register, incident)
        if as_json:
            typer.echo(json_of(found.as_json()))
        else:
            show(*approval_screen(found, settings.language))


@approvals.command(
    help="ある立場に代わって承認できる立場を、期限を決めて定める。起案者の承認は代理でも数えない。\n\n"
    "Let another role approve in a role's place until a time; never for its own draft.\n\n"
    "\b\n例 Example:\n  shirase approval delegate HAYATE counsel deputy \\\n"
    "      --until 2026-12-31T18:00+09:00 --reason 出張のため",
)
def delegate(
    incident: Incident,
    role: Annotated[StaffRole, typer.Argument(help="本来の立場。 Whose word it is.")],
    to: Annotated[StaffRole, typer.Argument(help="代わる立場。 Who stands in.")],
    *,
    until: Annotated[
        datetime, typer.Option(help="いつまで(時差付き)。 Until when.", formats=TIME_FORMATS)
    ],
    reason: Reason,
    kind: Annotated[
        list[DocumentKind] | None,
        typer.Option(help="文書の種類(複数可、既定はすべて)。 Kinds; all unless named."),
    ] = None,
    as_role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Let another role approve."""

    async def do(acting: Acting) -> str:
        words = words_of(
            ApprovalDelegated, role=role, to=to, until=until, kinds=tuple(kind or ()), reason=reason
        )
        return await carry_out(acting, DecisionKind.APPROVAL_DELEGATED, words)

    act(incident, as_role.value, language, do, command_id)


@approvals.command(
    help="足りない承認のまま発出することを認める。定められた立場のうち2つが理由を添えて認めたときだけ"
    "有効。監査記録に残る。\n\n"
    "Let a text out without a missing approval: only when two of the named roles say so, each with "
    "a reason; the audit log marks it.\n\n"
    "\b\n例 Example:\n  shirase approval override HAYATE 3 --as deputy --reason 期限が迫る",
)
def override(
    incident: Incident,
    number: Annotated[
        int,
        typer.Argument(
            min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
        ),
    ],
    *,
    role: As,
    reason: Reason,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Override a missing approval."""

    async def do(acting: Acting) -> str:
        binding = find_document(acting.board(), number).binding_digest
        words = words_of(ApprovalOverridden, number=number, binding=binding, reason=reason)
        return await carry_out(acting, DecisionKind.APPROVAL_OVERRIDDEN, words)

    act(incident, role.value, language, do, command_id)
