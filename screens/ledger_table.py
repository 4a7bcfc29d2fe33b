"""The ledger on screen: what is in force, what stands beside it, what changed, one fact's story."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from domain.facts import Ledger, LedgerEntry
from screens.console import said
from screens.fact_words import FACT_STATES, fact_title, fact_value
from screens.tables import heading, titled_table
from screens.words import ScreenLanguage, role_words, short_moment

SHORTEST, LONGEST_KEY = 20, 31
_WORDS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "ledger": "事実台帳 第{revision}版",
        "fact": "事実",
        "value": "内容",
        "by": "時点・出所",
        "public": "公表可",
        "as_of": "{at} 時点",
        "vouched": "{source}({role})",
        "none": "台帳にはまだ何もありません。",
        "competing": "決まっていない食い違い: 公表できません",
        "decide": "決めるには: shirase fact decide {incident} {key} --source 出所 --reason 理由",
        "claims": "第三者の主張(当社の説明、件数、義務には使いません)",
        "claimed": "{who} の主張",
        "changed": "第{before}版から第{after}版までの変更",
        "was": "前: ",
        "differs": "変わった点: {what}",
        "now": "後: ",
        "same": "変わった事実はありません。",
        "history": "{title}({key})の履歴",
        "revision": "版",
        "revisions": "事実台帳の版",
        "when": "記録",
        "recorded": "記録 {at}",
        "superseded": "第{revision}版で差替え",
        "corrects": "第{revision}版の訂正",
        "reason": "理由: {reason}",
        "beside": "併記",
        "in_force": "現在",
    },
    "en": {
        "ledger": "Fact ledger, revision {revision}",
        "fact": "fact",
        "value": "what",
        "by": "as of, by",
        "public": "public",
        "as_of": "as of {at}",
        "vouched": "{source} ({role})",
        "none": "The ledger holds nothing yet.",
        "competing": "Competing values, undecided: nothing public may leave",
        "decide": "Decide: shirase fact decide {incident} {key} --source KEY --reason WHY",
        "claims": "Claims of others (never used for our words, counts or duties)",
        "claimed": "claimed by {who}",
        "changed": "What changed from revision {before} to {after}",
        "was": "was: ",
        "differs": "what changed: {what}",
        "now": "now: ",
        "same": "No fact has changed.",
        "history": "History of {title} ({key})",
        "revision": "rev.",
        "revisions": "Revisions of the fact ledger",
        "when": "recorded",
        "recorded": "recorded {at}",
        "superseded": "superseded by {revision}",
        "corrects": "corrects {revision}",
        "reason": "why: {reason}",
        "beside": "beside",
        "in_force": "in force",
    },
}
_PARTS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "status": "確度",
        "statement": "記載",
        "figure": "件数",
        "moment": "日時",
        "as_of": "時点",
        "source": "出所",
        "vouched_by": "責任者",
        "public": "公表の可否",
        "corrects": "訂正として",
        "reason": "理由",
        "claimed_by": "主張する者",
        "none": "同じ内容で記録し直し",
    },
    "en": {
        "status": "certainty",
        "statement": "words",
        "figure": "figure",
        "moment": "time",
        "as_of": "as of",
        "source": "source",
        "vouched_by": "who vouches",
        "public": "public or not",
        "corrects": "as a correction",
        "reason": "why",
        "claimed_by": "who claims it",
        "none": "recorded anew as it was",
    },
}
_PUBLIC: dict[ScreenLanguage, dict[bool, str]] = {
    "ja": {True: "公表可", False: "公表しない"},
    "en": {True: "public", False: "not public"},
}


def ledger_screen(
    ledger: Ledger, incident: str, language: ScreenLanguage
) -> Iterable[RenderableType]:
    """Everything in force; below it what competes, and what others claim."""
    words = _WORDS[language]
    if not ledger.entries and not ledger.claims:
        yield words["none"]
        return
    title = words["ledger"].format(revision=ledger.revision)
    yield _entries(title, ledger.current().values(), language)
    competing = ledger.competing()
    for key, entries in competing.items():
        yield _entries(f"{words['competing']}  {key}", entries, language)
        yield Text(words["decide"].format(incident=incident, key=key), overflow="fold")
    if ledger.claims:
        yield _entries(words["claims"], ledger.claims, language)


def changes_screen(
    changes: Mapping[str, tuple[LedgerEntry | None, LedgerEntry]],
    revisions: tuple[int, int],
    language: ScreenLanguage,
) -> Iterable[RenderableType]:
    """What was and what is, fact by fact."""
    words = _WORDS[language]
    before, after = revisions
    yield heading(words["changed"].format(before=before, after=after))
    if not changes:
        yield words["same"]
        return
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(ratio=1, overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for key, (was, now) in changes.items():
        lines = [_line(words["was"], was, language), _line(words["now"], now, language)]
        if was is not None:
            lines.append(said(words["differs"].format(what=_differs(was, now, language)), "dim"))
        table.add_row(said(f"{fact_title(key, language)} ({key})"), Text("\n").join(lines))
    yield table


def _differs(was: LedgerEntry, now: LedgerEntry, language: ScreenLanguage) -> str:
    """What changed, whether or not the words did: `公表の可否、出所(us → app-vendor)`."""
    before, after = was.fact, now.fact
    shown: dict[str, tuple[str, str]] = {
        "source": (before.source, after.source),
        "vouched_by": (
            role_words((before.vouched_by,), language),
            role_words((after.vouched_by,), language),
        ),
        "as_of": (
            short_moment(before.as_of, with_year=True),
            short_moment(after.as_of, with_year=True),
        ),
        "public": (_PUBLIC[language][before.public], _PUBLIC[language][after.public]),
    }
    told: list[str] = []
    for name in after.differs_in(before):
        pair = shown.get(name)
        # Nothing to see in an arrow between the same two moments, to the minute.
        arrow = f"({pair[0]} → {pair[1]})" if pair and pair[0] != pair[1] else ""
        told.append(f"{_PARTS[language][name]}{arrow}")
    return ("、" if language == "ja" else ", ").join(told) or _PARTS[language]["none"]


def history_screen(ledger: Ledger, key: str, language: ScreenLanguage) -> Iterable[RenderableType]:
    """Every entry that a key ever had, with what displaced it, then what others claim."""
    words = _WORDS[language]
    table = titled_table(words["history"].format(title=fact_title(key, language), key=key))
    table.add_column(words["revision"], justify="right", no_wrap=True)
    table.add_column(words["value"], ratio=3, overflow="fold")
    table.add_column(words["by"], ratio=2, overflow="fold")
    for entry in sorted(
        (*ledger.history(key), *ledger.claimed(key)), key=lambda entry: entry.revision
    ):
        table.add_row(str(entry.revision), _story(ledger, entry, language), _by(entry, language))
    yield table


def revisions_screen(
    revisions: Mapping[int, tuple[datetime, tuple[str, ...]]], language: ScreenLanguage
) -> RenderableType:
    """When each revision was made, and the facts in it."""
    words = _WORDS[language]
    if not revisions:
        return words["none"]
    table = titled_table(words["revisions"])
    table.add_column(words["revision"], justify="right", no_wrap=True)
    table.add_column(words["when"], no_wrap=True)
    table.add_column(words["fact"], ratio=1, overflow="fold")
    for number, (at, keys) in revisions.items():
        table.add_row(str(number), short_moment(at, with_year=True), said(", ".join(keys)))
    return table


def _story(ledger: Ledger, entry: LedgerEntry, language: ScreenLanguage) -> Text:
    words = _WORDS[language]
    displaced = ledger.superseded_by(entry)
    marks = [words["beside"]] if entry.beside and not entry.fact.claimed_by else []
    if entry.fact.corrects is not None:
        marks.append(words["corrects"].format(revision=entry.fact.corrects))
    if displaced is not None:
        marks.append(words["superseded"].format(revision=displaced))
    elif not entry.beside:
        marks.append(words["in_force"])
    lines = [_line("", entry, language), Text(", ".join(marks), "dim")]
    if entry.fact.reason:
        lines.append(said(words["reason"].format(reason=entry.fact.reason)))
    return Text("\n").join(line for line in lines if line.plain)


def _entries(
    title: str, entries: Iterable[LedgerEntry], language: ScreenLanguage
) -> RenderableType:
    words = _WORDS[language]
    table = titled_table(title)
    # A key is typed again, so it stands whole as far as a screen bears.
    listed = list(entries)
    longest = max((len(entry.fact.key) for entry in listed), default=SHORTEST)
    width = min(max(longest, SHORTEST), LONGEST_KEY)
    table.add_column(words["fact"], overflow="fold", width=width)
    table.add_column(words["value"], ratio=3, overflow="fold")
    table.add_column(words["by"], ratio=2, overflow="fold")
    for entry in listed:
        key = entry.fact.key
        title = fact_title(key, language)
        names = [Text(key, "dim")] if title == key else [said(title), Text(key, "dim")]
        table.add_row(
            Text("\n").join(names),
            _line("", entry, language),
            _by(entry, language),
        )
    return table


def _line(lead: str, entry: LedgerEntry | None, language: ScreenLanguage) -> Text:
    if entry is None:
        return Text(f"{lead}-")
    fact = entry.fact
    public = f" [{_WORDS[language]['public']}]" if fact.public else ""
    state = FACT_STATES[language][fact.status]
    return said(f"{lead}[{state}]{public} {fact_value(fact, language)}")


def _by(entry: LedgerEntry, language: ScreenLanguage) -> Text:
    words, fact = _WORDS[language], entry.fact
    who = (
        words["claimed"].format(who=fact.claimed_by)
        if fact.claimed_by
        else words["vouched"].format(
            source=fact.source, role=role_words((fact.vouched_by,), language)
        )
    )
    when = words["as_of"].format(at=short_moment(fact.as_of, with_year=True))
    recorded = words["recorded"].format(at=short_moment(entry.recorded_at, with_year=True))
    return Text("\n").join((said(who), Text(when), Text(recorded, "dim")))
