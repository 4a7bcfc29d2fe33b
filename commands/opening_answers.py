"""Answers given at three in the morning: kept after each one, and made into an incident file.

They lie in the data folder, readable by its owner only, until the incident is open.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import yaml

from domain.parties import PartyRole

CODE_NAMES = (
    *("AKEBIA", "ASAGAO", "AZAMI", "BOTAN", "FUKUJU", "HAGI", "HAMANASU", "HINAGESHI", "KAEDE"),
    *("KARAMATSU", "KEYAKI", "KIKYO", "KONARA", "KUNUGI", "MATSUBA", "MIZUKI", "MOKUREN"),
    *("MOMIJI", "NANTEN", "NADESHIKO", "NIRE", "OMINAESHI", "RINDO", "SAKAKI", "SASANQUA"),
    *("SAWARA", "SHAKUNAGE", "SUMIRE", "SUZURAN", "TACHIBANA", "TSUBAKI", "TSUTSUJI"),
    *("UMEMODOKI", "WASURENAGUSA", "YAMABUKI", "YUKINOSHITA"),
)
"""Plants: words that tell nothing about anybody."""

OURSELVES = "ourselves"
WHOSE: Mapping[str, tuple[PartyRole, str]] = {
    "customers": (PartyRole.CONTROLLER, "当社のお客様"),
    # Whether we are an entrustee or something else is for counsel; until then all clocks run.
    "merchants": (PartyRole.UNDECIDED, "契約店舗のお客様"),
    "employees": (PartyRole.CONTROLLER, "当社の役職員"),
}
# At three in the morning there are two; whoever is named later takes over from the deputy.
STOOD_IN_FOR = ["privacy_officer", "counsel", "merchant_care"]
TITLE = "個人情報の漏えい等のおそれ"


class KeptAnswers:
    """The answers so far, in a file that is replaced whole after each one."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "incidents"
        self._path = self.folder / "answers.json"

    def read(self) -> dict[str, str]:
        """What was answered before; nothing where nothing is kept."""
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return {str(name): str(value) for name, value in kept.items()}

    def keep(self, answers: Mapping[str, str]) -> None:
        """Keep these answers through a crash."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._path, json.dumps(answers, ensure_ascii=False))

    def forget(self) -> None:
        """Remove what is kept."""
        self._path.unlink(missing_ok=True)


def free_code_name(taken: frozenset[str], telling: str) -> str:
    """The first code name that no incident has and that occurs in none of our own words."""
    words = telling.casefold()
    fits = (name for name in CODE_NAMES if name not in taken and name.casefold() not in words)
    return next(fits, f"{CODE_NAMES[0]}X")


def incident_file_text(answers: Mapping[str, str]) -> str:
    """The answers as an incident file, ready to be read, edited and opened.

    What documents will say is in Japanese, the language of their templates.
    """
    role, whose = WHOSE[answers["whose"]]
    body = {
        "format": 1,
        "incident": {
            "code_name": answers["code_name"],
            "title": TITLE,
            "language": "ja",
        },
        "alarm": {"source": answers["alarm_source"], **_checked(answers)},
        "organisation": {
            "key": OURSELVES,
            "name": answers["organisation"],
            "role": role.value,
            "sender": {"name": answers["organisation"], "mail": answers["sender_mail"]},
            "desk": {
                "name": answers["desk_name"],
                "phone": answers["desk_phone"],
                "hours": answers["desk_hours"],
                "mail": answers["desk_mail"],
            },
        },
        "staff": [
            {
                "role": who,
                "name": answers[f"{who}_name"],
                "mail": answers[f"{who}_mail"],
                **more,
            }
            for who, more in (("commander", {}), ("deputy", {"deputises_for": STOOD_IN_FOR}))
        ],
        # Who takes the filings of the duties that arise from these very answers.
        "parties": [{"key": "ppc", "kind": "authority", "name": "個人情報保護委員会"}],
        "facts": [
            {"key": "overview", "status": "suspected", "statement": answers["what"]},
            {"key": "discovered", "status": "known", "moment": answers["noticed_at"]},
            {"key": "discovered_by", "status": "known", "statement": answers["noticed_by"]},
            {"key": "data.whose", "status": "suspected", "statement": whose},
            _people(answers["at_most"]),
        ],
    }
    return yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=100)


def write_private(path: Path, text: str) -> None:
    """Write a file whole or not at all, readable by its owner only."""
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _checked(answers: Mapping[str, str]) -> dict[str, str]:
    """Who vouches for the alarm and how it was called back, as far as somebody has done so."""
    names = ("vouched_by", "called_back")
    return {name: answers[name] for name in names if answers.get(name)}


def _people(at_most: str) -> dict[str, object]:
    if not at_most:
        figure: dict[str, object] = {"kind": "unknown", "unit": "people"}
        return {"key": "figure.people", "status": "unknown", "figure": figure}
    figure = {"kind": "at_most", "unit": "people", "number": int(at_most)}
    return {"key": "figure.people", "status": "suspected", "figure": figure}
