"""The agenda on the screen: what is needed now, today, later, and the line to type below each.

As much as fits a screen, the most urgent first; what is left out is counted, and `--all` shows it.
A line to type is never broken by us: it has to be copied whole.
"""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from commands.help_pages import cell_len, wrapped
from commands.needs.need import Need
from commands.shown_lines import shown_in
from domain.wording import JAPAN
from screens.console import console
from screens.running_clocks import urgency
from screens.tables import heading
from screens.words import ScreenLanguage, role_words, time_left

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "いま必要なこと",
        "none": "いま必要なことはありません。",
        "open": "期限なし",
        "count": "{count}件",
        "now": "今すぐ",
        "today": "本日中",
        "later": "この先",
        "waiting": "待ち（相手の回答）",
        "more": "ほかに{count}件（{groups}）。すべて見る: {line}",
    },
    "en": {
        "title": "What needs you now",
        "none": "Nothing needs you now.",
        "open": "no clock",
        "count": "{count}",
        "now": "Now",
        "today": "Today",
        "later": "Later",
        "waiting": "Waiting for others",
        "more": "{count} more ({groups}). To see all: {line}",
    },
}
_INDENT = "  "
_SOON = timedelta(hours=3)
_SCREEN = (80, 40)
_ROOM_AROUND = 4
_AT_LEAST = 3
_WAVES_AT_MOST = 3
_STEP_HEIGHT = 3
_ROLES_WIDTH = 28
_NARROWEST = 20
# What has no clock and others wait for; the rest of what has none can wait.
_HOLDS_UP = frozenset(
    {
        *("severity", "phase", "approve", "issue", "start", "resume", "plan", "unknown"),
        *("contact", "lines", "desk", "sender", "retract", "close", "confirm", "settle"),
        *("decide", "disclosure", "mend"),
    }
)


class Listed(NamedTuple):
    """A need with the code name and the case time of its incident."""

    code_name: str
    now: datetime
    need: Need


class Group(StrEnum):
    """When somebody has to turn to a need."""

    NOW = "now"
    TODAY = "today"
    LATER = "later"
    WAITING = "waiting"


def group_of(need: Need, now: datetime) -> Group:
    """By the clock, in Japan's day; what only the other side can do waits until it is late."""
    if need.due_at is None:
        return Group.TODAY if need.kind in _HOLDS_UP else Group.LATER
    if need.due_at > now and need.kind in {"answer", "choice"}:
        return Group.WAITING
    if need.due_at <= now + _SOON:
        return Group.NOW
    same_day = need.due_at.astimezone(JAPAN).date() == now.astimezone(JAPAN).date()
    return Group.TODAY if same_day else Group.LATER


def show_agenda(
    needs: Iterable[Listed],
    role: str | None,
    language: ScreenLanguage,
    *,
    everything: bool = True,
    line: str = "shirase next --all",
) -> None:
    """Print needs in the order given within their groups; `line` shows what is left out."""
    words = _WORDS[language]
    listed = [Listed(*item) for item in needs]
    screen = console()
    if not listed:
        screen.print(words["none"])
        return
    several = len({item.code_name for item in listed}) > 1
    screen.print(heading(words["title"], words["count"].format(count=len(listed))))
    grouped = {group: [i for i in listed if group_of(i.need, i.now) is group] for group in Group}
    room = None if everything else shutil.get_terminal_size(_SCREEN).lines - _ROOM_AROUND
    left = _show_groups(grouped, several, role, language, room)
    if any(left.values()):
        counted = [f"{words[group]} {count}" for group, count in left.items() if count]
        total = sum(left.values())
        joined = ("、" if language == "ja" else ", ").join(counted)
        said = words["more"].format(count=total, groups=joined, line=line)
        screen.print(Text(said, "dim"), soft_wrap=True)


def _show_groups(
    grouped: Mapping[Group, Sequence[Listed]],
    several: bool,  # noqa: FBT001 - private, and named where it is called
    role: str | None,
    language: ScreenLanguage,
    room: int | None,
) -> dict[Group, int]:
    """Print as many as there is room for; how many of each group were left out."""
    screen = console()
    shown, used = 0, 0
    said: set[str] = set()
    left = dict.fromkeys(Group, 0)
    kept = _steps_of_waves(grouped) if room is not None else []
    if room is not None:
        room -= len(kept) * _STEP_HEIGHT
    full = False
    for group, items in grouped.items():
        headed = False
        for item in items:
            line = _line(item.code_name if several else "", item.now, item.need, language)
            remark = item.need.remark[0 if language == "ja" else 1]
            remark = "" if remark in said else remark
            height = len(screen.render_lines(line, pad=False)) + len(item.need.choices(role))
            height += (not headed) + bool(remark)
            if item not in kept:
                overflows = room is not None and used + height > room
                full = full or (shown >= _AT_LEAST and overflows)
                if full:
                    left[group] += 1
                    continue
                shown, used = shown + 1, used + height
            if not headed:
                screen.print(Text(f"— {_WORDS[language][group]}", "bold"))
                headed = True
            screen.print(line)
            _show_below(item.need, role, language, remark)
            said.add(remark)
    return left


def _steps_of_waves(grouped: Mapping[Group, Sequence[Listed]]) -> list[Listed]:
    """The most urgent step of each of the first waves: it is seen however many tasks there are."""
    found: dict[tuple[str, int], Listed] = {}
    for item in (one for items in grouped.values() for one in items):
        if item.need.wave is not None:
            found.setdefault((item.code_name, item.need.wave), item)
    return list(found.values())[:_WAVES_AT_MOST]


def _show_below(need: Need, role: str | None, language: ScreenLanguage, remark: str) -> None:
    """The lines to type; a remark that stands on the screen already is not said again."""
    screen = console()
    for (ja, en), command in need.choices(role).items():
        answer = ja if language == "ja" else en
        said = shown_in(command, language)
        lead = f"{_INDENT}{answer}: " if answer else _INDENT
        screen.print(Text.assemble(lead, (said, "green")), soft_wrap=True)
    if remark:
        screen.print(Text(f"{_INDENT}{remark}", "dim"), soft_wrap=True)


def _line(code_name: str, now: datetime, need: Need, language: ScreenLanguage) -> RenderableType:
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(no_wrap=True, style="dim", max_width=_ROLES_WIDTH, overflow="ellipsis")
    grid.add_column(no_wrap=True, justify="right")
    left = Text(_WORDS[language]["open"], "dim")
    if need.due_at:
        left = Text(time_left(need.due_at, now, language), urgency(need.due_at - now))
    roles = role_words(need.roles[:2], language)
    beside = min(cell_len(roles), _ROLES_WIDTH) + left.cell_len + 2
    what = f"{code_name} {need.what(language)}" if code_name else need.what(language)
    # Broken here: the table's own way may begin a line with a comma.
    name = Text("\n".join(wrapped(what, max(console().width - beside, _NARROWEST))))
    name.stylize("bold", 0, len(code_name))
    grid.add_row(name, roles, left)
    return grid
