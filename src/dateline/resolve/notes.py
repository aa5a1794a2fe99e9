"""What a reader of the record must know before trusting it."""

from __future__ import annotations

from dataclasses import replace

from dateline.model import Note, Record
from dateline.tools import Tools


def notes_of(record: Record, tools: Tools) -> Record:
    """The record with its notes: no publication date, text cut short, many actors unresolved."""
    document = record.document
    notes = list(record.notes)
    if document.published is None:
        notes.append(Note(code="no_publication_date", message="No publication date: relative times have no day."))
    if len(document.text) > tools.settings.max_chars:
        limit = tools.settings.max_chars
        notes.append(Note(code="truncated", message=f"Only the first {limit:,} characters were coded."))
    unknown = sum(actor.country is None for actor in record.actors)
    if unknown > 4 and unknown > 0.6 * len(record.actors):
        notes.append(Note(code="many_unresolved", message=f"{unknown} of {len(record.actors)} actors have no country."))
    return replace(record, notes=tuple(notes))
