"""Which Shirase this is."""

import tomllib
from importlib import metadata
from pathlib import Path

_PROJECT_FILE = Path(__file__).resolve().parent.parent / "pyproject.toml"


def version() -> str:
    """The version of the project, such as 0.1.0."""
    try:
        return metadata.version("shirase")
    except metadata.PackageNotFoundError:
        # A checkout that was never installed says so itself.
        number: str = tomllib.loads(_PROJECT_FILE.read_text())["project"]["version"]
        return number
