"""When a workflow has lived long enough in one history."""

from temporalio import workflow

LONG_EVENTS = 1_200
"""Well under Temporal's own suggestion: a history that replays in a moment after a crash, with
room for the handlers that finish before the workflow continues as new."""


def is_long() -> bool:
    """Whether to continue as new at the next quiet moment."""
    info = workflow.info()
    return info.is_continue_as_new_suggested() or info.get_current_history_length() > LONG_EVENTS
