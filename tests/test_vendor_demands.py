"""The standard demands to a vendor: whole, in Japanese, and a bad file is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.threads import Demand
from policies.loader import PolicyError
from policies.vendor_demands import PATH, load_vendor_demands


def test_everything_that_a_vendor_owes_is_demanded_once() -> None:
    known = load_vendor_demands().demands
    assert {item.demand for item in known} == set(Demand) - {Demand.OTHER}
    assert len(known) == len(Demand) - 1
    for item in known:
        assert timedelta(0) < item.due <= timedelta(days=7)
        assert item.words.endswith("ください。")
        assert "\n" not in item.words


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ("demand: logs", "demand: papers", r"demands\[\d\]\.demand: .*'affected_list'"),
        ("demand: logs", "demand: cause", "each kind of demand stands once"),
        ("due: 7d", "due: later", r"demands\[9\]\.due: write a duration"),
        ("version: 1", "version: [", "is not YAML at line"),
    ],
)
def test_a_bad_file_is_refused_with_field(
    tmp_path: Path, right: str, wrong: str, complaint: str
) -> None:
    text = PATH.read_text("utf-8")
    assert right in text
    path = tmp_path / "vendor-demands.yaml"
    path.write_text(text.replace(right, wrong), "utf-8")
    with pytest.raises(PolicyError, match=complaint):
        load_vendor_demands(path)
