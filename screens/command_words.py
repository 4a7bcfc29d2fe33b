"""What a command is called in the log where its attempt was refused and is no act of its own."""

from collections.abc import Mapping

from screens.words import ScreenLanguage

PREFIX = "command."
OTHER: Mapping[ScreenLanguage, str] = {"ja": "操作", "en": "command"}
COMMANDS: Mapping[str, str] = {
    "record_facts": "事実の記録",
    "change_phase": "段階の変更",
    "settle_duty": "義務の個別判断",
    "close": "終結",
    "approve": "文書の承認",
    "issue": "文書の発出",
    "withdraw": "文書の取下げ",
    "record_receipt": "受付番号の記録",
    "acknowledge": "受領の確認",
    "choose": "通知方法の選択の記録",
    "report": "契約店舗の報告の記録",
    "import_people": "名簿の取込み",
    "prepare_document": "文書の起案",
    "plan_wave": "一斉通知の確定",
    "start_wave": "一斉通知の開始",
    "cancel_wave": "一斉通知の取りやめ",
    "reopen": "事案の再開",
    "carry_out": "操作の記録",
    "open_tasks": "作業の一覧の開始",
    "task_add": "作業の追加",
    "task_assign": "作業の担当の変更",
    "task_done": "作業の完了",
    "task_not_done": "作業を行わない判断",
    "thread_entry": "やり取りの記録",
    "thread_demands": "標準の求めの記録",
    "thread_assigned": "やり取りの担当の変更",
    "party_add": "関係先の追加",
    "party_contact_add": "連絡先の追加",
    "role_decided": "立場の決定",
    "mandate_withdrawn": "委任の撤回",
    "hold_add": "証拠の保全",
    "hold_release": "保全の解除",
    "retention_decided": "名簿の扱いの決定",
    "release_promised": "次回の公表の約束",
    "release_declined": "公表しない判断",
    "decide_severity": "重大度の決定",
    "clock_acknowledged": "期限の引受け",
    "note": "覚え書き",
    "rows_decided": "名簿の行の判断",
    "desk_tested": "窓口の試験の記録",
    "sender_outside": "送信元についての表明",
    "letters_reported": "書面の状況の記録",
    "list_made": "名簿の作成",
    "results_reported": "結果の取込み",
    "substitute_recorded": "代替措置の記録",
    "file_produced": "渡すファイルの記録",
    "duties_confirmed": "期限の確認",
    "duty_filed": "提出の記録",
    "receipt_corrected": "受付番号の訂正",
    "duty_waived": "目安の期限の見送り",
    "moment_decided": "知った時などの決定",
    "law_adopted": "規則ファイルの採用",
    "staff_away": "不在の記録",
    "approval_delegated": "承認の代理の指定",
    "approval_overridden": "承認の例外の決定",
    "release_despite": "連絡に先立つ公表の許可",
    "release_planned": "公表の予定",
    "release_corrected": "公表済みページの訂正",
    "publication_held": "公表を控える求めの記録",
    "publication_freed": "公表を控える求めの解除",
    "insider_told": "知らせた相手の記録",
    "code_looked_into": "確認番号の調べの記録",
    "passages_edited": "文書の段落の修正",
}


def command_words(action: str, language: ScreenLanguage) -> str:
    """`command.task_done` in words; a command without any is a command."""
    name = action.removeprefix(PREFIX)
    if language == "en":
        return name.replace("_", " ")
    return COMMANDS.get(name, OTHER[language])
