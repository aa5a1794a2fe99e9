"""Record ⇄ JSON, key by key as the contract says: its keys, in its order, spans as `[start, end]` lists."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from dateline.errors import ReadError
from dateline.model import SCHEMA, Attribute, Document, Failure, Quantity, Record

# Where the contract's order of keys is not the order of the fields.
_ORDER: dict[type, tuple[str, ...]] = {
    Record: (
        "schema", "coder", "notes", "document", "actors", "places", "times", "attributions", "quantities",
        "equipment", "events",
    ),
    Document: (
        "id", "url", "publisher", "title", "language", "published", "published_at", "text", "parts",
    ),
}  # fmt: skip

# Characters that move a cursor, colour a terminal or reorder a line, and halves of surrogate pairs.
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def to_json(record: Record) -> dict[str, Any]:
    """The record as plain lists, dicts and numbers, ready for `json`."""
    plain: dict[str, Any] = _plain(record)
    return plain


def failure_to_json(failure: Failure) -> dict[str, Any]:
    """The row that stands in the place of a document that could not be coded."""
    error = {"stage": failure.stage, "message": failure.message}
    return {"schema": SCHEMA, "document": {"id": failure.id}, "error": error}


def record_from_json(row: Mapping[str, Any]) -> Record:
    """The record that `to_json` made this of. Keys that are not known are left aside. Raises ReadError."""
    name = str((row.get("document") or {}).get("id", "record"))
    if row.get("schema", SCHEMA) != SCHEMA:
        raise ReadError(name, f"is of schema {row['schema']!r}, this version reads {SCHEMA!r}")
    try:
        record: Record = from_plain(Record, row)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ReadError(name, f"is not a record of {SCHEMA}: {fault}") from fault
    return record


def to_line(row: Any) -> str:
    """One line of JSON, without line end, for a record, a failure or any other row of the program.

    Letters stay readable; control and bidirectional characters are escaped.
    """
    plain = failure_to_json(row) if isinstance(row, Failure) else _plain(row)
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False)
    return UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def from_plain(kind: Any, value: Any) -> Any:
    """A value of this type out of plain JSON: a dataclass, a tuple, a mapping, an optional or a scalar.

    Raises KeyError, TypeError, ValueError or AttributeError if the value does not fit the type.
    """
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: _field(field, hint, value) for name, (field, hint) in _shape(kind).items()})
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        if value is None:
            return None
        return from_plain(next(arm for arm in inner if arm is not NoneType), value)
    if origin is tuple:
        arms = inner[:1] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(from_plain(arm, item) for arm, item in zip(arms, value, strict=True))
    return _scalar(kind, origin, value)


def _scalar(kind: Any, origin: Any, value: Any) -> Any:
    if origin is Literal:
        if value not in get_args(kind):
            raise ValueError(f"{value!r} is none of {', '.join(get_args(kind))}")
        return value
    if value is None:
        raise TypeError(f"null where a {getattr(kind, '__name__', kind)} is needed")
    return dict(value) if origin is not None else kind(value)


def _field(field: Field[Any], hint: Any, row: Mapping[str, Any]) -> Any:
    if field.name in row:
        return from_plain(hint, row[field.name])
    if field.default is MISSING:
        raise KeyError(field.name)
    return field.default


@cache
def _shape(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    """Field name → (field, type), in the order of the contract."""
    hints = get_type_hints(kind)
    named = {field.name: (field, hints[field.name]) for field in fields(kind)}
    return {name: named[name] for name in _ORDER.get(kind, ()) or named}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        row = {name: _plain(getattr(value, name)) for name in _shape(type(value))}
        return _trimmed(value, row)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _trimmed(value: Any, row: dict[str, Any]) -> dict[str, Any]:
    """An attribute of equipment has words or a figure, not both; whole figures are written without a point."""
    if isinstance(value, Attribute):
        return {key: item for key, item in row.items() if item is not None}
    if isinstance(value, Quantity):
        return row | {key: _whole(row[key]) for key in ("low", "high")}
    return row


def _whole(number: float | None) -> float | int | None:
    return int(number) if number is not None and float(number).is_integer() else number
