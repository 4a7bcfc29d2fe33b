"""What publishing waits for: a go, the end of a hold, a look at a code asked too often."""

from collections.abc import Iterator
from datetime import timedelta

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other, typed_time
from commands.needs.papers import LEADERS
from domain.parties import StaffRole
from register.code_questions import flagged_codes
from register.publication_holds import running_holds
from register.release_plans import read_plans

_AN_HOUR, _A_DAY = timedelta(hours=1), timedelta(days=1)
_LAW = (StaffRole.COUNSEL.value, StaffRole.PRIVACY_OFFICER.value, *LEADERS)
_DESK = (StaffRole.CONTACT_DESK.value, StaffRole.PRIVACY_OFFICER.value, *LEADERS)


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
            ),
            remark=("指示があるまで公表されません", "nothing is published until somebody says so"),
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
