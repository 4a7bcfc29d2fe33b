"""Renders every template of every kind and language, and says of what fails where it stands.

Against three ledgers: that of a real case, one of hostile words, and an empty one.
"""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, UndefinedError

from activities.words import (
    Rendered,
    render,
    render_alert,
    render_approval_request,
    render_reminder,
)
from activities.words_environment import OURS
from activities.words_errors import (
    FactNotPublicError,
    MissingTemplateError,
    UnknownFactKeyError,
    UnmarkedDocumentError,
    WordsError,
)
from commands.sample_contexts import Samples
from commands.sentences import ScreenLanguage
from commands.template_folder import faults_of_folder, unsafe_markup
from contracts.document_context import FactView
from contracts.incident_file import IncidentFile
from domain.documents import DocumentKind
from domain.fact_catalogue import FACT_CATALOGUE
from domain.facts import FactStatus
from domain.figures import Figure, FigureKind, FigureUnit
from domain.wording import Language

WORST = (
    "<script>alert(1)</script> {{ 7 * 7 }} {% raw %} \\ | * _ [x](y) &amp; \u202e\r\nBcc: a@b "
    "当社の漏えいは一切ありません。賠償します。"
)


class Fault(NamedTuple):
    """One template that does not render: which document, where, what, and what would be right."""

    document: str
    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        """`file:line: document: what; remedy`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.document}: {self.what}; {self.remedy}"


def check_templates(
    file: IncidentFile, language: ScreenLanguage, folder: Path | None = None
) -> tuple[int, list[Fault]]:
    """How many renderings were tried, and the faults, each place once.

    Of a `folder` of one's own also the files that stand in place of nothing, and markup that runs
    or refers to something outside.
    """
    faults = [
        Fault(_name_in(folder, found.file), str(found.file), found.line, found.what, found.remedy)
        for found in (faults_of_folder(folder, language) if folder else ())
    ]
    unsafe = any(fault.line for fault in faults)
    tried, seen = 0, dict[tuple[str, int, str], Fault]()
    for document, rendering in _renderings(file):
        tried += 1
        for fault in _faults_of(document, rendering, language, in_pages=not unsafe):
            seen.setdefault((fault.file, fault.line, fault.what), fault)
    return tried, [*faults, *seen.values()]


def _faults_of(
    document: str, rendering: Callable[[], Rendered], language: ScreenLanguage, *, in_pages: bool
) -> Iterator[Fault]:
    """Of one rendering; its page is looked at where no line of a file was found at fault."""
    try:
        page = rendering().html
    except WordsError as error:
        yield _fault(error, document, language)
        return
    for what, remedy in unsafe_markup(page, language) if in_pages else ():
        yield Fault(document, f"{document}/body.html.j2", 0, what, remedy)


def _name_in(folder: Path | None, file: Path) -> str:
    return file.relative_to(folder).as_posix() if folder else file.name


def worst_facts(samples: Samples) -> tuple[FactView, ...]:
    """Every fact of the catalogue in its worst words, by turns known, suspected and unknown."""
    statuses = list(FactStatus)
    figure = Figure(kind=FigureKind.AT_LEAST, unit=FigureUnit.PEOPLE, number=10**12)
    return tuple(
        FactView(
            key=key,
            status=statuses[number % len(statuses)],
            # As long as a statement may be, and often enough that no kind goes without one.
            statement=WORST + "長" * (9_800 if number % 6 == 0 else 0),
            figure=figure if key.startswith("figure.") else None,
            moment=samples.at if number % 5 == 0 and not key.startswith("figure.") else None,
            as_of=samples.at,
            source_name=WORST,
            public=True,
        )
        for number, key in enumerate(FACT_CATALOGUE)
    )


def _renderings(file: IncidentFile) -> Iterator[tuple[str, Callable[[], Rendered]]]:
    """Every document, by its folder; then the mails."""
    real = Samples(file)
    for samples in (real, Samples(file, worst_facts(real)), Samples(file, ())):
        for language in Language:
            for kind in DocumentKind:
                context = samples.context(kind, language)
                yield f"{language}/{kind}", partial(render, context)
    for language in Language:
        reminder, approval, alert = real.mails(language)
        yield f"{language}/merchant_reminder", partial(render_reminder, reminder)
        yield f"{language}/approval_request", partial(render_approval_request, approval)
        yield f"{language}/staff_alert", partial(render_alert, alert)


def _fault(error: WordsError, document: str, language: ScreenLanguage) -> Fault:
    file, line = error.place or (getattr(error, "name", document), 0)
    what, remedy = _said(error)[language]
    return Fault(document, _shown(file), line, what, remedy)


def _said(error: WordsError) -> dict[ScreenLanguage, tuple[str, str]]:
    """What is wrong, and what would be right, in both languages."""
    if isinstance(error, UnknownFactKeyError):
        near = ", ".join(get_close_matches(error.key, FACT_CATALOGUE, n=3, cutoff=0.3))
        return {
            "ja": (f"事実の鍵 '{error.key}' はありません", f"近い鍵: {near}"),
            "en": (f"there is no fact '{error.key}'", f"keys near it: {near}"),
        }
    if isinstance(error, MissingTemplateError):
        return {
            "ja": (f"'{error.name}' がありません", "このファイルを作ってください"),
            "en": (f"there is no '{error.name}'", "write this file"),
        }
    if isinstance(error, UnmarkedDocumentError):
        return {
            "ja": ("再現・訓練の表示がありません", "本文に {{ banner }} を入れてください"),
            "en": ("the marking of a drill is left out", "show {{ banner }} in the body"),
        }
    if isinstance(error, FactNotPublicError):
        return {
            "ja": (f"公表されていない '{error.key}' を読みます", "releasable を使ってください"),
            "en": (f"reads '{error.key}', which is not public", "use `releasable`"),
        }
    cause = error.__cause__
    said = str(cause) if isinstance(cause, UndefinedError | TemplateSyntaxError) else "?"
    return {
        "ja": (
            f"使えない名前または書き方です({said})",
            "docs/templates.md の一覧にある名前を使ってください",
        ),
        "en": (f"a name or a form that cannot be used ({said})", "use a name of docs/templates.md"),
    }


def _shown(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(OURS.parent)) if path.is_relative_to(OURS) else file
