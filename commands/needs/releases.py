"""Updates promised to the public that have not been issued."""

from collections.abc import Iterator

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS
from domain.parties import StaffRole
from register.releases import open_updates, read_releases


def release_needs(look: Look) -> Iterator[Need]:
    """Each promised update with its clock; the command prepares it, or shows what it lacks."""
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
