"""A duty's explanation, read as a lawyer reads it, and words for every key."""

from datetime import date, datetime
from string import Formatter
from zoneinfo import ZoneInfo

from domain.conditions import COUNTS, FLAGS, Findings
from domain.duties import assess
from domain.explanation_words import LABELS, SENTENCES
from domain.explanations import Locale, StepKey, explain, finding_label
from domain.parties import PartyRole
from domain.rule_parts import Anchor
from domain.single_rule import single_clock
from domain.situations import MOMENT_NAMES, Moments, Party, Situation
from regimes.calendars import calendars
from regimes.loader import load_rules

TOKYO = ZoneInfo("Asia/Tokyo")
RULES = load_rules("jp-appi")


def explained(rule_id: str, findings: Findings, known: datetime, locale: Locale) -> str:
    party = Party(
        id="shop",
        role=PartyRole.CONTROLLER,
        jurisdictions=("JP",),
        moments=Moments(first_department_known_at=known),
        findings=(findings,),
    )
    found = assess(Situation(parties=(party,)), RULES, calendars(date(2026, 11, 21)))
    duty = next(duty for duty in found.duties if duty.rule_id == rule_id)
    return explain(duty.explanation, locale)


def test_the_sixty_days_in_japanese() -> None:
    text = explained(
        "jp-appi/final-wrongful",
        Findings(wrongful_purpose=True),
        datetime(2026, 3, 5, 9, 30, tzinfo=TOKYO),
        Locale.JA,
    )
    assert text == (
        "起算のもと: 知った日、いずれかの部署が知った時点 2026-03-05(木) 09:30（Asia/Tokyo）。"
        "【法定の期限】知った日 2026-03-05(木) を1日目として60日目は 2026-05-03(日)。"
        "日曜日（憲法記念日）のため、次の開庁日 2026-05-07(木) が期限。"
        "（続く閉庁日: 2026-05-04(月) みどりの日、2026-05-05(火) こどもの日、"
        "2026-05-06(水) 振替休日）"
    )


def test_open_days_name_the_closed_ones_in_between() -> None:
    rule = next(rule for rule in load_rules("us-sec") if rule.id == "us-sec/8k")
    found = single_clock(rule, "2026-11-25", calendars(date(2026, 11, 21)))
    assert explain(found.steps, Locale.JA).endswith(
        "決定した日 2026-11-25(水) の翌日以後の最初の開庁日を1日目として"
        "4開庁日目は 2026-12-02(水)。"
        "その間の閉庁日は数えない: 2026-11-26(木) 現地の祝日: Thanksgiving Day、"
        "2026-11-28(土) 土曜日、2026-11-29(日) 日曜日。"
        "その日の 17:30（America/New_York）までに届いたものがその日の提出となる。"
    )
    assert (
        "Closed days in between do not count: Thu 2026-11-26 Thanksgiving Day, "
        "Sat 2026-11-28 Saturday, Sun 2026-11-29 Sunday. "
        "What arrives by 17:30 (America/New_York) counts as of that day."
    ) in explain(found.steps, Locale.EN)


def test_open_days_without_a_closed_one_in_between_say_nothing_of_any() -> None:
    rule = next(rule for rule in load_rules("us-sec") if rule.id == "us-sec/8k")
    found = single_clock(rule, "2026-11-16", calendars(date(2026, 11, 21)))
    assert StepKey.NOT_COUNTED not in {step.key for step in found.steps}


def test_a_small_breach_is_counted_from_the_year_of_its_discovery() -> None:
    rule = next(rule for rule in load_rules("us-hipaa") if rule.id == "us-hipaa/hhs-small")
    found = single_clock(rule, "2026-11-21", calendars(date(2026, 11, 21)))
    assert explain(found.steps, Locale.JA).startswith(
        "起算のもと: 発見した（すべきだった）日として与えられた 2026-11-21(土)"
        "（America/New_Yorkの日付）。発見した暦年の末日は 2026-12-31(木)。発生した年ではない。"
    )


def test_what_is_late_goes_with_its_reasons() -> None:
    texts = {}
    for law, at in (("eu-gdpr", "+01:00"), ("th-pdpa", "+07:00")):
        rule = next(rule for rule in load_rules(law) if rule.id == f"{law}/authority")
        found = single_clock(rule, f"2026-11-20T10:00{at}", calendars(date(2026, 11, 21)))
        texts[law] = explain(found.steps, Locale.EN)
    assert texts["eu-gdpr"].endswith("After the limit: with the reasons for the delay.")
    assert "excused, if at all, until (not relied on):" in texts["th-pdpa"]
    assert "day 15 is Sat 2026-12-05" in texts["th-pdpa"]


def test_the_preliminary_report_in_english_names_the_unknown_and_the_loose_reading() -> None:
    text = explained(
        "jp-appi/preliminary",
        Findings(property_damage=False, special_care=False, wrongful_purpose=False),
        datetime(2026, 9, 18, 9, 30, tzinfo=TOKYO),
        Locale.EN,
    )
    assert text == (
        "Counted from the day of knowing: first knowledge in any department, "
        "Fri 2026-09-18 09:30 (Asia/Tokyo). "
        "Not known, and therefore treated as met: number of individuals (upper bound). "
        "Target: Counting Fri 2026-09-18, the day of knowing, as day 1, day 3 is Sun 2026-09-20. "
        "It does not move for weekends or holidays. "
        "Limit by guidance: Counting Fri 2026-09-18, the day of knowing, as day 1, "
        "day 5 is Tue 2026-09-22. It does not move for weekends or holidays. "
        "Loose reading (for information, not relied on): Counting the day after Fri 2026-09-18, "
        "the day of knowing, as day 1, day 5 is Wed 2026-09-23. "
        "It does not move for weekends or holidays."
    )


def test_the_notice_to_individuals_says_that_its_number_is_policy() -> None:
    text = explained(
        "jp-appi/individual",
        Findings(special_care=True),
        datetime(2026, 11, 21, 9, 0, tzinfo=TOKYO),
        Locale.JA,
    )
    assert "法令に日数の定めはなく、事情に応じて速やかに行う。" in text
    assert "【目標（社内方針、法令の期限ではない）】" in text
    assert text.index("速やかに") < text.index("社内方針")


def test_every_key_has_its_words_with_the_same_values_in_both_languages() -> None:
    assert set(SENTENCES) == set(StepKey)
    for key, sentence in SENTENCES.items():
        used = {
            locale: {name for _, name, _, _ in Formatter().parse(sentence[locale]) if name}
            for locale in Locale
        }
        assert used[Locale.JA] == used[Locale.EN], key


def test_every_anchor_moment_and_finding_has_a_label() -> None:
    assert set(LABELS) == {*Anchor, *MOMENT_NAMES, "submitted", "submitted_at", "trigger"}
    for finding in (*COUNTS, *FLAGS, "residents.US-CA", "custom.own_question"):
        assert finding_label(finding, Locale.JA)
        assert finding_label(finding, Locale.EN)
