"""The site as an Atom feed (RFC 4287) and as JSON: the same pages, for programs."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from domain.plain_text import clean_line, clean_prose
from publishing.model import PublicIncident, PublicPage, PublicStatement, Site
from publishing.words import WORDS

ATOM = "http://www.w3.org/2005/Atom"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OURS = uuid.UUID("5f7d3f0e-7f63-5f0a-9a52-2a3b1a6f4c11")
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The update time of a feed in which nothing has been published: the format demands one."""


def atom_feed(site: Site) -> bytes:
    """Every page as an entry, the newest first; ids stay when the site moves to another address."""
    ET.register_namespace("", ATOM)
    feed = ET.Element(f"{{{ATOM}}}feed", {XML_LANGUAGE: "ja"})
    # The oldest incident keeps its folder, whatever comes later.
    identity = site.base_url or min((one.folder for one in site.incidents), default="")
    _add(feed, "id", _urn(f"site:{identity}"))
    _add(feed, "title", WORDS["ja"]["site"])
    _add(feed, "updated", _moment(site.updated_at or NEVER))
    author = ET.SubElement(feed, f"{{{ATOM}}}author")
    names = dict.fromkeys(one.publisher.name for one in site.incidents)
    _add(author, "name", "、".join(names) or "Shirase")
    if site.base_url:
        _link(feed, "self", f"{site.base_url}/feed.atom", "application/atom+xml")
        _link(feed, "alternate", f"{site.base_url}/", "text/html")
    shown = [(incident, page) for incident in site.incidents for page in incident.pages]
    for incident, page in sorted(shown, key=lambda pair: pair[1].updated_at, reverse=True):
        feed.append(_entry(site, incident, page))
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True))


def site_json(site: Site) -> str:
    """Everything on the site as data; addresses are relative where the site does not know its own.

    Times are ISO 8601 with their zone.
    """
    data = {
        "version": 1,
        "updated_at": site.updated_at and site.updated_at.isoformat(),
        "incidents": [incident_data(site, incident) for incident in site.incidents],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def incident_data(site: Site, incident: PublicIncident) -> dict[str, Any]:
    """One incident as data."""
    return {
        "address": _address(site, f"{incident.folder}/"),
        "title": clean_line(incident.title),
        "marking": incident.marking,
        "publisher": clean_line(incident.publisher.name),
        "updated_at": incident.updated_at.isoformat(),
        "statements": [_statement(one) for one in incident.statements],
        "pages": [_page(site, one) for one in incident.pages],
    }


def _page(site: Site, page: PublicPage) -> dict[str, Any]:
    return {
        "address": _address(site, page.path),
        "release": page.number,
        "final": page.final,
        "language": page.language,
        "title": clean_line(page.title),
        "published_at": page.published_at.isoformat(),
        "words_sha256": page.words_digest,
        "text": clean_prose(page.summary),
        "corrections": [
            {"noted_at": note.noted_at.isoformat(), "corrected_in": _address(site, note.path)}
            for note in page.corrections
        ],
    }


def _statement(one: PublicStatement) -> dict[str, Any]:
    return {
        "title_ja": clean_line(one.title_ja),
        "title_en": clean_line(one.title_en),
        "certainty": one.certainty.value,
        "words_ja": clean_prose(one.words_ja),
        "words_en": clean_prose(one.words_en),
        "as_of": one.as_of and one.as_of.isoformat(),
    }


def _entry(site: Site, incident: PublicIncident, page: PublicPage) -> ET.Element:
    entry = ET.Element(f"{{{ATOM}}}entry", {XML_LANGUAGE: page.language})
    _add(entry, "id", _urn(f"page:{page.path}"))
    _add(entry, "title", page.title)
    _add(entry, "published", _moment(page.published_at))
    _add(entry, "updated", _moment(page.updated_at))
    author = ET.SubElement(entry, f"{{{ATOM}}}author")
    _add(author, "name", incident.publisher.name)
    _link(entry, "alternate", _address(site, page.path), "text/html")
    for note in page.corrections:
        _link(entry, "related", _address(site, note.path), "text/html")
    noted = [WORDS[page.language]["corrected"].format(title=n.title) for n in page.corrections]
    marking = [incident.marking] if incident.marking else []
    _add(entry, "content", "\n\n".join((*marking, *noted, page.summary)), type="text")
    return entry


def _add(parent: ET.Element, name: str, words: str, **attributes: str) -> None:
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = clean_prose(words)


def _link(parent: ET.Element, relation: str, address: str, kind: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", {"rel": relation, "href": address, "type": kind})


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(_OURS, name)}"


def _address(site: Site, path: str) -> str:
    return f"{site.base_url}/{path}" if site.base_url else path
