"""What is wrong with a policy file, in Japanese: file and line stay, the rest has its sentence.

A sentence without a pattern keeps its own words after file and line, so that nothing is hidden.
"""

# ruff: noqa: E501 - a sentence and its translation read best side by side
import re
from collections.abc import Mapping

from commands.answer_words import spoken_in
from commands.refusal_words import LEAD, in_japanese

_WORDS: Mapping[str, str] = {
    r"nothing reads '(.*)'; right would be (.*)": "項目 {0} はどこからも読まれません。書けるもの: {1}",
    r"no role is called (.*); right would be one of (.*)": "役割 {0} はありません。書けるもの: {1}",
    r"no document kind is called (.*); right would be one of (.*)": "文書の種類 {0} はありません。書けるもの: {1}",
    r"no act is called (.*); right would be one of (.*)": "操作 {0} はありません。書けるもの: {1}",
    r"(\w+) needs the word of (-?\d+) of (\d+) roles; right would be 1 to (.*)": "{0} の承認に {1} の立場を求めていますが、書かれている立場は {2} です。1 から {3} までの数にしてください。",
    r"a delegate is another role, until a time with its zone, such as (.*)": "代理には別の立場を、期限には {0} のように時差を付けた日時を書いてください。",
    r"an override takes (\d+) roles; name at least as many, or none": "承認の例外には {0} 以上の立場を書くか、何も書かないでください。",
    r"permissions: nobody may (.*); right would be a line for each, .*": "permissions: {0} を行える立場がありません。それぞれに、行える役割を書いた行を置いてください。",
    r"permissions: (.*) stands there twice; .*": "permissions: {0} が2度書かれています。1行にすべての役割を書いてください。",
    r"nobody approves (.*)": "承認する立場のない文書の種類があります: {0}。approvals に行を加えてください。",
    r"there is no policy '(.*)'; there is: (.*)": "方針 {0} はありません。あるもの: {1}",
    r"there is no list of this name; there is: (.*)": "その名前の一覧はありません。あるもの: {0}",
    r"name: '(.*)' must be '(.*)', like the file": "name: 「{0}」をファイル名と同じ「{1}」にしてください。",
    # Ladders of alerts.
    r"each rung is a mapping with (.*)": "督促の各段階は {0} を持つ項目として書いてください。",
    r"`by_severity` is a list of (.*)": "`by_severity` には severities とその ladder の一覧を書いてください。",
    r"`by_severity`: no severity is called (.*); right would be (.*)": "`by_severity`: 重大度 {0} はありません。書けるもの: {1}",
    r"`by_severity`: (.*) stands in two entries; keep one": "`by_severity`: {0} が2か所にあります。1か所にしてください。",
    r"(.*) has no rung: write (.*)": "{0} に段階がありません。`ladder` または `work_ladder` を書いてください。",
    r"(.*) has no key (.*); right would be (.*)": "{0} に書けない項目 {1} があります。書けるもの: {2}",
    r"(.*) needs a name in `ja` and in `en`": "{0} の name には `ja` と `en` の両方を書いてください。",
    r"(.*) needs `within`: a minute or more, such as 4h": "{0} には within を 4h のように1分以上で書いてください。",
    r"(.*) calls nobody: name `roles`": "{0} で知らせる相手がいません。`roles` を書いてください。",
    r"(.*) needs `before_due` or `after_due`, such as 4h, and not both": "{0} には `before_due` か `after_due` のどちらか一方を 4h のように書いてください。",
    r"(.*): a time is not below zero; .*": "{0}: 時間は0以上です。期限の後は `after_due` で書いてください。",
    r"(.*): `repeat_every` is a minute or more, such as 24h": "{0}: `repeat_every` は 24h のように1分以上で書いてください。",
    r"(.*): only a rung after the limit repeats; .*": "{0}: 繰り返せるのは期限後の段階だけです。`after_due` で書いてください。",
    r"(.*): channels are `mail`, always, and `outside`": "{0}: channels に書けるのは `mail`(必須)と `outside` です。",
    # What does not fit the form of the file.
    r"(\S+): Field required": "{0} がありません。書いてください。",
    r"(\S+): Extra inputs are not permitted": "{0} という項目はありません。綴りを確かめるか、削ってください。",
    r"(\S+): Input should be (?:a|an) (?:valid )?(\w+).*": "{0} の書き方が違います(期待する形: {1})。",
    r"(\S+): Input should be (.*)": "{0} に書けるもの: {1}",
    r"(\S+): (?:Value error, )?(.*)": "{0}: {1}",
}
_PATTERNS = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _WORDS.items()]
_PLACE = re.compile(r"([\w.-]+\.ya?ml(?::\d+)?): (.*)", re.DOTALL)
_NO_POLICY = re.compile(r"([\w.-]+\.ya?ml) is not a policy: (.*)", re.DOTALL)
_NO_YAML = re.compile(r"([\w.-]+\.ya?ml) is not YAML(?: at line (\d+))?.*", re.DOTALL)
_ORDERS = re.compile(r"(wave\.channels|order_of_telling): (.*)", re.DOTALL)


def policy_in_japanese(sentence: str) -> str:
    """The complaint in Japanese, with file and line as they were said."""
    if found := _NO_YAML.fullmatch(sentence):
        line = f"{found[2]}行目付近の" if found[2] else ""
        return f"{found[1]} は YAML として読めません。{line}書き方を直してください。"
    if found := _NO_POLICY.fullmatch(sentence):
        return f"{found[1]} は方針として使えません: {_problems(found[2])}"
    if found := _PLACE.fullmatch(sentence):
        return f"{found[1]}: {_problems(found[2])}"
    return _problem(sentence)


def _problems(said: str) -> str:
    """One problem, or several of the form of the file."""
    if known := _known(said, but_form=True):
        return known
    return " / ".join(_problem(part) for part in said.split("; "))


def _problem(said: str) -> str:
    return _known(said) or said


def _known(said: str, *, but_form: bool = False) -> str:
    """The sentence of the first pattern; `but_form` leaves those of the file's form out."""
    if found := _ORDERS.fullmatch(said):
        return f"{found[1]}: {in_japanese(found[2]).removeprefix(LEAD)}"
    for pattern, words in _PATTERNS:
        if but_form and pattern.pattern.startswith(r"(\S+): "):
            continue
        if found := pattern.fullmatch(said):
            return spoken_in(words, found.groups(), "ja")
    return ""
