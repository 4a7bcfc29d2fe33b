"""What the engine says of single lines of a list, and of reasons it lists, in Japanese.

The engine joins its remarks by semicolons; here each gets its own words, and one without any stays
as it was said.
"""

import re
from collections.abc import Mapping

from domain.channels import OUTCOME_WORDS
from domain.state_words import ATTEMPT_STATE_WORDS, CHANNEL_WORDS

_REMARKS: Mapping[str, str] = {
    # Results of calls and messages.
    r"this is no outcome; right would be one of: (?P<outcomes>.*)": "結果の欄の語が違います。"
    "書けるもの: {outcomes}",
    r"it is not said when, or not as 2026-01-31 14:05": "日時がないか、2026-01-31 14:05 の形では"
    "ありません",
    r"it is not said who did it": "担当者がありません",
    r"a decision for one person needs its words: what was decided, and why": "個別判断には、"
    "内容と理由がメモ欄に必要です",
    r"this lies in the future": "日時が未来です",
    r"nobody with this code is on a list of the channel '(?P<channel>\w+)'": "この確認番号の方は、"
    "{channel}の名簿にいません",
    # Letters.
    r"this letter stands in the list twice": "同じ書面番号が二度あります",
    r"this is no letter number, or it is mistyped": "書面番号ではないか、書き誤りです",
    r"this letter belongs to wave (?P<wave>\d+)": "一斉通知 第{wave}回の書面です",
    r"no letter of this wave has this number": "この一斉通知にその番号の書面はありません",
    r"a new address needs a postal code and an address": "新しい宛先には郵便番号と住所が必要です",
    r"this letter is '(?P<state>\w+)' already": "この書面はすでに「{state}」です",
    # What stands against telling people that they are not concerned.
    r"(?P<count>\d+) people affected are not told yet": "未通知の対象者 {count}名",
    r"no list of people of (?P<keys>.*) is in yet": "名簿がまだない契約店舗: {keys}",
    r"(?P<count>\d+) people that our figures count are in no list": "件数にあって名簿にない対象者"
    " {count}名",
    r"(?P<count>\d+) lines of the lists are undecided": "扱いの決まらない名簿の行 {count}行",
    r"these facts are still under investigation: (?P<keys>.*)": "調査中の事実: {keys}",
    r"and (?P<count>\d+) more lines": "ほか{count}行",
}
_KNOWN = [(re.compile(pattern), words) for pattern, words in _REMARKS.items()]
_LINE = re.compile(r"line (\d+): (.*)", re.DOTALL)
# A remark may hold a semicolon of its own; the next one begins with a word that begins remarks.
_NEXT = re.compile(r"; (?=line \d+: |and \d+ more lines|\d+ |no list of|these facts)")


def remarks_in_japanese(said: str) -> str:
    """`line 2: this lies in the future; and 3 more lines` in Japanese."""
    return "、".join(_line(remark) for remark in _NEXT.split(said))


def _line(said: str) -> str:
    found = _LINE.fullmatch(said)
    return f"{found[1]}行目 {_remark(found[2])}" if found else _remark(said)


def _remark(said: str) -> str:
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(said):
            values = {name: _value(name, value) for name, value in found.groupdict().items()}
            return words.format(**values)
    return said


def _value(name: str, said: str) -> str:
    if name == "outcomes":
        return "、".join(OUTCOME_WORDS.get(word, word) for word in said.split(", "))
    if name == "channel":
        return {str(key): word for key, word in CHANNEL_WORDS.items()}.get(said, said)
    if name == "state":
        return {str(key): word for key, word in ATTEMPT_STATE_WORDS.items()}.get(said, said)
    return said
