"""The report for the board as files in a folder: page, PDF, picture, workbook."""

from pathlib import Path

import typer

from commands.sentences import Language, NotPossible, one_sentence


def write_dossier(
    incident: str, out: Path | None, *, as_json: bool, language: Language | None
) -> None:
    """Make the report and name its files; without a folder in one of the incident's code name.

    Exits with a sentence where the incident is unknown or the folder cannot be written.
    """
    with one_sentence(language):
        from commands.context import find_incident, reader
        from commands.dossier_reading import read_dossier
        from printing.board_report import report_html, report_pdf, report_sheets
        from printing.sheets import as_workbook
        from register.incidents import read_incident
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            identity = find_incident(register, incident)
            report = read_dossier(register, identity, settings.language)
            if out is None:
                with register.reading() as connection:
                    sealer = register.sealer(identity, connection)
                    code_name = read_incident(connection, sealer, identity).code_name
                out = Path(f"report-{code_name}")
        made = {
            "report.html": report_html(report).encode(),
            "report.pdf": report_pdf(report),
            "course.svg": report.svg.encode(),
            "tables.xlsx": as_workbook(report_sheets(report), report.made_at),
        }
        for name, content in made.items():
            write_private(out / name, content)
        paths = [str(out / name) for name in made]
        typer.echo(json_of({"files": paths}) if as_json else "\n".join(paths))


def write_private(path: Path, content: bytes) -> None:
    """A file only its owner may read: it names people and what was decided.

    Raises:
        NotPossible: nothing can be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError:
        raise NotPossible(
            en=f"{path} cannot be written. Name a file or folder that you may write to.",
            ja=f"{path} に書き込めません。書き込めるファイルまたはフォルダーを指定してください。",
        ) from None
