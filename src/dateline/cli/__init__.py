"""The command line: one file per verb, loaded only when the verb is called.

Exit status: 0 all well · 1 some reports could not be coded (each is named on stderr, the others were coded)
· 2 wrong usage or settings · 3 stopped: a model, the store or the disk failed.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.metadata import version as installed
from typing import Annotated

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
    context_settings={"help_option_names": ["-h", "--help"]},
)

VERBS = ("code", "add", "show", "timeline", "statements", "disputes", "stories", "label", "demo")

for _verb in VERBS:
    app.command(_verb)(getattr(import_module(f"dateline.cli.{_verb}"), _verb))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(installed("dateline"))
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """What stands before the verb."""


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
