"""One person's mail as a message: headers, text and HTML, made by the standard library.

Values of a person are put into the approved text here, escaped for text and HTML apart; no value
can begin a header, and none is in the subject.
"""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from activities.mailer import Batch, Recipient
from domain.person_fields import fill_html, fill_text, replace_fields
from domain.plain_text import clean_line


def message_of(batch: Batch, recipient: Recipient, message_id: str, sent_at: float) -> bytes:
    """The mail of one recipient, ready for DATA; `sent_at` is Unix time.

    Raises:
        PersonFieldError: a field of the text has no value, or stands in the subject.
        ValueError: an address cannot stand in a header.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(clean_line(batch.sender_name), addr_spec=batch.sender_mail)
    message["To"] = Address(addr_spec=recipient.mail)
    if batch.reply_to:
        message["Reply-To"] = Address(addr_spec=batch.reply_to)
    message["Subject"] = clean_line(replace_fields(batch.subject, {}))
    message["Date"] = formatdate(sent_at, localtime=False)
    message["Message-ID"] = message_id
    # RFC 3834: nobody's holiday notice is to answer it.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(fill_text(batch.text, recipient.values), charset="utf-8")
    message.add_alternative(
        fill_html(batch.html, recipient.values), subtype="html", charset="utf-8"
    )
    return message.as_bytes()
