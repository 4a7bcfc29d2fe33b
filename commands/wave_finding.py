"""Finds a wave by its number."""

from commands.sentences import NotPossible
from register.store import Register
from register.wave_sums import wave_ids


def require_wave(register: Register, incident_id: str, number: int) -> str:
    """The id of a wave; NotPossible where there is none, with those that there are."""
    with register.reading() as connection:
        known = {wave.number: wave.id for wave in wave_ids(connection, incident_id)}
    if number not in known:
        listed = ", ".join(map(str, known)) or "-"
        raise NotPossible(
            en=f"No wave has this number. There is: {listed}",
            ja=f"この番号の一斉通知はありません。あるもの: {listed}",
        )
    return known[number]
