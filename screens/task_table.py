"""Tasks by track, one task, and the open matters of all threads."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.text import Text

from domain.explanations import Locale
from domain.plain_text import clean_line
from domain.tasks import TaskState, TaskTrack, track_sums
from domain.thread_words import DEMAND_WORDS, SPEAKER_WORDS
from domain.threads import Matter
from register.tasks import TaskRow
from screens.console import said
from screens.running_clocks import urgency
from screens.tables import heading, pairs_table, titled_table
from screens.thread_table import state_cell
from screens.words import ScreenLanguage, role_words, short_due, short_moment, time_left
from screens.work_words import TASK_STATES, TRACKS

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "number": "番号",
        "what": "作業",
        "owner": "担当",
        "due": "期限",
        "state": "状態",
        "sums": "未了 {open}（超過 {overdue}） / 全 {total}",
        "task": "作業{number}",
        "track": "区分",
        "why": "理由",
        "evidence_needed": "証跡",
        "needed": "必要",
        "not_needed": "不要",
        "evidence": "証跡",
        "reason": "行わない理由",
        "closed": "{at} {who}",
        "none": "作業はありません。`shirase task open` で初動の一覧を開けます。",
        "threads": "関係先とのやり取り",
        "party": "関係先",
        "turn": "応答",
        "asked": "内容",
        "no_matters": "求めも約束もありません。",
    },
    "en": {
        "number": "no.",
        "what": "task",
        "owner": "owner",
        "due": "due",
        "state": "state",
        "sums": "open {open} (overdue {overdue}) / {total}",
        "task": "Task {number}",
        "track": "track",
        "why": "why",
        "evidence_needed": "evidence",
        "needed": "needed",
        "not_needed": "not needed",
        "evidence": "evidence",
        "reason": "why not done",
        "closed": "{at} {who}",
        "none": "There is no task. `shirase task open` opens a first-hour list.",
        "threads": "Threads",
        "party": "party",
        "turn": "turn",
        "asked": "what",
        "no_matters": "Nothing is asked or promised.",
    },
}


class ListedMatter(NamedTuple):
    """An ask or a promise with the key of its party and who of us leads that thread."""

    matter: Matter
    party: str
    owner: str


def task_table(tasks: Sequence[TaskRow], now: datetime, language: ScreenLanguage) -> RenderableType:
    """The tasks track by track at a case time, open ones first, the nearest first."""
    if not tasks:
        return Text(_WORDS[language]["none"])
    sums = {item.track: item for item in track_sums(tasks, now)}
    parts: list[RenderableType] = []
    for track, total in sums.items():
        counted = _WORDS[language]["sums"].format(
            open=total.open, overdue=total.overdue, total=total.total
        )
        own = [task for task in tasks if task.track is track]
        parts += [heading(TRACKS[language][track], counted), _tasks(own, now, language)]
    return Group(*parts)


def task_page(task: TaskRow, now: datetime, language: ScreenLanguage) -> RenderableType:
    """One task with everything that is known of it."""
    words, locale = _WORDS[language], Locale(language)
    needed = words["needed" if task.evidence_required else "not_needed"]
    rows = [
        (words["what"], said(task.title.read_in(locale))),
        (words["track"], Text(TRACKS[language][TaskTrack(task.track)])),
        (words["owner"], Text(role_words([task.owner.value], language))),
        (words["due"], Text(short_due(task.due_at, language))),
        (words["state"], _state(task, now, language)),
        (words["evidence_needed"], Text(needed)),
    ]
    if task.why is not None:
        rows.append((words["why"], said(task.why.read_in(locale))))
    if task.closing_words:
        name = words["evidence" if task.state is TaskState.DONE else "reason"]
        rows.append((name, said(task.closing_words)))
    return pairs_table(words["task"].format(number=task.number), rows)


def matter_table(
    matters: Sequence[ListedMatter], now: datetime, language: ScreenLanguage
) -> RenderableType:
    """Asks and promises of all threads at a case time: what is open first, the nearest first."""
    words, locale = _WORDS[language], Locale(language)
    if not matters:
        return Text(words["no_matters"])
    table = titled_table(words["threads"])
    table.add_column(words["party"], ratio=2, overflow="fold")
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["asked"], ratio=2, overflow="fold")
    table.add_column(words["turn"], no_wrap=True)
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["state"], no_wrap=True)
    ordered = sorted(matters, key=lambda item: (not item.matter.is_open, item.matter.due_at))
    for matter, party, owner in ordered:
        table.add_row(
            Text(clean_line(party)).append(f"\n{role_words([owner], language)}", "dim"),
            Text(f"{matter.number}"),
            Text(DEMAND_WORDS[matter.demand].read_in(locale)),
            Text(SPEAKER_WORDS[matter.awaited_from].read_in(locale)),
            Text(short_due(matter.due_at, language), "dim"),
            state_cell(matter, now, language),
        )
    return table


def _tasks(tasks: Iterable[TaskRow], now: datetime, language: ScreenLanguage) -> RenderableType:
    words, locale = _WORDS[language], Locale(language)
    table = titled_table("")
    table.title = None
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(f"{words['what']} ({words['owner']})", ratio=1, overflow="fold")
    table.add_column(f"{words['due']} / {words['state']}", no_wrap=True)
    for task in sorted(tasks, key=lambda task: (not task.is_open, task.due_at, task.number)):
        table.add_row(
            Text(f"{task.number}"),
            said(task.title.read_in(locale)).append(
                f"  ({role_words([task.owner.value], language)})", "dim"
            ),
            Text(f"{short_due(task.due_at, language)}\n", "dim").append_text(
                _state(task, now, language)
            ),
        )
    return table


def _state(task: TaskRow, now: datetime, language: ScreenLanguage) -> Text:
    if task.is_open:
        left = time_left(task.due_at, now, language)
        return Text(left, urgency(task.due_at - now))
    cell = Text(TASK_STATES[language][task.state])
    if task.closed_at is not None:
        cell.append(f"\n{short_moment(task.closed_at)}", "red" if task.was_late else "dim")
    return cell
