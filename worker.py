"""The worker: the one place where settings become adapters, activities and a Temporal worker."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker

from activities.alerts import MailAlertActivities
from activities.bounce_mailbox import BounceMailbox
from activities.crash_points import CrashPoints
from activities.dispatching import Dispatcher, Letterhead
from activities.documents import RegisterDocumentActivities
from activities.incident import RegisterIncidentActivities
from activities.interceptor import SilentErrors
from activities.issuing import Issuer, outbox_in
from activities.letters import LetterSetUp
from activities.mailer import Mailer
from activities.merchants import RegisterMerchantActivities
from activities.message_ids import MessageIds
from activities.outside_alerts import Channel, OutsideAlerts, UnknownTargetError, channels_of
from activities.registry import activities_of
from activities.restarting import RegisterRestartActivities
from activities.sendgrid_mailer import SendGridMailer
from activities.site_after_issue import site_of
from activities.smtp_mailer import SmtpMailer, SmtpSetUp
from activities.steady_pulse import SteadyPulse
from activities.waves import RegisterWaveActivities, WaveSetUp
from activities.words_environment import use_templates
from hosting.ending import end_process
from hosting.failures import HostingError
from hosting.keyring import keyring_of
from hosting.outside_heartbeat import send_signs_of_life
from hosting.processes import announce_ready
from hosting.search_attributes import ensure_search_attributes
from hosting.temporal_connection import connect
from hosting.version import version
from regimes.calendars import JP_ADMIN, calendars
from regimes.loader import RegimeFileError, load_bundled, use_folder
from register.migrate import SchemaOutOfRange
from register.senders import ensure_sender
from register.store import Register, RegisterError, open_register
from sealing.data_converter import shirase_data_converter
from sealing.errors import SealingError
from settings import Settings
from settings_complaints import SettingsError
from workflows.clock import ClockWorkflow
from workflows.document import DocumentWorkflow
from workflows.incident import IncidentWorkflow
from workflows.merchants import MerchantsWorkflow
from workflows.wave import WaveWorkflow

WORKFLOWS = (
    IncidentWorkflow,
    ClockWorkflow,
    MerchantsWorkflow,
    DocumentWorkflow,
    WaveWorkflow,
)
MAIN_SENDER = "main"
SMTP_SENDER = "smtp"
THREADS = 24
"""Activities at once. A wave keeps two for hours: an alert finds one free beside ten of them.

Each may hold a connection, of which the register's pool has this many and two more."""
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def make_mailer(settings: Settings, crash_points: CrashPoints) -> Mailer:
    """The mail provider that the settings name; never a real one in a rehearsal."""
    key = settings.sendgrid_api_key
    return SendGridMailer(
        key.get_secret_value() if key else "",
        settings.sendgrid_url,
        settings.sendgrid_timeout_seconds,
        crash_points,
    )


def other_mailers(
    register: Register, settings: Settings, crash_points: CrashPoints
) -> dict[str, Mailer]:
    """The mailers of senders beside the first, by sender."""
    server = settings.smtp_server
    if server is None:
        return {}
    set_up = SmtpSetUp(
        server=server,
        timeout_seconds=settings.smtp_timeout_seconds,
        return_path=settings.smtp_return_path or settings.sender_mail,
        ca_file=settings.smtp_ca_file,
    )
    ids = MessageIds(register.keyring, settings.sender_mail)
    return {SMTP_SENDER: SmtpMailer(set_up, ids, crash_points)}


def bounces_reader(register: Register, settings: Settings) -> Callable[[], object] | None:
    """What takes in the delivery reports of mail that we send by SMTP, where a mailbox is set."""
    folder = settings.smtp_reports_dir
    if folder is None:
        return None
    return BounceMailbox(register, folder, MessageIds(register.keyring, settings.sender_mail)).read


def make_activities(
    register: Register, mailer: Mailer, settings: Settings, crash_points: CrashPoints
) -> Sequence[Callable[..., Any]]:
    """Every activity, with what it works on."""
    outbox = outbox_in(settings.data_dir)
    letterhead = Letterhead(mail=settings.sender_mail, name=settings.sender_name)
    dispatcher = Dispatcher(register, mailer, letterhead)
    waves = WaveSetUp(
        outbox=outbox,
        sender_mail=settings.sender_mail,
        letters=LetterSetUp(
            settings.window_of_envelopes,
            settings.letters_a_file,
            settings.is_rehearsal,
        ),
        other_mailers=other_mailers(register, settings, crash_points),
        read_bounces=bounces_reader(register, settings),
        crash_points=crash_points,
    )
    families = (
        RegisterIncidentActivities(register),
        RegisterRestartActivities(register),
        MailAlertActivities(register, dispatcher, OutsideAlerts(register, outside_of(settings))),
        RegisterMerchantActivities(register),
        RegisterDocumentActivities(
            register, dispatcher, Issuer(register, dispatcher, outbox, site_of(register, settings))
        ),
        RegisterWaveActivities(register, mailer, waves),
    )
    return [method for family in families for method in activities_of(family)]


def outside_of(settings: Settings) -> tuple[Channel, ...]:
    """The outside channels that the settings name.

    Raises:
        SettingsError: Apprise does not know an address.
    """
    if not settings.alert_targets:
        return ()
    try:
        return channels_of(settings.alert_targets)
    except UnknownTargetError as error:
        sentence = f"SHIRASE_ALERT_URLS: {error}; see the list of addresses in its documentation."
        raise SettingsError((sentence,)) from None


def make_worker(
    client: Client, settings: Settings, methods: Sequence[Callable[..., Any]]
) -> Worker:
    """A worker on the settings' task queue; the caller runs it."""
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=WORKFLOWS,
        activities=methods,
        activity_executor=ThreadPoolExecutor(THREADS),
        max_concurrent_activities=THREADS,
        interceptors=[SilentErrors(), SteadyPulse()],
        # Without one the SDK hashes every module there is, which takes seconds at each start.
        build_id=f"shirase-{version()}",
        # After a killed worker the first command waits for this, then goes to the one that lives.
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=2),
    )


def prepare_sender(register: Register, settings: Settings) -> None:
    """The control rows from which every claim takes its rate; a pause in one stays."""
    with register.writing() as connection:
        rate = settings.mail_requests_per_minute
        ensure_sender(connection, MAIN_SENDER, rate, datetime.now(UTC))
        if settings.smtp_server is not None:
            ensure_sender(
                connection,
                SMTP_SENDER,
                settings.smtp_messages_per_minute,
                datetime.now(UTC),
                people_a_request=1,
                reports_deliveries=False,
            )


async def run(settings: Settings) -> None:
    """Work until the process is told to end.

    Raises:
        HostingError, RegisterError, SchemaOutOfRange, SealingError: with the remedy.
        RegimeFileError: a rule file cannot be used.
    """
    use_folder(settings.regimes_dir)
    use_templates(settings.templates_dir)
    load_bundled()
    # The clocks of a first incident are asked for at once, and this takes long to load.
    _ = calendars(datetime.now(UTC).date())[JP_ADMIN]
    keyring = keyring_of(settings)
    register = open_register(settings.database_url, keyring, settings.temporal_namespace)
    prepare_sender(register, settings)
    client = await connect(settings, shirase_data_converter(keyring))
    await ensure_search_attributes(client)
    crash_points = CrashPoints(settings.crash_point, is_rehearsal=settings.is_rehearsal)
    mailer = make_mailer(settings, crash_points)
    methods = make_activities(register, mailer, settings, crash_points)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with make_worker(client, settings, methods) as worker:
        signs = _signs_of_life(settings, client, register, worker)
        # What was made for the start stays; it need not be looked through again and again.
        gc.collect()
        gc.freeze()
        announce_ready(settings.ready_file("worker"))
        await stop.wait()
        if signs is not None:
            signs.cancel()
    register.dispose()


def _signs_of_life(
    settings: Settings, client: Client, register: Register, worker: Worker
) -> asyncio.Task[None] | None:
    """Tell an address outside that this worker works, where one is set."""
    if settings.heartbeat_url is None:
        return None

    async def runs() -> None:
        if not worker.is_running:
            raise RuntimeError("the worker has stopped")

    async def server() -> None:
        await client.service_client.check_health()

    async def record() -> None:
        await asyncio.to_thread(register.answers)

    work = send_signs_of_life(settings.heartbeat_url, (runs, server, record))
    return asyncio.create_task(work)


def main() -> None:
    """`python -m worker`: exit 2 with a sentence where it cannot start."""
    try:
        settings = Settings.load()
        logging.basicConfig(
            level=settings.log_level, format="%(asctime)s %(levelname)s %(message)s"
        )
        asyncio.run(run(settings))
        end_process(0)
    except (
        *(HostingError, RegimeFileError, RegisterError),
        *(SchemaOutOfRange, SealingError, SettingsError),
    ) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
