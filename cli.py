"""`shirase`: the command line. Each command is a thin shell; the work is done elsewhere.

Promises: whatever is wrong with settings, key, register, ports or a command is said in one
sentence on the standard error, with exit code 2; Ctrl-C ends in order, with 130. The imports are
late, so that `--help` answers at once.
"""

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands import doctor, law_reading, opening, reading, reading_papers
from commands.acts import ActingGroup
from commands.options import ScreenLanguage as SettingsLanguage
from commands.sentences import Language, one_sentence, screen_language

if TYPE_CHECKING:
    from demo.options import DemoOptions
    from demo.summary import Summary

app = typer.Typer(
    cls=ActingGroup,
    help="漏えい等の事案の通知を最後の一人まで。\n\nBreach notification, to the last person told.",
    no_args_is_help=True,
    rich_markup_mode=None,
    # Their boxes would print local variables, among them people's.
    pretty_exceptions_enable=False,
)


StayOpen = Annotated[
    bool,
    typer.Option(
        "--open",
        help="終了後も Temporal 画面と郵便室を開いておく。 Leave Temporal UI and mailroom open.",
    ),
]
AsJson = Annotated[
    bool,
    typer.Option(
        "--json", help="結果だけを JSON で標準出力へ。 Only the sums, as JSON, on stdout."
    ),
]
ScreenLanguage = Annotated[
    Language,
    typer.Option(envvar="SHIRASE_LANGUAGE", help="画面の言語。 The screen's language."),
]
PeopleCount = Annotated[
    int | None,
    typer.Option(min=1, help="対象者の人数を変える。 Another number of people affected."),
]


@app.command(
    short_help="公表された事案を再現 (play a published incident)",
    help="公表された事案を、架空の人々でこの端末に再現する。\n\n"
    "Play a published incident on this machine, with people who do not exist.\n\n"
    "\b\n例 Example:\n  shirase demo --people 2000 --crash",
)
def demo(
    *,
    stay_open: StayOpen = False,
    crash: Annotated[
        bool,
        typer.Option(
            "--crash", help="一斉通知の途中でワーカーを強制終了する。 Kill the worker amid a wave."
        ),
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = Language.JAPANESE,
    people: PeopleCount = None,
    data_dir: Annotated[
        Path, typer.Option(help="デモ専用のフォルダー。 A folder of the demo's own.")
    ] = Path(".data/demo"),
) -> None:
    """Play the demo case and print its sums."""
    with one_sentence(language):
        _play(language, data_dir, open=stay_open, crash=crash, as_json=as_json, total=people)


@app.command(
    short_help="訓練 (a drill)",
    help="事案ファイルを訓練として動かす。すべての文書と件名に【訓練】と記し、実際のメールは送らない。"
    "\n\nPlay an incident file as a drill: everything says so, and no real mail leaves.\n\n"
    "\b\n例 Example:\n  shirase drill cases/demo.yaml --people 2000",
)
def drill(
    file: Annotated[Path, typer.Argument(help="筋書きのある事案ファイル。 A file with a story.")],
    *,
    stay_open: StayOpen = False,
    as_json: AsJson = False,
    language: ScreenLanguage = Language.JAPANESE,
    people: PeopleCount = None,
    data_dir: Annotated[
        Path, typer.Option(help="訓練専用のフォルダー。 A folder of the drill's own.")
    ] = Path(".data/drill"),
) -> None:
    """Play a file as a drill and print its sums."""
    with one_sentence(language):
        from domain.markings import Marking

        _play(
            language,
            data_dir,
            open=stay_open,
            crash=False,
            as_json=as_json,
            total=people,
            case=file,
            marking=Marking.DRILL,
        )


@app.command(
    short_help="すべてを起動 (run everything until Ctrl-C)",
    help="サーバー、受付、郵便室、ワーカーを Ctrl-C まで動かす。\n\n"
    "Run server, intake, mailroom and worker until Ctrl-C.\n\n"
    "\b\n例 Example:\n  shirase up --language en",
)
def up(*, language: SettingsLanguage = None) -> None:
    """Run the house; the first start makes its register."""
    with one_sentence(language):
        from hosting.up import run_until_stopped
        from maintenance import upgrade_register
        from settings import Settings

        spoken = {"language": screen_language(language)}
        settings = Settings.load().model_copy(update=spoken)
        own_register = settings.data_dir / "register.db"
        if settings.database_url == f"sqlite:///{own_register}" and not own_register.exists():
            upgrade_register(settings)
        run_until_stopped(settings)


@app.command(
    short_help="記録簿の形式を更新 (upgrade the register)",
    help="記録簿を、この版が読む形式へ更新する。\n\n"
    "Bring the register to the schema that this version reads.\n\n"
    "\b\n例 Example:\n"
    "  SHIRASE_DATABASE_URL=postgresql+psycopg://shirase@db/shirase shirase upgrade",
)
def upgrade(*, language: SettingsLanguage = None) -> None:
    """Bring the register's schema to the newest version; safe to repeat."""
    with one_sentence(language):
        from maintenance import upgrade_register
        from settings import Settings

        settings = Settings.load()
        upgrade_register(settings)
        done = {"ja": "記録簿は最新の形式です。", "en": "The register is up to date."}
        typer.echo(done[screen_language(language)])


@app.command(
    short_help="版を表示 (show the version)",
    help="版を表示する。\n\nShow the version.\n\n\b\n例 Example:\n  shirase version",
)
def version() -> None:
    """Print the version."""
    from hosting.version import version as version_of_the_project

    typer.echo(f"shirase {version_of_the_project()}")


def main() -> None:
    """The program `shirase`."""
    from hosting.ending import end_process

    try:
        app(prog_name="shirase")
    except SystemExit as ending:
        end_process(ending.code if isinstance(ending.code, int) else int(bool(ending.code)))


def _play(language: Language, data_dir: Path, **asked: Any) -> None:
    """Play a rehearsal in a folder of its own."""
    import asyncio

    from rich.console import Console

    from demo.options import DemoOptions, claim_folder
    from demo.run import run_demo

    folder = data_dir.expanduser().absolute()
    options = DemoOptions(language=language.value, data_dir=folder, **asked)
    claim_folder(folder)
    # An end by `kill` gives the screen back and stops the servers just as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    asyncio.run(run_demo(options, Console(stderr=options.as_json), _print_json))


def _print_json(options: "DemoOptions", result: "Summary") -> None:
    if options.as_json:
        typer.echo(result.model_dump_json())


for part in (opening, reading, reading_papers, law_reading, doctor):
    app.add_typer(part.app)

if __name__ == "__main__":
    main()
