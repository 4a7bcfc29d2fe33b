"""The engine's answers to what was done, in the language of the screen.

The engine answers in English, in a few words, which its histories keep. Here each answer gets a
Japanese sentence, and an English one where the engine's word alone would tell a person little.
What has no pattern is shown as it was said: nothing is ever hidden.
"""

# ruff: noqa: E501 - a sentence and its translation read best side by side
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from commands.conflict_words import conflicts_in_japanese
from commands.line_words import remarks_in_japanese
from commands.sentences import ScreenLanguage
from commands.spoken_words import spoken, spoken_plainly
from commands.telling_words import steps_in_japanese
from screens.words import short_moment

_TIME = r"(\d{4}-\d\d-\d\dT\S*?)"
_ANSWERS: Mapping[str, str | tuple[str, str]] = {
    # The incident.
    r"revision (\d+)": ("台帳に記録しました(第{0}版)", "entered into the ledger, revision {0}"),
    r"noted": "覚え書きを残しました",
    r"severity '(\w+)', proposed '(\w+)'": "重大度を「{0:w}」としました(提案は「{1:w}」)",
    r"(detected|assessing|containing|notifying|following_up)": (
        "段階を「{0:w}」に進めました",
        "the phase is now {0:w}",
    ),
    r"closed": ("事案を終結しました", "the incident is closed"),
    r"false_alarm": ("誤報として終結しました", "ended as a false alarm"),
    r"not_applicable: (.*)": (
        "対応不要と記録しました: {0}",
        "the duty is recorded as not applicable: {0}",
    ),
    r"'(\w+)' has taken it up; its next step still comes": "{0:w}が引き受けました。次の督促段階では改めて知らせます",
    # Tasks.
    r"(\d+) tasks opened(?:, (\d+) were there already)?(?:; its containment is the list '([\w-]+)')?": "作業を{0}件開きました{1?(すでにあるもの {1}件)}{2?。続けて封じ込めの一覧: shirase task open INCIDENT {2}}",
    r"task (\d+) for '(\w+)'": (
        "作業{0}を加えました(担当 {1:w})。済んだら: shirase task done INCIDENT {0} --evidence 証跡",
        "task {0} is added for {1:w}; when done: shirase task done INCIDENT {0} --evidence EVIDENCE",
    ),
    r"task (\d+) says so already": "同じ作業{0}があります",
    r"task (\d+) belongs to '(\w+)' (now|already)": "作業{0}の担当は{1:w}です",
    r"task (\d+) is closed as '(\w+)'(, after its time)?": "作業{0}を「{1:w}」として閉じました{2?(期限後)}",
    r"task (\d+) was closed like this before": "作業{0}はすでに同じ内容で閉じています",
    # Threads.
    rf"number (\d+) in the thread with '([\w-]+)', awaited until {_TIME}": (
        "{1} とのやり取りに {0}番として記録しました(回答期限 {2:t})。回答が来たら: shirase thread answered INCIDENT {1} {0} --summary 内容",
        "number {0} in the thread with {1}, awaited until {2:t}; when it comes: shirase thread answered INCIDENT {1} {0} --summary WORDS",
    ),
    r"noted in the thread with '([\w-]+)'": "{0} とのやり取りに記録しました",
    r"'([\w-]+)' was reminded of number (\d+)": "{0} への {1}番の督促を記録しました(期限は変わりません)",
    r"number (\d+) of '([\w-]+)' is (\w+)": "{1} の {0}番を「{2:w}」と記録しました",
    r"number (\d+) of '([\w-]+)' is answered(, late)?, complete": "{1} の {0}番の回答を記録しました{2?(期限後)}。この番号は完了です",
    r"number (\d+) of '([\w-]+)' is answered(, late)?, partial: .*": "{1} の {0}番の一部の回答を記録しました{2?(期限後)}。残りは未了です",
    r"this stands in the thread already, at (?:number|entry) (\d+)": "同じ内容がすでに記録されています({0}番)",
    r"(\d+) demands to '([\w-]+)'(?:, numbers ([\d, ]+))?(?:; (\d+) were made already)?": "{1} への求めを{0}件記録しました{2?(番号 {2})}{3?。すでにあるもの {3}件}。文面: shirase thread show INCIDENT {1}",
    r"'(\w+)' leads the thread with '([\w-]+)'(?: already)?": "{1} とのやり取りの担当は{0:w}です",
    # Parties.
    r"'([\w-]+)' is in the incident now": (
        "関係先 {0} を加えました。連絡先: shirase party contact INCIDENT {0} --name 氏名 --mail アドレス",
        "{0} is in the incident now; its contact: shirase party contact INCIDENT {0} --name NAME --mail ADDRESS",
    ),
    r"'([\w-]+)' is in the incident already": "{0} はすでに登録されています",
    r"'([\w-]+)' has another contact now": "{0} の連絡先を加えました",
    r"this contact is there already": "この連絡先はすでに登録されています",
    r"recorded: alerts for '(\w+)' go to '(.+)' meanwhile": "不在を記録しました。{0:w} 宛ての督促は、その間 {1:w} に届きます",
    r"recorded: alerts for '(\w+)' go to the others who hold it": "不在を記録しました。{0:w} 宛ての督促は、同じ役割のほかの方に届きます",
    r"recorded, but nobody stands in for '(\w+)': .*": "不在を記録しましたが、{0:w} の代理がいません。督促は引き続き本人に届きます。代理の方を加えてください",
    r"'(\w+)' is back: alerts go there again": "{0:w} の復帰を記録しました。督促は再び本人に届きます",
    r"nothing changes: it was recorded already": "記録済みのため、変わりはありません",
    r"'([\w-]+)' is '(\w+)' now; its duties follow": "{0} の立場を「{1:w}」としました。義務を改めて算定します",
    r"'([\w-]+)' is '(\w+)' already": "{0} の立場はすでに「{1:w}」です",
    r"the mandate of '([\w-]+)' is withdrawn(?:; wave (\d+) stops before its people)?": "{0} の委任を撤回しました{1?。一斉通知 第{1}回はこの店舗の方の前で止まります}",
    # Holds, retention, lists.
    r"hold (\d+) is in force until it is released": (
        "保全{0}を記録しました。解くときは: shirase hold release INCIDENT {0} --reason 理由",
        "hold {0} is in force; to release it: shirase hold release INCIDENT {0} --reason WORDS",
    ),
    r"hold (\d+) says so already": "同じ保全{0}があります",
    r"hold (\d+) is released": "保全{0}を解きました",
    r"hold (\d+) was released like this before": "保全{0}はすでに解かれています",
    r"decided for (\d+) people of '([\w-]+)': (\w+)": "{1} の名簿({0}名)の扱いを「{2:w}」と決めました",
    r"this was decided before": "同じ内容がすでに決まっています",
    r"(\d+) lines of a list of '([\w-]+)' are set aside": "{1} の名簿の{0}行を除外しました",
    # Documents and releases.
    r"in_review": (
        "記録しました。ほかの承認が要ります",
        "recorded; other approvals are still missing",
    ),
    r"approved": ("承認が揃いました", "all approvals are there"),
    r"draft": ("差し戻しました", "sent back to its author"),
    r"issued": ("発出しました", "it has been issued"),
    r"decided; 0 of its merchants are not told yet": (
        "判断を記録しました。宛先のすべてに通知済みです",
        "decided; all of its merchants are told",
    ),
    r"decided; (\d+) of its merchants are not told yet": (
        "判断を記録しました。通知の済んでいない宛先が{0}社あります",
        "decided; {0} of its merchants are not told yet",
    ),
    r"withdrawn": ("取り下げました", "it is withdrawn"),
    r"the receipt of document (\d+) is corrected: (.*) -> (.*)": "文書{0}の受付番号を訂正しました: {1} → {2}",
    r"the receipt says so already": "受付番号と提出日時はすでにそのとおりです。変更はありません",
    r"receipted": ("受付番号を記録しました", "the receipt is on record"),
    r"document (\d+)": "文書{0}",
    r"document (\d+): edited ([\w, ]+); its text waits for approval": (
        "文書{0}の段落を直しました({1})。承認は取り直しです: shirase show INCIDENT {0}",
        "document {0}: edited {1}; it is approved anew: shirase show INCIDENT {0}",
    ),
    r"'(\w+)' may approve for '(\w+)' until (.*)": "{0:w}が{1:w}に代わって承認できます({2} まで)",
    r"document (\d+): overridden by ([\w ]+)(?:; (\d+) more role is needed)?": "文書{0}の承認を{1:w}の判断で省きました{2?(あと{2}名の判断が必要)}",
    rf"update (\d+) is promised until {_TIME}; its clock runs": "次回の公表({0}件目)を {1:t} までと約束しました。期限が動きます",
    rf"update (\d+) is promised until {_TIME}, once release (\d+) is issued": "次回の公表({0}件目)を {1:t} までと記録しました。第{2}報の発出から約束になります",
    r"update (\d+) is promised for this time already": "同じ期日の約束({0}件目)がすでにあります",
    r"not to publish is on record(; it ends the promised update)?, and a later release is still possible": "公表しないことを記録しました{0?(約束した公表は終わります)}。後から公表することもできます",
    r"that no timely disclosure is needed is on record, with its reason": "適時開示は不要とする判断を、理由とともに記録しました",
    r"this decision is on record already": "この判断はすでに記録されています",
    r"release (\d+) may leave before these are told: (.*)": "第{0}報は、次への連絡に先立って公表できます: {1:s}",
    r"nobody is still to be told before release (\d+)": "第{0}報より先に知らせるべき相手は残っていません",
    rf"release (\d+) is planned for {_TIME}; a person is asked then": "第{0}報の公表を {1:t} に予定しました。その時刻に指示を求めます(自動では公表しません)",
    r"release (\d+) is planned for this time already": "第{0}報は同じ時刻に予定されています",
    r"the plan for release (\d+) is given up": "第{0}報の予定を取り消しました",
    r"nothing is planned for release (\d+)": "第{0}報の予定はありません",
    rf"publication hold (\d+) stops releases until {_TIME} at least": "公表を控える求め({0}番)を記録しました。{1:t} に確認します(当局への報告は止まりません)",
    r"publication hold (\d+) says so already": "同じ求め({0}番)がすでにあります",
    r"publication hold (\d+) has ended": "公表を控える求め({0}番)を解きました",
    r"publication hold (\d+) has ended already": "公表を控える求め({0}番)はすでに解かれています",
    rf"publication hold (\d+) goes on until {_TIME}": "公表を控える求め({0}番)を {1:t} まで延ばしました",
    r"release (\d+) says now that release (\d+) corrects it": "第{0}報のページに、第{1}報で訂正した旨を付記しました",
    r"release (\d+) says so already": "第{0}報にはすでに付記があります",
    r"person (\d+) who was told is on record": "知らせた相手({0}人目)を記録しました",
    r"that this person was told is on record already": "この相手はすでに記録されています",
    r"what was found about the code is on record": "確認番号の調べを記録しました",
    # Merchants.
    r"acknowledged": ("受領を記録しました", "the merchant's acknowledgement is on record"),
    r"mandate": (
        "委任を記録しました。本人への通知は当社が行います",
        "the mandate is on record: we tell its people",
    ),
    r"own_notice": (
        "自社通知の選択を記録しました。渡す資料の準備へ: shirase next INCIDENT",
        "it notifies its people itself; how to prepare what it is handed: shirase next INCIDENT",
    ),
    r"published": ("店舗の公表を記録しました", "the merchant's publication is on record"),
    r"preliminary_filed": (
        "店舗の速報を記録しました",
        "the merchant's preliminary report is on record",
    ),
    r"final_filed": ("店舗の確報を記録しました", "the merchant's final report is on record"),
    r"people_notified": (
        "店舗が本人に通知したことを記録しました",
        "it is on record that the merchant told its people",
    ),
    r"retraction_received": (
        "店舗が訂正を受け取ったことを記録しました",
        "it is on record that the merchant has the retraction",
    ),
    r"people_corrected": (
        "店舗が本人に訂正したことを記録しました",
        "it is on record that the merchant corrected its people",
    ),
    # Duties and law.
    r"(\d+) confirmed": "{0}件の期限を確認しました",
    r"not applicable": "対応不要と記録しました",
    r"(\d{4}-\d\d-\d\d(?: \S+)?|no clock) -> (\d{4}-\d\d-\d\d(?: \S+)?|no clock|replaced)": "期限を {0} から {1} に改めました",
    r"recorded: met(, late)?": "提出を記録しました。義務は履行済みです{0?(期限後)}",
    r"this filing is on record already": "この提出はすでに記録されています",
    r"waived": "見送りを記録しました。義務は終わります",
    r"the clock is waived(?: already)?; the duty stays until it is met": "期限の督促を見送りました。義務は履行まで残ります",
    r"decided out of (\d+); dates that become later wait to be confirmed": "候補{0}件から決めました。これで遅くなる期限は、確認されるまで元のままです(shirase next)",
    r"that time counts already, by an earlier decision": "この時点はすでに採用されています",
    r"edition (\d+): (.*); duties that change: (.*)": "規則の第{0}版を採用しました: {1}。変わる義務: {2}",
    # Waves, gates and channels.
    r"sending": (
        "送信を始めました。様子: shirase wave status INCIDENT WHICH --watch",
        "the sending runs; watch it: shirase wave status INCIDENT WHICH --watch",
    ),
    r"wave (\d+)": "一斉通知 第{0}回",
    r"planned earlier": "以前に確定済みです",
    r"the desk is recorded as tested: at most (\d+) people an hour are told, (\d+) by an urgent wave \(it answers (\d+) an hour, by its day (\d+) in each of ([\d.]+) hours of sending, of 1,000 told (\d+) get in touch\)": "窓口の試験を記録しました。1時間に最大{0}名まで通知します(緊急の一斉通知は終日のため{1}名)。応答できる件数は1時間に{2}件、1日分を送信時間帯{4}時間で割ると{3}件で、少ない方と、1,000名あたり{5}件の問い合わせの見込みによります",
    r"the desk is recorded as failed: no wave starts until it passes a test": "窓口の試験を不合格と記録しました。合格するまで一斉通知は始まりません",
    r"this test is on record already": "この試験はすでに記録されています",
    r"this statement is on record already": "この表明はすでに記録されています",
    r"the sender '([\w-]+)' is stated to be outside the incident": "送信元 {0} が事案の外にあることを記録しました",
    r"the sender '([\w-]+)' is stated to be hit: no further wave starts with it": "送信元 {0} を事案の影響ありと記録しました。この送信元では送りません",
    r"(\d+) people are on a new list for '(\w+)'": "{1:w}の新しい名簿に{0}名を載せました",
    r"the file is on record": "ファイルを記録しました",
    r"0 entered": (
        "記入のある行がないため、何も記録していません。結果・日時・担当者の列に記入してください",
        "no line is filled in, so nothing is entered: fill in outcome, time and by whom",
    ),
    r"(\d+) entered(?:, (\d+) known already)?(?:, (\d+) refused: (.*))?": "{0}件を記録しました{1?(すでにあるもの {1}件)}{2?。使えない行 {2}件: {3:l}}",
    r"letters for the printer: ([\d,]+)": "印刷用の書面 {0}通",
    r"written, ([\d,]+) people: (.*)": "{0}名分を書き出しました: {1}",
    r"(\d+)": ("{0}名分を記録しました", "{0} people"),
}
WHICH = "WHICH"
_JOINED = re.compile(r"(?:; |\n)")
_JOINTS: Mapping[ScreenLanguage, str] = {"ja": "\n", "en": "; "}
_KNOWN = [(re.compile(pattern, re.DOTALL), words) for pattern, words in _ANSWERS.items()]
_OPTIONAL = re.compile(r"\{(\d+)\?((?:[^{}]|\{\d+(?::\w)?\})*)\}")


def answer_in(
    sentence: str, language: ScreenLanguage, incident: str = "INCIDENT", what: str = "N"
) -> str:
    """The answer in the language of the screen.

    `incident` stands in the lines that it names, and `what` (a wave's number, a merchant's key).
    """

    def said(answer: str) -> str | None:
        found = _found(answer, language)
        return found and found.replace(WHICH, what).replace("INCIDENT", incident)

    if whole := said(sentence):
        return whole
    # Two answers in one, and lines below an answer.
    parts = [part for part in _JOINED.split(sentence) if part]
    each = [said(part) or part for part in parts]
    return sentence if each == parts else _JOINTS[language].join(each)


def written(people: int, path: Path) -> str:
    """The answer to a command that wrote a file: how many people stand in it, and where it is."""
    return f"written, {people:,} people: {path}"


def _found(sentence: str, language: ScreenLanguage) -> str | None:
    for pattern, words in _KNOWN:
        if found := pattern.fullmatch(sentence):
            ja, en = words if isinstance(words, tuple) else (words, "")
            return spoken_in(ja if language == "ja" else en, found.groups(), language) or sentence
    return None


def spoken_in(words: str, groups: Sequence[str | None], language: ScreenLanguage) -> str:
    """The groups put in; `{1?…}` stands only where group 1 was said, `{1:w}` is one of our words."""
    chosen = _OPTIONAL.sub(lambda part: part[2] if groups[int(part[1])] else "", words)
    return chosen.format(*(_Said(group or "", language) for group in groups))


class _Said:
    """A value as it was said, as one of our own words (`w`), or as a time (`t`).

    `c` is a list of contradictions, `s` of steps, `l` of remarks on lines. `k` keeps the key of a role or a phase behind its word, for what is typed next.
    """

    def __init__(self, value: str, language: ScreenLanguage) -> None:
        self._value = value
        self._language = language

    def __format__(self, kind: str) -> str:
        if kind == "w":
            plain = self._value.replace("_", " ")
            return spoken_plainly(self._value) if self._language == "ja" else plain
        if kind == "s":
            return steps_in_japanese(self._value)
        if kind == "l":
            return remarks_in_japanese(self._value)
        if kind == "c":
            return conflicts_in_japanese(self._value)
        if kind == "k":
            return spoken(self._value) if self._language == "ja" else self._value
        return short_moment(datetime.fromisoformat(self._value)) if kind == "t" else self._value
