"""What can go wrong, and what each fault does to a run.

DatelineError
├── ReadError        a source could not be read              → a Failure row, the run goes on
├── FetchError       a page could not be fetched             → a Failure row, the run goes on
├── CleanError       no text could be found in what was read → a Failure row, the run goes on
├── CodeError        a document could not be coded           → a Failure row, the run goes on
├── ModelError       a model or table is missing or altered  → stops the run
├── SettingsError    a setting has no meaning                → stops the run
└── StoreError       the store cannot be opened or written   → stops the run
"""

from __future__ import annotations


class DatelineError(Exception):
    """Any expected fault. `what` is the id or path of the thing, `message` one sentence: what happened, what to do."""

    def __init__(self, what: str, message: str) -> None:
        super().__init__(f"{what}: {message}")
        self.what = what
        self.message = message


class ReadError(DatelineError):
    """A source could not be read."""


class FetchError(DatelineError):
    """A page could not be fetched."""


class CleanError(DatelineError):
    """No text could be found in what was read."""


class CodeError(DatelineError):
    """A document could not be coded."""


class ModelError(DatelineError):
    """A model or a knowledge table is missing or is not the one this version was built with."""


class SettingsError(DatelineError):
    """A setting has no meaning."""


class StoreError(DatelineError):
    """The store cannot be opened or written."""
