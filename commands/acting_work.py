"""Commands on the work around an incident: tasks, parties, holds."""

from datetime import datetime
from typing import Annotated

import typer

from commands import acting_staff, completing, reading_work
from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, words_of
from commands.options import Incident, ScreenLanguage
from contracts import decision_words as words
from contracts.decision_kinds import DecisionKind
from domain.parties import PartyKind, PartyRole, StaffRole

TIME_FORMATS = ["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"]
Task = Annotated[
    str, typer.Argument(autocompletion=completing.tasks, help="作業の番号。 The task's number.")
]

tasks = typer.Typer(
    name="task",
    help="作業。\n\nTasks: who does what by when.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
parties = typer.Typer(
    name="party",
    help="関係先。\n\nParties: whom the incident touches, and how to reach them.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
holds = typer.Typer(
    name="hold",
    help="保全。\n\nHolds: what may not be deleted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
tasks.add_typer(reading_work.tasks)
parties.add_typer(reading_work.parties)
parties.add_typer(acting_staff.app)
holds.add_typer(reading_work.holds)


def record(
    incident: str,
    role: StaffRole,
    language: ScreenLanguage,
    command_id: str | None,
    kind: DecisionKind,
    said: words.DecisionWords,
) -> None:
    """Give a command that only records something."""

    async def do(acting: Acting) -> str:
        return await carry_out(acting, kind, said)

    act(incident, role.value, language, do, command_id)


@tasks.command(
    name="open",
    help="最初の1時間の一覧を開く(general, ransomware, vendor-leak など)。\n\n"
    "Open a first-hour list.\n\n\b\n例 Example:\n  shirase task open HAYATE general",
)
def open_list(
    incident: Incident,
    name: Annotated[str, typer.Argument(help="一覧の名前。 The list's name.")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Open a first-hour list."""
    said = words_of(words.OpenTasks, list=name)
    record(incident, role, language, command_id, DecisionKind.OPEN_TASKS, said)


@tasks.command(
    help="作業を加える。\n\nAdd a task.\n\n\b\n例 Example:\n"
    "  shirase task add HAYATE 店舗への電話 --owner merchant_care \\\n"
    "      --due 2026-01-09T12:00+09:00"
)
def add(
    incident: Incident,
    title: Annotated[str, typer.Argument(help="何をするか。 What to do.")],
    *,
    owner: Annotated[StaffRole, typer.Option(help="担当。 Who does it.")],
    due: Annotated[datetime, typer.Option(help="期限。 By when.", formats=TIME_FORMATS)],
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Add a task."""
    said = words_of(words.TaskAdd, title=title, owner=owner, due_at=due)
    record(incident, role, language, command_id, DecisionKind.TASK_ADD, said)


@tasks.command(
    help="作業を別の担当に渡す。\n\nAssign a task.\n\n\b\n例 Example:\n"
    "  shirase task assign HAYATE 3 counsel"
)
def assign(
    incident: Incident,
    task: Task,
    owner: Annotated[StaffRole, typer.Argument(help="担当。 Who does it.")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Assign a task."""
    said = words_of(words.TaskAssign, task=task, owner=owner)
    record(incident, role, language, command_id, DecisionKind.TASK_ASSIGN, said)


@tasks.command(
    help="作業を終えたと記録する。\n\nA task is done; say what shows it.\n\n\b\n例 Example:\n"
    "  shirase task done HAYATE 3 --evidence 保全記録2026-01-08"
)
def done(
    incident: Incident,
    task: Task,
    *,
    evidence: Annotated[str, typer.Option(help="証跡。 What shows it.")] = "",
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a done task."""
    said = words_of(words.TaskDone, task=task, evidence=evidence)
    record(incident, role, language, command_id, DecisionKind.TASK_DONE, said)


@tasks.command(
    name="not-done",
    help="作業を行わない理由を記録する。\n\nA task is left undone, for a reason.\n\n"
    "\b\n例 Example:\n  shirase task not-done HAYATE 5 --reason カード情報は保有していない",
)
def not_done(
    incident: Incident,
    task: Task,
    *,
    reason: Reason,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record why a task is left undone."""
    said = words_of(words.TaskNotDone, task=task, reason=reason)
    record(incident, role, language, command_id, DecisionKind.TASK_NOT_DONE, said)


@parties.command(
    name="add",
    help="関係先を加える。\n\nAdd a party.\n\n\b\n例 Example:\n"
    "  shirase party add HAYATE app-vendor vendor --name 外部アプリ提供会社",
)
def add_party(
    incident: Incident,
    key: Annotated[str, typer.Argument(help="鍵。 Its key.")],
    kind: Annotated[PartyKind, typer.Argument(help="種類。 Its kind.")],
    *,
    name: Annotated[str, typer.Option(help="名称。 Its name.")],
    standing: Annotated[PartyRole, typer.Option(help="立場。 Legal standing.")] = PartyRole.NONE,
    entrusts_us: Annotated[bool, typer.Option(help="当社の委託元。 It entrusts us.")] = False,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Add a party."""
    said = words_of(
        words.PartyAdd, key=key, kind=kind, name=name, role=standing, entrusts_us=entrusts_us
    )

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.PARTY_ADD, said)

    act(incident, role.value, language, do, command_id)


@parties.command(
    help="連絡先を加える。\n\nAdd a contact.\n\n\b\n例 Example:\n"
    "  shirase party contact HAYATE app-vendor --name 担当者名 \\\n"
    "      --mail a@vendor.example"
)
def contact(
    incident: Incident,
    party: Annotated[str, typer.Argument(help="関係先の鍵。 The party's key.")],
    *,
    name: Annotated[str, typer.Option(help="氏名。 The name.")],
    mail: Annotated[str, typer.Option(help="メールアドレス。 The mail address.")],
    holds: Annotated[
        StaffRole | None,
        typer.Option("--role", help="自社の担当者の役割。 The role, of our own people."),
    ] = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Add a contact."""
    said = words_of(words.PartyContactAdd, party=party, name=name, mail=mail, role=holds)
    record(incident, role, language, command_id, DecisionKind.PARTY_CONTACT_ADD, said)


@holds.command(
    name="add",
    help="証拠や記録を消さないように保全する。\n\nNothing of the scope may be deleted.\n\n"
    "\b\n例 Example:\n  shirase hold add HAYATE counsel --scope アクセスログ",
)
def add_hold(
    incident: Incident,
    requester: Annotated[str, typer.Argument(help="求めた者。 Who asks for it.")],
    *,
    scope: Annotated[str, typer.Option(help="対象。 What is held.")],
    until: Annotated[
        datetime | None, typer.Option(help="再確認の日。 Ask again on.", formats=["%Y-%m-%d"])
    ] = None,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Add a hold."""
    day = until.date() if until else None
    said = words_of(words.HoldAdd, requester=requester, scope=scope, until=day)
    record(incident, role, language, command_id, DecisionKind.HOLD_ADD, said)


@holds.command(
    help="保全を解く。\n\nRelease a hold.\n\n\b\n例 Example:\n"
    "  shirase hold release HAYATE 1 --reason 捜査終了の連絡"
)
def release(
    incident: Incident,
    hold: Annotated[int, typer.Argument(min=1, help="番号。 Its number.")],
    *,
    reason: Reason,
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Release a hold."""
    said = words_of(words.HoldRelease, hold=hold, reason=reason)
    record(incident, role, language, command_id, DecisionKind.HOLD_RELEASE, said)
