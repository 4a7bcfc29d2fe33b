"""Alerts to staff and reminders to merchants."""

from datetime import datetime, timedelta

from temporalio import activity

from activities.alert_reading import AlertReading, read_for_alert
from activities.dispatching import Dispatcher, SingleMail
from activities.document_contexts import ContextMaker
from activities.outside_alerts import OutsideAlerts
from activities.pulse import Pulse
from activities.staff_alerts import ALERT, StaffAlerts
from activities.words import render_alert, render_reminder
from contracts.clock_payloads import Alert, AlertSent, OutsideSent
from contracts.incident_activities import AlertActivities
from contracts.merchant_payloads import EscalateMerchants, RemindMerchants
from contracts.staff_mail_context import AlertContext, AlertLine
from domain.explanations import Bilingual, Locale
from register.merchant_acts import note_escalation, note_reminder
from register.parties import ContactRow, read_contacts, read_merchants, read_parties
from register.retractions import MERCHANT_REMINDER, retraction_states
from register.store import Register

SILENT = Bilingual(ja="契約店舗の回答（応答なし）", en="answer of a merchant that stays silent")


class MailAlertActivities(AlertActivities):
    """By mail, through the dispatcher."""

    def __init__(self, register: Register, dispatcher: Dispatcher, outside: OutsideAlerts) -> None:
        self._register = register
        self._dispatcher = dispatcher
        self._staff = StaffAlerts(register, dispatcher)
        self._outside = outside

    @activity.defn
    def send_alert(self, alert: Alert) -> AlertSent:
        """One mail a person with all lines for it."""
        with Pulse().beating():
            return AlertSent(mails=self._staff.send(alert, _case_time(alert)))

    @activity.defn
    def send_outside(self, alert: Alert) -> OutsideSent:
        """Code name, clock and command to each outside channel that is configured."""
        return OutsideSent(channels=self._outside.send(alert, _case_time(alert)))

    @activity.defn
    def remind_merchants(self, reminder: RemindMerchants) -> AlertSent:
        """One reminder a contact of each merchant, with its clocks."""
        sealer = self._register.sealer(reminder.incident_id)
        mails: list[SingleMail] = []
        with self._register.reading() as connection:
            maker = ContextMaker(connection, sealer, reminder.incident_id, reminder.at)
            standing = read_merchants(connection, reminder.incident_id)
            # Once it was told that there was no leak, a merchant is asked for nothing any more.
            answered = retraction_states(connection, reminder.incident_id)
            for contact in read_contacts(connection, sealer, reminder.incident_id):
                if contact.party_id not in reminder.merchant_ids or contact.party_id in answered:
                    continue
                context = maker.reminder(standing[contact.party_id], reminder.number)
                key = f"{MERCHANT_REMINDER}:{reminder.incident_id}:{reminder.number}:{contact.id}"
                words = render_reminder(context)
                mails.append(
                    SingleMail(
                        reminder.incident_id, key, MERCHANT_REMINDER, contact, words, reminder.at
                    )
                )
        sent = self._dispatcher.send_all(mails)
        with self._register.writing() as connection:
            for merchant_id in (m for m in reminder.merchant_ids if m not in answered):
                note_reminder(connection, sealer, reminder, merchant_id)
        return AlertSent(mails=sent)

    @activity.defn
    def escalate_merchants(self, escalation: EscalateMerchants) -> AlertSent:
        """One mail a staff contact with every silent merchant, by its opaque key."""
        sealer = self._register.sealer(escalation.incident_id)
        reading = read_for_alert(self._register, escalation.incident_id, escalation.at)
        with self._register.reading() as connection:
            parties = read_parties(connection, sealer, escalation.incident_id)
        keys = [parties[merchant_id].key for merchant_id in escalation.merchant_ids]
        digest = "-".join(sorted(m[-4:] for m in escalation.merchant_ids))[:40]
        mails = []
        for contact_id in reading.called(escalation.roles):
            contact = reading.staff[contact_id]
            key = f"escalation:{escalation.incident_id}:{digest}:{contact.id}"
            words = render_alert(_silence(reading, contact, keys))
            mails.append(
                SingleMail(escalation.incident_id, key, ALERT, contact, words, escalation.at)
            )
        sent = self._dispatcher.send_all(mails)
        with self._register.writing() as connection:
            for merchant_id in escalation.merchant_ids:
                note_escalation(connection, sealer, escalation, merchant_id)
        return AlertSent(mails=sent)


def _silence(reading: AlertReading, contact: ContactRow, keys: list[str]) -> AlertContext:
    """A mail about merchants that stay silent, by their opaque keys."""
    language = reading.language_of(contact)
    return AlertContext(
        marking=reading.incident.marking,
        issued_at=reading.at,
        lines=tuple(
            AlertLine(
                code_name=reading.incident.code_name,
                duty=SILENT.read_in(Locale(language.value)),
                due=reading.at,
                party=key,
            )
            for key in keys
        ),
        language=language,
        zone=contact.details.time_zone,
        all_with=f"shirase merchants {reading.handle}",
    )


def _case_time(alert: Alert) -> datetime:
    """Case time of this try: what a provider's bad night has cost is no time left any more."""
    info = activity.info()
    return alert.at + max(timedelta(0), info.started_time - info.scheduled_time)
