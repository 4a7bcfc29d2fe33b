"""Threads by command: numbered demands, partial and late answers, statements with facts."""

from datetime import timedelta

import pytest

from activities.desk import HandlerResult
from contracts.decision_kinds import DecisionKind as Kind
from domain.facts import Fact, FactStatus, Ledger
from domain.threads import Matter, MatterState
from policies.vendor_demands import load_vendor_demands
from register.ledger import add_facts, read_ledger
from register.open_work import open_clocks, open_items, work_owners, work_parties, work_titles
from register.threads import EntryRow, read_entries, read_matters, reply_key
from tests.activities.decision_runner import NOW, Decider
from tests.register_fixtures import Case

TOMORROW = (NOW + timedelta(days=1)).isoformat()


@pytest.fixture
def desk(case: Case) -> Decider:
    desk = Decider(case)
    desk.does(Kind.PARTY_ADD, "commander", key="app-vendor", kind="vendor", name="見本ソフト")
    return desk


def says(desk: Decider, direction: str, text: str, **words: object) -> HandlerResult:
    actor = str(words.pop("actor", "privacy_officer"))
    party = words.pop("party", "app-vendor")
    return desk.does(Kind.THREAD_ENTRY, actor, party=party, direction=direction, text=text, **words)


def refused(desk: Decider, direction: str, text: str, **words: object) -> str:
    actor = str(words.pop("actor", "privacy_officer"))
    words = {"party": "app-vendor", "direction": direction, "text": text, **words}
    return desk.refuses(Kind.THREAD_ENTRY, actor, **words)


def matters_of(desk: Decider) -> dict[int, Matter]:
    with desk.case.register.reading() as connection:
        found = read_matters(connection, desk.case.incident_id)
    return {matter.number: matter for matter in found}


def entries_of(desk: Decider) -> tuple[EntryRow, ...]:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        return read_entries(connection, register.sealer(incident_id), incident_id)


def test_numbered_demands_with_partial_and_late_answers(desk: Decider) -> None:
    says(desk, "asked", "対象者の一覧", demand="affected_list", reply_due_at=TOMORROW)
    says(desk, "asked", "アクセスログ", demand="logs", officer="安東様")
    desk.later(hours=20)
    partial = says(desk, "answered", "8店舗分のうち3店舗分", answers=1, complete=False)
    assert partial.sentence == "number 1 of 'app-vendor' is answered, partial: the rest stays open"
    desk.later(hours=20)
    late = says(desk, "answered", "残り5店舗分", answers=1, complete=True)
    assert late.sentence == "number 1 of 'app-vendor' is answered, late, complete"
    found = matters_of(desk)
    assert (found[1].state, found[1].was_late) == (MatterState.COMPLETE, True)
    assert (found[2].state, found[2].due_at) == (MatterState.AWAITED, NOW + timedelta(hours=24))
    assert [entry.speaker for entry in entries_of(desk)] == ["us", "us", "them", "them"]
    assert entries_of(desk)[1].officer == "安東様"


def test_awaited_replies_and_promises_run_as_clocks_and_hold_the_incident_open(
    desk: Decider,
) -> None:
    ids = [
        says(desk, "asked", "ログ", demand="logs", reply_due_at=TOMORROW).ids[0],
        says(desk, "asked", "何人ですか", by="them", party="m0", actor="merchant_care").ids[0],
        says(desk, "promised", "明日までに件数を伝える", party="m0", reply_due_at=TOMORROW).ids[0],
    ]
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        clocks = dict(open_clocks(connection, incident_id))
        titles = work_titles(connection, register.sealer(incident_id), incident_id)
        parties = work_parties(connection, incident_id)
        items = open_items(connection, incident_id)
    keys = [reply_key(identity) for identity in ids]
    assert clocks == dict.fromkeys(keys, NOW + timedelta(days=1))
    assert [parties[key] for key in keys] == ["app-vendor", "m0", "m0"]
    assert [titles[key].ja for key in keys] == [
        "app-vendorから：ログ（1番）",
        "当社からm0へ：回答（1番）",
        "当社からm0へ：約束の履行（2番）",
    ]
    assert titles[keys[0]].en == "awaited from app-vendor: logs (no. 1)"
    assert items == (
        "ask 1 in the thread with 'app-vendor' is 'awaited'",
        "ask 1 in the thread with 'm0' is 'awaited'",
        "promise 2 in the thread with 'm0' is 'awaited'",
    )
    says(desk, "withdrawn", "一覧に含まれていたため", answers=1)
    says(desk, "answered", "12人です", answers=1, complete=True, party="m0")
    says(desk, "answered", "件数を伝えた", answers=2, complete=True, party="m0")
    with register.reading() as connection:
        assert open_clocks(connection, incident_id) == ()
        assert open_items(connection, incident_id) == ()


def test_what_a_vendor_states_enters_the_ledger_as_stated_by_the_vendor(desk: Decider) -> None:
    says(desk, "asked", "件数を尋ねた")
    fact = {
        "key": "figure.people",
        "status": "suspected",
        "statement": "最大で800人",
        "figure": {"kind": "at_most", "unit": "people", "number": 800},
    }
    answer = says(desk, "answered", "最大800人", answers=1, complete=True, facts=[fact])
    assert (answer.revision, answer.facts_changed) == (1, ("figure.people",))
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        ledger = read_ledger(connection, register.sealer(incident_id), incident_id)
    entered = ledger.current()["figure.people"].fact
    assert (entered.source, entered.vouched_by) == ("app-vendor", "privacy_officer")
    assert (entered.status, entered.as_of) == (FactStatus.SUSPECTED, NOW)
    assert not entered.public
    assert entries_of(desk)[-1].revision == 1
    again = desk.later(minutes=3)
    repeated = says(again, "answered", "最大800人", answers=1, complete=True, facts=[fact])
    assert repeated.ids == answer.ids
    other = [fact | {"statement": "最大で900人"}]
    assert "'complete' already" in refused(
        desk, "answered", "最大800人", answers=1, complete=True, facts=other
    )


def ledger_of(desk: Decider) -> Ledger:
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        return read_ledger(connection, register.sealer(incident_id), incident_id)


def finds(desk: Decider, key: str, **words: object) -> None:
    """Our own finding, as `shirase fact` enters it."""
    fact = {"key": key, "status": "known", "as_of": desk.at, "source": "ourselves", **words}
    made = Fact.model_validate({"vouched_by": "privacy_officer", **fact})
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.writing() as connection:
        sealer = register.sealer(incident_id, connection)
        add_facts(connection, sealer, incident_id, [made], desk.at, incident_id)


def test_what_a_vendor_states_stands_beside_what_we_found(desk: Decider) -> None:
    finds(desk, "cause", statement="委託先の鍵が使われた")
    stated = {"key": "cause", "status": "known", "statement": "当社は侵害されていない"}
    desk.later(hours=1)
    noted = says(desk, "noted", "当社に原因はないとのこと", by="them", facts=[stated])
    assert (noted.revision, noted.facts_changed) == (2, ())
    ledger = ledger_of(desk)
    assert ledger.current()["cause"].fact.statement == "委託先の鍵が使われた"
    (beside,) = ledger.beside()["cause"]
    assert (beside.fact.source, beside.fact.statement) == ("app-vendor", "当社は侵害されていない")
    # The same once more adds nothing; a new finding of ours settles the difference.
    says(desk, "noted", "同じ説明の繰返し", by="them", facts=[stated])
    assert len(ledger_of(desk).history("cause")) == 2
    finds(desk.later(hours=1), "cause", statement="委託先の鍵が使われた。ログで確認")
    assert ledger_of(desk).beside() == {}


def test_where_we_know_nothing_the_vendors_word_is_in_force_as_the_vendors(desk: Decider) -> None:
    finds(desk, "cause", status="unknown")
    stated = {"key": "cause", "status": "suspected", "statement": "設定の誤り"}
    noted = says(desk, "noted", "原因の説明", by="them", facts=[stated])
    assert noted.facts_changed == ("cause",)
    assert ledger_of(desk).current()["cause"].fact.source == "app-vendor"


def test_the_standard_demands_are_numbered_each_with_its_clock(desk: Decider) -> None:
    made = desk.does(Kind.THREAD_DEMANDS, "privacy_officer", party="app-vendor", officer="安東様")
    demands = load_vendor_demands().demands
    assert made.sentence == (
        f"{len(demands)} demands to 'app-vendor', numbers "
        + ", ".join(str(number + 1) for number in range(len(demands)))
    )
    found = matters_of(desk)
    assert [found[number].demand for number in sorted(found)] == [d.demand for d in demands]
    assert [found[n].due_at - NOW for n in sorted(found)] == [d.due for d in demands]
    assert {entry.officer for entry in entries_of(desk)} == {"安東様"}
    assert entries_of(desk)[0].text == demands[0].words
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        assert len(open_clocks(connection, incident_id)) == len(demands)


def test_no_demand_is_made_twice_unless_it_was_taken_back(desk: Decider) -> None:
    says(desk, "asked", "ログをください", demand="logs")
    some = {"party": "app-vendor", "demands": ["logs", "preservation"]}
    again = desk.does(Kind.THREAD_DEMANDS, "counsel", **some, due_at=TOMORROW)
    assert again.sentence == "1 demands to 'app-vendor', numbers 2; 1 were made already"
    assert matters_of(desk)[2].due_at == NOW + timedelta(days=1)
    assert desk.does(Kind.THREAD_DEMANDS, "counsel", **some).ids == ()
    says(desk, "withdrawn", "書面で求め直す", answers=1)
    assert desk.does(Kind.THREAD_DEMANDS, "counsel", **some).sentence.startswith("1 demands")
    assert [matter.demand for matter in matters_of(desk).values()] == [
        "logs",
        "preservation",
        "logs",
    ]


@pytest.mark.parametrize(
    ("actor", "words", "complaint"),
    [
        ("m0", {}, "only our own staff may demand"),
        ("counsel", {"party": "ourselves"}, "is no vendor"),
        ("counsel", {"party": "police"}, "there is no such party"),
        ("counsel", {"demands": ["other"]}, "there is: responsible_person, preservation"),
        ("counsel", {"demands": ["money"]}, "demands"),
        ("counsel", {"due_at": NOW.isoformat()}, "name a later time"),
    ],
)
def test_demands_that_cannot_be_are_refused(
    desk: Decider, actor: str, words: dict[str, object], complaint: str
) -> None:
    given = {"party": "app-vendor", **words}
    assert complaint in desk.refuses(Kind.THREAD_DEMANDS, actor, **given)
    assert matters_of(desk) == {}


def test_a_refusal_ends_the_clock_and_stays_until_taken_back_or_answered(desk: Decider) -> None:
    says(desk, "asked", "調査報告書", demand="forensic_report", reply_due_at=TOMORROW)
    told = says(desk.later(hours=30), "refused", "契約上の根拠がない", answers=1, officer="法務部")
    assert told.sentence == "number 1 of 'app-vendor' is refused"
    matter = matters_of(desk)[1]
    assert (matter.state, matter.was_late, matter.is_open) == (MatterState.REFUSED, True, False)
    assert entries_of(desk)[-1].speaker == "them"
    register, incident_id = desk.case.register, desk.case.incident_id
    with register.reading() as connection:
        assert open_clocks(connection, incident_id) == ()
    assert "'refused' already" in refused(desk, "reminded", "督促", answers=1)
    says(desk.later(days=2), "answered", "概要版を受領", answers=1, complete=True)
    assert matters_of(desk)[1].state is MatterState.COMPLETE


def test_reminders_are_counted_and_move_no_due_time(desk: Decider) -> None:
    says(desk, "asked", "ログ", demand="logs", reply_due_at=TOMORROW)
    says(desk.later(hours=25), "reminded", "電話で督促", answers=1)
    says(desk.later(hours=25), "reminded", "書面で督促", answers=1)
    matter = matters_of(desk)[1]
    assert (matter.reminders, matter.reminded_at) == (2, NOW + timedelta(hours=50))
    assert (matter.state, matter.due_at) == (MatterState.AWAITED, NOW + timedelta(days=1))
    assert [entry.speaker for entry in entries_of(desk)] == ["us", "us", "us"]


def test_whoever_leads_a_thread_owns_its_clocks(desk: Decider) -> None:
    desk.does(Kind.PARTY_ADD, "commander", key="daily", kind="press", name="見本新聞")
    asked = [
        says(desk, "asked", "ログ", demand="logs").ids[0],
        says(desk, "asked", "人数は", by="them", party="daily").ids[0],
        says(desk, "asked", "人数は", by="them", party="m0").ids[0],
    ]
    register, incident_id = desk.case.register, desk.case.incident_id

    def owners() -> list[str]:
        with register.reading() as connection:
            found = work_owners(connection, incident_id)
        return [found[reply_key(identity)] for identity in asked]

    assert owners() == ["privacy_officer", "public_relations", "merchant_care"]
    given = {"party": "app-vendor", "owner": "counsel"}
    assert "only commander, deputy" in desk.refuses(Kind.THREAD_ASSIGNED, "contact_desk", **given)
    told = desk.does(Kind.THREAD_ASSIGNED, "privacy_officer", **given)
    assert told.sentence == "'counsel' leads the thread with 'app-vendor'"
    assert desk.does(Kind.THREAD_ASSIGNED, "commander", **given).sentence.endswith("already")
    assert owners()[0] == "counsel"
    desk.does(Kind.THREAD_ASSIGNED, "counsel", party="app-vendor", owner="deputy")
    assert owners()[0] == "deputy"


def test_promises_of_either_side_have_their_own_time(desk: Decider) -> None:
    says(desk, "promised", "中間報告を出す", by="them", reply_due_at=TOMORROW, officer="安東様")
    says(desk, "promised", "件数を知らせる", by="us")
    found = matters_of(desk)
    assert [found[n].awaited_from for n in (1, 2)] == ["them", "us"]
    says(desk.later(hours=30), "answered", "中間報告を受領", answers=1, complete=True)
    assert matters_of(desk)[1].was_late
    assert entries_of(desk)[-1].speaker == "them"


def test_the_same_ask_by_two_people_is_one_and_may_be_asked_again_later(desk: Decider) -> None:
    first = says(desk, "asked", "進捗を尋ねた")
    twin = says(desk.later(minutes=1), "asked", "進捗を尋ねた", actor="commander")
    assert twin.ids == first.ids
    assert "until another time" in refused(
        desk, "asked", "進捗を尋ねた", reply_due_at=(NOW + timedelta(days=3)).isoformat()
    )
    says(desk, "answered", "調査中", answers=1, complete=True)
    assert says(desk.later(days=1), "asked", "進捗を尋ねた").ids != first.ids
    assert len(matters_of(desk)) == 2


def test_a_note_is_never_taken_for_another(desk: Decider) -> None:
    assert says(desk, "noted", "電話に出ない").ids != says(desk, "noted", "電話に出ない").ids
    assert matters_of(desk) == {}


@pytest.mark.parametrize(
    ("direction", "words", "complaint"),
    [
        ("asked", {"text": " "}, "say in words"),
        ("asked", {"party": "police"}, "there is no such party in this incident; there is: "),
        ("asked", {"party": "ourselves"}, "somebody else"),
        ("asked", {"actor": "m0"}, "only our own staff may"),
        ("asked", {"reply_due_at": NOW.isoformat()}, "awaited after the ask"),
        ("asked", {"happened_at": TOMORROW}, "has not been said yet"),
        ("asked", {"answers": 1}, "only an answer or a withdrawal"),
        ("asked", {"facts": [{"key": "cause", "status": "known"}]}, "what the party itself"),
        ("answered", {"complete": True}, "name the number that this is about; open are: 1"),
        ("answered", {"answers": 9, "complete": True}, "has the number 9; open are 1"),
        ("answered", {"answers": 1}, "complete or partial"),
        (
            "answered",
            {"answers": 1, "complete": True, "happened_at": "2026-01-01T09:00:00+09:00"},
            "an answer comes after the ask",
        ),
        ("withdrawn", {"answers": 1, "complete": True}, "neither complete nor partial"),
        ("shouted", {}, "direction: "),
    ],
)
def test_what_cannot_be_is_refused_with_what_would_be_right(
    desk: Decider, direction: str, words: dict[str, object], complaint: str
) -> None:
    says(desk, "asked", "一つ目")
    before = entries_of(desk)
    assert complaint in refused(desk, direction, str(words.pop("text", "話した")), **words)
    assert entries_of(desk) == before


def test_the_party_itself_may_write_into_its_thread(desk: Decider) -> None:
    says(desk, "asked", "受領の確認を求めた", party="m0")
    says(desk, "answered", "受領した", party="m0", actor="m0", answers=1, complete=True)
    assert matters_of(desk)[1].state is MatterState.COMPLETE
