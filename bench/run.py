"""Runs every benchmark of this folder, or those named, and prints one JSON object a line.

A benchmark is a file here with `measure(folder: Path) -> dict[str, float | int]`; `folder` is empty
and removed afterwards. Nothing of the environment is used and nothing leaves the machine.
"""

import importlib
import json
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks of this folder."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in {"run", "__init__"})


def main(wanted: list[str]) -> int:
    """Run and print; 2 for a name that there is not."""
    known = names()
    if foreign := sorted(set(wanted) - set(known)):
        print(
            f"there is no benchmark {', '.join(foreign)}; there is: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    for name in wanted or known:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="shirase-bench-") as folder:
            found = importlib.import_module(f"bench.{name}").measure(Path(folder))
        whole = round(time.monotonic() - began, 1)
        print(json.dumps({"bench": name, **found, "took_seconds": whole}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
