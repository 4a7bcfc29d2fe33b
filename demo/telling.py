"""The story in sentences, Japanese and English: what people did, and what the engine did."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts import story
from domain.documents import DocumentKind
from domain.explanations import Locale
from domain.parties import MerchantChoice
from domain.state_words import PHASE_WORDS, STAFF_ROLE_WORDS
from domain.wording import DOCUMENT_TITLES
from regimes.loader import load_bundled
from register.audit_counts import EngineAct

Sentence = tuple[str, str]

REPORTS: dict[str, Sentence] = {
    "published": ("自社で公表", "published by itself"),
    "preliminary_filed": ("自社で速報を提出", "filed its preliminary report"),
    "final_filed": ("自社で確報を提出", "filed its final report"),
    "people_notified": ("自社でお客様への通知を完了", "has told its people"),
}
THREADS: dict[str, Sentence] = {
    "asked": ("照会", "asked"),
    "answered": ("回答", "answered"),
    "promised": ("約束", "promised"),
    "noted": ("連絡", "noted"),
}
ENGLISH_KINDS = {
    DocumentKind.MERCHANT_NOTICE: "notice to merchants",
    DocumentKind.PERSON_NOTICE: "notice to people (mail)",
    DocumentKind.PERSON_LETTER: "notice to people (letter)",
    DocumentKind.PRELIMINARY_REPORT: "preliminary report",
    DocumentKind.FINAL_REPORT: "final report",
    DocumentKind.FIRST_RELEASE: "first release",
    DocumentKind.FOLLOW_UP_RELEASE: "follow-up release",
    DocumentKind.MERCHANT_RETRACTION: "retraction to merchants",
    DocumentKind.PERSON_RETRACTION: "retraction to people (mail)",
    DocumentKind.PERSON_RETRACTION_LETTER: "retraction to people (letter)",
    DocumentKind.RETRACTION_RELEASE: "retraction release",
    DocumentKind.WITHDRAWAL_REPORT: "withdrawal of a report",
    DocumentKind.FINAL_RELEASE: "final release",
    DocumentKind.AMENDED_REPORT: "amended report",
    DocumentKind.ENTRUSTOR_NOTICE: "notice to an entrustor",
    DocumentKind.NEGATIVE_ASSURANCE: "statement to those not concerned",
    DocumentKind.FAQ: "questions and answers",
    DocumentKind.DESK_SCRIPT: "script for the contact desk",
    DocumentKind.TIMELY_DISCLOSURE: "timely disclosure (draft)",
    DocumentKind.BOARD_MEMO: "memo to the board",
    DocumentKind.MERCHANT_KIT: "kit for a merchant that notifies by itself",
}


DUTY_KEY_BARS = 2


class Teller:
    """Puts acts into sentences; remembers which document a handle stands for.

    `names`: what a party is called on the screen, by its key.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._kinds: dict[str, DocumentKind] = {}
        self._rules = {rule.id: rule for regime in load_bundled() for rule in regime.rules}

    def act(self, act: story.StoryAct) -> Sentence:
        """What a person did."""
        if isinstance(act, story.PrepareDocument):
            self._kinds[act.document] = act.kind
        return _SENTENCES[type(act)](self, act)

    def engine(self, act: EngineAct, keys: dict[str, str]) -> Sentence:
        """What the engine did of its own accord; `keys` gives a party's key by its id."""
        if act.action == "merchant.reminded":
            key = self.name(keys.get(act.subject, ""))
            return f"自動督促: {key} の回答がないため再度連絡", f"reminder sent to {key}"
        if act.action == "merchant.escalated":
            key = self.name(keys.get(act.subject, ""))
            return f"エスカレーション: {key} が無応答", f"escalated: {key} stays silent"
        if act.subject.count("|") != DUTY_KEY_BARS:
            return "作業または回答の期限", "a task or an awaited reply is due"
        rule_id, debtor, _ = act.subject.split("|")
        title = self._rules[rule_id].title
        key = self.name(keys.get(debtor, ""))
        return (
            f"期限の督促: {key} の{title.read_in(Locale.JA)}",
            f"deadline alert: {title.read_in(Locale.EN)} of {key}",
        )

    def name(self, key: str) -> str:
        """What a party is called; its key where it has no name here."""
        return self._names.get(key, key)

    def title(self, handle: str) -> Sentence:
        """The title of a prepared document."""
        kind = self._kinds[handle]
        return DOCUMENT_TITLES[kind], ENGLISH_KINDS[kind]


def _facts(_: Teller, act: story.RecordFacts) -> Sentence:
    return f"事実台帳に{len(act.facts)}件を記録", f"{len(act.facts)} facts into the ledger"


def _phase(_: Teller, act: story.ChangePhase) -> Sentence:
    return f"段階を「{PHASE_WORDS[act.to]}」へ", f"phase: {act.to.value.replace('_', ' ')}"


def _document(verb_ja: str, verb_en: str) -> Callable[[Teller, Any], Sentence]:
    def tell(teller: Teller, act: Any) -> Sentence:
        ja, en = teller.title(act.document)
        who = STAFF_ROLE_WORDS.get(act.by, act.by)
        return f"{ja}{verb_ja}（{who}）", f"{en}: {verb_en} ({act.by.replace('_', ' ')})"

    return tell


def _acknowledges(teller: Teller, act: story.MerchantAcknowledges) -> Sentence:
    return f"{teller.name(act.merchant)} が受領を確認", f"{teller.name(act.merchant)} acknowledges"


def _chooses(teller: Teller, act: story.MerchantChooses) -> Sentence:
    name = teller.name(act.merchant)
    if act.choice is MerchantChoice.MANDATE:
        return f"{name} が通知と報告を委任", f"{name} gives its mandate"
    return f"{name} は自社で通知", f"{name} notifies by itself"


def _reports(teller: Teller, act: story.MerchantReports) -> Sentence:
    ja, en = REPORTS[act.what]
    return f"{teller.name(act.merchant)} {ja}", f"{teller.name(act.merchant)} {en}"


def _settles(_: Teller, act: story.SettleDuty) -> Sentence:
    return f"法務が対応不要と判断: {act.rule}", f"counsel: {act.rule} does not apply"


def _confirms(_: Teller, act: story.ConfirmDuty) -> Sentence:
    return f"法務が遅い期限を確認: {act.rule}", f"counsel confirms a later date: {act.rule}"


def _thread(teller: Teller, act: story.Thread) -> Sentence:
    ja, en = THREADS[act.direction]
    return f"{teller.name(act.party)} 記録（{ja}）", f"{teller.name(act.party)}: {en}"


def _retention(_: Teller, act: story.DecideRetention) -> Sentence:
    number = len(act.merchants)
    return f"名簿{number}件の扱いを決定", f"retention decided for {number} lists"


def _plans(_: Teller, act: story.PlanWave) -> Sentence:
    number = len(act.merchants)
    return f"一斉通知の対象を確定（{number}店舗分）", f"wave frozen ({number} merchants)"


def _plain(ja: str, en: str) -> Callable[[Teller, Any], Sentence]:
    return lambda _teller, _act: (ja, en)


_SENTENCES: dict[type, Callable[[Teller, Any], Sentence]] = {
    story.RecordFacts: _facts,
    story.ChangePhase: _phase,
    story.PrepareDocument: _document("を起案", "drafted"),
    story.Approve: _document("を承認", "approved"),
    story.Issue: _document("を発出", "issued"),
    story.RecordReceipt: _document("の受付番号を記録", "receipt recorded"),
    story.MerchantAcknowledges: _acknowledges,
    story.MerchantChooses: _chooses,
    story.MerchantReports: _reports,
    story.SettleDuty: _settles,
    story.ConfirmDuty: _confirms,
    story.Thread: _thread,
    story.PlanWave: _plans,
    story.TestDesk: _plain("問い合わせ窓口を試験", "contact desk tested"),
    story.StateSender: _plain("送信元が事案の外にあると表明", "sender stated to be outside"),
    story.StartWave: _plain("一斉通知を送信", "wave sent"),
    story.LettersPosted: _plain("書面を発送", "letters posted"),
    story.CallPeople: _plain("メールも書面も届かない方へ架電", "people called"),
    story.Substitute: _plain("連絡先のない方へ代替措置（公表と窓口）", "substitute notice"),
    story.DecideRetention: _retention,
    story.Close: _plain("事案を終結", "incident closed"),
}
