"""The pages of the site: an index, a page an incident, a page a document, each as HTML."""

from collections.abc import Iterable
from html import escape

from domain.plain_text import clean_line
from printing.block_html import blocks_as_html, text_as_html
from publishing.frame import Frame, moment, page
from publishing.model import (
    Certainty,
    CorrectionNote,
    Locale,
    PublicIncident,
    PublicPage,
    PublicStatement,
    Site,
)
from publishing.words import STATEMENTS, WORDS

LANGUAGES: tuple[Locale, ...] = ("ja", "en")


def index_page(site: Site, language: Locale) -> str:
    """Every incident with its newest release."""
    words = WORDS[language]
    items = "\n".join(_item(incident, language) for incident in site.incidents)
    listed = f'<ul class="list">\n{items}\n</ul>' if items else f"<p>{escape(words['none'])}</p>"
    frame = Frame(
        language,
        words["site"],
        "",
        marking=next((one.marking for one in site.incidents if one.marking), ""),
        address=_address(site, "" if language == "ja" else "index.en.html"),
        twin="index.en.html" if language == "ja" else "index.html",
    )
    return page(frame, f"<h1>{escape(words['site'])}</h1>\n{listed}")


def incident_page(site: Site, incident: PublicIncident, language: Locale) -> str:
    """What is known and what is not, and every release and paper of an incident."""
    words = WORDS[language]
    spoken = (incident.releases or incident.pages)[0].language
    parts = [
        f'<h1 lang="{spoken}">{text_as_html(incident.title)}</h1>',
        f'<p class="when">{escape(words["updated"])}: {moment(incident.updated_at, language)}</p>',
        *_statements(incident.statements, language),
    ]
    papers = tuple(one for one in incident.pages if one.number is None)
    for heading, pages in (("releases", incident.releases), ("papers", papers)):
        if pages:
            parts.append(_list(words[heading], pages, language))
    name = "index.html" if language == "ja" else "index.en.html"
    frame = Frame(
        language,
        incident.title,
        "../",
        marking=incident.marking,
        address=_address(site, f"{incident.folder}/{name}"),
        twin="index.en.html" if language == "ja" else "index.html",
        publisher=incident.publisher,
    )
    return page(frame, "\n".join(parts))


def document_page(site: Site, incident: PublicIncident, shown: PublicPage) -> str:
    """A published document under its permalink, with its notes of correction above its words."""
    words = WORDS[shown.language]
    newest = incident.releases[0] if incident.releases else shown
    up = "index.html" if shown.language == "ja" else "index.en.html"
    when = f"{escape(words['published'])}: {moment(shown.published_at, shown.language)}"
    parts = [
        f"<article>\n<h1>{text_as_html(shown.title)}</h1>",
        f'<p class="when">{when}</p>',
        *(_correction(note, shown.language) for note in shown.corrections),
        _later(shown, newest),
        blocks_as_html(shown.blocks),
        "</article>",
        f'<p class="where"><a href="{up}">{escape(words["all"])}</a></p>',
    ]
    frame = Frame(
        shown.language,
        shown.title,
        "../",
        marking=incident.marking,
        address=_address(site, shown.path),
        publisher=incident.publisher,
    )
    return page(frame, "\n".join(part for part in parts if part))


def _correction(note: CorrectionNote, language: Locale) -> str:
    words = WORDS[language]
    link = f'<a href="{escape(_name(note.path))}">{escape(clean_line(note.title))}</a>'
    said = escape(words["corrected"]).replace("{title}", link)
    noted = words["noted"].replace("{date}", moment(note.noted_at, language))
    return (
        f'<aside class="correction" aria-label="{escape(words["correction"])}">'
        f"<h2>{escape(words['correction'])}</h2><p>{said}{noted}</p></aside>"
    )


def _later(shown: PublicPage, newest: PublicPage) -> str:
    if newest.path == shown.path or newest.published_at <= shown.published_at:
        return ""
    words = WORDS[shown.language]
    link = f'<a href="{escape(_name(newest.path))}">{escape(clean_line(newest.title))}</a>'
    return f'<p class="note">{escape(words["later"])} {escape(words["newest"])}: {link}</p>'


def _statements(statements: Iterable[PublicStatement], language: Locale) -> Iterable[str]:
    words, said = WORDS[language], tuple(statements)
    for certainty in Certainty:
        rows = [one for one in said if one.certainty is certainty]
        if rows:
            entries = "".join(_statement(one, language) for one in rows)
            yield f"<h2>{escape(words[STATEMENTS[certainty]])}</h2>\n<dl>{entries}</dl>"


def _statement(one: PublicStatement, language: Locale) -> str:
    words = WORDS[language]
    title = one.title_ja if language == "ja" else one.title_en
    said = text_as_html(one.words_ja if language == "ja" else one.words_en)
    as_of = ""
    if one.as_of is not None:
        date = words["as_of"].replace("{date}", moment(one.as_of, language))
        as_of = f' <span class="as-of">({date})</span>'
    # Statements stand as they were written: a screen reader has to know in which language.
    spoken = ' lang="ja"' if language == "en" and _is_japanese(one.words_en) else ""
    return f"<dt>{text_as_html(title)}</dt><dd><span{spoken}>{said}</span>{as_of}</dd>"


def _is_japanese(words: str) -> bool:
    return any("\u3040" <= letter <= "\u9fff" for letter in words)


def _list(heading: str, pages: Iterable[PublicPage], language: Locale) -> str:
    items = "\n".join(
        f'<li><a href="{escape(_name(one.path))}" hreflang="{one.language}">{_title(one)}</a>'
        f'<span class="when">{_label(one, language)}{moment(one.published_at, language)}</span>'
        f"{_marked(one, language)}</li>"
        for one in pages
    )
    return f'<h2>{escape(heading)}</h2>\n<ul class="list">\n{items}\n</ul>'


def _marked(one: PublicPage, language: Locale) -> str:
    if not one.corrections:
        return ""
    return f'<span class="when">{escape(WORDS[language]["correction"])}</span>'


def _label(one: PublicPage, language: Locale) -> str:
    words = WORDS[language]
    if one.number is None:
        return ""
    final = f"・{words['final']}" if one.final and language == "ja" else ""
    final = f" ({words['final']})" if one.final and language == "en" else final
    return escape(words["number"].format(number=one.number) + final) + "　"


def _item(incident: PublicIncident, language: Locale) -> str:
    name = "index.html" if language == "ja" else "index.en.html"
    return (
        f'<li><a href="{incident.folder}/{name}">{text_as_html(incident.title)}</a>'
        f'<span class="when">{escape(WORDS[language]["updated"])}: '
        f"{moment(incident.updated_at, language)}　{text_as_html(incident.publisher.name)}</span>"
        "</li>"
    )


def _title(one: PublicPage) -> str:
    return f'<span lang="{one.language}">{text_as_html(one.title)}</span>'


def _name(path: str) -> str:
    """Pages of one incident lie in one folder and link by name."""
    return path.rpartition("/")[2]


def _address(site: Site, path: str) -> str:
    return f"{site.base_url}/{path}" if site.base_url else ""
