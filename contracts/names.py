"""Every string that crosses a border, each id-making function beside its inverse."""

EVENTS_PATH = "/events/sendgrid"
"""Where the intake takes the provider's signed events."""

CHECK_PATH = "/check"
"""Where people ask about a check code."""

PROVIDER_INCIDENT_ARGUMENT = "shirase_incident"
PROVIDER_ATTEMPT_ARGUMENT = "shirase_attempt"

WORK_CLOCKS = ("task|", "reply|", "update|", "publish|", "held|")
"""How the keys of clocks begin that are no duties."""

MERCHANTS_A_SHARD = 500
DUTIES_A_SHARD = 500

# Signals between workflows that do not import one another.
SOMETHING_CHANGED = "something_changed"
FACTS_MOVED = "facts_moved"
DUTIES_REPLACED = "duties_replaced"
CLOCK_TAKEN_UP = "clock_taken_up"
CASE_CLOCK_MOVED = "case_clock_moved"
ISSUED_BY_WAVE = "issued_by_wave"
MERCHANTS_TOLD = "merchants_told"
MERCHANTS_CHANGED = "merchants_changed"
INCIDENT_ENDED = "incident_ended"
WAVE_NEWS = "news"

PUBLIC = "public"
"""The addressee of a release: everybody."""


def incident_workflow_id(incident_id: str) -> str:
    """`incident/<incident id>`."""
    return f"incident/{incident_id}"


def incident_of_workflow_id(workflow_id: str) -> str:
    """The incident that any workflow of ours belongs to; ValueError for a foreign id."""
    prefix, _, rest = workflow_id.partition("/")
    if prefix != "incident" or not rest:
        raise ValueError("not the id of a Shirase workflow")
    return rest.partition("/")[0]


def clock_workflow_id(incident_id: str, shard: int) -> str:
    """`incident/<incident id>/clocks/<shard>`."""
    return f"incident/{incident_id}/clocks/{shard}"


def merchants_workflow_id(incident_id: str, shard: int) -> str:
    """`incident/<incident id>/merchants/<shard>`."""
    return f"incident/{incident_id}/merchants/{shard}"


def wave_workflow_id(incident_id: str, number: int) -> str:
    """`incident/<incident id>/wave/<n>`."""
    return f"incident/{incident_id}/wave/{number}"


def document_workflow_id(incident_id: str, number: int) -> str:
    """`incident/<incident id>/document/<n>`."""
    return f"incident/{incident_id}/document/{number}"


def attempt_argument(request_id: str, position: int) -> str:
    """The opaque custom argument of one mail of a wave."""
    return f"{request_id}:{position}"


def dispatch_argument(dispatch_id: str) -> str:
    """The opaque custom argument of a single mail (a merchant notice, an alert)."""
    return f"{dispatch_id}:"


def parse_argument(argument: str) -> tuple[str, int | None]:
    """Request id and position, or dispatch id and None.

    Raises ValueError for anything that we did not make.
    """
    identity, colon, position = argument.partition(":")
    if len(identity) != 26 or not colon or not identity.isalnum():  # noqa: PLR2004 - a ULID
        raise ValueError("not one of our arguments")
    if not position:
        return identity, None
    if not position.isascii() or not position.isdigit() or len(position) > 5:  # noqa: PLR2004
        raise ValueError("not one of our arguments")
    return identity, int(position)
