"""Incident files: read whole or refused whole, with every problem, its place and its remedy."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import incident_file
from contracts.incident_file import IncidentFile
from domain.parties import PartyKind, StaffRole
from incident_file import (
    IncidentFileError,
    Problem,
    incident_file_schema,
    load_incident_file,
)

GOOD = """\
format: 1
incident:
  code_name: HAYATE
  title: お客様情報の漏えい
organisation:
  key: platform
  name: 株式会社見本
  role: entrustee
  sender: {name: 株式会社見本, mail: notice@mihon.example}
  desk:
    name: 窓口
    phone: 03-0000-0000
    hours: 9時から18時まで
    mail: desk@mihon.example
staff:
  - {role: commander, name: 甲, mail: kou@mihon.example}
  - role: deputy
    name: 乙
    mail: otsu@mihon.example
    deputises_for: [counsel, privacy_officer, merchant_care]
  - {role: deputy, name: 丙, mail: hei@mihon.example}
parties:
  - {key: merchant-a, kind: merchant, role: entrustor, name: 見本書房}
  - {key: ppc, kind: authority, name: 委員会}
entrustments:
  - {entrustor: merchant-a, entrustee: platform}
groups:
  - {merchant: merchant-a, relation: 会員, items: [氏名]}
facts:
  - {key: overview, status: known, statement: 確認中です。}
people:
  files:
    - {merchant: merchant-a, path: merchant-a.csv}
"""

STORY = """\
source: {title: 公表, publisher: 見本, note: すべて仮定}
story:
  - {at: 2026-01-08T10:00:00+09:00, act: change_phase, to: assessing, basis: assumed}
  - {at: 2026-01-08T11:00:00+09:00, act: prepare_document, document: notice, kind: merchant_notice,
     merchants: [merchant-a], basis: published}
  - {at: 2026-01-08T12:00:00+09:00, act: approve, document: notice, by: commander, basis: assumed}
  - {at: 2026-01-08T13:00:00+09:00, act: issue, document: notice, basis: assumed}
"""

REPLAY = (
    GOOD.replace(
        "title: お客様情報の漏えい",
        "title: お客様情報の漏えい\n  opened_at: 2026-01-08T09:00:00+09:00",
    ).replace("status: known,", "status: known, basis: assumed,")
    + STORY
)


def saved(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "case.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def problems_of(tmp_path: Path, text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(IncidentFileError) as caught:
        load_incident_file(saved(tmp_path, text))
    return caught.value.problems


def only_problem(tmp_path: Path, text: str | bytes) -> Problem:
    problems = problems_of(tmp_path, text)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def changed(text: str, old: str, new: str) -> tuple[str, int]:
    """The text with one part replaced, and the line where that was."""
    return text.replace(old, new, 1), line_of(text, old)


def test_a_live_file_is_read(tmp_path: Path) -> None:
    incident = load_incident_file(saved(tmp_path, GOOD))
    assert incident.incident.opened_at is None
    assert [member.role for member in incident.staff][:2] == [
        StaffRole.COMMANDER,
        StaffRole.DEPUTY,
    ]
    assert [party.key for party in incident.merchants] == ["merchant-a"]
    assert incident.parties[1].kind is PartyKind.AUTHORITY


def test_a_file_survives_the_way_through_a_payload(tmp_path: Path) -> None:
    incident = load_incident_file(saved(tmp_path, REPLAY))
    assert IncidentFile.model_validate_json(incident.model_dump_json()) == incident
    assert [act.act for act in incident.story][-1] == "issue"


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    assert load_incident_file(saved(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).format == 1


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("title: お", "titel: お", "incident.titel", "did you mean `title`?"),
        ("role: entrustee\n", "role: entrusted\n", "organisation.role", "`entrustee`"),
        ("kind: authority", "kind: authorty", "parties[1].kind", "did you mean `authority`?"),
        ("kou@mihon.example", "甲@見本", "staff[0].mail", "a mail address"),
        ("HAYATE", "hayate", "incident.code_name", "capital letters"),
        ("HAYATE", "MIHON", "incident.code_name", "nothing to do with any party"),
        ("phone: 03-0000-0000", "phone: 3000000000", "organisation.desk.phone", "quotes"),
        ("key: ppc", "key: merchant-a", "parties[1].key", "a key of its own"),
        ("key: ppc", "key: platform", "parties[1].key", "a key of its own"),
        ("kind: authority", "kind: ourselves", "parties[1].kind", "`organisation`"),
        ("entrustor: merchant-a", "entrustor: merchant-b", "entrustments[0].entrustor", "mean"),
        ("{merchant: merchant-a, rel", "{merchant: ppc, rel", "groups[0].merchant", "`merchant-a`"),
        ("{merchant: merchant-a, path", "{merchant: x, path", "people.files[0].merchant", "here:"),
        ("role: deputy, name: 丙", "role: commander, name: 丙", "staff[2].role", "`deputy`"),
        ("format: 1", "format: 2", "format", "write 1"),
        ("items: [氏名]", "items: 氏名", "groups[0].items", "hyphen"),
        ("hours: 9時", 'hours: "\\t" #', "organisation.desk.hours", "one line of text"),
        ("path: merchant-a.csv", "path: ''", "people.files[0].path", "leave the field out"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    text, line = changed(GOOD, old, new)
    problem = next(p for p in problems_of(tmp_path, text) if p.field == field)
    assert says in problem.remedy
    assert problem.line == line


@pytest.mark.parametrize(
    ("fact", "field", "says"),
    [
        ("moment: 2026-02-30T10:00:00+09:00", "facts[0].moment", "no such day"),
        ("moment: 2026-01-08T25:00:00+09:00", "facts[0].moment", "no such day"),
        ("moment: 2026-01-08T10:00:00", "facts[0].moment", "no zone"),
        ("moment: 2026-01-08", "facts[0].moment", "not a time"),
        ("moment: 20260108", "facts[0].moment", "not a time"),
        ("moment: 20:50", "facts[0].moment", "not a time"),
        ("public: yes", "facts[0].public", "true or false"),
        ("statement: 123", "facts[0].statement", "a text"),
        ("figure: {kind: exact, unit: people, number: -1}", "facts[0].figure.number", "small"),
        ("figure: {kind: exact, unit: people, number: '5'}", "facts[0].figure.number", "whole"),
        ("figure: {kind: exact, unit: people, number: 5.5}", "facts[0].figure.number", "whole"),
        ("figure: {kind: exact, unit: people}", "facts[0].figure", "needs a number"),
        ("source: nobody", "facts[0].source", "no party"),
        ("basis: published", "facts[0].basis", "published by whom"),
    ],
)
def test_facts_are_read_strictly(tmp_path: Path, fact: str, field: str, says: str) -> None:
    text = GOOD.replace("statement: 確認中です。", fact)
    problem = only_problem(tmp_path, text)
    assert (problem.field, problem.line) == (field, line_of(text, fact))
    assert says in problem.message


def test_everything_is_listed_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = (
        GOOD.replace("title: お", "titel: お")
        .replace("role: deputy", "role: counsel")
        .replace("entrustor: merchant-a", "entrustor: merchant-b")
        .replace("items: [氏名]", "items: []")
    )
    problems = problems_of(tmp_path, text)
    assert [p.line for p in problems] == sorted(p.line for p in problems)
    assert {p.field for p in problems} == {
        "incident.title",
        "incident.titel",
        "staff",
        "staff[2].role",
        "entrustments[0].entrustor",
        "groups[0].items",
    }


@pytest.mark.parametrize(
    ("old", "new", "field", "says"),
    [
        ("act: approve, document: notice", "act: approve, document: notic", "story[2].document",
         "did you mean `notice`?"),
        ("act: approve", "act: aprove", "story[2]", "did you mean `approve`?"),
        ("by: commander", "by: comander", "story[2].by", "did you mean `commander`?"),
        ("T12:00:00", "T10:30:00", "story[2].at", "order of their times"),
        ("T10:00:00", "T08:00:00", "story[0].at", "order of their times"),
        ("to: assessing", "to: closed", "story[0].to", "`assessing`"),
        ("merchants: [merchant-a]", "merchants: [merchant-b]", "story[1].merchants[0]",
         "did you mean `merchant-a`?"),
        ("kind: merchant_notice", "kind: final_report", "story[1]", "name the party"),
        ("     merchants: [merchant-a], ", "     ", "story[1]", "list those"),
        ("act: issue, document: notice", "act: start_wave, wave: one", "story[3].wave", "none is"),
        ("act: issue, document: notice", "act: record_receipt, receipt_number: x, document: notice",
         "story[3].document", "none is known"),
        ("mail: desk@mihon.example", "mail: desk@mihon.co.jp", "organisation.desk.mail",
         "`.example`"),
        ("mail: desk@mihon.example", "mail: desk@notexample.jp", "organisation.desk.mail",
         "`.example`"),
        ("  opened_at: 2026-01-08T09:00:00+09:00\n", "", "incident.opened_at", "add `opened_at`"),
        (" basis: assumed, statement", " statement", "facts[0]", "add `basis"),
    ],
)  # fmt: skip
def test_the_acts_of_a_story_must_agree(
    tmp_path: Path, old: str, new: str, field: str, says: str
) -> None:
    assert old in REPLAY
    found = {p.field: p.remedy for p in problems_of(tmp_path, REPLAY.replace(old, new, 1))}
    assert says in found[field]


def test_a_share_must_belong_to_a_merchant_and_phones_to_people(tmp_path: Path) -> None:
    synthetic = (
        "people:\n  synthetic: {seed: 1, total: 10, phones: 11, mail_per_mille: 700,\n"
        "    postal_per_mille: 600, shares: {merchant-b: 1}}\n"
    )
    text = GOOD[: GOOD.index("people:")] + synthetic
    fields = {p.field: p for p in problems_of(tmp_path, text)}
    assert "at most `total`" in fields["people.synthetic"].remedy
    assert "`merchant-a`" in fields["people.synthetic.shares.merchant-b"].remedy


def test_a_file_that_is_too_large_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incident_file, "LARGEST_FILE", len(GOOD.encode()) - 1)
    assert "5 MB" in only_problem(tmp_path, GOOD).message
    monkeypatch.setattr(incident_file, "LARGEST_FILE", len(GOOD.encode()))
    assert load_incident_file(saved(tmp_path, GOOD)).format == 1


@pytest.mark.parametrize(
    "word", ["no", "on", "20:50", "2026-01-08", "0312345678", "1_000", "0x1F", ".5", "<<", "yes"]
)
def test_the_words_of_yaml_stay_words(tmp_path: Path, word: str) -> None:
    text, _ = changed(GOOD, "title: お客様情報の漏えい", f"title: {word}")
    assert load_incident_file(saved(tmp_path, text)).incident.title == word


SECRET = "山田花子"


@given(
    place=st.sampled_from(
        ["HAYATE", "platform", "03-0000-0000", "kou@mihon.example", "deputy", "merchant-a",
         "known", "overview", "format", "entrustee"]
    ),
    value=st.sampled_from([SECRET, f"{SECRET}@x", f"[{SECRET}]", f"{{{SECRET}: {SECRET}}}",
                           f"!{SECRET} x", f"'{SECRET}", f"*{SECRET}", f"&{SECRET} x"]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_no_sentence_repeats_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, place: str, value: str
) -> None:
    path = saved(tmp_path_factory.mktemp("echo"), GOOD.replace(place, value))
    with pytest.raises(IncidentFileError) as caught:
        load_incident_file(path)
    error = caught.value
    assert SECRET not in str(error)
    assert SECRET not in repr(error.problems)
    assert error.__cause__ is None
    assert error.__context__ is None


def test_a_problem_reads_like_a_compiler_message() -> None:
    problem = Problem(3, 5, "staff[0].mail", "wrong", "right", "case.yaml")
    assert str(problem) == "case.yaml:3:5: staff[0].mail: wrong; right"


def test_the_schema_knows_every_section_and_act() -> None:
    schema: dict[str, Any] = json.loads(json.dumps(incident_file_schema()))
    assert set(schema["properties"]) == set(IncidentFile.model_fields)
    assert schema["additionalProperties"] is False
    assert {"RecordFacts", "PlanWave", "Close"} <= set(schema["$defs"])
