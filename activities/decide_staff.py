"""Our own people while an incident runs: who is away, so that alerts go to whoever stands in."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from activities.desk import Desk, HandlerResult
from contracts.staff_words import StaffAway
from domain.roster import Absence, Member, Roster, StaffDetails
from domain.tasks import LEADERS
from register.parties import ContactRow, ourselves, read_contacts
from register.party_acts import set_details
from register.refusals import NotAllowedError

LONGEST = timedelta(days=366)
_ONE_DAY = timedelta(days=1)
_NOON = time(12)


def staff_away(desk: Desk, words: StaffAway) -> HandlerResult:
    """Recorded by that person's role itself, by the commander or by a deputy."""
    if desk.actor != words.role.value:
        desk.require(LEADERS, "say of another role that somebody is away")
    holder = _holder(desk, words)
    today = desk.at.astimezone(ZoneInfo(holder.details.time_zone)).date()
    away = _back(holder.details, today) if words.back else _with(holder.details, words, today)
    details = holder.details.model_copy(update={"away": away})
    if details == holder.details:
        return _result(holder, words, "nothing changes: it was recorded already", changed=False)
    set_details(desk.connection, desk.sealer, holder.id, details)
    since = None if words.back else (words.since or today)
    return _result(holder, words, _who_is_called(desk, words, since), changed=True, since=since)


def _holder(desk: Desk, words: StaffAway) -> ContactRow:
    us = ourselves(desk.parties()).id
    known = read_contacts(desk.connection, desk.sealer, desk.incident_id)
    holders = [each for each in known if each.party_id == us and each.role == words.role.value]
    if words.mail is not None:
        wanted = words.mail.casefold()
        holders = [each for each in holders if each.mail.casefold() == wanted]
    if not holders:
        whom = f"'{words.role}'" + (" with that mail address" if words.mail else "")
        raise NotAllowedError(f"nobody holds {whom} in this incident; 'party show' lists who does")
    if len(holders) > 1:
        raise NotAllowedError(
            f"{len(holders)} people hold '{words.role}': say by --mail which of them is meant"
        )
    return holders[0]


def _with(details: StaffDetails, words: StaffAway, today: date) -> tuple[Absence, ...]:
    since = words.since or today
    if words.until is None:
        raise NotAllowedError("an absence has a last day: name it by --until, or give --back")
    if words.until < since:
        raise NotAllowedError(f"an absence from {since} ends on that day or later")
    if words.until < today:
        raise NotAllowedError(f"{words.until} is past: today is {today}")
    if words.until - since > LONGEST:
        raise NotAllowedError("who is away for more than a year hands the role on to somebody else")
    new = Absence(since=since, until=words.until)
    return details.away if new in details.away else (*details.away, new)


def _back(details: StaffDetails, today: date) -> tuple[Absence, ...]:
    """What is over stays on record; what runs ended yesterday; what was to come is off."""
    begun = [absence for absence in details.away if absence.since < today]
    return tuple(
        absence.model_copy(update={"until": min(absence.until, today - _ONE_DAY)})
        for absence in begun
    )


def _who_is_called(desk: Desk, words: StaffAway, since: date | None) -> str:
    """What it means for alerts, on the first day of it."""
    known = read_contacts(desk.connection, desk.sealer, desk.incident_id)
    members = {
        each.id: Member(id=each.id, role=each.role, details=each.details)
        for each in known
        if each.role
    }
    if since is None:
        return f"'{words.role}' is back: alerts go there again"
    zone = ZoneInfo(_holder(desk, words).details.time_zone)
    at = max(desk.at, datetime.combine(since, _NOON, zone))
    called = [members[found].role for found in Roster(members.values(), at).called([words.role])]
    if set(called) == {words.role.value}:
        present = [
            each
            for each in members.values()
            if each.role == words.role.value and not each.details.is_away(at)
        ]
        if not present:
            return (
                f"recorded, but nobody stands in for '{words.role}': alerts still go there; "
                "add a deputy"
            )
        return f"recorded: alerts for '{words.role}' go to the others who hold it"
    return f"recorded: alerts for '{words.role}' go to '{', '.join(called)}' meanwhile"


def _result(
    holder: ContactRow,
    words: StaffAway,
    sentence: str,
    *,
    changed: bool,
    since: date | None = None,
) -> HandlerResult:
    return HandlerResult(
        sentence=sentence,
        ids=(holder.id,),
        action="staff.back" if words.back else "staff.away",
        subject=holder.id,
        detail={
            "role": words.role.value,
            "since": since.isoformat() if since else None,
            "until": words.until.isoformat() if words.until else None,
            "changed": changed,
        },
    )
