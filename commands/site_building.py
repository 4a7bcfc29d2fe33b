"""Building the public site by hand: `shirase site build`."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, ScreenLanguage
from commands.sentences import NotPossible, one_sentence

sites = typer.Typer(
    name="site",
    help="公開サイト。\n\nThe public site: releases as pages, a feed and data.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


@sites.command(
    help="公表したものから静的な公開サイトを作る。フォルダーは一度に切り替わり、途中の状態は見えない。\n"
    "公開済みのページは、訂正の注記なしに変わらない。\n\n"
    "Build the static public site of what was published. The folder is switched in one step. A "
    "published page never changes without a visible note of correction.\n\n"
    "\b\n例 Example:\n  shirase site build --out public --base-url https://notice.example.jp",
)
def build(
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            help="フォルダー(既定は SHIRASE_SITE_DIR)。 The folder (SHIRASE_SITE_DIR).",
            show_default=False,
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            help="公開先の URL(既定は SHIRASE_SITE_URL)。 Where people read it (SHIRASE_SITE_URL).",
            show_default=False,
        ),
    ] = None,
    rehearsals: Annotated[
        bool,
        typer.Option("--rehearsals", help="訓練・再現の事案も含める。 Drills and replays too."),
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Build the public site."""
    with one_sentence(language):
        from activities.site_publishing import ChangedUnsaidError, SitePublisher
        from commands.context import reader
        from publishing.writing import SiteFolderError
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            folder = (out or settings.site_dir or _nowhere()).expanduser().absolute()
            address = settings.site_address if base_url is None else base_url.rstrip("/")
            publisher = SitePublisher(register, folder, address, rehearsals=rehearsals)
            try:
                made = publisher.publish(datetime.now(UTC))
            except ChangedUnsaidError as error:
                raise NotPossible(
                    en=f"The published page {error.path} would say something else without a note "
                    "of correction. Publish a release with the right words, then "
                    "`shirase release correct`.",
                    ja=f"公開済みのページ {error.path} の文面が、訂正の注記なしに変わります。"
                    "正しい内容を新たに公表し、`shirase release correct` で注記を付けてください。",
                ) from None
            except SiteFolderError as error:
                raise NotPossible(
                    en=f"{folder}: {error}",
                    ja=f"{folder} には書けません。存在しないか空のフォルダー、または以前に"
                    "ここで作ったサイトのフォルダーを指定してください。",
                ) from None
        if as_json:
            typer.echo(json_of({"folder": str(folder), **vars(made)}))
            return
        typer.echo(_said(settings.language, folder, made.incidents, made.pages, made.changed))


@sites.command(
    name="list",
    help="公開サイトのページの一覧。\n\nThe pages of the public site.\n\n"
    "\b\n例 Example:\n  shirase site list --json",
)
def list_pages(
    *,
    rehearsals: Annotated[
        bool,
        typer.Option("--rehearsals", help="訓練・再現の事案も含める。 Drills and replays too."),
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List the pages of the public site."""
    with one_sentence(language):
        from activities.site_views import public_incidents
        from commands.context import reader
        from publishing.feed import incident_data
        from publishing.model import Site
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.site_table import site_table

        with reader(language) as (settings, register), register.reading() as connection:
            found = public_incidents(register, connection, rehearsals=rehearsals)
        shown = tuple(incident for _, incident in found)
        site = Site(base_url=settings.site_address, incidents=shown)
        if as_json:
            typer.echo(json_of({"incidents": [incident_data(site, one) for one in shown]}))
        else:
            show(site_table(site, settings.language))


def _said(language: str, folder: Path, incidents: int, pages: int, changed: bool) -> str:  # noqa: FBT001 - one fact of the sentence
    if language == "ja":
        state = "更新しました" if changed else "変更はありません"
        return f"公開サイトを{state}: 事案{incidents}件、ページ{pages}件\n{folder}"
    state = "is new" if changed else "has not changed"
    return f"The public site {state}: {incidents} incidents, {pages} pages\n{folder}"


def _nowhere() -> Path:
    raise NotPossible(
        en="Name the folder with --out, or set SHIRASE_SITE_DIR.",
        ja="--out でフォルダーを指定するか、SHIRASE_SITE_DIR を設定してください。",
    )
