"""Commands on threads: what was asked, answered, promised, noted, refused or taken back."""

from datetime import datetime
from typing import Annotated

import typer

from commands import completing, reading_work
from commands.acting_demands import assign, demand
from commands.acting_with import Acting, As, CommandId, act, carry_out, words_of
from commands.acting_work import TIME_FORMATS
from commands.options import Incident, ScreenLanguage
from commands.reading_threads import remind, show_thread
from commands.stated_facts import stated_facts
from contracts import decision_words as words
from contracts.decision_kinds import DecisionKind
from domain.facts import FactStatus
from domain.parties import StaffRole
from domain.threads import Demand, Direction, Speaker

threads = typer.Typer(
    name="thread",
    help="関係先とのやり取り。\n\nThreads: the talk with a party.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
threads.add_typer(reading_work.threads)
threads.command(
    name="show",
    help="一つの関係先とのやり取り。番号付きの求めと約束、期限、状態、発言の記録。\n\n"
    "One thread: numbered asks and promises with due time and state, then what was said.\n\n"
    "\b\n例 Example:\n  shirase thread show HAYATE app-vendor",
)(show_thread)
threads.command(
    name="remind",
    help="先方に送る督促文を作る。送信も記録もしない(送ったら thread reminded)。\n\n"
    "A reminder ready to be sent; nothing is sent or recorded (then: thread reminded).\n\n"
    "\b\n例 Example:\n  shirase thread remind HAYATE app-vendor",
)(remind)

Party = Annotated[
    str, typer.Argument(autocompletion=completing.parties, help="関係先の鍵。 The party's key.")
]
Number = Annotated[int, typer.Argument(min=1, help="求め・約束の番号。 Its number.")]
Summary = Annotated[str, typer.Option(help="内容。 The words.")]
Officer = Annotated[str, typer.Option(help="先方の担当者。 Whom of them we spoke to.")]
By = Annotated[Speaker, typer.Option(help="発言者(us 当社、them 先方)。 Who spoke.")]
At = Annotated[
    datetime | None,
    typer.Option("--at", help="発言の日時(既定は今)。 When.", formats=TIME_FORMATS),
]
Due = Annotated[
    datetime | None, typer.Option(help="期限(時差付き)。 By when.", formats=TIME_FORMATS)
]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", help="先方の説明(鍵=値)。 A fact that they state (key=value)."),
]
Certainty = Annotated[
    FactStatus, typer.Option("--fact-status", help="先方の言う確度。 How sure they say they are.")
]


threads.command(
    help="委託先などへの標準の求め(対象者の一覧、ログ、保全、正式な通知など)に番号を付けて\n"
    "記録する。文面は thread show で確認できる。送信はしない。\n\n"
    "The standard demands to a vendor, numbered, each with its clock; nothing is sent.\n\n"
    "\b\n例 Example:\n  shirase thread demand HAYATE app-vendor --standard",
)(demand)
threads.command(
    help="やり取りの担当(当社側)を決める。督促はこの担当に届く。\n\n"
    "Who of us leads the talk with a party and is reminded of it.\n\n"
    "\b\n例 Example:\n  shirase thread assign HAYATE app-vendor counsel"
)(assign)


def _say(
    incident: str,
    role: StaffRole,
    language: ScreenLanguage,
    command_id: str | None,
    said: dict[str, object],
    facts: tuple[list[str] | None, FactStatus] = (None, FactStatus.SUSPECTED),
) -> None:
    async def do(acting: Acting) -> str:
        spoken = words_of(words.ThreadWords, **said, facts=stated_facts(facts[0] or (), facts[1]))
        return await carry_out(acting, DecisionKind.THREAD_ENTRY, spoken)

    act(incident, role.value, language, do, command_id)


@threads.command(
    help="求めた、または求められた。番号と期限が付く。\n\n"
    "Something was asked, by us or them; it gets a number and a clock.\n\n"
    "\b\n例 Example:\n"
    "  shirase thread asked HAYATE police --by them --summary 通信記録の提出の依頼"
)
def asked(
    incident: Incident,
    party: Party,
    *,
    summary: Summary,
    by: By = Speaker.US,
    officer: Officer = "",
    due: Due = None,
    demand: Annotated[Demand, typer.Option(help="求めるもの。 What is asked for.")] = Demand.OTHER,
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Something was asked."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.ASKED,
        "text": summary,
        "by": by,
    }
    more = {"officer": officer, "reply_due_at": due, "demand": demand, "happened_at": at}
    _say(incident, role, language, command_id, said | more)


@threads.command(
    help="番号の求めに回答があった。先方の説明は --fact で、先方の説明として台帳に入る。\n\n"
    "The numbered ask was answered; --fact enters the ledger as stated by the party.\n\n"
    "\b\n例 Example:\n  shirase thread answered HAYATE app-vendor 4 --partial \\\n"
    "    --summary 3店舗分の一覧 --fact figure.people=at_most:800"
)
def answered(
    incident: Incident,
    party: Party,
    number: Number,
    *,
    summary: Summary,
    partial: Annotated[bool, typer.Option(help="一部の回答。 The rest stays open.")] = False,
    fact: Facts = None,
    fact_status: Certainty = FactStatus.SUSPECTED,
    officer: Officer = "",
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """The numbered ask was answered."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.ANSWERED,
        "text": summary,
        "answers": number,
    }
    more = {"complete": not partial, "officer": officer, "happened_at": at}
    _say(incident, role, language, command_id, said | more, (fact, fact_status))


@threads.command(
    help="番号の求めが断られた。後から回答があれば answered で記録できる。\n\n"
    "The numbered ask was refused; an answer may still come later.\n\n"
    "\b\n例 Example:\n  shirase thread refused HAYATE app-vendor 5 --summary 根拠がない"
)
def refused(
    incident: Incident,
    party: Party,
    number: Number,
    *,
    summary: Summary,
    officer: Officer = "",
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """The numbered ask was refused."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.REFUSED,
        "text": summary,
        "answers": number,
    }
    _say(incident, role, language, command_id, said | {"officer": officer, "happened_at": at})


@threads.command(
    help="約束があった。番号と期限が付く。守られたら answered で記録する。\n\n"
    "Something was promised, by us or them; `answered` records that it was kept.\n\n"
    "\b\n例 Example:\n  shirase thread promised HAYATE insurer --by them \\\n"
    "    --due 2026-01-10T12:00+09:00 --summary 調査会社の承認"
)
def promised(
    incident: Incident,
    party: Party,
    *,
    summary: Summary,
    by: By = Speaker.US,
    officer: Officer = "",
    due: Due = None,
    fact: Facts = None,
    fact_status: Certainty = FactStatus.SUSPECTED,
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Something was promised."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.PROMISED,
        "text": summary,
        "by": by,
    }
    more = {"officer": officer, "reply_due_at": due, "happened_at": at}
    _say(incident, role, language, command_id, said | more, (fact, fact_status))


@threads.command(
    help="その他の連絡。先方の説明は --by them --fact で台帳に入る。\n\n"
    "Something else was said; what they state enters the ledger with --by them --fact.\n\n"
    "\b\n例 Example:\n  shirase thread noted HAYATE police --summary 相談を受理"
)
def noted(
    incident: Incident,
    party: Party,
    *,
    summary: Summary,
    by: By = Speaker.US,
    officer: Officer = "",
    fact: Facts = None,
    fact_status: Certainty = FactStatus.SUSPECTED,
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Something else was said."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.NOTED,
        "text": summary,
        "by": by,
    }
    more = {"officer": officer, "happened_at": at}
    _say(incident, role, language, command_id, said | more, (fact, fact_status))


@threads.command(
    help="番号の求め・約束を取り下げる。理由が必要。\n\n"
    "Take the numbered ask back, for a reason.\n\n"
    "\b\n例 Example:\n  shirase thread withdrawn HAYATE app-vendor 2 --summary 受領済み"
)
def withdrawn(
    incident: Incident,
    party: Party,
    number: Number,
    *,
    summary: Summary,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """The numbered ask is withdrawn."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.WITHDRAWN,
        "text": summary,
        "answers": number,
    }
    _say(incident, role, language, command_id, said)


@threads.command(
    help="番号の求めを督促した。期限は変わらない。\n\n"
    "The other side was reminded; the due time stays.\n\n"
    "\b\n例 Example:\n  shirase thread reminded HAYATE app-vendor 4 --summary メールと電話で督促"
)
def reminded(
    incident: Incident,
    party: Party,
    number: Number,
    *,
    summary: Summary,
    officer: Officer = "",
    at: At = None,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """The other side was reminded."""
    said: dict[str, object] = {
        "party": party,
        "direction": Direction.REMINDED,
        "text": summary,
        "answers": number,
    }
    _say(incident, role, language, command_id, said | {"officer": officer, "happened_at": at})
