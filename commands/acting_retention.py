"""Commands on retention: what happens to a list of people once it is not needed any more."""

from datetime import datetime
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from commands import reading_work
from commands.acting_with import As, CommandId, Reason, words_of
from commands.acting_work import record
from commands.options import Incident, ScreenLanguage
from contracts import decision_words as words
from contracts.decision_kinds import DecisionKind
from domain.parties import StaffRole
from domain.retention import RetentionDecision

DECIDE = "decide"


class DecidingGroup(TyperGroup):
    """A group in which `decide` may be left out: `shirase retention HAYATE m1 delete ...`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; an incident in its place means `decide`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = [DECIDE, *args]
        return super().resolve_command(ctx, args)


retentions = typer.Typer(
    name="retention",
    cls=DecidingGroup,
    help="名簿の扱い。\n\nRetention: what happens to each list of people.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
retentions.add_typer(reading_work.retention)


@retentions.command(
    help="名簿を保管、削除、返却のいずれにするかを決める。\n\n"
    "Decide what happens to a data set.\n\n"
    "\b\n例 Example:\n"
    "  shirase retention decide HAYATE merchant-a delete --reason 通知を終えたため",
)
def decide(
    incident: Incident,
    data_set: Annotated[str, typer.Argument(help="名簿(店舗の鍵でも可)。 The data set.")],
    decision: Annotated[RetentionDecision, typer.Argument(help="扱い。 What happens to it.")],
    *,
    reason: Reason,
    keep_until: Annotated[
        datetime | None, typer.Option(help="保管の期限。 Kept until.", formats=["%Y-%m-%d"])
    ] = None,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide about a data set."""
    day = keep_until.date() if keep_until else None
    said = words_of(
        words.RetentionDecided,
        data_set=data_set,
        decision=decision,
        reason=reason,
        keep_until=day,
    )
    record(incident, role, language, command_id, DecisionKind.RETENTION_DECIDED, said)
