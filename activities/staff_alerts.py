"""Alerts to our own people: one mail a person, with everything that fell into the same moment."""

from collections import defaultdict
from datetime import datetime

from activities.alert_reading import AlertReading, read_for_alert
from activities.dispatching import Dispatcher, SingleMail
from activities.joined_alerts import join
from activities.words import render_alert
from contracts.clock_payloads import Alert
from contracts.clock_payloads import AlertLine as LineDue
from contracts.staff_mail_context import AlertContext, AlertLine
from domain.explanations import Locale
from domain.notices import AttemptState
from domain.roster import TO_DEPUTIES, UP
from domain.wording import Language
from register import audit, dispatches
from register.alert_lines import NOBODY
from register.parties import ContactRow
from register.store import Register

ALERT = "alert"
AGAIN = ":again"
_HANDED_ON = {
    TO_DEPUTIES: ("引き受けがないため代理の方へ", "nobody took it up, so it comes to the deputy"),
    UP: ("引き受けがないため上位の方へ", "nobody took it up, so it goes up"),
}


class StaffAlerts:
    """Sends alerts through the dispatcher."""

    def __init__(self, register: Register, dispatcher: Dispatcher) -> None:
        self._register = register
        self._dispatcher = dispatcher

    def send(self, alert: Alert, at: datetime) -> int:
        """Send what is still needed at case time `at`; returns how many mails left."""
        reading = read_for_alert(self._register, alert.incident_id, at)
        by_audience: dict[str, list[LineDue]] = defaultdict(list)
        entries = []
        for line in filter(reading.needs_somebody, alert.lines):
            called = reading.called_for(line)
            for contact_id in called or (NOBODY,):
                by_audience[contact_id].append(line)
            entries.append(_audit_line(line, at, len(called)))
        said = join(self._register, alert, by_audience, entries)
        mails = [
            mail
            for contact_id, lines in said.items()
            if (mail := self._mail(alert, reading, contact_id, lines)) is not None
        ]
        return self._dispatcher.send_all(mails) + self._send_again(alert, mails)

    def _mail(
        self,
        alert: Alert,
        reading: AlertReading,
        contact_id: str,
        said: list[LineDue],
    ) -> SingleMail | None:
        contact = reading.staff.get(contact_id)
        lines = [line for line in said if reading.needs_somebody(line)]
        if contact is None or not lines:
            return None
        words = render_alert(alert_context(reading, contact, lines))
        key = f"{ALERT}:{alert.incident_id}:{alert.alert_key}:{contact.id}"
        return SingleMail(alert.incident_id, key, ALERT, contact, words, reading.at)

    def _send_again(self, alert: Alert, mails: list[SingleMail]) -> int:
        """Once more what may not have left: a second alert does no harm, a lost one may."""
        with self._register.reading() as connection:
            states = dispatches.states(connection, alert.incident_id, ALERT)
        doubtful = [
            SingleMail(m.incident_id, m.key + AGAIN, m.purpose, m.contact, m.words, m.at)
            for m in mails
            if states.get(m.key) == AttemptState.UNKNOWN
        ]
        return self._dispatcher.send_all(doubtful)


def alert_context(reading: AlertReading, contact: ContactRow, lines: list[LineDue]) -> AlertContext:
    """The words of an alert are made from this, in the reader's language and zone."""
    language = reading.language_of(contact)
    return AlertContext(
        marking=reading.incident.marking,
        issued_at=reading.at,
        lines=tuple(_words_of(reading, contact, line, language) for line in lines),
        language=language,
        zone=contact.details.time_zone,
        all_with=f"shirase clocks {reading.handle}",
    )


def _words_of(
    reading: AlertReading, contact: ContactRow, line: LineDue, language: Language
) -> AlertLine:
    title, locale = reading.titles[line.duty_key], Locale(language.value)
    is_ja = language is Language.JAPANESE
    handed_on = _HANDED_ON[line.steps[-1]][0 if is_ja else 1] if line.steps else ""
    return AlertLine(
        code_name=reading.incident.code_name,
        duty=title.words.read_in(locale),
        due=line.due_at,
        party=title.party,
        owed_to=title.owed_to.read_in(locale) if title.owed_to else "",
        step=line.rung if is_ja or not line.rung_en else line.rung_en,
        handed_on=handed_on,
        acknowledge=f"shirase take {reading.handle} {title.key} --role {contact.role}",
        missed=line.missed,
        missed_more=line.missed_more,
    )


def _audit_line(line: LineDue, at: datetime, people: int) -> audit.AuditLine:
    """The rung, and how many were told; nobody at all is worth a line of its own."""
    detail: dict[str, str | int | bool | None] = {
        "rung": line.rung,
        "due": line.due_at.isoformat(),
        "mails": people,
    }
    if line.repeat:
        detail["repeat"] = line.repeat
    if line.steps:
        detail["handed_on"] = ", ".join(
            "deputies" if s == TO_DEPUTIES else "up" for s in line.steps
        )
    if line.missed:
        detail["missed"] = len(line.missed) + line.missed_more
        detail["missed_since"] = line.missed[0].isoformat()
    return audit.AuditLine(
        at=at, actor="engine", action="clock.rung", subject=line.duty_key, detail=detail
    )
