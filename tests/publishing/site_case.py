"""An incident with published releases, and the site that is made of it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from activities.site_publishing import Published, SitePublisher
from tests.activities.paper_case import PaperCase, paper_case

NOW = datetime(2026, 1, 20, tzinfo=UTC)
OVERVIEW = "委託先のアプリから、お客さまの個人情報が外部に漏えいしました。"
HOSTILE = (
    "<script>alert(1)</script>{{ 7*7 }}{% raw %}\u202e=HYPERLINK(0)\ud800]]>&lt;b&gt;"
    "</title></style><img src=x onerror=alert(1)>\x00\x0b" + "長" * 10_000
)


class Seen(HTMLParser):
    """What a page holds: its elements, their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def tags(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.elements if tag == name]

    def links(self) -> Iterator[str]:
        for tag, attributes in self.elements:
            for name in ("href", "src", "action", "data", "poster", "srcset"):
                if attributes.get(name) and tag != "link":
                    yield str(attributes[name])


def site_case(folder: Path) -> PaperCase:
    return stated(paper_case(folder))


def stated(case: PaperCase) -> PaperCase:
    """The facts that a release reads."""
    case.states("overview", statement=OVERVIEW)
    case.states("event_type", statement="漏えい")
    case.states("occurred", moment="2026-01-05T03:00:00+09:00")
    case.count(136346, "figure.names")
    return case


def publisher(case: PaperCase, folder: Path, base_url: str = "") -> SitePublisher:
    return SitePublisher(case.register, folder, base_url, rehearsals=True)


def publish(case: PaperCase, folder: Path, base_url: str = "") -> Published:
    return publisher(case, folder, base_url).publish(NOW)


def files(folder: Path) -> dict[str, str]:
    """Every file of the site that stands, by its path."""
    root = folder.resolve()
    found = (path for path in root.rglob("*") if path.is_file())
    return {str(path.relative_to(root)): path.read_text("utf-8") for path in found}
