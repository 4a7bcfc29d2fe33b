"""Waves that wait for a person: to start, after a pause, in doubt, at the post, out of reach."""

from collections.abc import Iterator

from activities.duty_status import INDIVIDUAL
from commands import sending_phrases
from commands.needs.look import Look
from commands.needs.need import Need, NeedKind
from commands.needs.papers import LEADERS
from contracts.wave_payloads import WaveStanding
from domain.documents import DocumentKind
from domain.notices import Channel
from domain.parties import StaffRole
from domain.state_words import CHANNEL_WORDS
from register.board import BoardDocument, BoardWave
from register.desk_tests import last_desk_test, last_sender_statement
from register.population_gates import undecided_lines
from register.wave_gates import reasons_against
from register.wave_progress import progress_of
from register.wave_states import WaveState
from register.wave_sums import standing
from screens.status_screen import WAITING

POSTING = (StaffRole.CONTACT_DESK.value, *LEADERS)


def wave_needs(look: Look) -> Iterator[Need]:
    """What the waves of an incident wait for, and people for whom no wave is planned yet."""
    yield from _undecided_lines(look)
    yield from _unplanned(look)
    for wave in look.board.waves:
        if wave.state is WaveState.PLANNED:
            yield from _planned(look, wave)
        elif wave.state is WaveState.SENDING:
            yield from _sending(look, wave)


def _undecided_lines(look: Look) -> Iterator[Need]:
    """Lines of lists that are no person hold up every wave of their merchant."""
    lines = undecided_lines(look.connection, look.board.incident.id)
    if lines:
        yield Need(
            kind="lines",
            what_ja=f"名簿の{lines:,}行の判断（1名として扱えない行）",
            what_en=f"decide about {lines:,} lines of lists that are no person",
            roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
            due_at=look.nearest(INDIVIDUAL),
            since=look.board.incident.opened_at,
            command=f"shirase people undecided {look.incident}",
            acts=False,
        )


def _unplanned(look: Look) -> Iterator[Need]:
    """Mail and letter are written, merchants have given mandates, and nobody froze a wave."""
    mail = _unbound(look, DocumentKind.PERSON_NOTICE)
    letter = _unbound(look, DocumentKind.PERSON_LETTER)
    if mail is None or letter is None:
        return
    named = {*mail.addressees} & {*letter.addressees}
    merchants = [
        merchant.key
        for merchant in look.board.merchants
        if merchant.has_mandate and look.ids[merchant.key] in named
    ]
    if merchants:
        yield Need(
            kind="plan",
            what_ja=f"一斉通知の対象の確定（{len(merchants)}店舗分）",
            what_en=f"freeze a wave for {len(merchants)} merchants",
            roles=(StaffRole.PRIVACY_OFFICER.value, *LEADERS),
            due_at=look.nearest(INDIVIDUAL),
            since=letter.prepared_at,
            command=sending_phrases.plan_wave(look.incident, merchants, mail.number, letter.number),
        )


def _unbound(look: Look, kind: DocumentKind) -> BoardDocument | None:
    """The newest document of a kind that no wave has bound to its population."""
    found = [item for item in look.board.documents if item.kind is kind and item.state in WAITING]
    free = [item for item in found if not item.binding.population]
    return free[-1] if free else None


def _gates(look: Look, wave: BoardWave) -> Iterator[Need]:
    """The desk that nobody has tested, the sender of which nobody has stated that it is outside."""
    incident_id = look.board.incident.id
    test = last_desk_test(look.connection, look.sealer, incident_id)
    if test is None or not test.passed:
        what = ("問い合わせ窓口の試験", "test the contact desk")
        roles = (StaffRole.CONTACT_DESK.value, *LEADERS)
        yield _need(look, wave, "desk", what, sending_phrases.test_desk(look.incident), roles)
    sender = look.policy.wave.sender_id
    if last_sender_statement(look.connection, look.sealer, incident_id, sender) is None:
        what = ("送信元が事案の外にあることの表明", "state that the sender is outside")
        yield _need(
            look, wave, "sender", what, sending_phrases.sender_outside(look.incident, sender)
        )


def _lists(look: Look, wave: BoardWave, stands: WaveStanding) -> Iterator[Need]:
    """People whose turn it is on a list, and lists whose results are awaited."""
    for channel, count in stands.to_list.items():
        ja = CHANNEL_WORDS[Channel(channel)]
        what = (f"{ja}の名簿（{count:,}名）", f"write the list for {channel} ({count:,} people)")
        command = sending_phrases.export_list(look.incident, wave.number, channel)
        yield _need(look, wave, "call", what, command, POSTING)
    for channel, count in stands.listed.items():
        ja = CHANNEL_WORDS[Channel(channel)]
        what = (f"{ja}の結果（{count:,}名）", f"results of {channel} ({count:,} people)")
        command = sending_phrases.take_results(look.incident, wave.number, channel)
        yield _need(look, wave, "results", what, command, POSTING)


def _planned(look: Look, wave: BoardWave) -> Iterator[Need]:
    """A wave may start once nothing is against it; until then its reasons are needs themselves."""
    yield from _gates(look, wave)
    against = reasons_against(look.connection, look.sealer, look.board.incident.id, wave.id)
    if not against:
        yield _need(
            look,
            wave,
            "start",
            (f"開始（{wave.population:,}名）", f"start it ({wave.population:,} people)"),
            sending_phrases.start_wave(look.incident, wave.number),
        )


def _sending(look: Look, wave: BoardWave) -> Iterator[Need]:
    settled_before = look.now - look.policy.wave.settle_after
    stands = standing(look.connection, wave.id, settled_before)
    if _is_stopped(look, wave):
        yield _need(
            look,
            wave,
            "resume",
            ("送信が止まっています。原因を確かめて再開", "the sending is paused: mend it, resume"),
            sending_phrases.resume_wave(look.incident, wave.number),
        )
    if stands.doubtful_requests:
        yield _doubt(look, wave, stands)
    if stands.letters_to_post:
        count = stands.letters_to_post
        yield _need(
            look,
            wave,
            "letters",
            (f"書面{count:,}通の投函", f"{count:,} letters to post"),
            sending_phrases.letters_posted(look.incident, wave.number),
            POSTING,
        )
    yield from _lists(look, wave, stands)
    at_rest = not (
        stands.open_mails
        or stands.letters_to_print
        or stands.letters_to_post
        or stands.to_list
        or stands.listed
    )
    if at_rest and stands.beyond_reach:
        count = stands.beyond_reach
        yield _need(
            look,
            wave,
            "substitute",
            (f"連絡先のない{count:,}名の代替措置", f"no channel reaches {count:,} people"),
            sending_phrases.substitute(look.incident, wave.number),
            (StaffRole.PRIVACY_OFFICER.value, *LEADERS),
        )


def _is_stopped(look: Look, wave: BoardWave) -> bool:
    """Whether a person has to let it go on: its sender or the wave itself is paused."""
    progress = progress_of(look.connection, wave.id, look.now)
    control = progress.control
    if control is not None and control.cancelled_at is not None:
        return False
    return bool(progress.sender_paused) or (control is not None and control.paused is not None)


def _doubt(look: Look, wave: BoardWave, stands: WaveStanding) -> Need:
    people = stands.doubtful_people
    return _need(
        look,
        wave,
        "unknown",
        (f"結果不明の{people:,}名をどう扱うか", f"{people:,} people with an unknown outcome"),
        sending_phrases.decide_unknown(look.incident, wave.number),
    )


def _need(
    look: Look,
    wave: BoardWave,
    kind: NeedKind,
    what: tuple[str, str],
    command: str,
    roles: tuple[str, ...] = LEADERS,
) -> Need:
    ja, en = what
    return Need(
        kind=kind,
        what_ja=f"一斉通知 第{wave.number}回: {ja}",
        what_en=f"wave {wave.number}: {en}",
        roles=roles,
        due_at=look.nearest(INDIVIDUAL),
        since=wave.started_at or look.board.incident.opened_at,
        command=command,
        wave=wave.number,
    )
