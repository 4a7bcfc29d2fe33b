"""What is said to whoever goes on to tell people while the leak is not known to be stopped."""

from commands.acting_with import Acting
from domain.phases import Phase
from register.tasks import open_containment

_AFTER_CONTAINING = frozenset({Phase.NOTIFYING, Phase.FOLLOWING_UP})
_WORDS = {
    "ja": "\n注意: 封じ込めの作業 {numbers} が未了です。流出が続いている間は"
    "「対策済み」と書けません。確認は `shirase next`。",
    "en": "\nWarning: containment tasks {numbers} are open. While data may still leave, no "
    "words may say that it has been stopped; see `shirase next`.",
}


def containment_warning(acting: Acting, to: Phase) -> str:
    """A line to add to the answer; empty where nothing of containment is open."""
    if to not in _AFTER_CONTAINING:
        return ""
    with acting.commander.register.reading() as connection:
        numbers = open_containment(connection, acting.incident_id)
    listed = ", ".join(str(number) for number in numbers)
    return _WORDS[acting.commander.settings.language].format(numbers=listed) if numbers else ""
