"""Updates promised to the public, and the timely disclosure that a listed company decides about."""

from collections.abc import Iterator

from activities.timely_disclosure import Disclosure, DisclosureState, read_disclosure
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other
from commands.needs.papers import LEADERS
from domain.documents import DocumentKind
from domain.parties import StaffRole
from domain.telling_order import TellingStep
from register.releases import open_updates, read_releases

_NO_RELEASE = (
    "これが済むまで、公表文は公表できません",
    "until then no release can leave",
)
_MARKET = (StaffRole.COUNSEL.value, *LEADERS)


def release_needs(look: Look) -> Iterator[Need]:
    """Each promised update with its clock; the command prepares it, or shows what it lacks."""
    yield from _disclosure(look)
    incident_id = look.board.incident.id
    releases = read_releases(look.connection, incident_id)
    preparing = any(release.in_preparation for release in releases)
    for promise in open_updates(look.connection, incident_id):
        yield Need(
            kind="publish",
            what_ja=f"約束した公表（{promise.number}件目）",
            what_en=f"the promised update to the public, number {promise.number}",
            roles=(StaffRole.PUBLIC_RELATIONS.value, *LEADERS),
            due_at=promise.due_at,
            since=promise.said_at or promise.made_at,
            command=(
                phrases.releases(look.incident)
                if preparing
                else phrases.prepare_release(look.incident)
            ),
            acts=not preparing,
        )


def asks_about_disclosure(look: Look) -> bool:
    """Whether a listed company still has to say if the market is told."""
    return not look.board.incident.private and _stands(look).state is DisclosureState.UNDECIDED


def _stands(look: Look) -> Disclosure:
    return read_disclosure(look.connection, look.sealer, look.board.incident.id)


def _disclosure(look: Look) -> Iterator[Need]:
    """A draft, or why none is needed; where the fact is known to matter only the draft."""
    if not asks_about_disclosure(look):
        return
    stands = _stands(look)
    waits = TellingStep.TIMELY_DISCLOSURE in look.policy.order_of_telling
    yield Need(
        kind="disclosure",
        what_ja="適時開示の起案" if stands.owed else "適時開示の要否の判断（上場会社）",
        what_en="draft the timely disclosure"
        if stands.owed
        else "decide about a timely disclosure (listed company)",
        roles=_MARKET,
        due_at=stands.duty.clock_at if stands.duty else None,
        since=look.board.incident.opened_at,
        command=phrases.prepare(look.incident, DocumentKind.TIMELY_DISCLOSURE.value),
        first=("", "") if stands.owed else ("開示文を起案する", "draft it"),
        others=() if stands.owed else (_none_needed(look),),
        remark=_NO_RELEASE if waits else ("", ""),
    )


def _none_needed(look: Look) -> Other:
    return Other(
        what_ja="不要とする",
        what_en="none is needed",
        command=phrases.decline_disclosure(look.incident),
    )
