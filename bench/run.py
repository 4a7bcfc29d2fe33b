"""Runs every benchmark of this folder, or those named, and prints one JSON object a line.

A benchmark is a file here with `measure(folder: Path)`; `folder` is empty and removed afterwards.
What it returns is printed key by key. One with `measure_full` as well does that for `--full`; one
that is `SLOW` runs only then, or by its name. Nothing of the environment is used and nothing
leaves the machine.
"""

import importlib
import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """The benchmarks of this folder."""
    return sorted(path.stem for path in HERE.glob("*.py") if path.stem not in {"run", "__init__"})


def main(wanted: list[str]) -> int:
    """Run and print; 2 for a name that there is not."""
    full = "--full" in wanted
    chosen = [name for name in wanted if name != "--full"]
    known = names()
    if foreign := sorted(set(chosen) - set(known)):
        print(
            f"there is no benchmark {', '.join(foreign)}; there is: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    for name in chosen or known:
        found = importlib.import_module(f"bench.{name}")
        if not (full or chosen) and getattr(found, "SLOW", False):
            continue
        measure = getattr(found, "measure_full", found.measure) if full else found.measure
        with tempfile.TemporaryDirectory(prefix="shirase-bench-") as folder:
            for key, value in measure(Path(folder)).items():
                print(json.dumps({key: value}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
