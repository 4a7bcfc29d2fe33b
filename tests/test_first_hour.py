"""First-hour lists: the bundled ones are whole, a bad one is refused with file and field."""

from datetime import timedelta
from pathlib import Path

import pytest

from policies.first_hour import first_hour_names, load_first_hour
from policies.loader import PolicyError

GOOD = """
name: sample
version: 1
title: {ja: 見本, en: Sample}
items:
  - key: one
    track: first_hour
    owner: commander
    due: 30m
    evidence: true
    title: {ja: 一つ目, en: The first}
    why: {ja: 理由, en: Because}
"""


def written(folder: Path, text: str) -> Path:
    (folder / "first-hour-sample.yaml").write_text(text)
    return folder


def test_all_lists_are_there() -> None:
    assert first_hour_names() == (
        "general",
        "account-takeover",
        "insider",
        "misconfiguration",
        "misdelivery",
        "ransomware",
        "vendor-leak",
    )


@pytest.mark.parametrize("name", first_hour_names())
def test_each_bundled_list_can_be_worked_with(name: str) -> None:
    found = load_first_hour(name)
    assert found.name == name
    assert {"first_hour", "containment"} == {item.track.value for item in found.items}
    for item in found.items:
        assert timedelta(0) < item.due <= timedelta(days=2)
        # Each language is its own: nobody reads English where Japanese is promised.
        assert any(ord(sign) > 0x3000 for sign in item.title.ja + item.why.ja)
        assert all(ord(sign) < 0x3000 for sign in item.title.en + item.why.en)


def test_the_general_list_holds_what_every_incident_needs() -> None:
    keys = {item.key for item in load_first_hour("general").items}
    assert {
        "headquarters",
        "preserve-evidence",
        "stop-log-deletion",
        "cut-access",
        "insurer-first",
        "counsel",
        "police",
        "jpcert",
        "card-brands",
        "one-spokesperson",
        "no-contact-with-attacker",
        "safe-channels",
    } <= keys


def test_the_insurer_comes_before_the_forensic_firm() -> None:
    due = {item.key: item.due for item in load_first_hour("general").items}
    assert due["insurer-first"] < due["forensic-firm"]


def test_a_good_list_is_read(tmp_path: Path) -> None:
    (item,) = load_first_hour("sample", written(tmp_path, GOOD)).items
    assert (item.due, item.evidence, item.owner) == (timedelta(minutes=30), True, "commander")


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("owner: commander", "owner: captain", r"items\[0\]\.owner: .*'commander'"),
        ("due: 30m", "due: soon", r"items\[0\]\.due: write a duration such as 30m"),
        ("due: 30m", "due: 0m", r"items\[0\]\.due: write a duration"),
        ("due: 30m", "due: 30", r"items\[0\]\.due: write a duration"),
        (", en: The first", "", r"items\[0\]\.title\.en: Field required"),
        ("track: first_hour", "track: later", r"items\[0\]\.track: .*'containment'"),
        ("evidence: true", "evidence: true\n    proof: true", r"items\[0\]\.proof: Extra"),
        ("name: sample", "name: other", r"name: 'other' must be 'sample'"),
        ("version: 1", "version: 0", "version: .*greater than or equal to 1"),
        ("name: sample", "name: [", "is not YAML at line"),
    ],
)
def test_a_bad_list_is_refused_with_file_and_field(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    assert right in GOOD
    folder = written(tmp_path, GOOD.replace(right, wrong))
    with pytest.raises(PolicyError, match=r"^first-hour-sample\.yaml") as caught:
        load_first_hour("sample", folder)
    assert caught.match(complaint)


def test_a_key_may_not_stand_twice(tmp_path: Path) -> None:
    item = GOOD[GOOD.index("  - key") :]
    with pytest.raises(PolicyError, match="the key 'one' stands twice"):
        load_first_hour("sample", written(tmp_path, GOOD + item))


def test_an_unknown_list_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PolicyError, match="there is: general, account-takeover"):
        load_first_hour("flood")
