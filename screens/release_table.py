"""The series of releases with promised updates and decisions not to publish."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Group, RenderableType
from rich.text import Text

from domain.documents import DocumentState
from domain.plain_text import clean_line
from domain.releases import PromisedUpdate, PromiseState
from domain.wording import release_words
from register.board import BoardDocument
from register.releases import NotPublishing
from screens.console import said
from screens.running_clocks import urgency
from screens.status_screen import WAITING
from screens.tables import titled_table
from screens.words import (
    DOCUMENT_STATES,
    DOCUMENTS,
    ScreenLanguage,
    role_words,
    screen_moment,
    short_moment,
    time_left,
)

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "releases": "公表",
        "release": "公表",
        "state": "状態",
        "detail": "承認・公表日時・保存先",
        "missing": "承認待ち: {roles}",
        "ready": "公表できます",
        "stopped": "まだ公表できません（下記）",
        "files": "ファイルの場所:",
        "document": "文書{number} {kind}",
        "none": "公表文はまだありません。",
        "promises": "次回の公表の約束",
        "number": "番号",
        "due": "期日",
        "where": "記載",
        "elsewhere": "公表文の外",
        "not_publishing": "公表しない判断",
        "when": "日時",
        "who": "判断者",
        "why": "理由",
        "late": "（期日後）",
    },
    "en": {
        "releases": "Releases",
        "release": "release",
        "state": "state",
        "detail": "approval, time, files",
        "missing": "waits for {roles}",
        "ready": "may be issued",
        "stopped": "cannot go yet (see below)",
        "files": "the files are in:",
        "document": "document {number}, {kind}",
        "none": "There is no release yet.",
        "promises": "Promised updates",
        "number": "no.",
        "due": "until",
        "where": "stated in",
        "elsewhere": "elsewhere",
        "not_publishing": "Decisions not to publish",
        "when": "when",
        "who": "by",
        "why": "reason",
        "late": " (late)",
    },
}
_DISCLOSURE: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "undecided": "適時開示: 要否が未決定",
        "drafted": "適時開示: 文書{document}を起案中",
        "settled": "適時開示: 対応済み",
        "declined": "適時開示: 不要と判断（{why}）",
    },
    "en": {
        "undecided": "timely disclosure: not decided",
        "drafted": "timely disclosure: document {document} is in preparation",
        "settled": "timely disclosure: done",
        "declined": "timely disclosure: none is needed ({why})",
    },
}
_STATES: dict[ScreenLanguage, dict[PromiseState, str]] = {
    "ja": {
        PromiseState.WAITING: "公表待ち",
        PromiseState.OPEN: "未了",
        PromiseState.KEPT: "{release}で履行",
        PromiseState.MOVED: "期日変更",
        PromiseState.DROPPED: "公表しない判断",
        PromiseState.NEVER_SAID: "公表せず",
    },
    "en": {
        PromiseState.WAITING: "waits for its release",
        PromiseState.OPEN: "open",
        PromiseState.KEPT: "kept by {release}",
        PromiseState.MOVED: "moved",
        PromiseState.DROPPED: "declined",
        PromiseState.NEVER_SAID: "never said",
    },
}


def release_name(number: int, language: ScreenLanguage) -> str:
    """第1報; release 1."""
    return release_words(number) if language == "ja" else f"release {number}"


def release_table(
    releases: Sequence[BoardDocument],
    missing: Mapping[int, tuple[str, ...]],
    files: Mapping[int, tuple[Path, ...]],
    language: ScreenLanguage,
    stopped: Collection[int] = (),
) -> RenderableType:
    """All releases by number; `missing`, `files` and `stopped` are by document number.

    Of its files each shows the names; `folder_lines` says in which folder they are.
    """
    words = _WORDS[language]
    if not releases:
        return Text(words["none"])
    table = titled_table(words["releases"])
    table.add_column(words["release"], ratio=2, overflow="fold")
    table.add_column(words["state"], no_wrap=True)
    table.add_column(words["detail"], ratio=4, overflow="fold")
    for item in releases:
        kind = DOCUMENTS[language][item.kind]
        table.add_row(
            Text(release_name(item.release_number or 1, language)).append(
                "\n" + words["document"].format(number=item.number, kind=kind), "dim"
            ),
            Text(DOCUMENT_STATES[language][item.state]),
            _detail(
                item,
                missing.get(item.number, ()),
                files.get(item.number, ()),
                language,
                stopped=item.number in stopped,
            ),
        )
    return table


def folder_lines(
    files: Mapping[int, tuple[Path, ...]], language: ScreenLanguage
) -> tuple[str, ...]:
    """In which folder the files are: a path is shown once, and never broken by us."""
    folders = dict.fromkeys(path.parent for paths in files.values() for path in paths)
    return (_WORDS[language]["files"], *(f"  {folder}" for folder in folders)) if folders else ()


def disclosure_line(standing: tuple[str, int | None, str], language: ScreenLanguage) -> str:
    """Where a listed company's timely disclosure stands: its state, its draft, why none."""
    state, document, declined = standing
    said = _DISCLOSURE[language].get("declined" if declined else state, "")
    return clean_line(said.format(document=document, why=declined))


def promise_table(
    promises: Sequence[PromisedUpdate],
    stated_in: Mapping[int, int | None],
    now: datetime,
    language: ScreenLanguage,
) -> RenderableType:
    """All promised updates; `stated_in`: the release that states each, by the promise's number."""
    words = _WORDS[language]
    table = titled_table(words["promises"])
    table.add_column(words["number"], justify="right", no_wrap=True)
    table.add_column(words["due"], no_wrap=True)
    table.add_column(words["where"], ratio=1, overflow="fold")
    table.add_column(words["state"], ratio=2, overflow="fold")
    for promise in promises:
        release = stated_in[promise.number]
        table.add_row(
            Text(f"{promise.number}"),
            Text(screen_moment(promise.due_at, language)),
            Text(release_name(release, language) if release else words["elsewhere"], "dim"),
            _standing(promise, now, language),
        )
    return table


def not_publishing_table(
    declined: Sequence[NotPublishing], language: ScreenLanguage
) -> RenderableType:
    """Every decision not to publish, with its reason."""
    words = _WORDS[language]
    table = titled_table(words["not_publishing"])
    table.add_column(words["when"], no_wrap=True)
    table.add_column(words["who"], no_wrap=True)
    table.add_column(words["why"], ratio=1, overflow="fold")
    for item in declined:
        table.add_row(
            Text(short_moment(item.decided_at), "dim"),
            Text(role_words([item.decided_by], language)),
            said(item.reason),
        )
    return table


def release_screen(series: RenderableType, *parts: RenderableType | None) -> RenderableType:
    """The parts that there are, below each other."""
    return Group(series, *(part for part in parts if part is not None))


def _detail(
    document: BoardDocument,
    missing: tuple[str, ...],
    files: tuple[Path, ...],
    language: ScreenLanguage,
    *,
    stopped: bool,
) -> Text:
    words = _WORDS[language]
    if document.state in WAITING:
        lacks = words["missing"].format(roles=role_words(missing, language)) if missing else ""
        said = [lacks, words["stopped"] if stopped else ""]
        return Text("\n".join(part for part in said if part) or words["ready"], "yellow")
    if document.state is not DocumentState.ISSUED or document.issued_at is None:
        return Text()
    told = Text(screen_moment(document.issued_at, language))
    for path in files:
        told.append(f"\n{path.name}", "dim")
    return told


def _standing(promise: PromisedUpdate, now: datetime, language: ScreenLanguage) -> Text:
    state = _STATES[language][promise.state]
    if promise.kept_by is not None:
        state = state.format(release=release_name(promise.kept_by, language))
    told = Text(state + (_WORDS[language]["late"] if promise.late else ""))
    if promise.is_open:
        left = promise.due_at - now
        told.append(f"  {time_left(promise.due_at, now, language)}", urgency(left))
    return told
