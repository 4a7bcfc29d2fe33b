"""Passages on the screen, and what a returned Word file would change."""

from collections.abc import Iterable, Mapping

from domain.said_passages import SaidPassage
from printing.returned_word_files import Returned
from register.passages import EditedPassage
from screens.text_diff import text_diff
from screens.words import ScreenLanguage, role_words

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "none": "この文書に直せる段落はありません。文章は事実とひな型によります。",
        "own": "ひな型のまま",
        "edited": "{role}が修正({edit}回目)",
        "declared": "  申告: {typed} ({reason})",
        "accepted": "変更履歴 {count} 件は、すべて承諾したものとして読みました。",
        "rejected": "変更履歴 {count} 件は、すべて元に戻して読みました。",
        "comment": "コメント: {text}",
        "older": "古い文面(台帳の第{revision}版)です。現在の文面との違いを示します。",
        "same": "現在の文面との違いはありません。",
    },
    "en": {
        "none": "No passage of this document can be edited: its words follow facts and templates.",
        "own": "as the template has it",
        "edited": "edited by {role} (edit {edit})",
        "declared": "  declared: {typed} ({reason})",
        "accepted": "Its {count} tracked changes are all read as accepted.",
        "rejected": "Its {count} tracked changes are all read as rejected.",
        "comment": "Comment: {text}",
        "older": "An older text (revision {revision} of the ledger), against the present one.",
        "same": "It does not differ from the text as it stands.",
    },
}
COMMENTS_AT_MOST = 20


def passage_list(
    said: Iterable[SaidPassage], edits: Mapping[str, EditedPassage], language: ScreenLanguage
) -> str:
    """Each passage by name: who edited it, and its words."""
    words = _WORDS[language]
    lines: list[str] = []
    for one in said:
        edit = edits.get(one.name)
        state = words["own"]
        if edit is not None:
            role = role_words((edit.edited_by,), language)
            state = words["edited"].format(role=role, edit=edit.edit)
        lines.append(f"■ {one.name}  [{state}]")
        lines += [f"  {line[2:]}" for line in text_diff("", one.source)]
        for number in edit.declared if edit else ():
            lines.append(words["declared"].format(typed=number.typed, reason=number.reason))
    return "\n".join(lines) or words["none"]


def returned_file(
    changed: Mapping[str, tuple[str, str]],
    returned: Returned,
    language: ScreenLanguage,
    *,
    accepting: bool,
    older: int | None,
) -> str:
    """What the file would change, passage by passage, and what was found in it."""
    words = _WORDS[language]
    lines = [] if older is None else [words["older"].format(revision=older)]
    if returned.tracked:
        told = words["accepted" if accepting else "rejected"]
        lines.append(told.format(count=returned.tracked))
    lines += [words["comment"].format(text=one) for one in returned.comments[:COMMENTS_AT_MOST]]
    for name, (before, after) in changed.items():
        lines += [f"■ {name}", *text_diff(before, after)]
    if not changed:
        lines.append(words["same"])
    return "\n".join(lines)
