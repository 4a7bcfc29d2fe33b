"""Alerts to staff and reminders to merchants."""

from temporalio import activity

from activities.clock_titles import ClockTitle, clock_titles
from activities.dispatching import Dispatcher, SingleMail
from activities.document_contexts import ContextMaker
from activities.words import render_alert, render_reminder
from contracts.clock_payloads import Alert, AlertSent
from contracts.clock_payloads import AlertLine as LineDue
from contracts.incident_activities import AlertActivities
from contracts.merchant_payloads import EscalateMerchants, RemindMerchants
from contracts.staff_mail_context import AlertContext, AlertLine
from register import audit
from register.merchant_acts import note_escalation, note_reminder
from register.open_work import work_owners
from register.parties import ContactRow, read_contacts, read_merchants, read_parties
from register.store import Register

ALERT = "alert"
REMINDER = "merchant_reminder"
SILENT = "契約店舗の回答（応答なし）"


class MailAlertActivities(AlertActivities):
    """By mail, through the dispatcher."""

    def __init__(self, register: Register, dispatcher: Dispatcher) -> None:
        self._register = register
        self._dispatcher = dispatcher

    @activity.defn
    def send_alert(self, alert: Alert) -> AlertSent:
        """One mail a contact with the lines of all roles that it holds."""
        sealer = self._register.sealer(alert.incident_id)
        with self._register.reading() as connection:
            maker = ContextMaker(connection, sealer, alert.incident_id, alert.at)
            contacts = read_contacts(connection, sealer, alert.incident_id)
            titles = clock_titles(connection, sealer, alert.incident_id)
            owners = work_owners(connection, alert.incident_id)
        mails: list[SingleMail] = []
        for contact in contacts:
            # What has ended since the rung was reached has no title any more, and needs nobody.
            lines = [
                _line(maker, line, titles[line.duty_key])
                for line in alert.lines
                if line.duty_key in titles
                and contact.role in (*line.roles, owners.get(line.duty_key))
            ]
            if lines:
                key = f"{ALERT}:{alert.incident_id}:{alert.alert_key}:{contact.id}"
                mails.append(self._alert_mail(maker, alert, key, contact, lines))
        sent = self._dispatcher.send_all(mails)
        self._audit(alert.incident_id, alert, len(mails))
        return AlertSent(mails=sent)

    @activity.defn
    def remind_merchants(self, reminder: RemindMerchants) -> AlertSent:
        """One reminder a contact of each merchant, with its clocks."""
        sealer = self._register.sealer(reminder.incident_id)
        mails: list[SingleMail] = []
        with self._register.reading() as connection:
            maker = ContextMaker(connection, sealer, reminder.incident_id, reminder.at)
            standing = read_merchants(connection, reminder.incident_id)
            for contact in read_contacts(connection, sealer, reminder.incident_id):
                if contact.party_id not in reminder.merchant_ids:
                    continue
                context = maker.reminder(standing[contact.party_id], reminder.number)
                key = f"{REMINDER}:{reminder.incident_id}:{reminder.number}:{contact.id}"
                words = render_reminder(context)
                mails.append(
                    SingleMail(reminder.incident_id, key, REMINDER, contact, words, reminder.at)
                )
        sent = self._dispatcher.send_all(mails)
        with self._register.writing() as connection:
            for merchant_id in reminder.merchant_ids:
                note_reminder(connection, sealer, reminder, merchant_id)
        return AlertSent(mails=sent)

    @activity.defn
    def escalate_merchants(self, escalation: EscalateMerchants) -> AlertSent:
        """One mail a staff contact with every silent merchant, by its opaque key."""
        sealer = self._register.sealer(escalation.incident_id)
        with self._register.reading() as connection:
            maker = ContextMaker(connection, sealer, escalation.incident_id, escalation.at)
            parties = read_parties(connection, sealer, escalation.incident_id)
            contacts = read_contacts(connection, sealer, escalation.incident_id)
        lines = [
            AlertLine(
                code_name=maker.incident.code_name,
                duty=SILENT,
                due=escalation.at,
                party=parties[merchant_id].key,
            )
            for merchant_id in escalation.merchant_ids
        ]
        digest = "-".join(sorted(m[-4:] for m in escalation.merchant_ids))[:40]
        mails = []
        for contact in contacts:
            if contact.role in escalation.roles:
                key = f"escalation:{escalation.incident_id}:{digest}:{contact.id}"
                words = render_alert(
                    AlertContext(
                        marking=maker.incident.marking, issued_at=escalation.at, lines=tuple(lines)
                    )
                )
                mails.append(
                    SingleMail(escalation.incident_id, key, ALERT, contact, words, escalation.at)
                )
        sent = self._dispatcher.send_all(mails)
        with self._register.writing() as connection:
            for merchant_id in escalation.merchant_ids:
                note_escalation(connection, sealer, escalation, merchant_id)
        return AlertSent(mails=sent)

    def _alert_mail(
        self,
        maker: ContextMaker,
        alert: Alert,
        key: str,
        contact: ContactRow,
        lines: list[AlertLine],
    ) -> SingleMail:
        words = render_alert(
            AlertContext(marking=maker.incident.marking, issued_at=alert.at, lines=tuple(lines))
        )
        return SingleMail(alert.incident_id, key, ALERT, contact, words, alert.at)

    def _audit(self, incident_id: str, alert: Alert, mails: int) -> None:
        """Each duty's rung, and how many were told; none at all is worth a line of its own."""
        sealer = self._register.sealer(incident_id)
        with self._register.writing() as connection:
            for line in alert.lines:
                entry = audit.AuditLine(
                    at=alert.at,
                    actor="engine",
                    action="clock.rung",
                    subject=line.duty_key,
                    detail={"rung": line.rung, "due": line.due_at.isoformat(), "mails": mails},
                )
                audit.append(connection, sealer, incident_id, entry)


def _line(maker: ContextMaker, line: LineDue, title: ClockTitle) -> AlertLine:
    return AlertLine(
        code_name=maker.incident.code_name,
        duty=title.words,
        due=line.due_at,
        party=title.party,
        step=line.rung,
    )
