"""The exact commands that `next` tells people to type, each in one place.

`incident` is a code name or an id, everything else is filled in; what only a person can know
stands as a word in capitals (on a Japanese screen in 〔〕). `as_role` adds the role that acts.
"""

import shlex
from collections.abc import Sequence


def as_role(command: str, role: str) -> str:
    """The command as given by a role."""
    return f"{command} --as {role}"


def open_list(incident: str, name: str = "general") -> str:
    """Open a list of tasks."""
    return f"shirase task open {incident} {name}"


def task_done(incident: str, task: int) -> str:
    """A task is done, with its evidence."""
    return f"shirase task done {incident} {task} --evidence EVIDENCE"


def answer(incident: str, party: str, number: int) -> str:
    """An answer to a numbered demand came in."""
    return f"shirase thread answered {incident} {party} {number} --summary WORDS"


def record_fact(incident: str, key: str) -> str:
    """Say what holds under a key; --source where it is what somebody else states."""
    return f"shirase fact {incident} {key} --say WORDS"


def decide_fact(incident: str, key: str, source: str) -> str:
    """Take one of the values that compete under a key."""
    return f"shirase fact decide {incident} {key} --source {shlex.quote(source)} --reason WORDS"


def withdraw_ask(incident: str, party: str, number: int) -> str:
    """Take an ask back that was refused."""
    return f"shirase thread withdrawn {incident} {party} {number} --summary WORDS"


def decide_severity(incident: str, level: str) -> str:
    """Decide the severity."""
    return f"shirase severity {incident} {level} --reason WORDS"


def prepare(incident: str, kind: str, merchants: Sequence[str] = ()) -> str:
    """Start a document, for merchants where they are named."""
    named = "".join(f" --merchant {merchant}" for merchant in merchants)
    return f"shirase prepare {incident} {kind}{named}"


def approve(incident: str, number: int) -> str:
    """Approve a document exactly as it stands."""
    return f"shirase approve {incident} {number}"


def let_approve(incident: str, role: str, stand_in: str) -> str:
    """Let another role approve in a role's place."""
    return f"shirase approval delegate {incident} {role} {stand_in} --until WHEN --reason WORDS"


def issue(incident: str, number: int) -> str:
    """Let a document leave the house."""
    return f"shirase issue {incident} {number}"


def receipt(incident: str, number: int) -> str:
    """Record a filing's receipt."""
    return f"shirase receipt {incident} {number} RECEIPT"


def prepare_release(incident: str) -> str:
    """Start the next release."""
    return f"shirase release prepare {incident}"


def releases(incident: str) -> str:
    """Read where the releases stand."""
    return f"shirase release list {incident}"


def issue_release(incident: str, number: int) -> str:
    """Publish an approved release."""
    return f"shirase release issue {incident} {number}"


def issue_ahead(incident: str, number: int) -> str:
    """Publish an approved release before others are told."""
    return f"shirase release issue {incident} {number} --despite WHY"


def decline_disclosure(incident: str) -> str:
    """Decide that no timely disclosure is needed."""
    return f"shirase release decline {incident} --timely-disclosure --reason WHY"


def plan_release(incident: str, number: int, when: str) -> str:
    """Plan a release for another time."""
    return f"shirase release schedule {incident} {number} {when}"


def free_publication(incident: str, number: int) -> str:
    """End a hold on publishing."""
    return f"shirase release free {incident} {number} --reason WORDS"


def prolong_publication_hold(incident: str, number: int, when: str) -> str:
    """Let a hold on publishing go on."""
    return f"shirase release free {incident} {number} --until {when} --reason WORDS"


def look_into_code(incident: str, code: str) -> str:
    """Say what was found about a check code that was asked abnormally often."""
    return f"shirase code {incident} {code} --finding WORDS"


def settle_duty(incident: str, key: str) -> str:
    """Settle a duty as not applicable."""
    return f"shirase settle {incident} {key} --ground WORDS"


def confirm_duty(incident: str, key: str) -> str:
    """Confirm the later date that is shown for a duty."""
    return f"shirase confirm {incident} {shlex.quote(key)} --reason WORDS"


def confirm_all(incident: str) -> str:
    """Confirm every date that would become later, as shown."""
    return f"shirase confirm {incident} --all --reason WORDS"


def decide_awareness(incident: str, when: str, moment: str | None = None) -> str:
    """Decide which of several times counts as our knowing, or another moment; `when` is one."""
    named = f" --moment {moment}" if moment else ""
    return f"shirase awareness {incident} {when}{named} --reason WORDS"


def record_filing(incident: str, key: str) -> str:
    """Record what was submitted outside our documents; only a person knows when."""
    return f"shirase filing {incident} {shlex.quote(key)} --submitted-at WHEN --receipt REFERENCE"


def answer_question(incident: str, key: str) -> str:
    """Say that something holds."""
    return f"shirase fact {incident} {key} --say WORDS"


def deny_question(incident: str, key: str) -> str:
    """Say that something does not hold."""
    return f"shirase fact {incident} {key} --status withdrawn --say WORDS"


def add_authority(incident: str, authority: str) -> str:
    """Name the authority to which something is to be filed."""
    return f"shirase party add {incident} {authority} authority --name NAME"


def add_contact(incident: str, party: str) -> str:
    """Say who of a party is written to."""
    return f"shirase party contact {incident} {party} --name NAME --mail ADDRESS"


def explain_duty(incident: str, key: str) -> str:
    """Read how a duty's dates were reckoned."""
    return f"shirase clocks {incident} --explain {shlex.quote(key)}"


def acknowledge(incident: str, merchant: str) -> str:
    """A merchant has acknowledged."""
    return f"shirase ack {incident} {merchant}"


def choose(incident: str, merchant: str) -> str:
    """A merchant has given its mandate; `own-notice` where it notifies by itself."""
    return f"shirase mandate {incident} {merchant} --given-by WHO"


def own_notice(incident: str, merchant: str) -> str:
    """A merchant tells its people itself."""
    return f"shirase own-notice {incident} {merchant}"


def merchant_kit(incident: str, merchant: str) -> str:
    """Make what a merchant is handed that tells its people itself."""
    return f"shirase merchants kit {incident} {merchant}"


def merchant_report(incident: str, merchant: str, what: str) -> str:
    """A merchant has done something itself."""
    return f"shirase report {incident} {merchant} {what}"


def merchant_filing(incident: str, merchant: str, what: str) -> str:
    """A merchant has filed by itself; only a person knows when."""
    report = merchant_report(incident, merchant, what)
    return f"{report} --submitted-at WHEN --receipt REFERENCE"


def adopt_lists(incident: str) -> str:
    """Take the counts of the imported lists for facts."""
    return f"shirase people adopt {incident}"


def publish_fact(incident: str, key: str) -> str:
    """Let a withheld fact be told, in words that may be published."""
    return f"shirase fact correct {incident} {key} --public --say WORDS --reason WORDS"


def show_document(incident: str, number: int) -> str:
    """Read a document as an approver reads it."""
    return f"shirase show {incident} {number}"


def withdraw(incident: str, number: int) -> str:
    """Take a document back that was not issued."""
    return f"shirase withdraw {incident} {number} --reason WORDS"


def all_needs(incident: str) -> str:
    """Read everything that is needed."""
    return f"shirase next {incident} --all"


def change_phase(incident: str, to: str) -> str:
    """Move the incident to another phase."""
    return f"shirase phase {incident} {to}"


def retention(incident: str, data_set: str) -> str:
    """Decide what happens to a list of people."""
    return f"shirase retention decide {incident} {data_set} delete --reason WORDS"


def close_false_alarm(incident: str) -> str:
    """End the incident as a false alarm."""
    return f"shirase close {incident} --false-alarm"


def close(incident: str) -> str:
    """Close the incident."""
    return f"shirase close {incident}"
