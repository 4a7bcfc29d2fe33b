"""What the parts of an incident file must agree on."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from contracts.file_fields import Basis
from contracts.file_parts import (
    Cast,
    Complaint,
    Values,
    Where,
    entries,
    listed,
    section,
    word,
)
from contracts.story_checks import story_complaints
from domain.parties import PartyKind, StaffRole

_SAID_ANYWAY = (StaffRole.COMMANDER.value, StaffRole.DEPUTY.value)

RESERVED_DOMAINS = ("example", "invalid", "example.jp")
"""The only domains in a rehearsal: nobody can ever hold them (RFC 2606, JPRS)."""


def complaints(values: Values, called: Iterable[str] = ()) -> Iterator[Complaint]:
    """Every disagreement in a file, from its plain values, in no particular order.

    `called` are the staff roles that the policy alerts or asks: each needs somebody.
    """
    cast = Cast(values)
    yield from _staff(values)
    yield from _empty_roles(values, called)
    yield from _parties(values)
    yield from _entrustments(values, cast)
    yield from _groups(values, cast)
    yield from _people(values, cast)
    yield from _telling_code_name(values)
    yield from fact_complaints(values, (), cast)
    for position, act in entries(values, "story"):
        yield from fact_complaints(act, ("story", position), cast)
    yield from _basis(values)
    if values.get("story"):
        yield from _rehearsal(values)
        yield from story_complaints(values, cast)


def _staff(values: Values) -> Iterator[Complaint]:
    seen: set[str] = set()
    for position, member in entries(values, "staff"):
        role = word(member, "role")
        if role in seen and role != StaffRole.DEPUTY.value:
            yield Complaint(
                ("staff", position, "role"),
                "this role is given twice",
                "one person holds a role; whoever stands in is a `deputy`",
            )
        seen.add(role or "")
    for role in (StaffRole.COMMANDER.value, StaffRole.DEPUTY.value):
        if isinstance(values.get("staff"), list) and role not in seen:
            yield Complaint(
                ("staff",),
                f"nobody has the role `{role}`",
                "name a commander and at least one deputy before the incident opens",
            )


def _empty_roles(values: Values, called: Iterable[str]) -> Iterator[Complaint]:
    """Roles that would be called in vain: nobody holds them or is named to stand in."""
    if not isinstance(values.get("staff"), list):
        return
    held = set(_SAID_ANYWAY)
    for _, member in entries(values, "staff"):
        held.add(word(member, "role") or "")
        held |= {role for _, role in listed(member, "deputises_for") if isinstance(role, str)}
    merchants = any(
        word(party, "kind") == PartyKind.MERCHANT.value for _, party in entries(values, "parties")
    )
    if not merchants:
        held.add(StaffRole.MERCHANT_CARE.value)
    for role in sorted(set(called) - held):
        yield Complaint(
            ("staff",),
            f"nobody has the role `{role}`, which alerts and approvals call",
            f"name somebody with `role: {role}`, or let a member say `deputises_for: [{role}]`",
        )


def _parties(values: Values) -> Iterator[Complaint]:
    ours = word(section(values, "organisation"), "key")
    seen = {ours} if ours else set()
    for position, party in entries(values, "parties"):
        key = word(party, "key")
        if key in seen:
            yield Complaint(
                ("parties", position, "key"),
                "this key is given twice",
                "give each party, and our own organisation, a key of its own",
            )
        if key:
            seen.add(key)
        if word(party, "kind") == PartyKind.OURSELVES.value:
            yield Complaint(
                ("parties", position, "kind"),
                "our own organisation is not listed among the parties",
                "describe it under `organisation`",
            )


def _entrustments(values: Values, cast: Cast) -> Iterator[Complaint]:
    seen: set[tuple[str | None, str | None]] = set()
    for position, entry in entries(values, "entrustments"):
        where: Where = ("entrustments", position)
        pair = (word(entry, "entrustor"), word(entry, "entrustee"))
        for name, key in zip(("entrustor", "entrustee"), pair, strict=True):
            yield from cast.unknown((*where, name), key)
        if pair[0] == pair[1] and pair[0] is not None:
            yield Complaint(where, "a party cannot entrust itself", "name two different parties")
        if pair in seen:
            yield Complaint(where, "this entrustment is given twice", "keep one of them")
        seen.add(pair)


def _groups(values: Values, cast: Cast) -> Iterator[Complaint]:
    seen: set[tuple[str | None, str | None]] = set()
    for position, group in entries(values, "groups"):
        merchant = group.get("merchant")
        yield from cast.unknown(("groups", position, "merchant"), merchant, PartyKind.MERCHANT)
        identity = (word(group, "merchant"), word(group, "relation"))
        if identity in seen:
            yield Complaint(
                ("groups", position), "this group is given twice", "list its items in one place"
            )
        seen.add(identity)


def _people(values: Values, cast: Cast) -> Iterator[Complaint]:
    people = section(values, "people")
    for position, file in entries(people, "files"):
        where: Where = ("people", "files", position, "merchant")
        yield from cast.unknown(where, file.get("merchant"), PartyKind.MERCHANT)
    shares = section(section(people, "synthetic"), "shares")
    for key in shares:
        yield from cast.unknown(("people", "synthetic", "shares", key), key, PartyKind.MERCHANT)


def _telling_code_name(values: Values) -> Iterator[Complaint]:
    code_name = (word(section(values, "incident"), "code_name") or "").casefold()
    told = [section(values, "organisation"), *(p for _, p in entries(values, "parties"))]
    telling = " ".join(
        text.casefold()
        for who in told
        for text in (word(who, "key") or "", word(who, "name") or "", *_hosts(who))
    )
    if code_name and code_name in telling:
        yield Complaint(
            ("incident", "code_name"),
            "the code name tells who is touched",
            "take a word that has nothing to do with any party",
        )


def fact_complaints(values: Values, where: Where, cast: Cast) -> Iterator[Complaint]:
    """What is wrong among the facts of one revision."""
    seen: set[str] = set()
    for position, fact in entries(values, "facts"):
        here: Where = (*where, "facts", position)
        yield from cast.unknown((*here, "source"), fact.get("source"))
        key = word(fact, "key")
        if key in seen:
            yield Complaint(
                (*here, "key"),
                "this fact is stated twice in one revision",
                "keep the statement that holds; a correction is a later act",
            )
        if key:
            seen.add(key)


def _basis(values: Values) -> Iterator[Complaint]:
    """A replay says of each fact whether it was published, and of whom it took that."""
    acts = list(entries(values, "story"))
    facts: list[tuple[Where, Values]] = []
    facts += [(("facts", n), fact) for n, fact in entries(values, "facts")]
    for position, act in acts:
        facts += [(("story", position, "facts", n), fact) for n, fact in entries(act, "facts")]
    if acts:
        for where, fact in facts:
            if "basis" not in fact:
                yield Complaint(
                    where, "the field `basis` is missing", "add `basis: published` or `assumed`"
                )
    stated = [*facts, *((("story", n), act) for n, act in acts)]
    if "source" not in values:
        for where, entry in stated:
            if word(entry, "basis") == Basis.PUBLISHED.value:
                yield Complaint(
                    (*where, "basis"),
                    "published by whom is not said",
                    "describe the published incident under `source`",
                )


def _rehearsal(values: Values) -> Iterator[Complaint]:
    if section(values, "incident").get("opened_at") is None:
        yield Complaint(
            ("incident", "opened_at"),
            "a file with a story must say when the case opened",
            "add `opened_at` with day, time and zone",
        )
    for name in ("organisation", "staff", "parties"):
        yield from _reachable(values.get(name), (name,))


def _reachable(value: object, where: Where) -> Iterator[Complaint]:
    """Addresses under `value` that somebody could really have."""
    if isinstance(value, list):
        for position, item in listed({"": value}, ""):
            yield from _reachable(item, (*where, position))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _reachable(item, (*where, name))
    elif isinstance(value, str) and where[-1] in {"mail", "url"} and not _reserved(_host(value)):
        yield Complaint(
            where,
            "a file with a story may only name reserved domains",
            "use a domain under `.example`, `.invalid` or `example.jp`",
        )


def _host(address: str) -> str:
    if "://" not in address:
        return address.rpartition("@")[2].casefold()
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _hosts(who: Values) -> Iterator[str]:
    for name in ("sender", "desk"):
        yield _host(word(section(who, name), "mail") or "")
    for _, contact in entries(who, "contacts"):
        yield _host(word(contact, "mail") or "")


def _reserved(host: str) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in RESERVED_DOMAINS)
