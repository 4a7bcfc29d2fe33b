"""The templates: how they are read, what they may do, and under which version.

Templates run in a sandbox and only print what they are given; a name that is not given is an error
and never an empty place. Values are text: nothing in them is run as a template, and in HTML
nothing in them is markup.
"""

from collections.abc import Mapping
from functools import cache

import jinja2
from jinja2 import meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from activities.words_errors import MissingTemplateError, TemplateFaultError, WordsError
from domain.documents import digest_of
from domain.wording import date_words, due_words, figure_words, moment_words, time_left_words

PARTS = ("subject.txt.j2", "body.txt.j2", "body.html.j2")
"""The files of each kind of document."""

_SENTENCE_ENDS = ("。", "！", "？", "」", "）", ".", "!", "?")


@cache
def environment(*, html: bool) -> jinja2.Environment:
    """The environment of this process for HTML, which escapes every value, or for plain text.

    Both read the same files: the words of a document stand in one file, which its text and its
    HTML include, so that they cannot come apart.
    """
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.PackageLoader("templates", package_path="."),
        undefined=jinja2.StrictUndefined,
        autoescape=html,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        date=date_words,
        due=due_words,
        figure=figure_words,
        lines=_lines,
        moment=moment_words,
        sentence=_sentence,
        time_left=time_left_words,
    )
    return made


def rendered(name: str, values: Mapping[str, object]) -> str:
    """A template with its values; as HTML unless its name says that it is plain text.

    Raises MissingTemplateError, TemplateFaultError, and what reading a fact raises.
    """
    try:
        made = environment(html=not name.endswith(".txt.j2"))
        return made.get_template(name).render(values)
    except jinja2.TemplateNotFound as error:
        raise MissingTemplateError(str(error.name or name)) from None
    except WordsError:
        raise
    except (jinja2.TemplateError, jinja2.exceptions.SecurityError, TypeError) as error:
        raise TemplateFaultError(name) from error


@cache
def template_version(folder: str) -> str:
    """A digest over every file that a folder's documents are made of, layouts included.

    Raises MissingTemplateError for a folder without its three files.
    """
    names = sorted(set().union(*(_with_references(f"{folder}/{part}") for part in PARTS)))
    return digest_of(text for name in names for text in (name, _source(name)))


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


def _lines(text: str) -> Markup:
    """Text as HTML, with its line breaks."""
    return Markup("<br>").join(escape(line) for line in str(text).split("\n"))


def _sentence(text: str) -> str:
    """Text that ends as a sentence does."""
    return text if not text or text.endswith(_SENTENCE_ENDS) else f"{text}。"
