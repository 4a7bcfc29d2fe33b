"""The log in words: what each line says was done, to what, by whom."""

from collections.abc import Iterable, Mapping

from domain.plain_text import clean_line
from domain.state_words import STAFF_ROLE_WORDS
from register.audit import AuditLine
from register.board import Board
from screens.words import (
    CHOICES,
    DOCUMENTS,
    DUTY_STATES,
    PHASES,
    ScreenLanguage,
    rule_name,
    short_name,
)

# The engine's bookkeeping: in the log, but nothing that anybody would tell of an incident.
BOOKKEEPING = frozenset({"duties.assessed"})

_ACTS: dict[ScreenLanguage, dict[str, str]] = {
    "ja": {
        "incident.opened": "事案を開始",
        "incident.ended": "事案を終了",
        "facts.recorded": "事実を記録",
        "phase.changed": "段階を変更",
        "duties.assessed": "義務を算定",
        "duty.status": "義務の状態が変化",
        "duty.not_applicable": "対応不要と判断",
        "clock.rung": "期限を督促",
        "document.drafted": "文書を起案",
        "document.redrafted": "文書を改稿",
        "document.approved": "文書を承認",
        "document.rejected": "文書を差戻し",
        "document.approval": "文書を承認",
        "document.issued": "文書を発出",
        "filing.receipt": "受付番号を記録",
        "merchant.told": "契約店舗へ通知",
        "merchant.reminded": "契約店舗へ再度連絡",
        "merchant.escalated": "無応答のため担当者へ",
        "merchant.acknowledged": "受領を確認",
        "merchant.chosen": "通知の方法を選択",
        "merchant.published": "契約店舗が公表",
        "merchant.preliminary_filed": "契約店舗が速報を提出",
        "merchant.final_filed": "契約店舗が確報を提出",
        "merchant.people_notified": "契約店舗が本人へ通知",
        "thread.asked": "照会",
        "thread.answered": "回答",
        "thread.promised": "約束",
        "thread.noted": "記録",
        "import_people": "名簿を取込み",
        "plan_wave": "一斉通知の対象を確定",
        "start_wave": "一斉通知を開始",
        "resume_sender": "送信を再開",
        "decide_unknown": "結果不明について判断",
        "print_letters": "書面を印刷",
        "post_letters": "書面を投函",
        "substitute_notice": "代替措置",
        "finish_wave": "一斉通知が完了",
    },
    "en": {
        "incident.opened": "incident opened",
        "incident.ended": "incident ended",
        "facts.recorded": "facts recorded",
        "phase.changed": "phase changed",
        "duties.assessed": "duties computed",
        "duty.status": "duty changed its state",
        "duty.not_applicable": "settled as not applicable",
        "clock.rung": "deadline alert",
        "document.drafted": "document drafted",
        "document.redrafted": "document redrafted",
        "document.approved": "document approved",
        "document.rejected": "document rejected",
        "document.approval": "document approved",
        "document.issued": "document issued",
        "filing.receipt": "receipt recorded",
        "merchant.told": "merchant told",
        "merchant.reminded": "merchant reminded",
        "merchant.escalated": "silent, staff is sent",
        "merchant.acknowledged": "notice acknowledged",
        "merchant.chosen": "way of notice chosen",
        "merchant.published": "merchant published",
        "merchant.preliminary_filed": "merchant filed its preliminary report",
        "merchant.final_filed": "merchant filed its final report",
        "merchant.people_notified": "merchant told its people",
        "thread.asked": "asked",
        "thread.answered": "answered",
        "thread.promised": "promised",
        "thread.noted": "noted",
        "import_people": "list of people imported",
        "plan_wave": "wave frozen",
        "start_wave": "wave started",
        "resume_sender": "sender resumed",
        "decide_unknown": "unknown outcomes decided",
        "print_letters": "letters printed",
        "post_letters": "letters posted",
        "substitute_notice": "substitute notice",
        "finish_wave": "wave finished",
    },
}
_ENGINE: dict[ScreenLanguage, str] = {"ja": "エンジン", "en": "engine"}
_WAVE: dict[ScreenLanguage, str] = {"ja": "第{number}回", "en": "wave {number}"}
_DOCUMENT: dict[ScreenLanguage, str] = {
    "ja": "文書{number} {kind}",
    "en": "document {number} {kind}",
}
_DUTY_PARTS = 3
# What an act says besides its subject, where that is short and tells something.
_TOLD_DETAILS = ("to", "why", "reasons", "reason", "summary", "receipt_number", "choice", "keys")


class LogWords:
    """Puts lines of one incident into words."""

    def __init__(self, board: Board, parties: Mapping[str, str], language: ScreenLanguage) -> None:
        """`parties`: what a party is called, by its id and by its key."""
        self._language: ScreenLanguage = language
        self._parties = parties
        self._incident_id = board.incident.id
        self._subjects = dict(self._documents(board)) | {
            f"wave/{wave.id}": _WAVE[language].format(number=wave.number) for wave in board.waves
        }

    def who(self, actor: str) -> str:
        """A role, the engine, or a party."""
        if actor in {"engine", "shirase"}:
            return _ENGINE[self._language]
        if actor in self._parties:
            return short_name(self._parties[actor])
        if self._language == "ja":
            return STAFF_ROLE_WORDS.get(actor, actor)
        return actor.replace("_", " ")

    def act(self, line: AuditLine) -> str:
        """What was done or refused; an act without words here is called by its own name."""
        return _ACTS[self._language].get(line.action, line.action)

    def subject(self, line: AuditLine) -> str:
        """What it was done to; empty for the incident itself."""
        subject = line.subject
        if subject in self._subjects:
            return self._subjects[subject]
        kind, _, number = subject.removeprefix(f"incident/{self._incident_id}/").partition("/")
        if kind == "document":
            return _DOCUMENT[self._language].format(number=number, kind="").strip()
        if kind == "wave":
            return _WAVE[self._language].format(number=number)
        parts = subject.split("|")
        if len(parts) == _DUTY_PARTS:
            debtor = self._parties.get(parts[1], parts[1])
            return f"{rule_name(parts[0], self._language)} {short_name(debtor)}"
        return short_name(self._parties.get(subject.removeprefix("party/"), ""))

    def detail(self, line: AuditLine) -> str:
        """What the line says besides, in short."""
        told = (line.detail.get(name) for name in _TOLD_DETAILS)
        return " ".join(self._value(str(value)) for value in told if value)

    def _value(self, value: str) -> str:
        """A phase, a duty's state or a choice in words; anything else as it is."""
        language = self._language
        phases = {phase.value: word for phase, word in PHASES[language].items()}
        return {**CHOICES[language], **DUTY_STATES[language], **phases}.get(value, value)

    def in_words(self, line: AuditLine) -> str:
        """The line as one short sentence: act, subject, and what it says besides."""
        told = (self.act(line), self.subject(line), self.detail(line))
        return clean_line(" ".join(part for part in told if part))

    def _documents(self, board: Board) -> Iterable[tuple[str, str]]:
        for document in board.documents:
            kind = DOCUMENTS[self._language][document.kind]
            words = _DOCUMENT[self._language].format(number=document.number, kind=kind)
            yield document.id, words
            yield f"incident/{self._incident_id}/document/{document.number}", words
