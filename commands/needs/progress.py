"""The way to the end: the next phase where nothing of this one is left, retention, closing."""

from collections.abc import Iterator

from activities.duty_status import INDIVIDUAL, NOTICE
from commands import phrases
from commands.needs.look import Look
from commands.needs.need import Need
from commands.needs.papers import LEADERS
from domain.parties import StaffRole
from domain.phases import Phase
from register.closing import open_items
from register.retention import undecided_data_sets
from register.wave_states import WaveState
from screens.words import PHASES

_OVER = frozenset({WaveState.FINISHED, WaveState.CANCELLED})


def progress_needs(look: Look) -> Iterator[Need]:
    """What brings the incident a step further."""
    phase = look.board.incident.phase
    if phase is Phase.DETECTED:
        yield _phase(look, Phase.ASSESSING)
    if phase is Phase.NOTIFYING and _everybody_is_told(look):
        yield _phase(look, Phase.FOLLOWING_UP)
    if phase is Phase.FOLLOWING_UP:
        yield from _retention(look)
        if not open_items(look.connection, look.sealer, look.board.incident.id, Phase.CLOSED):
            yield Need(
                kind="close",
                what_ja="残りはありません。事案の終結",
                what_en="nothing is left: close the incident",
                roles=LEADERS,
                since=look.board.incident.opened_at,
                command=phrases.close(look.incident),
            )


def _everybody_is_told(look: Look) -> bool:
    waves_left = any(wave.state not in _OVER for wave in look.board.waves)
    telling = NOTICE | INDIVIDUAL
    return not waves_left and not any(duty.rule in telling for duty in look.open_duties)


def _phase(look: Look, to: Phase) -> Need:
    return Need(
        kind="phase",
        what_ja=f"段階を「{PHASES['ja'][to]}」へ",
        what_en=f"move to the phase {PHASES['en'][to]}",
        roles=LEADERS,
        since=look.board.incident.opened_at,
        command=phrases.change_phase(look.incident, to.value),
    )


def _retention(look: Look) -> Iterator[Need]:
    undecided = undecided_data_sets(look.connection, look.board.incident.id)
    for merchant in dict.fromkeys(held.merchant for held in undecided):
        yield Need(
            kind="retention",
            what_ja=f"名簿の扱い（{merchant}）の決定",
            what_en=f"decide what happens to the list of {merchant}",
            roles=(StaffRole.PRIVACY_OFFICER.value, StaffRole.COUNSEL.value),
            since=look.board.incident.opened_at,
            command=phrases.retention(look.incident, merchant),
        )
