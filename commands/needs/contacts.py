"""Whom nobody can write to: merchants without a contact, authorities that are no party yet."""

from collections.abc import Iterator

from activities.duty_status import FILED_BY
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS
from domain.parties import StaffRole
from domain.plain_text import clean_line
from register.parties import with_contacts
from screens.words import short_name

NAMED_AT_MOST = 3
"""So many merchants are named; how many more there are is said with them."""


def contact_needs(look: Look) -> Iterator[Need]:
    """What is missing before a notice or a report can go out at all."""
    filed = (d for d in look.open_duties if d.rule in FILED_BY and d.debtor == look.ourselves)
    for key in dict.fromkeys(duty.owed_to for duty in filed if duty.owed_to not in look.ids):
        yield Need(
            kind="contact",
            what_ja=f"報告先の当局（{key}）が登録されていません。登録するまで報告を起案できません",
            what_en=f"the authority {key} is no party yet: no report can be drafted without it",
            roles=LEADERS,
            since=look.board.incident.opened_at,
            command=phrases.add_authority(look.incident, key),
        )
    yield from _merchants(look)


def _merchants(look: Look) -> Iterator[Need]:
    reached = with_contacts(look.connection, look.board.incident.id)
    silent = [item for item in look.board.merchants if look.ids[item.key] not in reached]
    more = len(silent) - NAMED_AT_MOST
    for position, merchant in enumerate(silent[:NAMED_AT_MOST], start=1):
        name = short_name(clean_line(merchant.name))
        rest = position == NAMED_AT_MOST and more > 0
        yield Need(
            kind="contact",
            what_ja=f"{name} の連絡先がなく、通知が届きません"
            + (f"（ほかに{more}社: shirase party list {look.incident}）" if rest else ""),
            what_en=f"{name} has no contact: no notice can reach it"
            + (f" ({more} more: shirase party list {look.incident})" if rest else ""),
            roles=(StaffRole.MERCHANT_CARE.value, *LEADERS),
            since=look.board.incident.opened_at,
            command=phrases.add_contact(look.incident, merchant.key),
        )
