"""The commands with which somebody sends to people, as a person types them."""

from collections.abc import Sequence


def plan_wave(incident: str, merchants: Sequence[str], mail: int, letter: int) -> str:
    """Freeze a wave for merchants, with the numbers of its documents."""
    named = " ".join(f"--merchant {merchant}" for merchant in merchants)
    return f"shirase wave plan {incident} {named} --mail {mail} --letter {letter}"


def test_desk(incident: str) -> str:
    """Record a test of the contact desk."""
    return (
        f"shirase desk test {incident} --phone NUMBER --hours HOURS --per-hour COUNT "
        "--per-day COUNT --independent WHY"
    )


def sender_outside(incident: str, sender: str) -> str:
    """State that a sender is outside the incident."""
    return (
        f"shirase wave outside {incident} --sender {sender} --domain WHY --account WHY "
        "--provider WHY"
    )


def export_list(incident: str, number: int, channel: str) -> str:
    """Write a list of people for a channel."""
    return f"shirase wave export {incident} {number} --channel {channel}"


def take_results(incident: str, number: int, channel: str) -> str:
    """Take in the results of a list."""
    return f"shirase wave results {incident} {number} FILE --channel {channel}"


def start_wave(incident: str, number: int) -> str:
    """Let a planned wave go."""
    return f"shirase wave start {incident} {number}"


def resume_wave(incident: str, number: int) -> str:
    """Go on after a pause."""
    return f"shirase wave resume {incident} {number}"


def decide_unknown(incident: str, number: int) -> str:
    """Decide about requests in doubt."""
    return f"shirase wave settle {incident} {number} told"


def settle_mails(incident: str, number: int) -> str:
    """Decide about single mails in doubt."""
    return f"shirase merchants settle {incident} {number} told"


def send_mails_again(incident: str, number: int) -> str:
    """Send single mails in doubt once more."""
    return f"shirase merchants settle {incident} {number} send_again"


def letters_posted(incident: str, number: int) -> str:
    """The letters were handed to the post."""
    return f"shirase wave posted {incident} {number}"


def substitute(incident: str, number: int) -> str:
    """Tell whom no channel reaches by publication and a desk."""
    return f"shirase wave substitute {incident} {number} --reason WORDS"
