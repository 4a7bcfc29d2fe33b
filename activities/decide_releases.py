"""Releases: an update promised to the public, and the decision not to publish."""

from activities.desk import Desk, HandlerResult, demand, listed
from activities.timely_disclosure import MATERIAL, read_disclosure
from contracts.decision_words import ReleaseDeclined, ReleasePromised
from domain.facts import Fact, FactStatus
from domain.parties import StaffRole
from domain.releases import PromisedUpdate, PromiseState, ReleaseStanding
from domain.tasks import LEADERS
from domain.wording import JAPAN, typed_time
from register.incidents import read_incident
from register.ledger import add_facts, read_ledger
from register.parties import ourselves
from register.refusals import NotAllowedError
from register.releases import (
    add_not_publishing,
    add_promise,
    open_updates,
    read_not_publishing,
    read_promised_updates,
    read_releases,
    update_key,
)

NEXT_UPDATE = "next_update"
MAY_PROMISE = LEADERS | {StaffRole.PUBLIC_RELATIONS}
MAY_DECLINE = frozenset({StaffRole.COMMANDER, StaffRole.COUNSEL})
STANDING = frozenset({PromiseState.OPEN, PromiseState.WAITING})


def release_promised(desk: Desk, words: ReleasePromised) -> HandlerResult:
    """An update promised to the public, with a clock of its own once it has been said.

    The time enters the ledger as the fact `next_update`, so that every document states the same.
    """
    desk.require(MAY_PROMISE, "promise the public an update")
    if read_incident(desk.connection, desk.sealer, desk.incident_id).private:
        raise NotAllowedError("a private incident publishes nothing, so it promises nothing")
    if words.due_at <= desk.at:
        raise NotAllowedError("an update is promised for the future: name a later time")
    stating = _stating(desk, words)
    document_id = stating.document_id if stating else None
    standing = [
        promise
        for promise in read_promised_updates(desk.connection, desk.incident_id)
        if promise.state in STANDING
    ]
    twin = next((p for p in standing if _same(p, words, document_id)), None)
    if twin is not None:
        return _unchanged(twin)
    _, number = add_promise(desk.connection, desk.incident_id, words.due_at, document_id, desk.by)
    revision, changed = _enter_fact(desk, words)
    return HandlerResult(
        sentence=_sentence(number, words, stating),
        revision=revision,
        facts_changed=changed,
        action="release.promised",
        subject=update_key(number),
        detail={
            "number": number,
            "due": words.due_at.isoformat(),
            "text": f"{words.due_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
            "release": stating.number if stating else None,
        },
    )


def release_declined(desk: Desk, words: ReleaseDeclined) -> HandlerResult:
    """Not publishing, for a reason. It ends an open promise; a later release is still possible.

    Of a timely disclosure alone: the reason enters the ledger as why this is no fact that matters
    to investors, so that the exchange's rule and the order of telling have the same answer.
    """
    desk.require(MAY_DECLINE, "decide not to publish")
    reason = demand(words.reason, "not publishing is decided for a reason: say which")
    if words.timely_disclosure:
        return _disclosure_declined(desk, reason)
    open_now = open_updates(desk.connection, desk.incident_id)
    known = read_not_publishing(desk.connection, desk.sealer, desk.incident_id)
    if known and known[-1].reason == reason and not open_now:
        return HandlerResult(
            sentence="this decision is on record already",
            action="release.repeated",
            subject=desk.incident_id,
            detail={"changed": False},
        )
    identity = add_not_publishing(desk.connection, desk.sealer, desk.incident_id, reason, desk.by)
    ended = "; it ends the promised update" if open_now else ""
    return HandlerResult(
        sentence=f"not to publish is on record{ended}, and a later release is still possible",
        ids=(identity,),
        action="release.declined",
        subject=desk.incident_id,
        detail={"why": reason, "ends": open_now[0].number if open_now else None},
    )


def _disclosure_declined(desk: Desk, reason: str) -> HandlerResult:
    stands = read_disclosure(desk.connection, desk.sealer, desk.incident_id)
    if stands.document is not None:
        raise NotAllowedError(
            f"a timely disclosure is in preparation (document {stands.document.number}): withdraw "
            "it first, with `shirase withdraw`"
        )
    ledger = read_ledger(desk.connection, desk.sealer, desk.incident_id)
    entry = ledger.current().get(MATERIAL)
    if entry is not None and entry.fact.status is FactStatus.KNOWN:
        raise NotAllowedError(
            f"the ledger says that this is a fact that matters to investors ('{MATERIAL}'), so a "
            "timely disclosure is owed: correct that first, with `shirase fact correct`"
        )
    fact = Fact(
        key=MATERIAL,
        status=FactStatus.WITHDRAWN,
        statement=reason,
        as_of=desk.at,
        source=ourselves(desk.parties()).key,
        vouched_by=desk.actor,
    )
    if entry is not None and (entry.fact.status, entry.fact.statement) == (fact.status, reason):
        return HandlerResult(
            sentence="this decision is on record already",
            action="release.repeated",
            subject=desk.incident_id,
            detail={"changed": False},
        )
    revision, changed = _entered(desk, fact)
    return HandlerResult(
        sentence="that no timely disclosure is needed is on record, with its reason",
        revision=revision,
        facts_changed=changed,
        action="disclosure.declined",
        subject=desk.incident_id,
        detail={"why": reason},
    )


def _stating(desk: Desk, words: ReleasePromised) -> ReleaseStanding | None:
    """The release that states the promise; asked for where it could be one or none."""
    known = [
        release
        for release in read_releases(desk.connection, desk.incident_id)
        if not release.withdrawn
    ]
    if words.stated_in is not None:
        found = next((release for release in known if release.number == words.stated_in), None)
        if found is None:
            raise NotAllowedError(
                "there is no release of this number; there is: "
                + listed(str(release.number) for release in known)
            )
        return found
    preparing = [release for release in known if release.in_preparation]
    if preparing and not words.elsewhere:
        numbers = listed(str(release.number) for release in preparing)
        raise NotAllowedError(
            f"release {numbers} is in preparation: say whether it states this promise "
            "(stated_in with its number) or whether the promise was made elsewhere"
        )
    return None


def _same(promise: PromisedUpdate, words: ReleasePromised, document_id: str | None) -> bool:
    return (promise.due_at, promise.document_id) == (words.due_at, document_id)


def _enter_fact(desk: Desk, words: ReleasePromised) -> tuple[int, tuple[str, ...]]:
    fact = Fact(
        key=NEXT_UPDATE,
        status=FactStatus.KNOWN,
        moment=words.due_at,
        as_of=desk.at,
        source=ourselves(desk.parties()).key,
        vouched_by=desk.actor,
        public=True,
    )
    return _entered(desk, fact)


def _entered(desk: Desk, fact: Fact) -> tuple[int, tuple[str, ...]]:
    return add_facts(
        desk.connection, desk.sealer, desk.incident_id, [fact], desk.at, desk.command_id
    )


def _sentence(number: int, words: ReleasePromised, stating: ReleaseStanding | None) -> str:
    due = typed_time(words.due_at)
    if stating is None or stating.issued_at is not None:
        return f"update {number} is promised until {due}; its clock runs"
    return f"update {number} is promised until {due}, once release {stating.number} is issued"


def _unchanged(twin: PromisedUpdate) -> HandlerResult:
    return HandlerResult(
        sentence=f"update {twin.number} is promised for this time already",
        action="release.repeated",
        subject=update_key(twin.number),
        detail={"changed": False},
    )
