"""The law of an incident: which rule files it is assessed by, and going over to newer ones."""

from typing import Any

import typer
from typer.core import TyperGroup

from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, words_of
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence
from contracts.decision_kinds import DecisionKind
from contracts.duty_decision_words import LawAdopted
from domain.parties import StaffRole


class _ShowsUnlessTold(TyperGroup):
    """`law INCIDENT` shows; only `adopt` is a command of its own."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """A word that is no command names the incident to be shown."""
        if args and args[0] not in self.commands:
            args = ["list", *args]
        return super().resolve_command(ctx, args)


law = typer.Typer(
    name="law",
    cls=_ShowsUnlessTold,
    help="事案に適用している規則ファイルの版。\n\n"
    "The law of an incident: its frozen rule files.\n\n"
    "\b\n例 Example:\n  shirase law HAYATE",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@law.command(
    name="list",
    help="開始時に固定した規則ファイルの版と、新しい版にしたときに変わる義務。\n\n"
    "Which versions of the rule files the incident is assessed by, and what newer ones would "
    "change.\n\n"
    "\b\n例 Example:\n  shirase law HAYATE\n  shirase law list HAYATE --json",
)
def list_law(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show the law of an incident."""
    with one_sentence(language):
        from commands.context import reader
        from commands.law_of_incident import law_seen
        from screens.console import show
        from screens.law_screen import law_json, law_screen
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            seen = law_seen(register, incident)
            if as_json:
                typer.echo(json_of(law_json(seen)))
                return
            show(law_screen(seen, settings.language))


@law.command(
    help="新しい規則ファイルを採用する。遅くなる期限は、なお確認を待つ。\n\n"
    "Go over to the rule files of this installation; dates that become later still wait to be "
    "confirmed.\n\n"
    "\b\n例 Example:\n  shirase law adopt HAYATE --reason 施行規則の改正に対応",
)
def adopt(
    incident: Incident,
    *,
    reason: Reason,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Adopt newer rule files."""

    async def do(acting: Acting) -> str:
        return await carry_out(
            acting, DecisionKind.LAW_ADOPTED, words_of(LawAdopted, reason=reason)
        )

    act(incident, role.value, language, do, command_id)
