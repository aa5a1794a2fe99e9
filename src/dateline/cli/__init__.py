"""The command line: one file per verb, loaded only when the verb is called.

Exit status: 0 all well · 1 some reports could not be coded (each is named on stderr, the others were coded)
· 2 wrong usage or settings · 3 stopped: a model, the store or the disk failed.
"""

from __future__ import annotations

import sys
from importlib import import_module

import typer

from dateline.errors import DatelineError, SettingsError

app = typer.Typer(
    name="dateline",
    help="Read news reports of political crises and keep the record: who did what to whom, when, where, how many, "
    "and according to whom.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

VERBS = ("code", "add", "show", "timeline", "statements", "disputes", "stories", "label", "demo")

for _verb in VERBS:
    app.command(_verb)(getattr(import_module(f"dateline.cli.{_verb}"), _verb))


def main() -> None:
    """Run the command line; a fault that stops the run is one line on stderr."""
    try:
        app()
    except SettingsError as fault:
        sys.stderr.write(f"dateline: {fault}\n")
        sys.exit(2)
    except DatelineError as fault:
        sys.stderr.write(f"dateline: {fault}\n")
        sys.exit(3)
    except OSError as fault:  # a full disk, a closed pipe
        sys.stderr.write(f"dateline: {fault.filename or 'output'}: {fault.strerror or fault}\n")
        sys.exit(3)
