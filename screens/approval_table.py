"""The rules of approval on screen: by kind, then who stands in, then the override."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from rich.console import RenderableType
from rich.text import Text

from domain.approval import OVERRIDE_NEEDS, Asked, Delegate
from domain.documents import DocumentKind
from screens.tables import heading, titled_table
from screens.words import DOCUMENTS, ScreenLanguage, role_words, short_moment

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "承認の決まり",
        "kind": "種類",
        "roles": "承認する立場",
        "needed": "必要",
        "all": "全員",
        "some": "{needed}名",
        "delegates": "代理",
        "none": "代理は定められていません。",
        "stands_in": "{to} が {role} に代わって承認({until} まで{ended})",
        "ended": "、終了",
        "override": "例外: {roles} のうち{needed}つが理由を添えて認めたとき",
    },
    "en": {
        "title": "Who approves",
        "kind": "kind",
        "roles": "roles",
        "needed": "needed",
        "all": "each",
        "some": "{needed}",
        "delegates": "Standing in",
        "none": "Nobody stands in for another.",
        "stands_in": "{to} approves for {role} until {until}{ended}",
        "ended": " (over)",
        "override": "Override: {needed} of {roles}, each with a reason",
    },
}


class Rules(Protocol):
    """What is shown."""

    @property
    def at(self) -> datetime:
        """Case time."""

    @property
    def asked(self) -> dict[DocumentKind, Asked]:
        """By kind."""

    @property
    def delegates(self) -> tuple[Delegate, ...]:
        """Who stands in."""

    @property
    def override(self) -> tuple[str, ...]:
        """Who may override."""


def approval_screen(rules: Rules, language: ScreenLanguage) -> Iterable[RenderableType]:
    """A table by kind, then sentences."""
    words = _WORDS[language]
    table = titled_table(words["title"])
    table.add_column(words["kind"], ratio=2, overflow="fold")
    table.add_column(words["roles"], ratio=2, overflow="fold")
    table.add_column(words["needed"], no_wrap=True)
    for kind, asked in rules.asked.items():
        needed = (
            words["all"]
            if asked.needed == len(asked.roles)
            else words["some"].format(needed=asked.needed)
        )
        table.add_row(DOCUMENTS[language][kind], role_words(asked.roles, language), needed)
    yield table
    yield heading(words["delegates"])
    if not rules.delegates:
        yield words["none"]
    for one in rules.delegates:
        said = words["stands_in"].format(
            to=role_words((one.to,), language),
            role=role_words((one.role,), language),
            until=short_moment(one.until, with_year=True),
            ended="" if one.until >= rules.at else words["ended"],
        )
        yield Text(said, overflow="fold")
    if rules.override:
        roles = role_words(rules.override, language)
        yield Text(words["override"].format(roles=roles, needed=OVERRIDE_NEEDS), overflow="fold")
