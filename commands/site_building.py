"""Building the public site by hand: `shirase site build`."""

from collections.abc import Iterator
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
            except (ChangedUnsaidError, SiteFolderError) as error:
                raise site_problem(error, folder) from None
        if as_json:
            typer.echo(json_of({"folder": str(folder), **vars(made)}))
            return
        typer.echo(_said(settings.language, folder, made.incidents, made.pages, made.changed))
        for line in _erased(settings.language, made.kept, made.lost):
            typer.echo(line)


def site_problem(error: Exception, folder: Path) -> NotPossible:
    """Why the site could not be built, in both languages, with what would be right."""
    from activities.site_publishing import ChangedUnsaidError

    if isinstance(error, ChangedUnsaidError):
        return NotPossible(
            en=f"The published page {error.path} would say something else without a note "
            "of correction. Publish a release with the right words, then "
            "`shirase release correct`.",
            ja=f"公開済みのページ {error.path} の文面が、訂正の注記なしに変わります。"
            "正しい内容を新たに公表し、`shirase release correct` で注記を付けてください。",
        )
    return NotPossible(
        en=f"{folder}: {error}",
        ja=f"{folder} には書けません。存在しないか空のフォルダー、または以前に"
        "ここで作ったサイトのフォルダーを指定してください。",
    )


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
        from activities.site_views import erased_incidents, public_incidents
        from commands.context import reader
        from publishing.feed import incident_data
        from publishing.model import Site
        from screens.console import show
        from screens.plain_json import as_json as json_of
        from screens.site_table import site_table

        with reader(language) as (settings, register), register.reading() as connection:
            found = public_incidents(register, connection, rehearsals=rehearsals)
            erased = erased_incidents(connection, rehearsals=rehearsals)
        shown = tuple(incident for _, incident in found)
        site = Site(base_url=settings.site_address, incidents=shown)
        if as_json:
            told = [incident_data(site, one) for one in shown]
            typer.echo(json_of({"incidents": told, "erased": sorted(erased)}))
            return
        show(site_table(site, settings.language))
        if erased:
            typer.echo(_unlisted(settings.language, sum(erased.values()), len(erased)))


def _said(language: str, folder: Path, incidents: int, pages: int, changed: bool) -> str:  # noqa: FBT001 - one fact of the sentence
    if language == "ja":
        state = "更新しました" if changed else "変更はありません"
        return f"公開サイトを{state}: 事案{incidents}件、ページ{pages}件\n{folder}"
    state = "is new" if changed else "has not changed"
    return f"The public site {state}: {incidents} incidents, {pages} pages\n{folder}"


def _unlisted(language: str, pages: int, incidents: int) -> str:
    if language == "ja":
        return f"ほかに、鍵を消去した事案{incidents}件の公開済みページが{pages}件あります。"
    return f"Besides: {pages} published pages of {incidents} incidents whose key was destroyed."


def _erased(language: str, kept: int, lost: int) -> Iterator[str]:
    """What became of the pages of incidents whose data key was destroyed."""
    if language == "ja":
        if kept:
            yield f"鍵を消去した事案{kept}件のページは、公開したときのまま残しました。"
        if lost:
            yield (
                f"鍵を消去した事案{lost}件のページは、このフォルダーにないため載せられません。"
                "前のサイトのフォルダーを指定すれば、そのまま残ります。"
            )
        return
    if kept:
        yield f"Pages of {kept} incidents whose key was destroyed stand as they were published."
    if lost:
        yield (
            f"Pages of {lost} incidents whose key was destroyed are not in this folder, and cannot "
            "be made again; built into the folder of the site that has them, they stay."
        )


def _nowhere() -> Path:
    raise NotPossible(
        en="Name the folder with --out, or set SHIRASE_SITE_DIR.",
        ja="--out でフォルダーを指定するか、SHIRASE_SITE_DIR を設定してください。",
    )
