"""Texts that somebody has to mend: sent back, or no text at all while a fact is withheld."""

from datetime import datetime

from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from domain.parties import StaffRole
from register.board import BoardDocument
from screens.words import role_words


def is_to_mend(document: BoardDocument) -> bool:
    """Whether nobody need look at the text before it is another one."""
    return bool(document.withheld or document.rejected_by)


def mending_need(
    look: Look, document: BoardDocument, name: tuple[str, str], due_at: datetime | None
) -> Need:
    """Whoever wrote it is asked; `name` is the document in Japanese and in English."""
    ja, en = name
    if document.withheld:
        key = document.withheld[0]
        ja, en = f"{ja}: 公表できない事実({key})のため文面がない", f"{en}: '{key}' is not public"
        command = phrases.publish_fact(look.incident, key)
    else:
        ja = f"{ja}: {role_words(document.rejected_by, 'ja')}が差戻し。直す"
        en = f"{en}: sent back by {role_words(document.rejected_by, 'en')}; mend it"
        command = phrases.show_document(look.incident, document.number)
    leaders = (StaffRole.COMMANDER.value, StaffRole.DEPUTY.value)
    return Need(
        kind="mend",
        what_ja=ja,
        what_en=en,
        roles=tuple(dict.fromkeys((document.author, *leaders))),
        due_at=due_at,
        since=document.prepared_at,
        command=command,
        acts=bool(document.withheld),
    )
