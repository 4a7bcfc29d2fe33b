"""Whose approval a document waits for: never its author's, whoever stands in for whom."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from domain.approval import Delegate
from domain.parties import StaffRole
from register.approving import all_delegates
from register.board import BoardDocument
from register.passages import editors
from register.staff_roles import StaffRoles, staff_roles
from screens.words import role_words

_NOBODY_LEFT = (
    "起案した立場は承認できません。ほかの人を立てるか、別の立場で起案し直してください。",
    "Whoever wrote it cannot approve it: name another person, or let another role prepare it.",
)


def approval_needs(
    look: Look,
    document: BoardDocument,
    missing: tuple[str, ...],
    what: tuple[str, str],
    due_at: datetime | None,
    remark: tuple[str, str],
) -> Iterator[Need]:
    """The words that are missing, of whom they may come; where of nobody, another is named first.

    `what` names the document, in Japanese and English.
    """
    ja, en = what
    own = {document.author, *editors(look.connection, document.id)}
    roles = staff_roles(look.connection, look.sealer, look.board.incident.id)
    known = all_delegates(look.connection, look.board.incident.id, look.policy)
    delegates = [one for one in known if one.holds(document.kind.value, look.case_time)]
    asked = {role: _who_may(role, own, roles, delegates) for role in missing}
    able = tuple(dict.fromkeys(who for who in asked.values() if who is not None))
    if able:
        yield Need(
            kind="approve",
            what_ja=f"{ja}の承認",
            what_en=f"{en}: approval",
            roles=able,
            due_at=due_at,
            since=document.prepared_at,
            command=phrases.approve(look.incident, document.number),
            remark=remark,
        )
    for role in (role for role, who in asked.items() if who is None):
        free = [one for one in _others(roles) if one not in own | set(missing) | set(able)]
        yield Need(
            kind="approve",
            what_ja=f"{ja}の承認: 起案者のほかに{role_words([role], 'ja')}の代わりを定める",
            what_en=f"{en}: name another than its author to approve as {role}",
            roles=(StaffRole.COMMANDER.value,),
            due_at=due_at,
            since=document.prepared_at,
            command=phrases.let_approve(look.incident, role, free[0])
            if free
            else f"shirase approval list {look.incident}",
            acts=bool(free),
            remark=("", "") if free else _NOBODY_LEFT,
        )


def _who_may(
    role: str, own: Collection[str], roles: StaffRoles, delegates: Iterable[Delegate]
) -> str | None:
    """Who gives the word that a role is asked for; None where only its author could."""
    if role not in own and not roles.is_vacant(role):
        return role
    named = [one.to for one in delegates if one.role == role]
    in_its_place = [*named, *roles.stand_ins.get(role, ())]
    free = [one for one in in_its_place if one not in own]
    if free:
        return free[0]
    return role if role not in own and not in_its_place else None


def _others(roles: StaffRoles) -> tuple[str, ...]:
    """Whom the commander may name: everybody who is there but itself."""
    there = roles.held or tuple(role.value for role in StaffRole)
    return tuple(role for role in there if role != StaffRole.COMMANDER)
