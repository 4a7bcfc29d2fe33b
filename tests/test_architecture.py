"""Holds the shape of the house: who imports whom, how big a file is, what the locks say."""

import ast
import fnmatch
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
MOST_LINES = 300
DEEPEST = 3
DATA_FOLDERS = {"cases", "policies", "templates"}
NOT_SHIPPED = {"tests", "bench", "docs", "build", "dist"}

# What a single file may not import; import-linter holds the packages.
ENDS = {"cli", "worker"}
FORBIDDEN_IMPORTS = {
    "cli": {*ENDS, "register"},
    "client": {*ENDS, "activities", "demo", "intake"},
    "command_channel": {*ENDS, "activities", "client", "demo", "hosting", "intake"},
    "incident_file": {
        *(*ENDS, "activities", "client", "command_channel", "demo", "hosting", "intake"),
        *("mailroom", "register", "sealing", "settings", "workflows"),
    },
    "incident_starts": {*ENDS, "activities", "client", "demo", "hosting", "intake"},
    "intake": {*ENDS, "activities", "client", "demo", "mailroom", "workflows"},
    "maintenance": {*ENDS, "activities", "client", "command_channel", "demo", "workflows"},
    "opening": {*ENDS, "activities", "client", "command_channel", "demo", "hosting", "workflows"},
    "settings": {
        *(*ENDS, "activities", "client", "command_channel", "contracts", "demo"),
        *("hosting", "incident_file", "intake", "mailroom", "regimes", "register", "sealing"),
        "workflows",
    },
    "settings_complaints": {
        *(*ENDS, "activities", "client", "command_channel", "contracts", "demo", "domain"),
        *("hosting", "incident_file", "intake", "mailroom", "regimes", "register", "sealing"),
        *("settings", "workflows"),
    },
    "settings_publishing": {
        *(*ENDS, "activities", "client", "command_channel", "contracts", "demo", "domain"),
        *("hosting", "incident_file", "intake", "mailroom", "regimes", "register", "sealing"),
        *("settings", "workflows"),
    },
    "settings_smtp": {
        *(*ENDS, "activities", "client", "command_channel", "contracts", "demo"),
        *("hosting", "incident_file", "intake", "mailroom", "regimes", "register", "sealing"),
        *("settings", "workflows"),
    },
    "wave_commands": {*ENDS, "activities", "client", "demo", "hosting", "intake"},
    "worker": {*ENDS, "client", "demo", "intake", "mailroom"},
}

# Names of places that packages come from; which one serves is each machine's own affair.
INDEX_HOSTS = re.compile(
    r"(pypi|pythonhosted)\.org|files\.python|--(extra-)?index-url|--find-links|--trusted-host",
    re.IGNORECASE,
)


def project_files() -> list[Path]:
    """Every file of the project, committed or not; needs no git, which a fresh machine may lack."""
    lines = (ROOT / ".gitignore").read_text().splitlines()
    ignored = [".git", *(line.strip("/") for line in lines if line and not line.startswith("#"))]

    def is_ours(name: str) -> bool:
        return not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)

    found: list[Path] = []
    for folder, subfolders, names in os.walk(ROOT):
        subfolders[:] = filter(is_ours, subfolders)
        found += [Path(folder, name) for name in names if is_ours(name)]
    return found


def shipped_packages() -> set[str]:
    files = {path.relative_to(ROOT) for path in project_files()}
    folders = {path.parts[0] for path in files if len(path.parts) > 1}
    return {folder for folder in folders if not folder.startswith(".")} - NOT_SHIPPED


def shipped_modules() -> set[str]:
    return {path.name for path in project_files() if path.parent == ROOT and path.suffix == ".py"}


def imported_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module.split(".")[0]


def test_the_wheel_holds_the_whole_tree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    included = project["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]

    assert set(included) == shipped_packages() | shipped_modules()
    assert len(included) == len(set(included))


def test_every_package_stands_in_the_import_contracts() -> None:
    contracts = (ROOT / ".importlinter").read_text()
    roots = contracts.split("root_packages =")[1].split("include_external")[0].split()

    assert set(roots) == shipped_packages() - DATA_FOLDERS


def test_import_contracts_hold() -> None:
    command = (Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo")
    result = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", sorted(FORBIDDEN_IMPORTS))
def test_single_files_import_only_what_they_may(module: str) -> None:
    forbidden = FORBIDDEN_IMPORTS[module] & set(imported_names(ROOT / f"{module}.py"))

    assert not forbidden, f"{module}.py may not import {sorted(forbidden)}"


def test_every_single_file_has_its_rule() -> None:
    assert {f"{name}.py" for name in FORBIDDEN_IMPORTS} == shipped_modules()


def test_only_settings_reads_our_variables() -> None:
    reading = re.compile(r"(environ|getenv)\W{1,8}SHIRASE_")
    sources = [
        path for path in project_files() if path.suffix == ".py" and "tests" not in path.parts
    ]

    assert [path.name for path in sources if reading.search(path.read_text())] == []


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in project_files()
        if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts
    }

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_folder_is_too_deep() -> None:
    folders = {path.relative_to(ROOT).parent for path in project_files()}

    assert [str(folder) for folder in folders if len(folder.parts) > DEEPEST] == []


def test_no_file_names_a_package_host() -> None:
    naming = []
    for path in project_files():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        if INDEX_HOSTS.search(text):
            naming.append(str(path.relative_to(ROOT)))

    assert naming == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_an_exact_version_and_hashes(name: str) -> None:
    text = (ROOT / name).read_text()
    requirements = [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]

    assert len(requirements) > 30
    for requirement in requirements:
        assert re.match(r"[a-z0-9._-]+==\S+ ", requirement), requirement.splitlines()[0]
        assert "--hash=sha256:" in requirement, requirement.splitlines()[0]
    assert "://" not in text
    assert " @ " not in text


def test_the_locks_agree() -> None:
    def versions(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    runtime, development = (versions(name) for name in LOCKS)

    assert runtime.items() <= development.items()


def test_the_locks_hold_every_named_requirement() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    named = [*project["dependencies"], *(name for extra in extras.values() for name in extra)]
    wanted = {re.split(r"[\[<>=! ;]", requirement)[0].lower() for requirement in named}
    locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / LOCKS[1]).read_text(), re.MULTILINE))

    assert wanted - locked == set()
