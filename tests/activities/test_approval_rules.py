"""Who may approve, how many, in whose place; and that nothing unapproved leaves by any way."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.decision_kinds import DecisionKind
from contracts.incident_file import StaffMember
from contracts.policy import ApprovalDelegate, ApprovalRule, IncidentPolicy
from domain.approval import (
    APPROVED,
    OVERRIDDEN,
    REJECTED,
    Asked,
    Delegate,
    Standing,
    Word,
    standing,
)
from domain.documents import DocumentState
from domain.parties import StaffRole
from opening import with_stand_ins
from policies.loader import PolicyError, load_policy, read_policy
from tests.activities.paper_case import KNEW, PaperCase, paper_case, refusal

STANDARD = Path(__file__).parent.parent.parent / "policies" / "standard.yaml"


def with_rule(*roles: str, needed: int = 0, **more: object) -> IncidentPolicy:
    rule = ApprovalRule(kind="first_release", roles=roles, needed=needed)
    return load_policy().model_copy(update={"approvals": (rule,), **more})


@pytest.fixture
def case(tmp_path: Path) -> PaperCase:
    return paper_case(tmp_path)


def test_nothing_leaves_however_it_is_called(case: PaperCase) -> None:
    paper = case.draft("first_release")

    # The caller's own idea of who approves counts for nothing.
    assert "missing: counsel, commander" in refusal(lambda: case.issue(paper, approvers=()))
    assert "missing: counsel, commander" in refusal(lambda: case.issue(paper, ("deputy",)))
    assert not list(case.outbox.rglob("*"))
    assert case.last_line().outcome == "refused"
    case.approve(paper, "counsel")
    assert "missing: commander" in refusal(lambda: case.issue(paper, approvers=("counsel",)))
    assert case.approve(paper, "commander")
    case.issue(paper)
    assert len(list(case.outbox.rglob("*.html"))) == 1


def test_refusals_comments_and_attempts_stay_in_the_audit_log(case: PaperCase) -> None:
    paper = case.draft("first_release", author="counsel")

    assert "nobody approves their own draft" in refusal(lambda: case.approve(paper, "counsel"))
    assert "approved by counsel and commander" in refusal(lambda: case.approve(paper, "deputy"))
    case.approve(paper, "commander", approves=False)

    told = [(line.actor, line.outcome, line.action) for line in case.decider.lines()[-3:]]
    assert told == [
        ("counsel", "refused", "document.approval"),
        ("deputy", "refused", "document.approval"),
        ("commander", "done", "document.rejected"),
    ]
    assert case.last_line().detail["why"] == "見ました"


def test_two_of_three_are_enough_where_the_policy_says_so(tmp_path: Path) -> None:
    policy = with_rule("counsel", "commander", "public_relations", needed=2)
    case = paper_case(tmp_path, policy)
    paper = case.draft("first_release")

    assert not case.approve(paper, "public_relations")
    assert case.approve(paper, "commander")
    # Who is asked and says no is heard, however many others agree.
    assert not case.approve(paper, "counsel", approves=False)


def test_a_delegate_stands_in_until_its_time(case: PaperCase) -> None:
    desk, paper = case.decider, case.draft("first_release")
    words = {"role": "counsel", "to": "deputy", "reason": "出張", "kinds": ["first_release"]}
    until = (KNEW + timedelta(hours=1)).isoformat()

    kind = DecisionKind.APPROVAL_DELEGATED
    assert "let another approve as counsel" in desk.refuses(
        kind, "merchant_care", **words, until=until
    )
    assert "nobody names themselves" in desk.refuses(kind, "deputy", **words, until=until)
    assert "a time to come" in desk.refuses(kind, "counsel", **words, until=KNEW.isoformat())
    desk.does(DecisionKind.APPROVAL_DELEGATED, "commander", **words, until=until)
    case.approve(paper, "commander")
    assert case.approve(paper, "deputy")

    other = case.draft("preliminary_report")
    assert "approved by" in refusal(lambda: case.approve(other, "deputy"))
    case.now = KNEW + timedelta(hours=2)
    late = case.draft("first_release")
    assert "approved by" in refusal(lambda: case.approve(late, "deputy"))


def test_a_delegate_is_no_second_pair_of_eyes_for_itself() -> None:
    asked = Asked(("counsel", "commander"), 2)
    stands_in = load_policy().model_copy(
        update={
            "approval_delegates": (
                ApprovalDelegate(role="counsel", to="commander", until=KNEW + timedelta(days=1)),
                ApprovalDelegate(role="commander", to="deputy", until=KNEW + timedelta(days=1)),
                ApprovalDelegate(role="counsel", to="deputy", until=KNEW + timedelta(days=1)),
            )
        }
    )

    def missing(*actors: str) -> tuple[str, ...]:
        words = [Word(actor, APPROVED, KNEW) for actor in actors]
        return standing("faq", "privacy_officer", asked, words, stands_in.delegates).missing

    assert missing("commander") == ("counsel",)
    assert missing("deputy") == ("commander",)
    assert missing("commander", "deputy") == ()


def test_nobody_stands_in_for_a_role_that_sent_the_text_back() -> None:
    asked = Asked(("counsel", "commander"), 2)
    deputy = Delegate("counsel", "deputy", KNEW + timedelta(days=1))

    def after(*words: tuple[str, str]) -> Standing:
        said = [Word(actor, outcome, KNEW) for actor, outcome in words]
        return standing("faq", "privacy_officer", asked, said, [deputy])

    sent_back = (("counsel", REJECTED), ("deputy", APPROVED), ("commander", APPROVED))
    assert after(*sent_back).missing == ("counsel",)
    assert after(*sent_back).rejected_by == ("counsel",)
    assert not after(*sent_back).complete
    assert after(*sent_back, ("counsel", APPROVED)).complete
    assert after(("deputy", REJECTED), ("commander", APPROVED)).rejected_by == ("deputy",)


def test_an_override_takes_two_named_roles_and_marks_the_audit_log(case: PaperCase) -> None:
    paper = case.draft("first_release")
    binding = case.document(paper).binding_digest
    words = {"number": 1, "binding": binding, "reason": "法務が不在で期限が迫るため"}
    desk, kind = case.decider, DecisionKind.APPROVAL_OVERRIDDEN

    assert "only commander, deputy, counsel may" in desk.refuses(kind, "contact_desk", **words)
    assert "only for a reason" in desk.refuses(kind, "deputy", **{**words, "reason": " "})
    assert "moved since" in desk.refuses(kind, "deputy", **{**words, "binding": "0" * 64})
    desk.does(kind, "deputy", **words)
    assert "missing" in refusal(lambda: case.issue(paper))
    desk.does(kind, "commander", **words)

    line = case.last_line()
    assert (line.action, line.detail["missing"]) == ("approval.overridden", "counsel, commander")
    case.issue(paper)
    assert case.document(paper).state is DocumentState.ISSUED


def test_two_words_of_one_actor_or_of_the_author_override_nothing() -> None:
    asked = Asked(("counsel",), 1)
    for actors in (("deputy", "deputy"), ("deputy", "privacy_officer"), ("deputy", "stranger")):
        words = [Word(actor, OVERRIDDEN, KNEW) for actor in actors]
        roles = ("deputy", "privacy_officer", "commander")
        assert not standing("faq", "privacy_officer", asked, words, (), roles).complete


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("roles: [counsel, commander]}", "roles: [councel, commander]}", "councel; right would be"),
        ("approval_override: [commander, deputy, counsel]", "approval_override: [deputy]", "takes"),
        ("approval_delegates: []",
         "approval_delegates: [{role: boss, to: deputy, until: 2026-12-31T18:00:00+09:00}]",
         "no role is called boss"),
        ("kind: first_release, roles", "kind: first_release, needed: 3, roles", "3 of 2 roles"),
    ],
)  # fmt: skip
def test_a_policy_that_cannot_work_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    text = STANDARD.read_text("utf-8")
    assert old in text
    own = tmp_path / "own.yaml"
    own.write_text(text.replace(old, new, 1), "utf-8")

    with pytest.raises(PolicyError, match=r"own\.yaml:\d+: ") as caught:
        read_policy(own)
    assert says in str(caught.value)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["overview", "cause", "police", "free.note", "figure.people"]),
        st.integers(1, 2),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_a_change_of_what_is_bound_voids_the_approval_and_nothing_else_does(
    changes: list[tuple[str, int]],
) -> None:
    _only_what_is_bound_voids(changes)


@pytest.mark.long
@pytest.mark.timeout(600)
@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_many_changes_void_the_approval_if_they_are_bound(changes: list[tuple[str, int]]) -> None:
    _only_what_is_bound_voids(changes)


def _only_what_is_bound_voids(changes: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        case = paper_case(Path(folder))
        case.states("overview", statement="見本 0")
        paper = case.approved("first_release")
        for key, value in changes:
            before, was = case.ledger.current().get(key), case.document(paper)
            if key.startswith("figure."):
                figure = {"kind": "exact", "unit": "people", "number": value}
                case.states(key, figure=figure, as_of=KNEW.isoformat())
            else:
                case.states(key, statement=f"見本 {value}", as_of=KNEW.isoformat())
            case.draft("first_release", paper)
            now = case.document(paper)
            moved = before is None or before.fact != case.ledger.current()[key].fact
            bound = moved and key in was.facts_read
            assert (now.binding_digest != was.binding_digest) is bound
            if bound:
                assert now.state is DocumentState.IN_REVIEW
                assert "missing" in refusal(lambda: case.issue(paper))
                for actor in ("counsel", "commander"):
                    case.approve(paper, actor)
            else:
                assert now.state is DocumentState.APPROVED
        case.register.dispose()


def test_who_stands_in_for_a_vacant_role_approves_in_its_place(tmp_path: Path) -> None:
    counsel, chief = StaffRole.COUNSEL, StaffRole.COMMANDER
    deputy = StaffMember(
        role=StaffRole.DEPUTY, deputises_for=(counsel, chief), name="見本", mail="a@mihon.example"
    )
    commander = StaffMember(role=chief, name="見本", mail="a@mihon.example")
    policy = with_stand_ins(load_policy(), (commander, deputy))
    assert {(one.role, one.to) for one in policy.approval_delegates} >= {("counsel", "deputy")}
    assert ("commander", "deputy") not in {(one.role, one.to) for one in policy.approval_delegates}

    case = paper_case(tmp_path, policy)
    document = case.draft("preliminary_report")
    assert not case.approve(document, "deputy")
    assert case.last_line().detail["deputy_for"] == "counsel"
    assert case.approve(document, "commander")
    assert "deputy_for" not in case.last_line().detail
