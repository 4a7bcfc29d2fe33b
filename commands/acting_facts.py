"""`shirase fact`: enter, correct, take back and decide facts, and read the story of one."""

from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from commands import acting_incident, reading_ledger
from commands.acting_with import Acting, As, CommandId, Reason, act, given, words_of
from commands.fact_times import AsOf, time_of_fact
from commands.facts_again import said_before
from commands.ledger_reading import entry_json, ledger_of
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import NotPossible, one_sentence
from commands.typed_figures import corrected_figure
from domain.facts import Fact, FactStatus, Ledger, LedgerEntry
from domain.figures import FigureKind, FigureUnit
from domain.parties import StaffRole

ADD = "add"
NEAR_AT_MOST = 3


class AddingGroup(TyperGroup):
    """A group in which `add` may be left out: `shirase fact HAYATE cause --say 設定の誤り`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named; an incident in its place means `add`."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            args = [ADD, *args]
        return super().resolve_command(ctx, args)


facts = typer.Typer(
    name="fact",
    cls=AddingGroup,
    help="事実の記録、訂正、取下げ、決定、履歴。\n\n"
    "Facts: entered, corrected, taken back, decided, and their history.\n\n"
    "\b\n例 Example:\n  shirase fact HAYATE cause --status suspected --say 設定の誤りとみられます",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
facts.command(
    name=ADD,
    help="事実台帳に1件を記録する。同じ鍵の前の内容は履歴に残る。他者の説明は --source、"
    "主張にすぎないものは --claimed-by で分けて残す。\n\n"
    "Enter one fact; what stood under the key stays in its history. What a party states: --source; "
    "what somebody only claims: --claimed-by, which feeds no words, counts or duties.\n\n"
    "\b\n例 Example:\n  shirase fact add HAYATE cause --status suspected --say 設定の誤り\n"
    "  shirase fact add HAYATE figure.claimed --number 100000 --claimed-by 投稿者",
)(acting_incident.fact)

facts.command(
    name="list",
    help="現在の事実、決まっていない食い違い、第三者の主張の一覧。\n\n"
    "What is in force, what competes undecided, what others claim.\n\n"
    "\b\n例 Example:\n  shirase fact list HAYATE",
)(reading_ledger.show_ledger)

Key = Annotated[str, typer.Argument(help="事実の鍵(cause など)。 The fact's key.")]


@facts.command(
    help="記録済みの事実を、理由を付けて訂正する。文書の食い違いはこの訂正で解ける。"
    "指定しない項目は前のまま。\n\n"
    "Correct a fact openly, for a reason; documents may differ from earlier ones by it. What is "
    "not given stays as it was.\n\n"
    "\b\n例 Example:\n"
    "  shirase fact correct HAYATE figure.people --number 132 --reason 重複を除いた\n"
    "  shirase fact correct HAYATE figure.people --count-kind withheld \\\n"
    "      --reason 捜査上の理由",
)
def correct(
    incident: Incident,
    key: Key,
    *,
    reason: Reason,
    say: Annotated[str | None, typer.Option(help="内容。 The statement.")] = None,
    status: Annotated[FactStatus | None, typer.Option(help="確度。 How sure.")] = None,
    number: Annotated[int | None, typer.Option(min=0, help="件数。 A count.")] = None,
    unit: Annotated[FigureUnit | None, typer.Option(help="件数の単位。 Its unit.")] = None,
    count_kind: Annotated[
        FigureKind | None, typer.Option(help="件数の確かさ。 How the count is meant.")
    ] = None,
    moment: Annotated[
        datetime | None,
        typer.Option(help="日時(時差付き)。 A time.", formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%d%z"]),
    ] = None,
    as_of: AsOf = None,
    source: Annotated[
        str | None,
        typer.Option(
            help="誰の説明か(関係先の鍵)。新しい内容の既定は自社。"
            " Who states it; what is new is ours unless stated."
        ),
    ] = None,
    public: Annotated[
        bool | None, typer.Option("--public/--not-public", help="公表してよいか。 Public or not.")
    ] = None,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Correct a fact."""

    async def do(acting: Acting) -> str:
        entry = _in_force(_ledger(acting), key)
        fact = entry.fact
        changed = corrected_figure(fact.figure, number, unit, count_kind)
        given_value = any(value is not None for value in (say, number, moment, count_kind))
        new_source = acting.party(source).key if source else None
        if new_source is None and given_value:
            new_source = acting.ourselves()
        # Whether it may be told, or how sure we are, is not about another time.
        about = time_of_fact(as_of) if given_value or as_of else fact.as_of
        sure = status or (fact.status if fact.is_stated or not given_value else FactStatus.KNOWN)
        words = {
            "status": sure,
            "statement": fact.statement if say is None else say,
            "figure": changed,
            "moment": moment or fact.moment,
            "as_of": about,
            "source": new_source or fact.source,
            "public": fact.public if public is None else public,
        }
        return await _enter(acting, entry, fact.model_copy(update=words), reason, role)

    act(incident, role.value, language, do, command_id)


@facts.command(
    help="記録済みの事実を、理由を付けて取り下げる。以後の文書では繰り返さない。\n\n"
    "Take a fact back, for a reason; documents no longer repeat it.\n\n"
    "\b\n例 Example:\n  shirase fact withdraw HAYATE cause --reason 調査で否定された",
)
def withdraw(
    incident: Incident,
    key: Key,
    *,
    reason: Reason,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Take a fact back."""

    async def do(acting: Acting) -> str:
        entry = _in_force(_ledger(acting), key)
        taken = entry.fact.model_copy(
            update={"status": FactStatus.WITHDRAWN, "as_of": datetime.now(UTC)}
        )
        return await _enter(acting, entry, taken, reason, role)

    act(incident, role.value, language, do, command_id)


@facts.command(
    help="食い違う値のうち、どれを採るかを人が決める。決めるまで、その件数を読む文書は発出できない。"
    "\n\nDecide which of competing values counts; until then nothing that reads a public figure of "
    "them may leave.\n\n"
    "\b\n例 Example:\n  shirase fact decide HAYATE figure.people --source app-vendor \\\n"
    "      --reason 当社の記録と突き合わせた",
)
def decide(
    incident: Incident,
    key: Key,
    *,
    source: Annotated[str, typer.Option(help="採る値の出所(関係先の鍵)。 Whose value counts.")],
    reason: Reason,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Decide between competing values."""

    async def do(acting: Acting) -> str:
        shirase = acting.commander.shirase
        if said := said_before(acting):
            again = await shirase.record_facts(acting.incident_id, said, given(acting))
            return again.sentence
        ledger = _ledger(acting)
        entry = _in_force(ledger, key)
        chosen = _chosen(ledger, key, source)
        # What others state enters as not public; whether it may be told is as it was.
        public = {"public": chosen.fact.public or entry.fact.public}
        return await _enter(acting, entry, chosen.fact.model_copy(update=public), reason, role)

    act(incident, role.value, language, do, command_id)


@facts.command(
    help="一つの事実の履歴。版、時点、出所、訂正の理由、併記と主張。\n\n"
    "The story of one fact: revisions, times, sources, reasons, what stands beside it.\n\n"
    "\b\n例 Example:\n  shirase fact history HAYATE figure.people",
)
def history(
    incident: Incident, key: Key, *, as_json: AsJson = False, language: ScreenLanguage = None
) -> None:
    """Show the story of a fact."""
    with one_sentence(language):
        from commands.context import reader
        from screens.console import show
        from screens.ledger_table import history_screen
        from screens.plain_json import as_json as json_of

        with reader(language) as (settings, register):
            ledger = ledger_of(register, incident)
        entries = (*ledger.history(key), *ledger.claimed(key))
        if not entries:
            raise _no_such_fact(ledger, key)
        if as_json:
            listed = [entry_json(ledger, entry) for entry in entries]
            typer.echo(json_of({"key": key, "entries": listed}))
        else:
            show(*history_screen(ledger, key, settings.language))


async def _enter(
    acting: Acting, entry: LedgerEntry, fact: Fact, reason: str, role: StaffRole
) -> str:
    stated = words_of(
        Fact,
        **fact.model_dump(exclude={"corrects", "reason", "vouched_by"}),
        vouched_by=role.value,
        corrects=entry.revision,
        reason=reason,
    )
    shirase = acting.commander.shirase
    return (await shirase.record_facts(acting.incident_id, [stated], given(acting))).sentence


def _ledger(acting: Acting) -> Ledger:
    return ledger_of(acting.commander.register, acting.incident_id)


def _in_force(ledger: Ledger, key: str) -> LedgerEntry:
    found = ledger.current().get(key)
    if found is None:
        raise _no_such_fact(ledger, key)
    return found


def _chosen(ledger: Ledger, key: str, source: str) -> LedgerEntry:
    competing = ledger.competing().get(key, ())
    found = next((entry for entry in competing if entry.fact.source == source), None)
    if found is not None:
        return found
    sources = ", ".join(entry.fact.source for entry in competing)
    if not sources:
        raise NotPossible(
            en="No values compete under this key; `shirase fact correct` puts it right.",
            ja="この鍵に食い違う値はありません。直すには `shirase fact correct` を使ってください。",
        )
    raise NotPossible(
        en=f"Nobody of that key states a competing value. There is: {sources}",
        ja=f"その出所の値はありません。あるもの: {sources}",
    )


def _no_such_fact(ledger: Ledger, key: str) -> NotPossible:
    known = sorted({entry.fact.key for entry in (*ledger.entries, *ledger.claims)})
    near = get_close_matches(key, known, NEAR_AT_MOST, 0.4)
    listed = ", ".join(near or known[:NEAR_AT_MOST])
    return NotPossible(
        en=f"The ledger holds no fact of this key. Near it: {listed or 'none'}. "
        "A new one: shirase fact add",
        ja=f"この鍵の事実は台帳にありません。近い鍵: {listed or 'なし'}。"
        "新しく記録するには shirase fact add を使ってください。",
    )
