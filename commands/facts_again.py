"""A command that enters facts, given again under its id: what it said first is what it says."""

from commands.acting_with import Acting
from domain.facts import Fact
from register.commands import stands_for, words_of


def said_before(acting: Acting) -> tuple[Fact, ...]:
    """The facts of this very command where it was given before; its answer may have been lost.

    Whoever reckons the facts from the ledger asks here first: the command's own effect is in it.
    """
    register = acting.commander.register
    with register.reading() as connection:
        sealer = register.sealer(acting.incident_id, connection)
        known = stands_for(connection, acting.command_id)
        if known is None or known[0] != acting.incident_id:
            return ()
        said = words_of(connection, sealer, acting.command_id).get("facts", [])
    return tuple(Fact.model_validate(fact) for fact in said)
