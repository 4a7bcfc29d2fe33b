"""What nobody has said of the company yet, with what would be owed and the line that answers it."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from domain.finding_words import FLAG_WORDS
from domain.known_findings import fact_of
from register.law_questions import LawQuestion
from screens.tables import heading
from screens.words import ScreenLanguage, rule_name, short_due

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "title": "確認が必要な事項",
        "how": "答えるには: shirase fact {incident} 〔鍵〕 --say 〔内容〕"
        "（否なら --status withdrawn）",
        "promptly": "遅滞なく",
    },
    "en": {
        "title": "Questions of the law",
        "how": "To answer: shirase fact {incident} FACT --say WORDS (no: --status withdrawn)",
        "promptly": "promptly",
    },
}


def law_questions(
    questions: Sequence[LawQuestion], incident: str, language: ScreenLanguage
) -> RenderableType:
    """A row each: what is asked, under which fact, and the dates as if the answer were yes."""
    words = _WORDS[language]
    grid = Table.grid(expand=True, padding=(0, 1))
    grid.add_column(ratio=1, overflow="fold")
    grid.add_column(ratio=1, overflow="fold", style="dim")
    grid.add_column(no_wrap=True, justify="right")
    for question in questions:
        ja, en = FLAG_WORDS.get(question.finding, (question.finding, question.finding))
        first = min(
            question.would_owe,
            key=lambda duty: (duty.clock_at is None, str(duty.clock_at), duty.rule),
        )
        due = short_due(first.clock_at, language) if first.clock_at else words["promptly"]
        asked = Text.assemble(
            ja if language == "ja" else en, (f"?\n{fact_of(question.finding)}", "dim")
        )
        grid.add_row(asked, rule_name(first.rule, language), Text(due, "yellow"))
    how = Text(words["how"].format(incident=incident), "green")
    return Group(heading(words["title"], str(len(questions))), grid, how)
