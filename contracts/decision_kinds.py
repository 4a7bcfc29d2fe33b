"""The kinds of command that only record something, as the `commands` table names them."""

from enum import StrEnum


class DecisionKind(StrEnum):
    """What a person can decide or report without a workflow of its own."""

    OPEN_TASKS = "open_tasks"
    TASK_ADD = "task_add"
    TASK_ASSIGN = "task_assign"
    TASK_DONE = "task_done"
    TASK_NOT_DONE = "task_not_done"
    THREAD_ENTRY = "thread_entry"
    THREAD_DEMANDS = "thread_demands"
    THREAD_ASSIGNED = "thread_assigned"
    PARTY_ADD = "party_add"
    PARTY_CONTACT_ADD = "party_contact_add"
    ROLE_DECIDED = "role_decided"
    MANDATE_WITHDRAWN = "mandate_withdrawn"
    HOLD_ADD = "hold_add"
    HOLD_RELEASE = "hold_release"
    RETENTION_DECIDED = "retention_decided"
    RELEASE_PROMISED = "release_promised"
    RELEASE_DECLINED = "release_declined"
    DECIDE_SEVERITY = "decide_severity"
    CLOCK_ACKNOWLEDGED = "clock_acknowledged"
    NOTE = "note"
