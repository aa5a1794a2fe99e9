"""Write the pages that describe the program from the program itself: commands, record, store.

python docs/generate.py            write docs/commands.md, docs/record.md and docs/store.md
python docs/generate.py --check    fail if one of them is not what would be written
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dateline import model

HERE = Path(__file__).parent
SCHEMA = Path(inspect.getfile(model)).parent / "schema.sql"


def main() -> None:
    pages = {"commands.md": commands(), "record.md": record(), "store.md": store()}
    stale = [name for name, text in pages.items() if not _same(HERE / name, text)]
    if "--check" in sys.argv:
        sys.exit(f"stale pages, run `python docs/generate.py`: {', '.join(stale)}" if stale else 0)
    for name in stale:
        (HERE / name).write_text(pages[name], "utf-8")


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text("utf-8") == text


def commands() -> str:
    """Every verb with its arguments, options and help, from the command line itself."""
    import typer.main

    from dateline import cli

    group: Any = typer.main.get_command(cli.app)
    status = (cli.__doc__ or "").split("\n\n")[1]
    out = ["# Commands", "", _one_line(status), ""]
    for name in cli.VERBS:
        verb = group.commands[name]
        out += [f"## dateline {name}", "", *_help(verb.help), "", "| argument | meaning |", "|---|---|"]
        out += [f"| {_flags(p)} | {p.help or ''} |" for p in verb.params if p.name != "help"]
        out.append("")
    return "\n".join(out)


def _help(text: str | None) -> Iterator[str]:
    """Help as Markdown: what the command line shows unwrapped (after a \\b) becomes a code block."""
    for paragraph in inspect.cleandoc(text or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield "```text" + paragraph.removeprefix("\b") + "\n```\n"
        else:
            yield _one_line(paragraph) + "\n"


def _flags(parameter: Any) -> str:
    names = parameter.opts if parameter.opts[0].startswith("-") else [parameter.name.upper()]
    return ", ".join(f"`{name}`" for name in names)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def record() -> str:
    """The record's rows and keys, from the types that hold them."""
    kinds = [model.Record, model.Coder, model.Note, model.Document, model.Part, model.Actor, model.Place, model.Time,
             model.Attribution, model.Quantity, model.Opinion, model.Equipment, model.Attribute, model.Event,
             model.Telling, model.Failure]  # fmt: skip
    meaning = (
        "What one coded report looks like in JSON (schema `dateline/1`). A span is `[start, end)` in characters of "
        "`document.text`; days are ISO; what is not known is null."
    )
    out = ["# The record", "", meaning, ""]
    for kind in kinds:
        out += [f"## {kind.__name__}", "", _one_line(inspect.getdoc(kind) or ""), "", "| key | type |", "|---|---|"]
        out += [f"| `{f.name}` | `{_type(f.type)}` |" for f in dataclasses.fields(kind)]
        out.append("")
    return "\n".join(out)


def _type(annotation: object) -> str:
    return str(annotation).replace("tuple[", "list[").replace(", ...]", "]").replace("|", "\\|")


def store() -> str:
    """The store's tables and columns, from the comments of schema.sql."""
    out = ["# The store", "", "One DuckDB file: query it from Python, R or the `duckdb` shell. Every table and column "
           "carries its meaning as a comment in the file itself.", ""]  # fmt: skip
    for kind, name, text in re.findall(
        r"comment on (table|column)\s+([\w.]+)\s+is\s+('(?:[^']|'')*')", SCHEMA.read_text("utf-8"), re.IGNORECASE
    ):
        meaning = ast.literal_eval('"""' + text[1:-1].replace("''", "'").replace('"', '\\"') + '"""')
        if kind.lower() == "table":
            out += ["", f"## {name}", "", meaning, "", "| column | meaning |", "|---|---|"]
        else:
            out.append(f"| `{name.split('.')[-1]}` | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join([*out, ""])


if __name__ == "__main__":
    main()
