"""The documentation says what the program does: generated pages are fresh, code in it runs, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from dateline.cli import VERBS
from dateline.settings import Settings

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_python_in_the_docs_runs(page: Path) -> None:
    for code in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
        exec(compile(code, page.name, "exec"), {})


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_and_links_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for verb in re.findall(r"(?:uv run |`)dateline ([a-z]+)", text):
        assert verb in VERBS, verb
    for link in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert (page.parent / link).exists(), link


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    readme = (ROOT / "README.md").read_text("utf-8")
    names = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    assert not [name for name in sorted(names) if f"| {name} |" not in readme]


def test_settings_are_documented() -> None:
    text = (ROOT / "docs/index.md").read_text("utf-8")
    assert not [name for name in Settings.model_fields if f"`{name}`" not in text]
