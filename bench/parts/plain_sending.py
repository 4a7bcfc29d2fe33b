"""What a wave is measured against: the SDK in a loop, and batches without any care."""

import time
from collections.abc import Sequence

import sendgrid
from sendgrid.helpers.mail import Content, From, Mail, To

from activities.mailer import Accepted, Batch, Recipient
from activities.sendgrid_mailer import SendGridMailer
from bench.parts import words
from bench.parts.words import OpenPerson, Templates

PEOPLE_A_BATCH = 1_000
ACCEPTED = 202
TIMEOUT_SECONDS = 30.0


def naive(url: str, key: str, people: Sequence[OpenPerson]) -> float:
    """People a second of the SendGrid SDK in a loop: a render and a request a person."""
    templates = Templates()
    client = sendgrid.SendGridAPIClient(api_key=key, host=url)
    began = time.perf_counter()
    for person in people:
        text, html = templates.rendered(person.values())
        mail = Mail(
            from_email=From(words.SENDER_MAIL, words.SENDER_NAME),
            to_emails=To(person.mail),
            subject=words.SUBJECT,
            plain_text_content=Content("text/plain", text),
            html_content=Content("text/html", html),
        )
        assert client.send(mail).status_code == ACCEPTED
    return len(people) / (time.perf_counter() - began)


def raw(url: str, key: str, people: Sequence[OpenPerson]) -> float:
    """People a second of building, serialising and posting batches of a thousand, in one loop."""
    mailer = SendGridMailer(key, url, TIMEOUT_SECONDS)
    approved = Templates().with_markers()
    began = time.perf_counter()
    for number, start in enumerate(range(0, len(people), PEOPLE_A_BATCH)):
        batch = Batch(
            incident_id="bench",
            sender_mail=words.SENDER_MAIL,
            sender_name=words.SENDER_NAME,
            recipients=tuple(
                Recipient(person.mail, f"{number}:{position}", person.values())
                for position, person in enumerate(people[start : start + PEOPLE_A_BATCH])
            ),
            subject=approved["subject"],
            text=approved["text"],
            html=approved["html"],
        )
        assert isinstance(mailer.send(batch), Accepted)
    return len(people) / (time.perf_counter() - began)
