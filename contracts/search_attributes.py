"""The search attributes of our workflows: opaque ids, enums and dates, never a name."""

from temporalio.common import SearchAttributeKey

INCIDENT = SearchAttributeKey.for_keyword("ShiraseIncident")
PHASE = SearchAttributeKey.for_keyword("ShirasePhase")
TRACK = SearchAttributeKey.for_keyword("ShiraseTrack")
SEVERITY = SearchAttributeKey.for_keyword("ShiraseSeverity")
DUE_AT = SearchAttributeKey.for_datetime("ShiraseDueAt")
SEARCH_ATTRIBUTES = (INCIDENT, PHASE, TRACK, SEVERITY, DUE_AT)
