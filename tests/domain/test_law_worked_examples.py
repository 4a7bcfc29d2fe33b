"""Worked examples of law: a date that a lawyer can check on a wall calendar, by rule and moment.

One row an example: rule, from when (a day, or a time with its zone), limit, target. Times are given
and compared as moments; days are the recipient's.
"""

from datetime import date, datetime

import pytest

from domain.deadlines import Computed
from domain.rules import Rule
from domain.single_rule import SingleClock, in_force, single_clock
from regimes.calendars import calendars
from regimes.loader import load_rules

CALENDARS = calendars(date(2026, 11, 21))

# rule, from, limit, target
EXAMPLES = [
    pytest.param("jp-appi/preliminary", "2026-01-06", "2026-01-10", "2026-01-08", id="1"),
    pytest.param("jp-appi/final", "2026-01-06", "2026-02-04", None, id="1 final"),
    pytest.param("jp-appi/final-wrongful", "2026-01-06", "2026-03-06", None, id="2"),
    pytest.param("jp-appi/final-wrongful", "2026-03-05", "2026-05-07", None, id="3"),
    pytest.param("jp-appi/final", "2026-04-06", "2026-05-07", None, id="4"),
    pytest.param("jp-appi/preliminary", "2026-09-18", "2026-09-22", "2026-09-20", id="6"),
    pytest.param("jp-appi/final", "2026-09-18", "2026-10-19", None, id="6 final"),
    pytest.param("jp-appi/final", "2026-11-02", "2026-12-01", None, id="8"),
    pytest.param("jp-appi/final-wrongful", "2026-11-02", "2027-01-04", None, id="8 wrongful"),
    pytest.param("jp-appi/final", "2026-11-21", "2026-12-21", None, id="9"),
    pytest.param("jp-appi/final", "2026-11-30", "2027-01-04", None, id="10"),
    pytest.param("jp-appi/final", "2026-11-20T16:30:00+00:00", "2026-12-21", None, id="14"),
    pytest.param("jp-appi/final", "2026-12-01", "2027-01-04", None, id="18"),
    pytest.param("jp-tba/accident", "2026-11-01", "2026-11-30", None, id="19"),
    pytest.param("jp-tba/secrecy", "2026-11-21", "2026-12-21", None, id="19 by knowing"),
    pytest.param("jp-mynumber/final", "2026-11-30", "2027-01-04", None, id="10 my number"),
    pytest.param("jp-public/final-wrongful", "2026-03-05", "2026-05-07", None, id="3 public organ"),
    pytest.param("jp-appi/entrustee-notice", "2026-01-08", "2026-01-12", "2026-01-10", id="rule 9"),
    pytest.param("jp-appi/individual", "2026-11-21", None, "2026-12-04", id="promptly"),
    pytest.param("jp-cyber/incident", "2026-11-21", None, "2026-11-21", id="no number known"),
    pytest.param(
        *("eu-gdpr/authority", "2026-11-20T14:20+01:00", "2026-11-23T22:20+09:00", None), id="20"
    ),
    pytest.param(
        *("eu-gdpr/authority", "2026-12-24T10:10+01:00", "2026-12-27T10:10+01:00", None), id="22"
    ),
    pytest.param("eu-cra/final-vulnerability", "2026-11-20", "2026-12-04", None, id="24"),
    pytest.param("us-sec/8k", "2026-11-25", "2026-12-02", None, id="26"),
    pytest.param("us-tx/ag", "2026-11-21", "2026-12-21", None, id="29"),
    pytest.param("us-tx/individual", "2026-11-21", "2027-01-20", None, id="29 individuals"),
    pytest.param("us-ny/individual", "2026-11-21", "2026-12-21", None, id="30"),
    pytest.param(
        *("uk-gdpr/authority", "2026-10-23T10:00+01:00", "2026-10-26T09:00+00:00", None),
        id="72 hours over the end of summer time",
    ),
    pytest.param(
        *("uk-pecr/authority", "2025-08-19T10:00+01:00", "2025-08-20T10:00+01:00", None),
        id="PECR on its last day of 24 hours",
    ),
    pytest.param(
        *("uk-pecr/authority", "2025-08-20T10:00+01:00", "2025-08-23T10:00+01:00", None),
        id="PECR on its first day of 72",
    ),
    pytest.param(
        *("eu-nis2/early-warning", "2026-11-20T18:00+01:00", "2026-11-21T18:00+01:00", None),
        id="a day through a Saturday",
    ),
    pytest.param("eu-nis2/final", "2027-01-31", "2027-02-28", None, id="a month that is shorter"),
    pytest.param("eu-nis2/final", "2026-11-20", "2026-12-20", None, id="a Sunday stays"),
    pytest.param(
        *("eu-dora/final", "2026-10-28", "2026-11-30T12:00+01:00", None), id="noon of the Monday"
    ),
    pytest.param(
        *("eu-dora/final", "2026-11-20T15:00+01:00", "2026-12-21T12:00+01:00", None),
        id="noon, from a time",
    ),
    pytest.param(
        *("eu-dora/intermediate", "2026-11-20T15:00+01:00", "2026-11-23T15:00+01:00", None),
        id="72 hours after the initial notification",
    ),
    pytest.param("eu-cra/final-incident", "2026-11-20", "2026-12-20", None, id="the other final"),
    pytest.param("us-sec/8k", "2026-11-26", "2026-12-02", None, id="decided on Thanksgiving"),
    pytest.param("us-sec/8k", "2026-11-28", "2026-12-03", None, id="decided on a Saturday"),
    pytest.param("us-sec/8k", "2026-12-23", "2026-12-30", None, id="over Christmas"),
    pytest.param("us-hipaa/individual", "2026-11-21", "2027-01-20", None, id="HIPAA, 60 days"),
    pytest.param("us-hipaa/hhs", "2026-11-24", "2027-01-23", None, id="HIPAA, a Saturday stays"),
    pytest.param("us-hipaa/hhs-small", "2026-11-21", "2027-03-01", None, id="HIPAA, year end"),
    pytest.param("us-ftc/safeguards", "2026-11-20", "2026-12-20", None, id="FTC, a Sunday stays"),
    pytest.param(
        *("us-bank/36h", "2026-11-20T22:00-05:00", "2026-11-22T10:00-05:00", None),
        id="36 hours into a Sunday",
    ),
    pytest.param("us-ca/individual", "2026-11-21", "2026-12-21", None, id="California"),
    pytest.param("us-ca/individual", "2025-12-31", None, "2026-01-30", id="California before"),
    pytest.param("us-ca/ag", "2026-12-21", "2027-01-05", None, id="15 days after the notice"),
    pytest.param("us-fl/individual", "2026-11-21", "2026-12-21", None, id="Florida"),
    pytest.param("us-fl/agent", "2026-11-21", "2026-12-01", None, id="Florida, agent"),
    pytest.param("us-tx/ag", "2023-08-31", "2023-10-30", None, id="Texas before"),
    pytest.param(
        *("us-nydfs/72h", "2026-11-20T09:30-05:00", "2026-11-23T09:30-05:00", None), id="NYDFS"
    ),
    pytest.param("us-nydfs/ransom-explanation", "2026-11-21", "2026-12-21", None, id="extortion"),
    pytest.param(
        *("kr-pipa/authority", "2026-11-20T18:00+09:00", "2026-11-23T18:00+09:00", None), id="32"
    ),
    pytest.param(
        *("kr-pipa/individual", "2026-11-20T18:00+09:00", "2026-11-23T18:00+09:00", None),
        id="32 individuals",
    ),
    pytest.param(
        *("kr-pipa/authority", "2026-09-10T18:00+09:00", "2026-09-13T18:00+09:00", None),
        id="Korea, last day of the older text",
    ),
    pytest.param(
        *("kr-pipa/possible", "2026-09-11T08:00+09:00", "2026-09-14T08:00+09:00", None),
        id="Korea, first day of the notice of a possible leak",
    ),
    pytest.param(
        *("in-certin/report", "2026-11-20T23:00+05:30", "2026-11-21T05:00+05:30", None), id="34"
    ),
    pytest.param(
        *("in-dpdp/board", "2027-05-13T10:00+05:30", "2027-05-16T10:00+05:30", None),
        id="34 the Board, from the first day that it binds",
    ),
    pytest.param("sg-pdpa/authority", "2026-11-20", "2026-11-23", None, id="Singapore"),
    pytest.param("sg-pdpa/authority", "2026-11-18", "2026-11-21", None, id="a Saturday stays"),
    pytest.param(
        *("sg-pdpa/authority", "2026-11-19T16:30+00:00", "2026-11-23", None),
        id="assessed after midnight in Singapore",
    ),
    pytest.param("sg-pdpa/individual", "2026-11-20", None, "2026-11-23", id="Singapore, people"),
    pytest.param("sg-pdpa/assessment", "2026-11-20", "2026-12-20", None, id="30 days to assess"),
    pytest.param("tw-pdpa/individual", "2026-11-20", None, "2026-11-22", id="Taiwan, no number"),
    pytest.param(
        *("tw-pdpa/sector", "2026-11-20T09:00+08:00", "2026-11-23T09:00+08:00", None),
        id="Taiwan, order of a sector",
    ),
    pytest.param("cn-pipl/authority", "2026-11-20", None, "2026-11-20", id="immediately"),
    pytest.param(
        *("cn-cac/report", "2026-11-20T23:30+08:00", "2026-11-21T03:30+08:00", None),
        id="China, 4 hours over midnight",
    ),
    pytest.param(
        *("cn-cac/report-infrastructure", "2026-11-20T23:30+08:00", "2026-11-21T00:30+08:00", None),
        id="China, infrastructure, 1 hour",
    ),
    pytest.param(
        *("cn-cac/report-central", "2026-11-20T23:30+08:00", "2026-11-21T01:30+08:00", None),
        id="China, central body, 2 hours",
    ),
    pytest.param("cn-cac/closing", "2026-12-01", "2026-12-31", None, id="30 days after handling"),
    pytest.param(
        *("hk-ci/core", "2026-11-20T18:00+08:00", "2026-11-21T06:00+08:00", None),
        id="Hong Kong, 12 hours",
    ),
    pytest.param(
        *("hk-ci/other", "2026-11-20T18:00+08:00", "2026-11-22T18:00+08:00", None),
        id="Hong Kong, 48 hours into a Sunday",
    ),
    pytest.param("hk-ci/written", "2026-11-20", "2026-12-04", None, id="Hong Kong, in writing"),
    pytest.param(
        *("id-pdp/authority", "2026-11-20T15:00+07:00", "2026-11-23T15:00+07:00", None),
        id="Indonesia, 3 x 24 hours",
    ),
    pytest.param(
        *("th-pdpa/authority", "2026-11-20T10:00+07:00", "2026-11-23T10:00+07:00", None),
        id="Thailand",
    ),
    pytest.param("au-ndb/assessment", "2026-11-20", "2026-12-20", None, id="Australia, 30 days"),
    pytest.param("au-ndb/statement", "2026-11-20", None, "2026-11-22", id="Australia, statement"),
    pytest.param(
        *("au-ransom/payment", "2026-10-02T10:00+10:00", "2026-10-05T11:00+11:00", None),
        id="72 hours over the start of summer time",
    ),
    pytest.param(
        *("vn-pdp/authority", "2026-11-20T10:00+07:00", "2026-11-23T10:00+07:00", None),
        id="Vietnam",
    ),
    pytest.param("ph-dpa/full-report", "2026-11-23", "2026-11-28", None, id="Philippines, in full"),
    pytest.param("my-pdpa/individual", "2026-11-23", "2026-11-30", None, id="Malaysia, people"),
    pytest.param("ca-pipeda/authority", "2026-11-20", None, "2026-11-22", id="Canada"),
    # Wed 18, Thu 19, not Fri 20 (Consciência Negra), Mon 23.
    pytest.param("br-lgpd/authority", "2026-11-17", "2026-11-23", None, id="Brazil, 20 November"),
    pytest.param("br-lgpd/individual", "2026-11-20", "2026-11-25", None, id="known on a holiday"),
    pytest.param("br-lgpd/authority-small", "2026-11-17", "2026-11-26", None, id="twice as long"),
    pytest.param("br-lgpd/supplement", "2026-11-23", "2026-12-21", None, id="20 business days"),
    pytest.param("ch-fadp/authority", "2026-11-20", None, "2026-11-22", id="Switzerland"),
    pytest.param(
        *("ch-isa/report", "2026-11-20T16:00+01:00", "2026-11-21T16:00+01:00", None),
        id="Switzerland, infrastructure",
    ),
    pytest.param("ch-isa/supplement", "2026-11-21", "2026-12-05", None, id="14 days after it"),
    # Wed 25, not Thu 26 (Thanksgiving), Fri 27, Mon 30.
    pytest.param("card-visa/initial", "2026-11-24", "2026-11-30", None, id="Visa, 3 business days"),
    pytest.param("card-visa/initial", "2026-11-20", "2026-11-25", None, id="Visa, from a Friday"),
    pytest.param("card-visa/pfi", "2026-11-24", "2026-12-02", None, id="Visa, investigator"),
    pytest.param("card-visa/accounts", "2026-11-24", "2026-12-09", None, id="Visa, accounts"),
    pytest.param(
        *("card-mastercard/initial", "2026-11-20T18:00-05:00", "2026-11-22T08:00+09:00", None),
        id="Mastercard, a day",
    ),
]


def rule_in_force(rule_id: str, when: str) -> Rule:
    versions = [rule for rule in load_rules(rule_id.partition("/")[0]) if rule.id == rule_id]
    rule = in_force(versions, when, None)
    assert rule is not None, f"{rule_id} is not in force on {when}"
    return rule


def shown(found: SingleClock, computed: Computed | None) -> str | None:
    if computed is None:
        return None
    if computed.timed:
        return computed.due_at.astimezone(found.zone).isoformat(timespec="minutes")
    return computed.due_on.isoformat()


def same(expected: str | None, got: str | None) -> bool:
    """Days are equal as written; times as moments, in whatever zone the example gives them."""
    if expected is None or got is None or len(expected) == len("2026-01-01"):
        return expected == got
    return datetime.fromisoformat(expected) == datetime.fromisoformat(got)


@pytest.mark.parametrize(("rule_id", "when", "limit", "target"), EXAMPLES)
def test_the_example_comes_out(
    rule_id: str, when: str, limit: str | None, target: str | None
) -> None:
    found = single_clock(rule_in_force(rule_id, when), when, CALENDARS)
    limited, aimed = shown(found, found.clock.limit), shown(found, found.clock.target)
    assert same(limit, limited), f"limit is {limited}, not {limit}"
    assert same(target, aimed), f"target is {aimed}, not {target}"


@pytest.mark.parametrize(
    ("rule_id", "when"),
    [
        ("jp-appi/final", "2022-03-31"),
        ("jp-cyber/incident", "2026-09-30"),
        ("eu-cra/early-warning", "2026-09-10T12:00+02:00"),
        ("eu-dora/final", "2025-01-16"),
        ("us-circia/incident", "2030-01-01T00:00+00:00"),
        ("uk-csr/initial", "2030-01-01T00:00+00:00"),
        ("kr-pipa/possible", "2026-09-10T23:00+09:00"),
        ("hk-ci/core", "2025-12-31T12:00+08:00"),
        ("in-dpdp/board", "2026-11-20T23:00+05:30"),
        ("in-dpdp/individual", "2027-05-12"),
        ("tw-pdpa/authority", "2030-01-01T00:00+08:00"),
    ],
)
def test_a_rule_that_is_not_in_force_gives_no_date(rule_id: str, when: str) -> None:
    versions = [rule for rule in load_rules(rule_id.partition("/")[0]) if rule.id == rule_id]
    assert versions
    assert in_force(versions, when, None) is None
