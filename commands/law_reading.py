"""Commands that read the law: one rule's dates, and what is encoded. They need no register."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import AsJson, ScreenLanguage
from commands.sentences import one_sentence, screen_language

app = typer.Typer()


@app.command(
    short_help="一つの規則の期限を算定 (one rule's dates)",
    help="規則と起算日から、目標と期限、算定の説明、根拠を示す。事案も記録簿も要らない。\n\n"
    "Target and limit of one rule from the day it counts from, how they were reckoned, and the "
    "source. Needs neither incident nor register.\n\n"
    "\b\n例 Example:\n  shirase due jp-appi/final --from 2026-11-21\n"
    "  shirase due eu-gdpr/authority --from 2026-11-20T14:20 \\\n"
    "      --tz Europe/Berlin --json",
)
def due(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="規則の番号。 A rule's id: jp-appi/final.")
    ],
    *,
    when: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="WHEN",
            help="起算の日、または時刻。 The day or time that the rule counts from.",
            show_default=False,
        ),
    ],
    tz: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="時差のない時刻の時間帯。 The zone of a time that is written without one.",
            show_default=False,
        ),
    ] = None,
    aware: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="二つ目の期限の起算（DORA の24時間など）。 What a second limit counts from.",
            show_default=False,
        ),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option(
            metavar="STATE",
            help="EU加盟国の休日と時間帯による。 A member state, for its holidays and zone: DE.",
            show_default=False,
        ),
    ] = None,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Compute one rule."""
    with one_sentence(language):
        from commands.law_finding import compute_due
        from regimes.loader import use_folder
        from settings import Settings

        use_folder(Settings.load().regimes_dir)
        found = compute_due(rule, when, tz=tz, aware=aware, member=member)
        spoken = screen_language(language)
        if as_json:
            from screens.law_json import clock_json, one_line

            typer.echo(one_line(clock_json(found, spoken)))
            return
        from screens.console import show
        from screens.rule_screens import rule_clock

        show(rule_clock(found, spoken))


@app.command(
    short_help="事案ファイルの全義務を算定 (all duties of an incident file)",
    help="事案ファイルを開かずに、全員の義務と期限、当たらない規則とその理由を示す。\n\n"
    "All duties and clocks of an incident file, without opening it, and what is not owed and "
    "why.\n\n"
    "\b\n例 Example:\n  shirase duties incident.yaml\n  shirase duties incident.yaml --json",
)
def duties(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="事案ファイル。 An incident file.")],
    *,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """Compute an incident file."""
    with one_sentence(language):
        from commands.law_file import assess_file
        from regimes.loader import use_folder
        from settings import Settings

        use_folder(Settings.load().regimes_dir)
        assessment, others = assess_file(file)
        spoken = screen_language(language)
        if as_json:
            from screens.law_json import assessment_json, one_line

            typer.echo(one_line(assessment_json(assessment, others, spoken)))
            return
        from screens.assessment_screen import assessment_screen
        from screens.console import show

        show(assessment_screen(assessment, spoken))


@app.command(
    short_help="収録している規則 (the rules that are encoded)",
    help="収録している法令と規則。施行日と、一次資料と照合済みかどうか。\n\n"
    "Every law and rule that is encoded, in force since when, verified or not.\n\n"
    "\b\n例 Example:\n  shirase regimes jp-appi\n  shirase regimes --schema > regime.schema.json",
)
def regimes(
    law: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAW]", help="一つの法令だけ。 One law only: jp-appi.", show_default=False
        ),
    ] = None,
    *,
    schema: Annotated[
        bool, typer.Option("--schema", help="規則ファイルの JSON Schema。 A rule file's schema.")
    ] = False,
    as_json: AsJson = False,
    language: ScreenLanguage = None,
) -> None:
    """List what is encoded."""
    with one_sentence(language):
        import json

        from commands.sentences import NotPossible
        from domain.regimes import Regime
        from regimes.loader import load_bundled, use_folder
        from settings import Settings

        if schema:
            typer.echo(json.dumps(Regime.model_json_schema(), ensure_ascii=False, indent=2))
            return
        use_folder(Settings.load().regimes_dir)
        known = load_bundled()
        found = tuple(regime for regime in known if law in {None, regime.id})
        if not found:
            names = ", ".join(regime.id for regime in known)
            raise NotPossible(
                en=f"No law is called {law}. There are: {names}.",
                ja=f"法令 {law} はありません。収録しているもの: {names}",
            )
        if as_json:
            from screens.law_json import one_line, rule_json

            listed = [rule_json(rule) for regime in found for rule in regime.rules]
            typer.echo(one_line({"rules": listed}))
            return
        from screens.console import show
        from screens.rule_screens import regime_list

        show(regime_list(found, screen_language(language)))
