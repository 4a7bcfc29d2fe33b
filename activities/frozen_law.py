"""The rule files of an incident: as they were when it opened, until somebody adopts newer ones."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection

from domain.regimes import Regime
from domain.rules import Rule
from regimes.loader import load_bundled
from register.law_files import read_digests, read_text, write_edition
from sealing.values import ValueSealer

_thawed: dict[str, Regime] = {}
"""Rule files that this process has opened, by digest: opening one takes milliseconds."""
_written: dict[str, tuple[Regime, tuple[str, str]]] = {}
"""Those of this installation with their canonical texts, by law."""


def canonical(regime: Regime) -> tuple[str, str]:
    """Digest and content of a rule file; what it leaves to the defaults is left out of both."""
    body = regime.model_dump_json(exclude_defaults=True)
    return sha256(body.encode()).hexdigest(), body


def newest_texts() -> dict[str, tuple[str, str]]:
    """Digest and content by law of the rule files that this installation has now."""
    found: dict[str, tuple[str, str]] = {}
    for regime in load_bundled():
        known, text = _written.get(regime.id, (None, ("", "")))
        if known is not regime:
            text = canonical(regime)
            _written[regime.id] = (regime, text)
            _thawed[text[0]] = regime
        found[regime.id] = text
    return found


def freeze_law(connection: Connection, sealer: ValueSealer, incident_id: str, at: datetime) -> None:
    """Freeze the present rule files, unless the incident has its own already."""
    if not read_digests(connection, incident_id):
        write_edition(connection, sealer, incident_id, newest_texts(), at)


def law_of(connection: Connection, incident_id: str) -> tuple[Regime, ...]:
    """The rule files by which the incident is assessed; the present ones if none were frozen."""
    digests = read_digests(connection, incident_id)
    if not digests:
        return load_bundled()
    newest_texts()
    return tuple(_opened(connection, digest) for digest in digests.values())


def rules_of(regimes: Iterable[Regime]) -> tuple[Rule, ...]:
    """All rules of rule files."""
    return tuple(rule for regime in regimes for rule in regime.rules)


def _opened(connection: Connection, digest: str) -> Regime:
    if digest not in _thawed:
        _thawed[digest] = Regime.model_validate_json(read_text(connection, digest))
    return _thawed[digest]
