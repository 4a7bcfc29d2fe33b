"""Duties that nobody has begun to meet, and those that counsel has to settle.

Our own stand here from the day they arise; a merchant's own once its ladder has begun, since
until then it is the merchant's to see to it.
"""

from collections.abc import Iterator
from itertools import groupby

from activities.duty_status import FILED_BY, INDIVIDUAL, NOTICE
from commands import phrases
from commands.finding import shown_key
from commands.needs.look import Look
from commands.needs.need import Need
from contracts.policy import Rung
from domain.documents import FILINGS, DocumentKind
from domain.parties import MerchantChoice, StaffRole
from register.board import BoardDuty
from register.duties import PROPOSED
from screens.words import rule_name, short_name


def duty_needs(look: Look) -> Iterator[Need]:
    """Duties for which somebody must do something now; those that need the same are one."""
    duties = list(look.open_duties)
    for duty in duties:
        if duty.status == PROPOSED:
            yield _settling(look, duty)
    todo = [
        (duty, command_for(look, duty))
        for duty in duties
        if duty.status != PROPOSED and _has_begun(look, duty)
    ]
    asked = [(duty, command) for duty, command in todo if command]
    asked.sort(key=lambda known: (known[0].rule, str(known[0].clock_at), known[1]))
    for _, same in groupby(asked, key=lambda known: (known[0].rule, known[0].clock_at, known[1])):
        alike = list(same)
        yield _meeting(look, [duty for duty, _ in alike], alike[0][1])


def _settling(look: Look, duty: BoardDuty) -> Need:
    who = short_name(duty.debtor_name)
    return Need(
        kind="settle",
        what_ja=f"{rule_name(duty.rule, 'ja')}（{who}）を対応不要とするかの判断",
        what_en=f"{rule_name(duty.rule, 'en')} of {who}: does it apply?",
        roles=(StaffRole.COUNSEL.value,),
        due_at=duty.clock_at,
        since=look.board.incident.opened_at,
        command=phrases.settle_duty(look.incident, shown_key(duty)),
    )


def _meeting(look: Look, duties: list[BoardDuty], command: str) -> Need:
    first = duties[0]
    names = list(dict.fromkeys(short_name(duty.debtor_name) for duty in duties))
    more_ja = f" ほか計{len(names)}社" if len(names) > 1 else ""
    more_en = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return Need(
        kind="duty",
        what_ja=f"{rule_name(first.rule, 'ja')}（{names[0]}{more_ja}）",
        what_en=f"{rule_name(first.rule, 'en')} of {names[0]}{more_en}",
        roles=_roles(look, first),
        due_at=None if first.waiver else first.clock_at,
        since=look.board.incident.opened_at,
        command=command,
    )


def _has_begun(look: Look, duty: BoardDuty) -> bool:
    if duty.debtor == look.ourselves or duty.debtor in look.filing_by_us or not duty.clock_at:
        return True
    first = max((rung.before_due for rung in _ladder(look)), default=None)
    return first is not None and look.case_time >= duty.clock_at - first


def _ladder(look: Look) -> tuple[Rung, ...]:
    """What a duty climbs by the severity that is decided."""
    return look.policy.rungs(look.board.incident.severity, work=False)


def _roles(look: Look, duty: BoardDuty) -> tuple[str, ...]:
    """Whom the ladder has named by now; before its first rung, whom that will name."""
    ladder = sorted(_ladder(look), key=lambda rung: rung.before_due, reverse=True)
    reached = [
        rung
        for rung in ladder
        if duty.clock_at and look.case_time >= duty.clock_at - rung.before_due
    ]
    roles = [role for rung in (reached or ladder[:1]) for role in rung.roles]
    return tuple(dict.fromkeys(roles)) or (StaffRole.COMMANDER.value,)


def command_for(look: Look, duty: BoardDuty) -> str:
    """What to type for a duty; empty where a document, a wave or a merchant is on the list."""
    if duty.rule in NOTICE:
        return _preparing(look, DocumentKind.MERCHANT_NOTICE, duty.owed_to)
    if duty.rule in FILED_BY:
        kind, report = FILED_BY[duty.rule]
        if duty.debtor == look.ourselves or duty.debtor in look.filing_by_us:
            return _preparing(look, kind, duty.debtor)
        return phrases.merchant_filing(look.incident, duty.debtor, report)
    if duty.rule in INDIVIDUAL:
        return _telling(look, duty)
    return phrases.record_filing(look.incident, shown_key(duty))


def _telling(look: Look, duty: BoardDuty) -> str:
    """A merchant that tells its people itself reports it; for one with a mandate we do."""
    merchant = next((item for item in look.board.merchants if item.key == duty.debtor), None)
    if merchant is None or merchant.has_mandate:
        mail = _preparing(look, DocumentKind.PERSON_NOTICE, duty.debtor)
        return mail or _preparing(look, DocumentKind.PERSON_LETTER, duty.debtor)
    if merchant.choice == MerchantChoice.OWN_NOTICE:
        return phrases.merchant_report(look.incident, duty.debtor, "people_notified")
    return ""


def _preparing(look: Look, kind: DocumentKind, key: str) -> str:
    """Nothing to prepare where a document of the kind names the party, or needs to name none.

    A filing names the merchants that it is made for: those whose mandate covers it.
    """
    if key == look.ourselves:
        if any(document.kind is kind for document in look.board.documents):
            return ""
    elif look.ids.get(key, key) in _named_in(look, kind):
        return ""
    return phrases.prepare(look.incident, kind.value, _to_file_for(look, kind))


def _named_in(look: Look, kind: DocumentKind) -> set[str]:
    return {
        party_id
        for document in look.board.documents
        if document.kind is kind
        for party_id in (*document.on_behalf_of, *document.addressees)
    }


def _to_file_for(look: Look, kind: DocumentKind) -> list[str]:
    if kind not in FILINGS:
        return []
    named = _named_in(look, kind)
    return [key for key in sorted(look.filing_by_us) if look.ids[key] not in named]
