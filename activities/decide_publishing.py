"""Publishing by command: plans, letting a release go ahead, holds, corrections, insiders."""

from activities.desk import Desk, HandlerResult, demand, listed
from activities.release_gate import what_else_stops
from activities.telling_steps import open_steps, who_is_left
from contracts.release_words import (
    CodeLookedInto,
    InsiderTold,
    PublicationFreed,
    PublicationHeld,
    ReleaseCorrected,
    ReleaseDespite,
    ReleasePlanned,
)
from domain.documents import FOR_EVERYBODY
from domain.parties import StaffRole
from domain.publication_holds import PublicationHold
from domain.releases import ReleaseStanding
from domain.tasks import LEADERS
from domain.wording import typed_time
from register.code_questions import looked_into, normal_code
from register.documents import read_document
from register.insiders import Insider, add_insider, read_insiders
from register.publication_holds import (
    add_publication_hold,
    end_publication_hold,
    held_key,
    new_hold_id,
    prolong_hold,
    read_publication_holds,
)
from register.published_pages import Correction, add_correction, read_corrections
from register.refusals import NotAllowedError
from register.release_plans import add_plan, end_plan, plan_key, read_plans
from register.release_waivers import add_waiver, waived_steps
from register.releases import read_releases

LAW = frozenset({StaffRole.COUNSEL, StaffRole.PRIVACY_OFFICER})
MAY_DISPENSE = LEADERS | {StaffRole.COUNSEL}
MAY_PLAN = LEADERS | {StaffRole.PUBLIC_RELATIONS}
MAY_HOLD = LEADERS | LAW
MAY_CORRECT = LEADERS | {StaffRole.COUNSEL, StaffRole.PUBLIC_RELATIONS}
MAY_NOTE = frozenset(StaffRole)


def release_despite(desk: Desk, words: ReleaseDespite) -> HandlerResult:
    """A text goes ahead of the steps that are open now, for a reason; later ones still stop.

    It is let ahead only where nothing else would stop it: nobody decides so early for a text that
    is not approved yet.
    """
    desk.require(MAY_DISPENSE, "let a release leave before others are told")
    reason = demand(words.reason, "a release goes ahead of others for a reason: say why")
    release = _in_preparation(desk, words.release)
    document = read_document(desk.connection, release.document_id)
    if document is None:
        raise NotAllowedError("there is no such document yet; wait for its draft")
    steps = open_steps(desk.connection, desk.sealer, desk.incident_id)
    given = waived_steps(desk.connection, document)
    new = {step: who for step, who in steps.items() if step not in given}
    if not new:
        return _unchanged(f"nobody is still to be told before release {release.number}")
    if stopped := what_else_stops(desk.connection, desk.sealer, document, desk.at):
        raise NotAllowedError(stopped)
    identity = add_waiver(desk.connection, desk.sealer, document, list(new), reason, desk.by)
    return HandlerResult(
        sentence=f"release {release.number} may leave before these are told: {who_is_left(new)}",
        ids=(identity,),
        action="release.despite",
        subject=release.document_id,
        detail={
            "release": release.number,
            "steps": who_is_left(new),
            "why": reason,
            "binding": document.binding_digest,
        },
    )


def release_planned(desk: Desk, words: ReleasePlanned) -> HandlerResult:
    """When a person is asked to publish; nothing is ever published by the clock alone."""
    desk.require(MAY_PLAN, "plan a release")
    release = _in_preparation(desk, words.release)
    known = {plan.document_id: plan for plan in read_plans(desk.connection, desk.incident_id)}
    before = known.get(release.document_id)
    if words.publish_at is None:
        if before is None:
            return _unchanged(f"nothing is planned for release {release.number}")
        end_plan(desk.connection, release.document_id, desk.at)
        return HandlerResult(
            sentence=f"the plan for release {release.number} is given up",
            action="release.unplanned",
            subject=plan_key(before.number),
            detail={"release": release.number},
        )
    if words.publish_at <= desk.at:
        raise NotAllowedError("a release is planned for the future: name a later time")
    if before is not None and before.publish_at == words.publish_at:
        return _unchanged(f"release {release.number} is planned for this time already")
    identity, number = add_plan(
        desk.connection, desk.incident_id, release.document_id, words.publish_at, desk.by
    )
    due = typed_time(words.publish_at)
    sentence = f"release {release.number} is planned for {due}; a person is asked then"
    return HandlerResult(
        sentence=sentence,
        ids=(identity,),
        action="release.planned",
        subject=plan_key(number),
        detail={"release": release.number, "to": due},
    )


def publication_held(desk: Desk, words: PublicationHeld) -> HandlerResult:
    """Nothing of the scope is published for now, at somebody's request. Filings go on."""
    desk.require(MAY_HOLD, "hold back what is published")
    scope = demand(words.scope, "a hold says what is not to be published: name its scope")
    if words.until <= desk.at:
        raise NotAllowedError("the time to ask again lies in the future: name a later one")
    if foreign := sorted(kind for kind in words.kinds if kind not in FOR_EVERYBODY):
        raise NotAllowedError(
            f"a hold stops what everybody reads, and never {listed(foreign)}; it may stop: "
            + listed(sorted(FOR_EVERYBODY))
        )
    requester = words.requester
    if requester not in set(StaffRole):
        requester = desk.party(requester).key
    new = PublicationHold(
        id=new_hold_id(),
        number=1,
        requester=requester,
        ground=words.ground,
        scope=scope,
        kinds=words.kinds,
        until=words.until,
        added_at=desk.at,
        added_by=desk.actor,
    )
    for hold in read_publication_holds(desk.connection, desk.sealer, desk.incident_id):
        if hold.in_force and _says(hold) == _says(new):
            return _unchanged(f"publication hold {hold.number} says so already")
    number = add_publication_hold(desk.connection, desk.sealer, desk.incident_id, new)
    until = typed_time(words.until)
    sentence = f"publication hold {number} stops releases until {until} at least"
    return HandlerResult(
        sentence=sentence,
        ids=(new.id,),
        action="publication.held",
        subject=held_key(number),
        detail={
            "number": number,
            "requester": requester,
            "ground": words.ground,
            "scope": scope,
            "until": until,
        },
    )


def publication_freed(desk: Desk, words: PublicationFreed) -> HandlerResult:
    """A hold ends or is prolonged, after the requester was asked."""
    desk.require(MAY_HOLD, "end a hold on publishing")
    reason = demand(words.reason, "a hold on publishing ends for a reason: say which")
    known = read_publication_holds(desk.connection, desk.sealer, desk.incident_id)
    hold = next((one for one in known if one.number == words.hold), None)
    if hold is None:
        there = listed(str(one.number) for one in known)
        raise NotAllowedError(f"there is no publication hold of this number; there is: {there}")
    if not hold.in_force:
        return _unchanged(f"publication hold {hold.number} has ended already")
    if words.until is None:
        end_publication_hold(desk.connection, desk.sealer, hold.id, reason, desk.by)
        sentence, action = f"publication hold {hold.number} has ended", "publication.freed"
    elif words.until <= desk.at:
        raise NotAllowedError("the time to ask again lies in the future: name a later one")
    else:
        prolong_hold(desk.connection, hold.id, words.until)
        sentence = f"publication hold {hold.number} goes on until {typed_time(words.until)}"
        action = "publication.prolonged"
    return HandlerResult(
        sentence=sentence,
        ids=(hold.id,),
        action=action,
        subject=held_key(hold.number),
        detail={"number": hold.number, "why": reason},
    )


def release_corrected(desk: Desk, words: ReleaseCorrected) -> HandlerResult:
    """A published release says from now on that a later one corrects it.

    No new words are made up for it: the note only points to words that were approved.
    """
    desk.require(MAY_CORRECT, "mark a release as corrected")
    released = {
        release.number: release
        for release in read_releases(desk.connection, desk.incident_id)
        if release.issued_at is not None and not release.withdrawn
    }
    numbers = (words.release, words.corrected_in)
    missing = [str(number) for number in numbers if number not in released]
    if missing:
        there = listed(str(number) for number in released)
        raise NotAllowedError(f"release {missing[0]} has not been published; published: {there}")
    if words.corrected_in <= words.release:
        raise NotAllowedError("a release is corrected by a later one: name that")
    earlier, later = (released[number].document_id for number in numbers)
    for note in read_corrections(desk.connection, desk.incident_id):
        if (note.document_id, note.corrected_in) == (earlier, later):
            return _unchanged(f"release {words.release} says so already")
    note = Correction(earlier, later, desk.at)
    identity = add_correction(desk.connection, desk.incident_id, note, desk.actor)
    return HandlerResult(
        sentence=f"release {words.release} says now that release {words.corrected_in} corrects it",
        ids=(identity,),
        action="release.corrected",
        subject=earlier,
        detail={"release": words.release, "corrected_in": words.corrected_in},
    )


def insider_told(desk: Desk, words: InsiderTold) -> HandlerResult:
    """Somebody was told otherwise than by the engine: on the telephone, in a meeting."""
    desk.require(MAY_NOTE, "record who was told")
    if words.told_at > desk.at:
        raise NotAllowedError("whoever was told was told in the past: name an earlier time")
    new = Insider(**words.model_dump(), recorded_by=desk.actor)
    told = (new.name, new.organisation, new.told_at)
    for one in read_insiders(desk.connection, desk.sealer, desk.incident_id):
        if (one.name, one.organisation, one.told_at) == told:
            return _unchanged("that this person was told is on record already")
    number = add_insider(desk.connection, desk.sealer, desk.incident_id, new, desk.at)
    return HandlerResult(
        sentence=f"person {number} who was told is on record",
        action="insider.told",
        subject=desk.incident_id,
        detail={"number": number, "at": words.told_at.isoformat()},
    )


def code_looked_into(desk: Desk, words: CodeLookedInto) -> HandlerResult:
    """What was found about a code that was asked abnormally often; it may be flagged anew."""
    desk.require(MAY_NOTE, "look into a check code")
    finding = demand(words.finding, "say what was found about this code")
    code = normal_code(words.check_code)
    if not looked_into(desk.connection, desk.incident_id, code, desk.at):
        raise NotAllowedError("no code of this kind is flagged in this incident")
    return HandlerResult(
        sentence="what was found about the code is on record",
        action="check_code.looked_into",
        subject=desk.incident_id,
        detail={"why": finding},
    )


def _in_preparation(desk: Desk, number: int) -> ReleaseStanding:
    known = [r for r in read_releases(desk.connection, desk.incident_id) if r.in_preparation]
    found = next((release for release in known if release.number == number), None)
    if found is None:
        there = listed(str(release.number) for release in known)
        raise NotAllowedError(f"no release of this number is in preparation; there is: {there}")
    return found


def _says(hold: PublicationHold) -> tuple[object, ...]:
    return hold.requester, hold.ground, hold.scope, frozenset(hold.kinds), hold.until


def _unchanged(sentence: str) -> HandlerResult:
    return HandlerResult(
        sentence=sentence, action="release.repeated", subject="", detail={"changed": False}
    )
