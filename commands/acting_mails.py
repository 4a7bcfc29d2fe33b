"""Lists or decides single mails to merchants of which nobody knows whether they left."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from commands import completing
from commands.acting_with import Acting, As, CommandId, act, given
from commands.options import AsJson, Incident, ScreenLanguage
from commands.sentences import Language, NotPossible, one_sentence
from domain.parties import PartyKind, StaffRole
from register.document_mails import mail_doubts, numbers_in_doubt
from register.doubts import DoubtDecision

HELP = (
    "送信の結果が分からない通知(送信中の障害など)を一覧し、判断する。told は通知済みとみなす。\n"
    "send_again は重複を承知で再送する。判断を省くと一覧だけ。\n\n"
    "List the mails to merchants that a crash left in doubt, and decide about them: told, or "
    "send_again at the risk of a double. Without a decision they are only listed.\n\n"
    "\b\n例 Example:\n  shirase merchants settle HAYATE 1\n  shirase merchants settle HAYATE 1 told"
)
Number = Annotated[
    int,
    typer.Argument(
        min=1, autocompletion=completing.documents, help="文書の番号。 The document's number."
    ),
]


def settle(
    incident: Incident,
    number: Number,
    decision: Annotated[
        str | None, typer.Argument(help="told / send_again", show_default=False)
    ] = None,
    *,
    merchant: Annotated[
        list[str] | None,
        typer.Option(
            autocompletion=completing.merchants,
            help="判断する契約店舗(複数可、省くとすべて)。 Which merchants; all without.",
        ),
    ] = None,
    role: As = StaffRole.COMMANDER,
    as_json: AsJson = False,
    command_id: CommandId = None,
    language: ScreenLanguage = None,
) -> None:
    """List or decide mails in doubt."""
    if decision is None:
        with one_sentence(language):
            _list(incident, number, language, as_json=as_json)
        return

    async def do(acting: Acting) -> str:
        if decision not in set(DoubtDecision):
            raise NotPossible(
                en="Decide one of: send_again, told.",
                ja="判断は told か send_again のどちらかです。",
            )
        named = tuple(acting.party(key, PartyKind.MERCHANT).id for key in merchant or ())
        _require_doubts(acting, number)
        outcome = await acting.commander.shirase.decide_mails(
            acting.incident_id, number, decision, given(acting), named
        )
        return outcome.sentence

    act(incident, role.value, language, do, command_id)


def _require_doubts(acting: Acting, number: int) -> None:
    """NotPossible where no mail of the document is in doubt: its workflow may have ended."""
    with acting.commander.register.reading() as connection:
        if number in numbers_in_doubt(connection, acting.incident_id):
            return
    raise NotPossible(
        en=f"No mail of document {number} is in doubt: there is nothing to decide.",
        ja=f"文書{number}の送信に、結果不明のものはありません。判断は不要です。",
    )


def _list(incident: str, number: int, language: Language | None, *, as_json: bool) -> None:
    from commands.context import find_incident, reader
    from register.case_time import case_time
    from register.incidents import read_incident, read_policy
    from register.parties import read_parties
    from screens.console import show
    from screens.doubt_table import MailDoubtLine, mail_doubt_table
    from screens.plain_json import as_json as json_of

    with reader(language) as (settings, register), register.reading() as connection:
        identity = find_incident(register, incident)
        sealer = register.sealer(identity, connection)
        patience = read_policy(connection, identity).merchant_care.settle_after
        marking = read_incident(connection, sealer, identity).marking
        now = case_time(connection, identity, marking, datetime.now(UTC))
        known = read_parties(connection, sealer, identity)
        lines = [
            MailDoubtLine(
                merchant=known[doubt.party_id].key,
                mails=doubt.mails,
                claimed_at=doubt.claimed_at,
                decide_from=doubt.decide_from(patience),
                may_be_decided=now >= doubt.decide_from(patience),
            )
            for doubt in mail_doubts(connection, identity)
            if doubt.number == number
        ]
    if as_json:
        typer.echo(json_of({"mails": [line._asdict() for line in lines]}))
    else:
        show(mail_doubt_table(lines, settings.language))
