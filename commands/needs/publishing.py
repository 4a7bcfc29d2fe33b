"""What publishing waits for: a go, the end of a hold, a look at a code asked too often."""

from collections.abc import Iterator
from datetime import timedelta

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other, typed_time
from commands.needs.papers import LEADERS, cannot_go
from commands.release_stops import stopped
from domain.parties import StaffRole
from register.code_questions import flagged_codes
from register.documents import read_document
from register.publication_holds import running_holds
from register.release_plans import ReleasePlan, read_plans

_UNTIL_SAID = ("指示があるまで公表されません", "nothing is published until somebody says so")
_AN_HOUR, _A_DAY = timedelta(hours=1), timedelta(days=1)
_LAW = (StaffRole.COUNSEL.value, StaffRole.PRIVACY_OFFICER.value, *LEADERS)
_DESK = (StaffRole.CONTACT_DESK.value, StaffRole.PRIVACY_OFFICER.value, *LEADERS)


def _ahead(look: Look, plan: ReleasePlan) -> Iterator[Other]:
    """Where others are still to be told before it, that it may go ahead of them for a reason."""
    document = read_document(look.connection, plan.document_id)
    stop = document and stopped(look.connection, look.sealer, document, look.case_time)
    if stop and stop.overtakes:
        yield Other(
            what_ja="理由を示して先に",
            what_en="ahead of those to be told first, for a reason",
            command=phrases.issue_ahead(look.incident, plan.release),
        )


def _remark(look: Look, document_id: str) -> tuple[str, str]:
    """What would stop it now; where nothing does, that it waits for a person."""
    found = next((item for item in look.board.documents if item.id == document_id), None)
    said = cannot_go(look, found) if found else ("", "")
    return said if any(said) else _UNTIL_SAID


def publishing_needs(look: Look) -> Iterator[Need]:
    """A planned release at its time, and again when that has passed; holds whose time has come."""
    incident_id = look.board.incident.id
    for plan in read_plans(look.connection, incident_id):
        if plan.publish_at > look.case_time:
            continue
        late = look.case_time > plan.publish_at + look.policy.release_window
        missed = ("（予定の時刻を過ぎています）", " (its time has passed)") if late else ("", "")
        yield Need(
            kind="go",
            what_ja=f"第{plan.release}報の公表の指示{missed[0]}",
            what_en=f"the go for publishing release {plan.release}{missed[1]}",
            roles=LEADERS,
            due_at=plan.publish_at,
            since=plan.publish_at,
            command=phrases.issue_release(look.incident, plan.release),
            first=("いま公表する", "publish now"),
            others=(
                Other(
                    what_ja="別の時刻にする",
                    what_en="at another time",
                    command=phrases.plan_release(
                        look.incident, plan.release, typed_time(look.case_time + _AN_HOUR)
                    ),
                ),
                *_ahead(look, plan),
            ),
            remark=_remark(look, plan.document_id),
        )
    for number, until in running_holds(look.connection, incident_id):
        if until > look.case_time:
            continue
        yield Need(
            kind="held",
            what_ja=f"公表を控える求め（{number}番）の確認",
            what_en=f"hold {number} on publishing: ask its requester",
            roles=_LAW,
            due_at=until,
            since=until,
            command=phrases.free_publication(look.incident, number),
            first=("解除する", "end it"),
            others=(
                Other(
                    what_ja="延長する",
                    what_en="prolong it",
                    command=phrases.prolong_publication_hold(
                        look.incident, number, typed_time(look.case_time + _A_DAY)
                    ),
                ),
            ),
            remark=("答えがあるまで公表は止まったままです", "until then nothing is published"),
        )
    for flagged in flagged_codes(look.connection, incident_id):
        yield Need(
            kind="code",
            what_ja=f"確認番号 {flagged.check_code} への照会が異常に多い（{flagged.asked}回）",
            what_en=f"check code {flagged.check_code} is asked abnormally often ({flagged.asked})",
            roles=_DESK,
            since=flagged.flagged_at,
            command=phrases.look_into_code(look.incident, flagged.check_code),
        )
