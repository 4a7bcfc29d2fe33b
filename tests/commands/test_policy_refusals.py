"""What is wrong with a policy file is said in the language of the screen."""

import re
from pathlib import Path

import pytest

from commands.refusals_of_policies import policy_in_japanese
from policies import loader
from policies.loader import PolicyError, read_policy

STANDARD = Path(loader.__file__).parent / "standard.yaml"
NO_KANA = re.compile(r"^[^ぁ-んァ-ヶ一-龠]*$")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "{act: close, roles: [commander, deputy]}",
            "{act: close, roles: [chairman]}",
            "役割 chai",
        ),
        ("close, roles: [commander, deputy]}", "close, roles: []}", "close を行える"),
        ("{act: close, roles", "{act: shut, roles", "操作 shut はありません"),
        ("roles: [privacy_officer]", "roles: []", "知らせる相手がいません"),
        ("channels: [mail, outside]", "channels: [outside]", "`mail`(必須)"),
        ("severities: [critical]", "severities: [grave]", "重大度 grave はありません"),
        ("zone: Asia/Tokyo", "zone: Asia/Kyoto", "方針として使えません"),
        ("zone: Asia/Tokyo", "zonee: Asia/Tokyo, zone: Asia/Tokyo", "書けるもの: zone"),
        ("settle_after: 15m", "settle_afer: 15m", "書けるもの: settle_after"),
        ("merchant_care:", "merchant_cares: {}\nmerchant_care:", "書けるもの: merchant_care"),
    ],
)
def test_a_policy_that_cannot_work_is_refused_in_japanese(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = STANDARD.read_text("utf-8")
    assert old in text
    own = tmp_path / "own.yaml"
    own.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PolicyError) as caught:
        read_policy(own)
    japanese = policy_in_japanese(str(caught.value))
    assert said in japanese
    assert japanese.startswith("own.yaml")
    assert "right would be" not in japanese


def test_a_file_that_is_no_yaml_names_its_line_in_both_languages(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("name: x\nroles: [a\n", "utf-8")
    with pytest.raises(PolicyError, match=r"^own\.yaml is not YAML at line 3$") as caught:
        read_policy(own)
    assert policy_in_japanese(str(caught.value)).startswith(
        "own.yaml は YAML として読めません。3行"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "own.yaml:12: final_report needs the word of 9 of 2 roles; right would be 1 to 2",
        "own.yaml: wave.channels: no channel is called pigeon; right: mail, letter",
        "own.yaml:3: order_of_telling: each step stands in the order once",
        "own.yaml: nobody approves faq, board_memo",
        "there is no policy 'mine'; there is: standard",
        "own.yaml: items[0].fact: Field required; name: Extra inputs are not permitted",
    ],
)
def test_every_part_of_a_complaint_has_japanese_words(sentence: str) -> None:
    japanese = policy_in_japanese(sentence)
    assert not NO_KANA.fullmatch(japanese)
    for english in ("right would", "there is", "each step", "Field required", "nobody"):
        assert english not in japanese
