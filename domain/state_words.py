"""Words for states, in Japanese, as screens and reports show them.

They never claim more than is known: that a recipient's server took a mail is said as 相手サーバー
受領, never as an arrival, and an unanswered request as 結果不明.
"""

from domain.documents import DocumentState
from domain.facts import FactStatus
from domain.notices import AttemptState, Channel, NoticeState
from domain.parties import StaffRole
from domain.phases import Phase

ATTEMPT_STATE_WORDS: dict[AttemptState, str] = {
    AttemptState.CLAIMED: "送信処理中",
    AttemptState.UNKNOWN: "結果不明",
    AttemptState.ACCEPTED: "受付済",
    AttemptState.DEFERRED: "再送待ち",
    AttemptState.DELIVERED: "相手サーバー受領",
    AttemptState.DROPPED: "送信抑止",
    AttemptState.BOUNCED: "不達",
    AttemptState.COMPLAINED: "迷惑メール申告",
    AttemptState.PRINTED: "印刷済",
    AttemptState.POSTED: "投函済",
    AttemptState.RETURNED: "返戻",
    AttemptState.READDRESSED: "宛先訂正",
    AttemptState.LISTED: "名簿渡し済",
    AttemptState.SENT: "送信済",
    AttemptState.REACHED: "本人に伝達済",
    AttemptState.FAILED: "不成立",
    AttemptState.HANDED_OVER: "引継済",
    AttemptState.SUBSTITUTED: "代替措置済",
    AttemptState.SETTLED: "担当者判断済",
    AttemptState.CANCELLED: "取消済",
    AttemptState.REFUSED: "受付拒否",
}

NOTICE_STATE_WORDS: dict[NoticeState, str] = {
    NoticeState.PLANNED: "予定",
    NoticeState.IN_PROGRESS: "実施中",
    NoticeState.UNKNOWN: "結果不明",
    NoticeState.UNREACHED: "未達",
    NoticeState.DELIVERED: "相手サーバー受領",
    NoticeState.ACCEPTED_UNCONFIRMED: "受付済（受領の確認なし）",
    NoticeState.POSTED: "投函済",
    NoticeState.REACHED: "本人に伝達済",
    NoticeState.HANDED_OVER: "引継済",
    NoticeState.SUBSTITUTED: "代替措置済",
    NoticeState.SETTLED: "担当者判断済",
    NoticeState.CANCELLED: "取消済",
}

CHANNEL_WORDS: dict[Channel, str] = {
    Channel.MAIL: "メール",
    Channel.LETTER: "郵送",
    Channel.CALL: "電話",
    Channel.SMS: "SMS",
    Channel.IN_SERVICE: "サービス内のお知らせ",
    Channel.MERCHANT: "契約店舗への引継ぎ",
    Channel.SUBSTITUTE: "代替措置",
    Channel.HUMAN: "個別対応",
}

STAFF_ROLE_WORDS: dict[str, str] = {
    StaffRole.COMMANDER: "指揮者",
    StaffRole.DEPUTY: "副指揮者",
    StaffRole.PRIVACY_OFFICER: "個人情報保護責任者",
    StaffRole.COUNSEL: "法務",
    StaffRole.PUBLIC_RELATIONS: "広報",
    StaffRole.CONTACT_DESK: "問い合わせ窓口",
    StaffRole.MERCHANT_CARE: "契約店舗対応",
}

FACT_STATUS_WORDS: dict[FactStatus, str] = {
    FactStatus.KNOWN: "判明",
    FactStatus.SUSPECTED: "疑い",
    FactStatus.UNKNOWN: "調査中",
    FactStatus.WITHDRAWN: "取下げ",
}

DOCUMENT_STATE_WORDS: dict[DocumentState, str] = {
    DocumentState.DRAFT: "下書き",
    DocumentState.IN_REVIEW: "確認中",
    DocumentState.APPROVED: "承認済",
    DocumentState.ISSUED: "発出済",
    DocumentState.WITHDRAWN: "取下げ",
}

PHASE_WORDS: dict[Phase, str] = {
    Phase.DETECTED: "発覚",
    Phase.ASSESSING: "状況確認",
    Phase.CONTAINING: "被害の封じ込め",
    Phase.NOTIFYING: "通知・報告",
    Phase.FOLLOWING_UP: "事後対応",
    Phase.CLOSED: "終結",
    Phase.FALSE_ALARM: "誤報",
}

CANARY = "先行配信"
NOT_APPLICABLE = "対応不要の判断"
RETRACTION = "訂正とお詫び"
