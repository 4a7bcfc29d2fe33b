"""Commands on the contact desk: tested, and how it stands."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import one_sentence
from contracts.channel_words import DeskTested
from contracts.decision_kinds import DecisionKind
from domain.parties import StaffRole
from register.desk_tests import DeskTest, desk_cap, read_desk_tests

desks = typer.Typer(
    name="desk",
    help="問い合わせ窓口。\n\nThe contact desk.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
JAPAN = ZoneInfo("Asia/Tokyo")
_WORDS = {
    "ja": {
        "none": "窓口の試験はまだ記録されていません。`shirase desk test` で記録します。",
        "shut": "最後の試験が不合格のため、一斉通知は始められません。",
        "passed": "合格",
        "failed": "不合格",
        "line": "{at} {result} {phone}（{hours}）\n  1時間に{hour:,}件・1日に{day:,}件、記録 {by}",
        "cap": "1時間に通知する人数は最大{people:,}名です"
        "(緊急の一斉通知は終日のため{urgent:,}名)。\n"
        "  応答できる件数は1時間に{an_hour:,}件、1日分を送信時間帯{hours:g}時間で割ると"
        "{by_day:,}件。\n  少ない方と、1,000名あたり{per_mille}件の問い合わせの見込みによります。",
    },
    "en": {
        "none": "No test of the desk is on record yet: `shirase desk test` records one.",
        "shut": "The last test failed: no wave starts.",
        "passed": "passed",
        "failed": "failed",
        "line": "{at} {result} {phone} ({hours})\n  {hour:,} an hour, {day:,} a day, by {by}",
        "cap": "At most {people:,} people an hour are told "
        "({urgent:,} by an urgent wave, which sends at any hour).\n"
        "  The desk answers {an_hour:,} an hour, by its day {by_day:,} in each of\n"
        "  {hours:g} hours of sending; the smaller counts, with {per_mille} contacts\n"
        "  expected of 1,000 told.",
    },
}


@desks.command(
    name="test",
    help="窓口に実際に電話をかけた結果を記録する。合格の記録がなければ一斉通知は始められない。\n"
    "件数の能力は、1時間に通知する人数の上限になる。\n\n"
    "Record a real test call to the desk. No wave starts without one; the capacity caps how many "
    "people are told in an hour.\n\n"
    "\b\n例 Example:\n"
    "  shirase desk test HAYATE --phone 0120-000-001 --hours 9時から18時 \\\n"
    "      --per-hour 120 --per-day 1000 --independent 回線も名簿も事案の系統と別",
)
def record_test(
    incident: Incident,
    *,
    phone: Annotated[str, typer.Option(help="かけた番号。 The number that was called.")],
    hours: Annotated[str, typer.Option(help="受付時間。 Its hours.")],
    per_hour: Annotated[int, typer.Option(min=0, help="1時間に応答できる件数。 An hour.")],
    per_day: Annotated[int, typer.Option(min=0, help="1日に応答できる件数。 A day.")],
    independent: Annotated[
        str, typer.Option(help="事案の影響を受けない理由。 Why it is not hit.")
    ] = "",
    per_mille: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=1000,
            help="通知1,000名あたりの問い合わせの見込み。 Contacts expected of 1,000 told.",
            show_default=False,
        ),
    ] = None,
    failed: Annotated[str, typer.Option(help="不合格の内容。 What failed.")] = "",
    role: As = StaffRole.CONTACT_DESK,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record a test of the contact desk."""

    async def do(acting: Acting) -> str:
        words = words_of(
            DeskTested,
            phone=phone,
            hours=hours,
            contacts_an_hour=per_hour,
            contacts_a_day=per_day,
            independent=independent,
            per_mille=per_mille,
            failed=failed,
        )
        return await carry_out(acting, DecisionKind.DESK_TESTED, words)

    act(incident, role.value, language, do, command_id)


@desks.command(
    name="list",
    help="窓口の試験の一覧と、いま1時間に通知できる人数の上限。\n\n"
    "The tests of the desk, and how many people an hour are told at most by now.\n\n"
    "\b\n例 Example:\n  shirase desk list HAYATE",
)
def list_tests(
    incident: Incident, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """List the tests of the contact desk."""
    with one_sentence(language):
        from commands.context import find_incident, reader
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register), register.reading() as connection:
            identity = find_incident(register, incident)
            sealer = register.sealer(identity, connection)
            tests = read_desk_tests(connection, sealer, identity)
            works = bool(tests) and tests[-1].passed
            cap = desk_cap(connection, identity) if works else None
        words = _WORDS[settings.language]
        if as_json:
            capped = {
                "people_an_hour": cap.people if cap else None,
                "urgent_people_an_hour": cap.urgent if cap else None,
            }
            typer.echo(json_of({"tests": [asdict(test) for test in tests], **capped}))
            return
        for test in tests:
            typer.echo(_line(test, words))
        typer.echo(
            words["cap"].format(**cap._asdict()) if cap else words["shut" if tests else "none"]
        )


def _line(test: DeskTest, words: dict[str, str]) -> str:
    return words["line"].format(
        result=words["passed" if test.passed else "failed"],
        phone=test.words["phone"],
        hours=test.words["hours"],
        hour=test.contacts_an_hour,
        day=test.contacts_a_day,
        at=_local(test.tested_at),
        by=test.recorded_by,
    )


def _local(moment: datetime) -> str:
    return moment.astimezone(JAPAN).strftime("%Y-%m-%d %H:%M")
