"""Commands that read words: documents, one document, the timeline, the log."""

from typing import Annotated

import typer

from commands import completing
from commands.options import AsJson, Incident, ScreenLanguage
from commands.paper_options import OutFile, PaperFormat
from commands.sentences import EXIT_FOUND_WRONG, one_sentence

app = typer.Typer()


@app.command(
    short_help="文書の一覧 (documents)",
    help="文書の番号、種類、状態、足りない承認、発出、受付番号、これまでの文面の数。\n\n"
    "Documents: number, kind, state, missing approvals, issue, receipt, how many texts.\n\n"
    "\b\n例 Example:\n  shirase documents HAYATE",
)
def documents(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show the documents of an incident."""
    with one_sentence(language):
        from commands.context import reader
        from commands.document_reading import read_completeness
        from commands.document_texts import text_json, texts_of
        from commands.looking import look_at
        from screens.board_json import document_json
        from screens.console import show
        from screens.document_table import document_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            seen = look_at(register, incident, settings.language)
            found = seen.board.documents
            known = read_completeness(register, seen.board)
            texts = texts_of(register, seen.board)
            if as_json:
                listed = [
                    {
                        **document_json(item, seen.missing.get(item.number, ())),
                        "complete_percent": known[item.number].percent,
                        "unknown_facts": known[item.number].unknown,
                        "texts": [text_json(text) for text in texts[item.number]],
                    }
                    for item in found
                ]
                typer.echo(json_of({"documents": listed}))
            else:
                percent = {number: meter.percent for number, meter in known.items()}
                counts = {number: len(had) for number, had in texts.items()}
                show(document_table(found, seen.missing, settings.language, percent, counts))


@app.command(
    name="show",
    short_help="文書を読む (read a document)",
    help="文書の文面。ご本人の欄は〔氏名〕のように示す。宛先ごとに違う文書は --to で選ぶ。\n\n"
    "A document's words, fields of a person as 〔name〕; --to where each addressee has its own.\n\n"
    "\b\n例 Example:\n  shirase show HAYATE 3\n  shirase show HAYATE 3 --out notice.html\n"
    "  shirase show HAYATE 3 --format docx --out notice.docx\n"
    "  shirase show HAYATE 3 --earlier 1",
)
def show_document(  # noqa: PLR0913 - each is an option of the command
    incident: Incident,
    number: Annotated[
        int,
        typer.Argument(
            min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
        ),
    ],
    *,
    addressee: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="KEY",
            help="宛先の鍵。 The addressee's key.",
            show_default=False,
        ),
    ] = None,
    earlier: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="TEXT",
            help="以前の文面の番号。 The number of an earlier text.",
            show_default=False,
        ),
    ] = None,
    only_text: Annotated[bool, typer.Option("--text", help="本文だけ。 The text alone.")] = False,
    only_html: Annotated[bool, typer.Option("--html", help="HTML。 The HTML alone.")] = False,
    wanted: PaperFormat = None,
    out: OutFile = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show the words of a document."""
    with one_sentence(language):
        from commands.context import reader
        from commands.document_reading import read_page
        from commands.paper_formats import write_out
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            page = read_page(register, incident, number, addressee, settings.language, text=earlier)
        typed = wanted or ("html" if only_html else "text" if only_text else None)
        if as_json:
            typer.echo(json_of(page.as_json()))
        elif out is not None or typed is not None:
            write_out(page.written_as, typed, out)
        else:
            typer.echo(page.with_head(settings.language))


@app.command(
    short_help="経過 (what was done, when, by whom)",
    help="いつ、誰が、何をしたか。時刻は事案の時刻(日本時間)。\n\n"
    "What was done, by whom, when; times are case times in Japan.\n\n"
    "\b\n例 Example:\n  shirase timeline HAYATE",
)
def timeline(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show what was done, oldest first."""
    with one_sentence(language):
        from commands.context import reader
        from commands.log_reading import read_log
        from screens.act_words import BOOKKEEPING
        from screens.board_json import line_json
        from screens.console import show
        from screens.log_table import timeline_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            lines, log = read_log(register, incident, settings.language)
            done = [
                line
                for _, line in lines
                if line.outcome == "done" and line.action not in BOOKKEEPING
            ]
            if as_json:
                told = [{**line_json(line), "words": log.in_words(line)} for line in done]
                typer.echo(json_of({"timeline": told}))
            else:
                show(timeline_table(done, log, settings.language))


@app.command(
    short_help="監査記録とその検証 (the audit log, verified)",
    help="拒否された試みも含むすべての記録。--verify は連鎖を検証し、合わない最初の行を示す。\n\n"
    "Every line, refused attempts too. --verify checks the chain of hashes, for which no key is\n"
    "needed, and names the first line that does not fit (exit code 1).\n\n"
    "\b\n例 Example:\n  shirase log HAYATE --verify",
)
def log(
    incident: Incident,
    *,
    verify: Annotated[
        bool, typer.Option(help="連鎖を検証する。 Verify the chain.", show_default=False)
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Show the whole log, or verify it."""
    with one_sentence(language):
        from commands.context import reader
        from commands.log_reading import read_log, verify_log
        from screens.board_json import line_json
        from screens.console import show
        from screens.log_table import log_table
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            if verify:
                verified = verify_log(register, incident)
                told = json_of(verified.as_json()) if as_json else verified.said(settings.language)
                typer.echo(told)
                raise typer.Exit(0 if verified.holds else EXIT_FOUND_WRONG)
            lines, words = read_log(register, incident, settings.language)
            if as_json:
                typer.echo(json_of({"lines": [line_json(line, at) for at, line in lines]}))
            else:
                show(log_table(lines, words, settings.language))
