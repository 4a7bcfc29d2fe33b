"""The templates: how they are read, what they may do, and under which version.

Templates run in a sandbox and only print what they are given; a name that is not given is an error
and never an empty place. Values are text: nothing in them is run as a template, and in HTML
nothing in them is markup. A house may put files of its own in front of ours (`use_templates`);
the version of a document covers whichever file is really used.
"""

import traceback
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import meta
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

import templates
from activities.words_errors import MissingTemplateError, TemplateFaultError, WordsError
from domain.documents import DocumentKind, digest_of
from domain.wording import (
    Language,
    date_words,
    due_words,
    figure_words,
    moment_words,
    time_left_words,
)
from domain.wording_english import (
    date_in_english,
    due_in_english,
    figure_in_english,
    moment_in_english,
)

PARTS = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
"""The files of each kind of document."""
KIT_ANSWERS = "faq.txt.j2"
"""What a merchant's own desk answers: the file that only a kit has."""
_PUT_TOGETHER: dict[str, tuple[DocumentKind, ...]] = {
    DocumentKind.MERCHANT_KIT: (DocumentKind.PERSON_NOTICE, DocumentKind.PERSON_LETTER)
}
"""Kinds in which the words of other kinds stand."""

OURS = Path(templates.__file__).parent
_SENTENCE_ENDS = ("。", "！", "？", "」", "）", ".", "!", "?")
_DATES: dict[Language, dict[str, Callable[..., str]]] = {
    Language.JAPANESE: {"date": date_words, "moment": moment_words, "due": due_words},
    Language.ENGLISH: {
        "date": date_in_english,
        "moment": moment_in_english,
        "due": due_in_english,
    },
}
_STOPS = {Language.JAPANESE: "。", Language.ENGLISH: "."}
_in_front: list[Path] = []


class _Sandbox(ImmutableSandboxedEnvironment):
    """The sandbox of Jinja, which asks about each attribute of each kind of value once only."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._known_safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Jinja's own answer, which depends on the type of the value and on the name alone."""
        asked = (type(obj), attr)
        if asked not in self._known_safe:
            self._known_safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._known_safe[asked]


def use_templates(folder: Path | None) -> None:
    """Look for each template in this folder first; None takes ours alone. For this process.

    Files lie in it as they do in ours: `ja/person_notice/body.txt.j2`.
    """
    _in_front[:] = [] if folder is None else [folder]
    environment.cache_clear()
    template_version.cache_clear()


@cache
def environment(*, html: bool, language: Language = Language.JAPANESE) -> jinja2.Environment:
    """The environment of this process for HTML, which escapes every value, or for plain text.

    Both read the same files: the words of a document stand in one file, which its text and its
    HTML include, so that they cannot come apart. Dates and figures are said in `language`.
    """
    made = _Sandbox(
        loader=jinja2.FileSystemLoader([*_in_front, OURS]),
        undefined=jinja2.StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    english = language is Language.ENGLISH
    made.filters.update(
        {name: _dated(said) for name, said in _DATES[language].items()},
        figure=figure_in_english if english else figure_words,
        lines=_lines,
        sentence=lambda text: _sentence(text, _STOPS[language]),
        time_left=time_left_words,
    )
    return made


def rendered(name: str, values: Mapping[str, object]) -> str:
    """A template with its values; as HTML unless its name says that it is plain text.

    Raises MissingTemplateError, TemplateFaultError, and what reading a fact raises.
    """
    try:
        english = name.startswith(f"{Language.ENGLISH}/")
        language = Language.ENGLISH if english else Language.JAPANESE
        made = environment(html=not name.endswith(".txt.j2"), language=language)
        return made.get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise MissingTemplateError(str(error.name or name)) from None
    except WordsError as error:
        error.place = error.place or place_of(error)
        raise
    except (jinja2.TemplateError, jinja2.exceptions.SecurityError, TypeError) as error:
        fault = TemplateFaultError(name)
        fault.place = place_of(error)
        raise fault from error


@cache
def template_version(folder: str) -> str:
    """A digest over every file that a folder's documents are made of, layouts included.

    Raises MissingTemplateError for a folder without its three files.
    """
    names = sorted(_files_of(folder))
    return digest_of(text for name in names for text in (name, _source(name)))


def own_files(folder: str) -> tuple[str, ...]:
    """Which files of a folder's documents stand in a folder of one's own, in front of ours."""
    return tuple(
        name
        for name in sorted(_files_of(folder))
        if any((front / name).is_file() for front in _in_front)
    )


def place_of(error: BaseException) -> tuple[str, int] | None:
    """File and line of the template in which an error arose; None where no template shows."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return (error.filename or error.name or "", error.lineno)
    frames = traceback.extract_tb(error.__traceback__)
    found = [f for f in frames if f.filename.endswith(".j2")]
    return (found[-1].filename, found[-1].lineno or 0) if found else None


def _files_of(folder: str) -> set[str]:
    """The files of a folder, what they refer to, and those of what they are put together from."""
    language, _, kind = folder.partition("/")
    within = [folder, *(f"{language}/{other}" for other in _PUT_TOGETHER.get(kind, ()))]
    made = {name for one in within for part in PARTS for name in _with_references(f"{one}/{part}")}
    if kind in _PUT_TOGETHER:
        made |= _with_references(f"{folder}/{KIT_ANSWERS}")
    return made


def references_of(name: str) -> list[str]:
    """The templates that one takes in by name.

    Raises MissingTemplateError and TemplateFaultError.
    """
    try:
        return _references(name)
    except jinja2.TemplateError as error:
        raise TemplateFaultError(name) from error


def _with_references(name: str) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current not in found:
            found.add(current)
            waiting.extend(_references(current))
    return found


def _references(name: str) -> list[str]:
    references = list(meta.find_referenced_templates(environment(html=True).parse(_source(name))))
    if None in references:  # a name made at run time: the version could not cover it
        raise TemplateFaultError(name)
    return [reference for reference in references if reference is not None]


def _source(name: str) -> str:
    loader = environment(html=True).loader
    if loader is None:
        raise MissingTemplateError(name)
    try:
        return loader.get_source(environment(html=True), name)[0]
    except jinja2.TemplateNotFound:
        raise MissingTemplateError(name) from None


def _dated(said: Callable[..., str]) -> Callable[..., str]:
    """A filter that dates as the house does, unless the template says which era it wants."""

    @jinja2.pass_context
    def dated(context: Context, moment: object, era: bool | None = None) -> str:  # noqa: FBT001 - Jinja gives it by name or place
        chosen = bool(context.get("era_dates", False)) if era is None else era
        return said(moment, era=chosen)

    return dated


def _lines(text: str) -> Markup:
    """Text as HTML, with its line breaks."""
    return Markup("<br>").join(escape(line) for line in str(text).split("\n"))


def _sentence(text: str, stop: str) -> str:
    """Text that ends as a sentence does."""
    return text if not text or text.endswith(_SENTENCE_ENDS) else f"{text}{stop}"
