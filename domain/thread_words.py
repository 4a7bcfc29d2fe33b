"""Words for threads, in both languages: what was asked for, what was said, what became of it."""

from collections.abc import Mapping

from domain.explanations import Bilingual
from domain.threads import Demand, Direction, MatterState, Speaker


def _words(ja: str, en: str) -> Bilingual:
    return Bilingual(ja=ja, en=en)


DEMAND_WORDS: Mapping[Demand, Bilingual] = {
    Demand.AFFECTED_LIST: _words("対象者の一覧", "the list of those affected"),
    Demand.LOGS: _words("ログ", "logs"),
    Demand.PRESERVATION: _words("証拠の保全", "preservation of evidence"),
    Demand.FORMAL_NOTICE: _words("正式な通知", "a formal notice"),
    Demand.RESPONSIBLE_PERSON: _words(
        "責任者と連絡先", "who is responsible, and how to reach them"
    ),
    Demand.CONTAINMENT: _words("遮断の完了の証明", "proof that access is cut"),
    Demand.CAUSE: _words("原因・経路・期間", "cause, way in and period"),
    Demand.SUB_PROCESSORS: _words("再委託先の状況", "where sub-processors stand"),
    Demand.AUTHORITY_REPORT: _words("当局への報告の状況", "its own report to the authorities"),
    Demand.FORENSIC_REPORT: _words("調査報告書", "the forensic report"),
    Demand.OTHER: _words("回答", "an answer"),
}

STATE_WORDS: Mapping[MatterState, Bilingual] = {
    MatterState.AWAITED: _words("回答待ち", "open"),
    MatterState.PARTIAL: _words("一部回答", "partial"),
    MatterState.COMPLETE: _words("回答済み", "answered"),
    MatterState.WITHDRAWN: _words("取下げ", "withdrawn"),
    MatterState.REFUSED: _words("拒否", "refused"),
}

DIRECTION_WORDS: Mapping[Direction, Bilingual] = {
    Direction.ASKED: _words("求め", "asked"),
    Direction.ANSWERED: _words("回答", "answered"),
    Direction.PROMISED: _words("約束", "promised"),
    Direction.NOTED: _words("連絡", "noted"),
    Direction.WITHDRAWN: _words("取下げ", "withdrawn"),
    Direction.REFUSED: _words("拒否", "refused"),
    Direction.REMINDED: _words("督促", "reminded"),
}

SPEAKER_WORDS: Mapping[Speaker, Bilingual] = {
    Speaker.US: _words("当社", "us"),
    Speaker.THEM: _words("先方", "them"),
}
