"""An incident file for the command line: the published case with two merchants, noticed today.

What the case learns in two months is known at the opening, so that every document can be written.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from domain.wording import JAPAN
from tests.endtoend.running_house import CASE

MERCHANTS = ("merchant-a", "merchant-b")
OURS = frozenset({"format", "incident", "organisation", "staff", "parties", "entrustments"})


def write_incident_file(folder: Path, code_name: str, noticed_at: datetime) -> Path:
    """Write the file and return where it is; `noticed_at` is when the leak was established."""
    case = yaml.safe_load(CASE.read_text("utf-8"))
    kept = {name: case[name] for name in OURS}
    left_out = {
        party["key"]
        for party in case["parties"]
        if party["kind"] == "merchant" and party["key"] not in MERCHANTS
    }
    kept["incident"] = {
        "code_name": code_name,
        "title": case["incident"]["title"],
        "language": "ja",
    }
    kept["parties"] = [party for party in case["parties"] if party["key"] not in left_out]
    kept["entrustments"] = [
        pair for pair in case["entrustments"] if left_out.isdisjoint(pair.values())
    ]
    kept["groups"] = [group for group in case["groups"] if group["merchant"] not in left_out]
    kept["facts"] = list(_facts(case, noticed_at.astimezone(JAPAN)).values())
    path = folder / f"{code_name.lower()}.yaml"
    path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _facts(case: Mapping[str, Any], noticed_at: datetime) -> dict[str, dict[str, Any]]:
    """The last word of the case on everything, with its moments today."""
    acts = [act for act in case["story"] if act["act"] == "record_facts"]
    facts: dict[str, dict[str, Any]] = {}
    for fact in (*case["facts"], *(fact for act in acts for fact in act["facts"])):
        entry = {name: value for name, value in fact.items() if name != "basis"}
        if "moment" in entry:
            entry["moment"] = (noticed_at + timedelta(minutes=len(facts))).isoformat()
        facts[fact["key"]] = entry
    facts["discovered"]["moment"] = noticed_at.isoformat()
    return facts
