"""Acts for which the policy names the roles that may, and how each is spoken of in a refusal.

What is missing here has a rule of its own, beside its handler: a task is closed by its owner, a
document is approved by whom its kind asks, a later date is confirmed by counsel where law strikes.
"""

from collections.abc import Mapping
from enum import StrEnum


class Act(StrEnum):
    """The name of an act in a policy file; those of recording commands are their kinds."""

    RECORD_FACTS = "record_facts"
    CHANGE_PHASE = "change_phase"
    CLOSE = "close"
    SETTLE_DUTY = "settle_duty"
    PREPARE_DOCUMENT = "prepare_document"
    WITHDRAW = "withdraw"
    ISSUE = "issue"
    RECORD_RECEIPT = "record_receipt"
    MERCHANT = "merchant"
    PLAN_WAVE = "plan_wave"
    START_WAVE = "start_wave"
    PAUSE_WAVE = "pause_wave"
    RESUME_WAVE = "resume_wave"
    CANCEL_WAVE = "cancel_wave"
    DECIDE_UNKNOWN = "decide_unknown"
    LETTERS_POSTED = "letters_posted"
    SUBSTITUTE = "substitute"
    OPEN_TASKS = "open_tasks"
    TASK_ADD = "task_add"
    HOLD_ADD = "hold_add"
    HOLD_RELEASE = "hold_release"
    RETENTION_DECIDED = "retention_decided"
    RELEASE_PROMISED = "release_promised"
    RELEASE_DECLINED = "release_declined"
    RELEASE_DESPITE = "release_despite"
    RELEASE_PLANNED = "release_planned"
    RELEASE_CORRECTED = "release_corrected"
    PUBLICATION_HELD = "publication_held"
    PUBLICATION_FREED = "publication_freed"
    DECIDE_SEVERITY = "decide_severity"
    ROLE_DECIDED = "role_decided"
    ROWS_DECIDED = "rows_decided"
    DESK_TESTED = "desk_tested"
    SENDER_OUTSIDE = "sender_outside"
    SUBSTITUTE_RECORDED = "substitute_recorded"
    DUTY_FILED = "duty_filed"
    DUTY_WAIVED = "duty_waived"
    MOMENT_DECIDED = "moment_decided"
    LAW_ADOPTED = "law_adopted"


DEEDS: Mapping[Act, str] = {
    Act.RECORD_FACTS: "record facts",
    Act.CHANGE_PHASE: "change the phase",
    Act.CLOSE: "end the incident",
    Act.SETTLE_DUTY: "declare a duty not applicable",
    Act.PREPARE_DOCUMENT: "prepare a document",
    Act.WITHDRAW: "withdraw a document",
    Act.ISSUE: "let a document leave",
    Act.RECORD_RECEIPT: "record a receipt",
    Act.MERCHANT: "record this, other than the merchant itself",
    Act.PLAN_WAVE: "plan a wave",
    Act.START_WAVE: "start a wave",
    Act.PAUSE_WAVE: "pause a wave",
    Act.RESUME_WAVE: "let a wave go on",
    Act.CANCEL_WAVE: "cancel a wave",
    Act.DECIDE_UNKNOWN: "decide about what is in doubt",
    Act.LETTERS_POSTED: "report letters",
    Act.SUBSTITUTE: "record a substitute notice",
}
"""What goes on after "may"; the handlers of recording commands say their own."""
