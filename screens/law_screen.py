"""Which rule files an incident is assessed by, since when, and what newer ones would change."""

from dataclasses import dataclass
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from domain.law_changes import DutyChange
from register.law_files import Edition
from screens.tables import heading, titled_table
from screens.words import ScreenLanguage, rule_title, short_due, short_moment

_SHORT = 12
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "law": "適用している規則",
        "frozen": "第{number}版 {at} {who}",
        "engine": "開始時に固定",
        "adopted": "{who} が採用: {reason}",
        "file": "規則ファイル",
        "digest": "要約値",
        "newer": "新しい版あり",
        "newest": "すべて最新の版です。",
        "none": "まだ固定されていません。",
        "changes": "新しい版で変わる義務",
        "nothing": "新しい版でも義務は変わりません。",
        "adopt": "採用するには:",
        "new": "生じる",
        "gone": "なくなる",
        "earlier": "早まる",
        "later": "遅くなる（確認が必要）",
    },
    "en": {
        "law": "The law of this incident",
        "frozen": "edition {number} {at} {who}",
        "engine": "frozen at opening",
        "adopted": "adopted by {who}: {reason}",
        "file": "rule file",
        "digest": "digest",
        "newer": "newer here",
        "newest": "All of them are the newest.",
        "none": "Nothing is frozen yet.",
        "changes": "Duties that newer files change",
        "nothing": "Newer files change no duty.",
        "adopt": "To go over to them:",
        "new": "arises",
        "gone": "falls away",
        "earlier": "earlier",
        "later": "later (has to be confirmed)",
    },
}


@dataclass(frozen=True)
class LawSeen:
    """Editions, the oldest first; the laws whose files are newer here, and the duties they change.

    `titles` are those of the files of this installation, by law.
    """

    incident: str
    editions: tuple[Edition, ...]
    newer: tuple[str, ...]
    would_change: tuple[DutyChange, ...]
    titles: dict[str, dict[str, str]]


def law_screen(seen: LawSeen, language: ScreenLanguage) -> RenderableType:
    """Editions, files, and the difference to what is installed."""
    words = _WORDS[language]
    if not seen.editions:
        return Text(words["none"])
    parts: list[RenderableType] = [heading(words["law"])]
    for edition in seen.editions:
        who = (
            words["adopted"].format(who=edition.adopted_by, reason=edition.reason)
            if edition.adopted_by
            else words["engine"]
        )
        at = short_moment(edition.frozen_at, with_year=True)
        parts.append(Text(words["frozen"].format(number=edition.number, at=at, who=who)))
    table = titled_table("")
    table.add_column(words["file"], ratio=1, overflow="fold")
    table.add_column(words["digest"], no_wrap=True)
    table.add_column("", no_wrap=True)
    for law, digest in seen.editions[-1].digests.items():
        name = Text.assemble(law, (f"  {seen.titles.get(law, {}).get(language, '')}", "dim"))
        newer = Text(words["newer"], "yellow") if law in seen.newer else Text()
        table.add_row(name, Text(digest[:_SHORT], "dim"), newer)
    parts.append(table)
    return Group(*parts, *_difference(seen, language))


def law_json(seen: LawSeen) -> dict[str, Any]:
    """The same for a program."""
    return {
        "editions": [dict(edition) for edition in seen.editions],
        "newer": seen.newer,
        "would_change": [change._asdict() for change in seen.would_change],
    }


def _difference(seen: LawSeen, language: ScreenLanguage) -> list[RenderableType]:
    words = _WORDS[language]
    if not seen.newer:
        return [Text(words["newest"], "dim")]
    parts: list[RenderableType] = [Text(), heading(words["changes"])]
    for change in seen.would_change:
        rule = change.key.partition("|")[0]
        was = short_due(change.was_at, language) if change.was_at else "-"
        now = short_due(change.now_at, language) if change.now_at else "-"
        said = f"{rule_title(rule, language)}  {words[change.kind]}  {was} → {now}"
        parts.append(Text(said))
    if not seen.would_change:
        parts.append(Text(words["nothing"]))
    command = f"shirase law adopt {seen.incident} --reason WORDS --as counsel"
    return [*parts, Text(words["adopt"]), Text(f"  {command}", "green")]
