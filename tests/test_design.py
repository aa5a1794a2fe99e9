"""The shape of the program: who may import whom, how large things may grow, and how fast it starts."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src/dateline"
FILES = sorted(SOURCE.rglob("*.py"))

# Imports inside the package only look back along this order; what stands in a package shares its place.
ORDER = [
    "errors", "model", "isoday", "settings", "lexicon", "ontology", "gazetteer", "knowledge", "encoder", "tools",
    "decode", "fetch", "read", "page", "clean", "annotate", "grammar", "extract", "resolve", "pipeline",
    "serialise", "store", "link", "analysis", "show", "api", "cli",
]  # fmt: skip
MENDS_THE_PARSE = {"dateline.grammar.mending"}  # the one step back: annotate uses it
PEERS = ("extract", "resolve", "cli")


def imports(path: Path) -> set[str]:
    """Modules of ours that a file imports when it is loaded (not those inside functions)."""
    tree = ast.parse(path.read_text("utf-8"))
    found = set()
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dateline."):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_imports_look_back(path: Path) -> None:
    name = path.relative_to(SOURCE).parts[0].removesuffix(".py")
    if name == "__init__":
        return
    later = set(ORDER[ORDER.index(name) + 1 :])
    assert not {m for m in imports(path) - MENDS_THE_PARSE if m.split(".")[1] in later}


@pytest.mark.parametrize("folder", PEERS)
def test_peers_do_not_import_each_other(folder: str) -> None:
    for path in (SOURCE / folder).glob("*.py"):
        if path.name != "__init__.py":
            assert not {m for m in imports(path) if m.startswith(f"dateline.{folder}.")}, path.name


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_sizes(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


def test_no_drawers() -> None:
    drawers = {"utils", "helpers", "common", "misc", "base", "manager", "service"}
    assert not [p for p in FILES if p.stem in drawers]


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys, dateline.cli; print([m for m in ('spacy', 'numpy', 'duckdb', 'trafilatura') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"
