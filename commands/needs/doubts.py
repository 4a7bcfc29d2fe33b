"""Mails of documents of which nobody knows whether they left: a person looks, and decides."""

from collections.abc import Iterator

from activities.duty_status import NOTICE
from commands import sending_phrases
from commands.needs.look import Look
from commands.needs.need import Need, Other
from commands.needs.papers import LEADERS
from register.document_mails import MailDoubt, mail_doubts
from screens.words import short_name


def doubt_needs(look: Look) -> Iterator[Need]:
    """Notices of which nobody knows whether they left, once the provider would have told."""
    names = {look.ids[merchant.key]: merchant.name for merchant in look.board.merchants}
    by_document: dict[int, list[MailDoubt]] = {}
    for doubt in mail_doubts(look.connection, look.board.incident.id):
        if look.case_time >= doubt.decide_from(look.policy.merchant_care.settle_after):
            by_document.setdefault(doubt.number, []).append(doubt)
    for number, doubts in by_document.items():
        name = short_name(names[doubts[0].party_id])
        more = len(doubts) - 1
        yield Need(
            kind="unknown",
            what_ja=f"{name}{f'ほか{more}社' if more else ''}への文書{number}: 送信の結果が不明",
            what_en=f"document {number} to {name}{f' and {more} more' if more else ''}: "
            "nobody knows whether it left",
            roles=LEADERS,
            due_at=look.nearest(NOTICE),
            since=doubts[0].claimed_at,
            command=sending_phrases.settle_mails(look.incident, number),
            first=("通知済みとみなす", "count as told"),
            others=(
                Other(
                    what_ja="重複を承知で再送",
                    what_en="send again, perhaps twice",
                    command=sending_phrases.send_mails_again(look.incident, number),
                ),
            ),
        )
