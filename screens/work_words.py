"""The words of work: tasks, threads, parties, holds and retention, in Japanese and English."""

from domain.parties import PartyKind, PartyRole
from domain.retention import RetentionDecision
from domain.tasks import TaskState, TaskTrack
from screens.words import ScreenLanguage

TASK_STATES: dict[ScreenLanguage, dict[TaskState, str]] = {
    "ja": {TaskState.OPEN: "未了", TaskState.DONE: "完了", TaskState.NOT_DONE: "不実施"},
    "en": {TaskState.OPEN: "open", TaskState.DONE: "done", TaskState.NOT_DONE: "not done"},
}
TRACKS: dict[ScreenLanguage, dict[TaskTrack, str]] = {
    "ja": {
        TaskTrack.FIRST_HOUR: "初動",
        TaskTrack.CONTAINMENT: "封じ込め",
        TaskTrack.OTHER: "その他",
    },
    "en": {
        TaskTrack.FIRST_HOUR: "first hour",
        TaskTrack.CONTAINMENT: "containment",
        TaskTrack.OTHER: "other",
    },
}
PARTY_KINDS: dict[ScreenLanguage, dict[PartyKind, str]] = {
    "ja": {
        PartyKind.OURSELVES: "当社",
        PartyKind.VENDOR: "事業者",
        PartyKind.MERCHANT: "契約店舗",
        PartyKind.AUTHORITY: "当局",
        PartyKind.POLICE: "警察",
        PartyKind.FORENSIC_FIRM: "調査会社",
        PartyKind.COUNSEL: "法律事務所",
        PartyKind.INSURER: "保険会社",
        PartyKind.PRESS: "報道",
        PartyKind.OTHER: "その他",
    },
    "en": {kind: kind.value.replace("_", " ") for kind in PartyKind},
}
PARTY_ROLES: dict[ScreenLanguage, dict[PartyRole, str]] = {
    "ja": {
        PartyRole.CONTROLLER: "個人情報取扱事業者",
        PartyRole.ENTRUSTOR: "委託元",
        PartyRole.ENTRUSTEE: "委託先",
        PartyRole.PLATFORM: "プラットフォーム",
        PartyRole.UNDECIDED: "未確定",
        PartyRole.NONE: "―",
    },
    "en": {role: "·" if role is PartyRole.NONE else role.value for role in PartyRole},
}
RETENTIONS: dict[ScreenLanguage, dict[RetentionDecision, str]] = {
    "ja": {
        RetentionDecision.KEEP: "保管",
        RetentionDecision.DELETE: "削除",
        RetentionDecision.RETURN: "返却",
    },
    "en": {decision: decision.value for decision in RetentionDecision},
}
