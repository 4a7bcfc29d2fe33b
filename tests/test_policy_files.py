"""Policy files: the standard one works, and one that cannot is refused with what would be right."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from contracts.policy import IncidentPolicy
from policies.loader import PolicyError, load_policy, read_policy

STANDARD = Path(__file__).parents[1] / "policies" / "standard.yaml"


def changed(folder: Path, old: str, new: str) -> Path:
    text = STANDARD.read_text(encoding="utf-8")
    assert old in text
    path = folder / "own.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_standard_ladders_speak_before_at_and_after_the_limit_without_end() -> None:
    policy = load_policy()
    for ladder in (policy.ladder, policy.work_ladder):
        times = [rung.before_due for rung in ladder]
        assert times == sorted(times, reverse=True)
        assert timedelta(0) in times
        assert ladder[-1].before_due < timedelta(0)
        assert ladder[-1].repeat_every
        assert all(rung.name_en for rung in ladder)
    assert any("outside" in rung.channels for rung in policy.ladder)
    assert policy.merge_within == timedelta(minutes=1)


def test_a_frozen_policy_of_before_still_works() -> None:
    frozen = load_policy().model_dump(mode="json")
    for name in ("quiet_hours", "merge_within"):
        del frozen[name]
    for rung in (*frozen["ladder"], *frozen["work_ladder"]):
        for name in ("name_en", "repeat_every", "then_after", "then_up", "channels"):
            del rung[name]
    policy = IncidentPolicy.model_validate(frozen)
    assert policy.ladder[0].channels == ("mail",)
    assert policy.merge_within == timedelta(0)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("before_due: 48h", "before: 48h", "'two days before' has no key before"),
        ("before_due: 48h", "{before_due: 48h, after_due: 1h}"[1:-1].replace(", ", "\n    "),
         "before_due` or `after_due`"),
        ("before_due: 48h", "before_due: -48h", "write `after_due`"),
        ("before_due: 48h", "before_due: 48h\n    repeat_every: 1h", "only a rung after the limit"),
        ("repeat_every: 24h", "repeat_every: 1s", "a minute or more"),
        ("roles: [privacy_officer]", "roles: []", "calls nobody"),
        ("roles: [privacy_officer]", "roles: [boss]", "no role is called boss"),
        ("up: [commander]", "up: [boss]", "no role is called boss"),
        ("within: 12h, ", "", "needs `within`"),
        ("channels: [mail, outside]", "channels: [outside]", "`mail`, always"),
        ("channels: [mail, outside]", "channels: [mail, pigeon]", "`mail`, always"),
        ("name: {ja: 期限の2日前, en: two days before}", "name: {en: soon}", "in `ja` and in `en`"),
        ("name: {ja: 期限の2日前, en: two days before}", "name: soon", "name: {ja: …, en: …}"),
        ("zone: Asia/Tokyo", "zone: Asia/Kyoto", "no such time zone"),
        ("severity: low", "severity: mild", "severity"),
    ],
)  # fmt: skip
def test_a_ladder_that_cannot_work_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(PolicyError, match=r"own\.yaml") as caught:
        read_policy(changed(tmp_path, old, new))
    assert says in str(caught.value)


def test_each_severity_may_have_its_own_ladder() -> None:
    policy = load_policy()
    critical, low = (policy.rungs(name, work=False) for name in ("critical", "low"))
    assert critical[0].before_due > policy.ladder[0].before_due > low[0].before_due
    assert policy.rungs("high", work=False) == policy.ladder
    for ladder in (critical, low):
        assert timedelta(0) in [rung.before_due for rung in ladder]
        assert ladder[-1].repeat_every


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("severities: [critical]", "severities: [grave]", "no severity is called grave"),
        ("severities: [critical]", "severities: [low]", "low stands in two entries"),
        ("severities: [critical]", "severities: []", "no severity is called"),
        ("severities: [critical]", "severities: [critical]\n    rungs: []", "no key rungs"),
    ],
)
def test_a_ladder_of_a_severity_that_cannot_work_is_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(PolicyError, match=says):
        read_policy(changed(tmp_path, old, new))


def test_the_standard_file_has_no_key_that_is_not_read() -> None:
    known = set(IncidentPolicy.model_fields)
    assert set(yaml.safe_load(STANDARD.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("{act: close, roles: [commander, deputy]}", "{act: close, roles: []}", "nobody may close"),
        ("  - {act: close, roles: [commander, deputy]}\n", "", "nobody may close"),
        ("{act: close, roles: [commander, deputy]}", "{act: close, roles: [boss]}", "called boss"),
        ("{act: close, roles", "{act: shut, roles", "no act is called shut"),
        (
            "  - {act: close, roles: [commander, deputy]}\n",
            "  - {act: close, roles: [commander]}\n  - {act: close, roles: [deputy]}\n",
            "close stands there twice",
        ),
    ],
)
def test_permissions_that_cannot_work_are_refused(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(PolicyError, match=r"own\.yaml") as caught:
        read_policy(changed(tmp_path, old, new))
    assert says in str(caught.value)


def test_leaders_may_whatever_is_no_matter_of_law() -> None:
    of_law = {
        *("settle_duty", "hold_release", "retention_decided", "role_decided", "moment_decided"),
        "release_declined",
    }
    for rule in load_policy().permissions:
        assert {"commander", "deputy"} <= set(rule.roles) or rule.act in of_law
