"""Lists of tasks: the bundled ones are whole, a bad one is refused with file and field."""

from datetime import timedelta
from pathlib import Path

import pytest

from policies.loader import PolicyError
from policies.task_lists import containment_of, load_task_list, task_list_names

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
    assert task_list_names() == (
        "general",
        "account-takeover",
        "insider",
        "misconfiguration",
        "misdelivery",
        "ransomware",
        "vendor-leak",
        "containment-general",
        "containment-account-takeover",
        "containment-insider",
        "containment-misconfiguration",
        "containment-misdelivery",
        "containment-ransomware",
        "containment-vendor-leak",
    )


@pytest.mark.parametrize("name", task_list_names())
def test_each_bundled_list_can_be_worked_with(name: str) -> None:
    found = load_task_list(name)
    assert found.name == name
    tracks = {item.track.value for item in found.items}
    # Cutting access is a matter of the first hour, what follows it of containment.
    first = {"first_hour", "containment"} if name == "general" else {"first_hour"}
    assert tracks == ({"containment"} if name.startswith("containment-") else first)
    for item in found.items:
        assert timedelta(0) < item.due <= timedelta(days=2)
        # Each language is its own: nobody reads English where Japanese is promised.
        assert any(ord(sign) > 0x3000 for sign in item.title.ja + item.why.ja)
        assert all(ord(sign) < 0x3000 for sign in item.title.en + item.why.en)


def test_the_general_list_holds_what_every_incident_needs() -> None:
    keys = {item.key for item in load_task_list("general").items}
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
        "call-back",
    } <= keys


def test_containment_ends_with_proof_watch_and_a_judgement() -> None:
    keys = [item.key for item in load_task_list("containment-general").items]
    assert {"unpublish", "cut-tokens-and-keys", "isolate", "reset-credentials"} <= set(keys)
    assert keys.index("verify-cut") < keys.index("watch-for-recurrence") < keys.index("sign-off")


def test_each_first_hour_list_has_its_containment() -> None:
    first = [name for name in task_list_names() if not name.startswith("containment-")]
    assert [containment_of(name) for name in first] == [f"containment-{name}" for name in first]
    assert containment_of("containment-general") is None


def test_only_a_fact_of_the_catalogue_can_be_asked_for(tmp_path: Path) -> None:
    folder = written(tmp_path, GOOD.replace("evidence: true", "evidence: true\n    fact: alarm"))
    with pytest.raises(PolicyError, match=r"items\[0\]\.fact: there is no such fact"):
        load_task_list("sample", folder)


def test_the_insurer_comes_before_the_forensic_firm() -> None:
    due = {item.key: item.due for item in load_task_list("general").items}
    assert due["insurer-first"] < due["forensic-firm"]


def test_a_good_list_is_read(tmp_path: Path) -> None:
    (item,) = load_task_list("sample", written(tmp_path, GOOD)).items
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
        load_task_list("sample", folder)
    assert caught.match(complaint)


def test_a_key_may_not_stand_twice(tmp_path: Path) -> None:
    item = GOOD[GOOD.index("  - key") :]
    with pytest.raises(PolicyError, match="the key 'one' stands twice"):
        load_task_list("sample", written(tmp_path, GOOD + item))


def test_an_unknown_list_is_refused_with_those_that_exist() -> None:
    with pytest.raises(PolicyError, match="there is: general, account-takeover"):
        load_task_list("flood")
