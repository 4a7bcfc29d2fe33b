"""The pages of the public site."""

from rich.console import RenderableType
from rich.text import Text

from publishing.model import Site
from screens.console import said
from screens.tables import titled_table
from screens.words import ScreenLanguage, short_moment

_WORDS: dict[ScreenLanguage, tuple[str, str, str, str]] = {
    "ja": ("公表日時", "ページ", "訂正の付記", "公開したページはまだありません。"),
    "en": ("published", "page", "corrections", "Nothing has been published yet."),
}


def site_table(site: Site, language: ScreenLanguage) -> RenderableType:
    """Every page with its address, the newest first."""
    when, page, corrected, none = _WORDS[language]
    if not site.incidents:
        return Text(none)
    table = titled_table("")
    table.add_column(when, no_wrap=True)
    table.add_column(page, ratio=1, overflow="fold")
    table.add_column(corrected, justify="right", no_wrap=True)
    for incident in site.incidents:
        for shown in incident.pages:
            address = f"{site.base_url}/{shown.path}" if site.base_url else shown.path
            table.add_row(
                Text(short_moment(shown.published_at, with_year=True), "dim"),
                said(shown.title).append(f"\n{address}", "dim"),
                f"{len(shown.corrections)}",
            )
    return table
