"""Dateline reads news reports about a political crisis and keeps the record of it.

>>> import dateline
>>> record = dateline.code("…", published="2021-11-13")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.model import Record


def code(text: str, *, published: str | None = None, title: str | None = None, url: str | None = None) -> Record:
    """The record of one report given as text; `published` is an ISO day. Raises DatelineError."""
    from dateline.model import RawReport
    from dateline.pipeline import code_one
    from dateline.read import content_id
    from dateline.settings import load_settings

    settings = load_settings(published=published)
    raw = RawReport(id=content_id(text, url), text=text, published=settings.published, title=title, url=url)
    return code_one(raw, settings)


_PUBLIC = {
    "DatelineError": "dateline.errors",
    "Failure": "dateline.model",
    "Record": "dateline.model",
    "Settings": "dateline.settings",
    "Store": "dateline.store",
    "load_settings": "dateline.settings",
    "load_tools": "dateline.tools",
    "process": "dateline.pipeline",
    "read": "dateline.read",
    "run": "dateline.pipeline",
    "to_json": "dateline.serialise",
}

__all__ = sorted(["code", *_PUBLIC])


def __getattr__(name: str) -> Any:
    """Public names are loaded when first used, so that `import dateline` is instant."""
    if name in _PUBLIC:
        from importlib import import_module

        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'dateline' has no attribute {name!r}")
