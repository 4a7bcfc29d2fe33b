"""Commands on the incident itself: facts, phase, severity, duties, closing, notes."""

from datetime import datetime
from typing import Annotated

import typer

from command_channel import CommandRefused
from commands import completing
from commands.acting_with import Acting, As, CommandId, Reason, act, carry_out, given, words_of
from commands.answer_words import answer_in
from commands.closing_list import not_closed
from commands.containment_warning import containment_warning
from commands.fact_keys import remark_on, require_moment
from commands.fact_times import AsOf, time_of_fact
from commands.finding import find_duty
from commands.options import Incident, ScreenLanguage
from commands.sentences import one_sentence
from commands.typed_figures import new_figure
from contracts.decision_kinds import DecisionKind
from contracts.decision_words import ClockAcknowledged, DecideSeverity, Note, RoleDecided
from domain.facts import Fact, FactStatus
from domain.figures import FigureKind, FigureUnit
from domain.parties import PartyRole, StaffRole
from domain.phases import Phase
from domain.severity import Severity
from register.ledger import ledger_keys

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(
    short_help="事実を記録 (record a fact)",
    help="事実台帳に1件を記録する。同じ鍵の前の内容は履歴に残る。\n\n"
    "Enter one fact into the ledger; what stood under the key before stays in its history.\n\n"
    "\b\n例 Example:\n  shirase fact HAYATE cause --status suspected --say 設定の誤りとみられます",
)
def fact(
    incident: Incident,
    key: Annotated[str, typer.Argument(help="事実の鍵(cause など)。 The fact's key.")],
    *,
    say: Annotated[str, typer.Option(help="内容。 The statement.")] = "",
    status: Annotated[FactStatus, typer.Option(help="確度。 How sure.")] = FactStatus.KNOWN,
    number: Annotated[int | None, typer.Option(min=0, help="件数。 A count.")] = None,
    unit: Annotated[FigureUnit, typer.Option(help="件数の単位。 Its unit.")] = FigureUnit.PEOPLE,
    count_kind: Annotated[
        FigureKind, typer.Option(help="件数の確かさ。 How the count is meant.")
    ] = FigureKind.EXACT,
    moment: Annotated[
        datetime | None,
        typer.Option(help="日時(時差付き)。 A time.", formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%d%z"]),
    ] = None,
    as_of: AsOf = None,
    source: Annotated[
        str | None, typer.Option(help="誰の説明か(関係先の鍵)。 Who states it.")
    ] = None,
    claimed_by: Annotated[
        str,
        typer.Option(help="主張にすぎないときの主張者。 Who only claims it; kept apart."),
    ] = "",
    public: Annotated[bool, typer.Option(help="公表してよいか。 May be published.")] = False,
    new_key: Annotated[
        bool,
        typer.Option(
            "--new-key",
            help="既知の鍵に似た独自の鍵を使う。 A key of your own, though near a known one.",
        ),
    ] = False,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Record one fact."""

    async def do(acting: Acting) -> str:
        figure = new_figure(number, unit, count_kind)
        stated = words_of(
            Fact,
            key=key,
            status=status,
            statement=say,
            figure=figure,
            moment=moment,
            as_of=time_of_fact(as_of),
            source=acting.party(source).key if source else acting.ourselves(),
            vouched_by=role.value,
            public=public,
            claimed_by=claimed_by,
        )
        house = acting.commander
        spoken = house.settings.language
        remark = remark_on(key, _keys_used(acting), spoken, is_new=new_key)
        done = await house.shirase.record_facts(acting.incident_id, [stated], given(acting))
        return answer_in(done.sentence, spoken) + remark

    with one_sentence(language):
        require_moment(key, status, say, moment)
    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="段階を進める (change the phase)",
    help="事案の段階を変える。\n\nMove the incident to another phase.\n\n"
    "\b\n例 Example:\n  shirase phase HAYATE containing",
)
def phase(
    incident: Incident,
    to: Annotated[Phase, typer.Argument(help="次の段階。 The next phase.")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Change the phase."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        changed = await shirase.change_phase(acting.incident_id, to, given(acting))
        return changed.sentence + containment_warning(acting, to)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="重大度を決める (decide the severity)",
    help="重大度を決める。提案と異なるときは理由が必要。\n\n"
    "Decide the severity; a reason is needed where it is not the proposed one.\n\n"
    "\b\n例 Example:\n  shirase severity HAYATE high --reason 公表されているため",
)
def severity(
    incident: Incident,
    level: Annotated[Severity, typer.Argument(help="重大度。 The severity.")],
    *,
    reason: Reason = "",
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide the severity."""

    async def do(acting: Acting) -> str:
        words = words_of(DecideSeverity, severity=level, reason=reason)
        return await carry_out(acting, DecisionKind.DECIDE_SEVERITY, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="立場を決める (decide a legal role)",
    help="関係先の法的な立場を法務が決める。\n\nCounsel decides the legal standing of a party.\n\n"
    "\b\n例 Example:\n  shirase role HAYATE us entrustee --reason 契約書のとおり",
)
def role(
    incident: Incident,
    party: Annotated[str, typer.Argument(help="関係先の鍵。 The party's key.")],
    standing: Annotated[PartyRole, typer.Argument(help="立場。 The standing.")],
    *,
    reason: Reason,
    as_role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide a party's legal standing."""

    async def do(acting: Acting) -> str:
        words = words_of(RoleDecided, party=party, role=standing, reason=reason)
        return await carry_out(acting, DecisionKind.ROLE_DECIDED, words)

    act(incident, as_role.value, language, do, command_id)


@app.command(
    short_help="義務を対応不要とする (settle a duty)",
    help="義務が当てはまらないと法務が判断する。法的な根拠が必要。\n\n"
    "Counsel declares a duty not applicable, on a legal ground.\n\n"
    "\b\n例 Example:\n  shirase settle HAYATE final:ourselves:ppc --ground 法26条1項ただし書",
)
def settle(
    incident: Incident,
    duty: Annotated[
        str,
        typer.Argument(
            autocompletion=completing.duties, help="義務の鍵(clocks で確認)。 The duty's key."
        ),
    ],
    *,
    ground: Annotated[str, typer.Option(help="法的な根拠。 The legal ground.")],
    role: As = StaffRole.COUNSEL,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Declare a duty not applicable."""

    async def do(acting: Acting) -> str:
        key = find_duty(acting.board(), duty).key
        shirase = acting.commander.shirase
        said = await shirase.settle_duty(acting.incident_id, key, ground, given(acting))
        return f"{said.sentence}: {duty}"

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="期限を引き受ける (take a clock up)",
    help="義務、作業または回答待ちを引き受ける。次の段階まで督促が止まる。\n\n"
    "Take up a duty, a task or an awaited reply: silent until its next rung.\n\n"
    "\b\n例 Example:\n  shirase take HAYATE preliminary:merchant-a:ppc",
)
def take(
    incident: Incident,
    key: Annotated[
        str, typer.Argument(autocompletion=completing.duties, help="期限の鍵。 The clock's key.")
    ],
    *,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Take up a clock."""

    async def do(acting: Acting) -> str:
        board = acting.board()
        whole = key if "|" in key else find_duty(board, key).key
        words = words_of(ClockAcknowledged, key=whole)
        return await carry_out(acting, DecisionKind.CLOCK_ACKNOWLEDGED, words)

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="覚え書き (a note)",
    help="記録に一文を残す。\n\nLeave a line in the log.\n\n"
    "\b\n例 Example:\n  shirase note HAYATE 対策本部を設置した",
)
def note(
    incident: Incident,
    text: Annotated[str, typer.Argument(help="内容。 The words.")],
    *,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Leave a note."""

    async def do(acting: Acting) -> str:
        return await carry_out(acting, DecisionKind.NOTE, words_of(Note, text=text))

    act(incident, role.value, language, do, command_id)


@app.command(
    short_help="終結 (close the incident)",
    help="事案を終結する。残っているものがあれば列挙して断る。\n\n"
    "Close the incident; refused with the list of what is open.\n\n"
    "\b\n例 Example:\n  shirase close HAYATE",
)
def close(
    incident: Incident,
    *,
    false_alarm: Annotated[
        bool, typer.Option("--false-alarm", help="誤報だった。 It was a false alarm.")
    ] = False,
    role: As = StaffRole.COMMANDER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Close the incident."""

    async def do(acting: Acting) -> str:
        end = Phase.FALSE_ALARM if false_alarm else Phase.CLOSED
        shirase = acting.commander.shirase
        try:
            return (await shirase.close(acting.incident_id, given(acting), end)).sentence
        except CommandRefused as refused:
            raise not_closed(acting, end, str(refused)) from None

    act(incident, role.value, language, do, command_id)


def _keys_used(acting: Acting) -> frozenset[str]:
    """The keys of which this incident says something already."""
    register = acting.commander.register
    with register.reading() as connection:
        return ledger_keys(connection, acting.incident_id)
