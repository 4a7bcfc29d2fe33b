"""What keeps workflows replayable: the sandbox is on, and little is let through it."""

import ast
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.worker import Worker

import workflows
from worker import WORKFLOWS

FOLDER = Path(workflows.__file__).parent
FILES = sorted(FOLDER.glob("*.py"))
LET_THROUGH = frozenset({"contracts", "domain", "workflows"})
# What the sandbox itself knows to be harmless, or guards.
PLAIN = frozenset(
    {
        *("asyncio", "collections", "contextlib", "datetime", "itertools", "temporalio"),
        *("typing", "zlib"),
    }
)


def roots(nodes: list[ast.stmt]) -> set[str]:
    """The packages that these statements import."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").partition(".")[0])
    return found


def is_gate(node: ast.AST) -> bool:
    return isinstance(node, ast.With) and "imports_passed_through" in ast.dump(node.items[0])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_what_is_written_for_replay_passes_through_the_sandbox(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    gates = [node for node in ast.walk(tree) if isinstance(node, ast.With) and is_gate(node)]
    behind_gates = {id(node) for gate in gates for node in ast.walk(gate)}
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]

    assert {root for gate in gates for root in roots(gate.body)} <= LET_THROUGH
    assert roots([node for node in statements if id(node) not in behind_gates]) <= PLAIN


@pytest.mark.parametrize("kind", WORKFLOWS, ids=lambda kind: kind.__name__)
def test_every_workflow_runs_in_the_sandbox(kind: type) -> None:
    assert workflow._Definition.must_from_class(kind).sandboxed


def test_every_workflow_of_the_folder_is_deployed() -> None:
    marked = {
        node.name
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(mark).startswith("workflow.defn") for mark in node.decorator_list)
    }
    assert marked == {kind.__name__ for kind in WORKFLOWS}


def test_the_worker_leaves_the_sandbox_and_the_failure_types_as_they_are() -> None:
    """Another runner would lift the guards; a broad failure type would end incidents for good."""
    source = (FOLDER.parent / "worker.py").read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    given = {
        keyword.arg
        for call in calls
        if ast.unparse(call.func) == Worker.__name__
        for keyword in call.keywords
    }
    assert given
    assert not given & {"workflow_runner", "workflow_failure_exception_types", "debug_mode"}
