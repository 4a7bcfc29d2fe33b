"""Rules for a person: one clock explained, and the list of what is encoded."""

from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from domain.explanations import Locale, sentences
from domain.regimes import Regime
from domain.rule_parts import Status
from domain.rules import Rule
from domain.single_rule import SingleClock
from screens.law_json import ScreenLanguage, clock_json
from screens.source_words import source_in
from screens.tables import pairs_table, titled_table

_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "rule": "規則",
        "anchor": "起算",
        "target": "目標",
        "policy": "目標（社内）",
        "limit": "期限（法定）",
        "guidance": "期限（目安）",
        "promptly": "速やかに（日数の定めなし）",
        "explanation": "算定",
        "source": "根拠",
        "note": "注",
        "unverified": "この規則は一次資料との照合が済んでいません。",
        "what": "規則",
        "force": "施行",
        "checked": "照合",
        "yes": "済",
        "no": "未",
        "from": "{first}から",
        "until": "{last}まで",
        "enacted": "公布済・未施行",
        "proposed": "提案中",
        "voluntary": "任意",
        "sums": "{laws}法令 {rules}規則、照合済 {verified}",
    },
    "en": {
        "rule": "rule",
        "anchor": "counted from",
        "target": "target",
        "policy": "target (house)",
        "limit": "limit (legal)",
        "guidance": "limit (guidance)",
        "promptly": "promptly (no number)",
        "explanation": "how reckoned",
        "source": "source",
        "note": "note",
        "unverified": "Nobody has compared this rule with its primary source yet.",
        "what": "rule",
        "force": "in force",
        "checked": "verified",
        "yes": "yes",
        "no": "no",
        "from": "from {first}",
        "until": "to {last}",
        "enacted": "enacted, not in force",
        "proposed": "proposed",
        "voluntary": "voluntary",
        "sums": "laws: {laws}, rules: {rules}, verified: {verified}",
    },
}


def rule_clock(found: SingleClock, language: ScreenLanguage) -> RenderableType:
    """One rule with its dates and how they were reckoned."""
    words = _WORDS[language]
    rule, shown = found.rule, clock_json(found, language)
    promptly = words["promptly"]
    rows = [
        (words["rule"], Text(f"{rule.id}  {rule.title.read_in(Locale(language))}")),
        (words["anchor"], Text(str(shown["anchor_at"]))),
    ]
    if shown["target_at"]:
        name = words["policy" if rule.policy_target else "target"]
        rows.append((name, Text(shown["target_at"])))
    name = words["limit" if rule.hard else "guidance"]
    rows.append((name, Text(shown["due_at"] or promptly, "bold")))
    explained = "\n".join(sentences(found.steps, Locale(language)))
    source = Text(source_in(rule.source, language))
    rows += [(words["explanation"], Text(explained)), (words["source"], source)]
    if rule.note:
        note = rule.note if isinstance(rule.note, str) else rule.note.read_in(Locale(language))
        rows.append((words["note"], Text(note)))
    table = pairs_table(rule.id, rows)
    return table if rule.verified else Group(table, Text(words["unverified"], "yellow"))


def regime_list(regimes: Iterable[Regime], language: ScreenLanguage) -> RenderableType:
    """Every law with its rules: dates, and whether somebody has verified them."""
    words = _WORDS[language]
    parts: list[RenderableType] = []
    known = tuple(regimes)
    for regime in known:
        table = titled_table(f"{regime.id}  {regime.title.read_in(Locale(language))}")
        table.add_column(words["what"], ratio=1, overflow="fold")
        table.add_column(words["force"], no_wrap=True)
        table.add_column(words["checked"], no_wrap=True)
        for rule in regime.rules:
            title = rule.title.read_in(Locale(language))
            state = Text(words["yes"], "green") if rule.verified else Text(words["no"], "yellow")
            table.add_row(Text(f"{rule.id}\n{title}"), Text(_force(rule, words)), state)
        parts.append(table)
    rules = [rule for regime in known for rule in regime.rules]
    verified = sum(rule.verified for rule in rules)
    sums = words["sums"].format(laws=len(known), rules=len(rules), verified=verified)
    return Group(*parts, Text(sums, "dim"))


def _force(rule: Rule, words: Mapping[str, str]) -> str:
    if rule.status is not Status.IN_FORCE:
        return words[rule.status.value]
    lines = [words["from"].format(first=rule.effective_from)]
    if rule.effective_to not in {None, date.max}:
        lines.append(words["until"].format(last=rule.effective_to))
    if rule.voluntary:
        lines.append(words["voluntary"])
    return "\n".join(lines)
