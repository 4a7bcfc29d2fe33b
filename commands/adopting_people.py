"""`shirase people adopt`: what the imported lists count becomes facts, by a person's decision."""

from collections.abc import Iterable
from typing import Annotated

import typer

from commands.acting_with import Acting, As, CommandId, act, given
from commands.answer_words import answer_in
from commands.facts_again import said_before
from commands.options import Incident, ScreenLanguage
from commands.sentences import NotPossible
from domain.facts import Fact, Ledger
from domain.figures import FigureKind
from domain.parties import StaffRole
from domain.wording import Language
from register.incidents import read_incident
from register.ledger import read_ledger
from register.list_figures import PEOPLE, SHARE, SOURCE, counted_lists, not_adopted
from screens.words import ScreenLanguage as Spoken

app = typer.Typer(add_completion=False, rich_markup_mode=None)
_WORDS: dict[Spoken, dict[str, str]] = {
    "ja": {
        "none": "名簿の件数は、すでに台帳にあります。",
        "taken": "名簿の件数を記録: 全体 {keys}、店舗別 {shares}店舗",
        "overlap": "\n注意: 複数の店舗の名簿にある方は名簿ごとに数えています。店舗の名簿どうしは"
        "突き合わせないため、全体の人数は{kind}として記録しました。",
        "at_most": "上限(最大)",
        "approximate": "概数(約、名簿が揃うまで)",
        "beside": "\n注意: {key} はすでに別の値があり、名簿の値は併記しました。採る場合: "
        "shirase fact decide {incident} {key} --source {source} --reason 〔理由〕",
    },
    "en": {
        "none": "The ledger holds the counts of the lists already.",
        "taken": "counts of the lists recorded: in all {keys}; of {shares} merchants",
        "overlap": "\nNote: who is in the lists of several merchants is counted in each; their "
        "lists are not matched with each other, so the number in all is recorded as {kind}.",
        "at_most": "the most that it can be",
        "approximate": "an approximate one until every list is there",
        "beside": "\nNote: {key} holds another value; that of the lists stands beside it. To take "
        "it: shirase fact decide {incident} {key} --source {source} --reason WORDS",
    },
}


@app.command(
    name="adopt",
    help="取り込んだ名簿を対象者として採用し、全体、項目ごと、店舗ごとの件数を事実として記録する。\n"
    "別の値がすでにあるときは置き換えずに併記する。\n\n"
    "Take the imported lists for the people affected: their counts in all, by item and by merchant "
    "become facts. A figure that was decided before stays, and theirs stands beside it.\n\n"
    "\b\n例 Example:\n  shirase people adopt HAYATE --public",
)
def adopt(
    incident: Incident,
    *,
    public: Annotated[
        bool, typer.Option(help="全体の件数を公表してよいか。 The counts in all may be published.")
    ] = False,
    role: As = StaffRole.PRIVACY_OFFICER,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """Adopt the counts of the lists."""

    async def do(acting: Acting) -> str:
        spoken = acting.commander.settings.language
        words = _WORDS[spoken]
        said = said_before(acting)
        ledger, facts = _proposed(acting, role.value, public=public, said=said)
        if not facts:
            return words["none"]
        shirase = acting.commander.shirase
        done = await shirase.record_facts(acting.incident_id, facts, given(acting))
        keys = [fact.key for fact in facts if not fact.key.startswith(SHARE)]
        taken = words["taken"].format(keys=", ".join(keys) or "-", shares=len(facts) - len(keys))
        remarks = "".join(
            words["beside"].format(incident=incident, key=key, source=SOURCE)
            for key in _held_otherwise(ledger, facts)
        )
        overlap = overlap_words(facts, spoken)
        return f"{answer_in(done.sentence, spoken)}\n{taken}{overlap}{remarks}"

    act(incident, role.value, language, do, command_id)


def _proposed(
    acting: Acting, role: str, *, public: bool, said: tuple[Fact, ...]
) -> tuple[Ledger, tuple[Fact, ...]]:
    """The ledger, and the facts of the lists that it lacks; `said` where this command said them.

    Raises NotPossible where the lists say no number that could be adopted.
    """
    register, incident_id = acting.commander.register, acting.incident_id
    with register.reading() as connection:
        sealer = register.sealer(incident_id, connection)
        spoken = Language(read_incident(connection, sealer, incident_id).language)
        ledger = read_ledger(connection, sealer, incident_id)
        if said:
            return ledger, said
        counted = counted_lists(connection, sealer, incident_id)
    if counted is None:
        raise NotPossible(
            en="There is nothing to adopt: no list has come in, lines of one still wait "
            "(`shirase people undecided`), or the lists are being disposed of.",
            ja="採用できる名簿がありません。名簿が未取込みか、未判断の行が残っているか"
            "(`shirase people undecided`)、名簿の処分が決まっています。",
        )
    return ledger, not_adopted(ledger, counted.facts(role, spoken, public=public))


def overlap_words(facts: Iterable[Fact], language: Spoken) -> str:
    """That people of several lists are counted in each, where that may be so."""
    whole = next((fact.figure for fact in facts if fact.key == PEOPLE), None)
    if whole is None or whole.kind not in {FigureKind.AT_MOST, FigureKind.APPROXIMATE}:
        return ""
    words = _WORDS[language]
    return words["overlap"].format(kind=words[whole.kind])


def _held_otherwise(ledger: Ledger, facts: tuple[Fact, ...]) -> list[str]:
    """Keys under which somebody else's value is in force, and stays so."""
    in_force = ledger.current()
    return [
        fact.key
        for fact in facts
        if fact.key in in_force
        and in_force[fact.key].fact.is_stated
        and in_force[fact.key].fact.source != SOURCE
    ]
