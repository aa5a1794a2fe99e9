"""Shared by all tests: one set of tools, and a way to annotate a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dateline.annotate import Annotated, annotate
from dateline.model import Document
from dateline.settings import load_settings
from dateline.store import ITEMS, Store
from dateline.tools import Tools, load_tools


@pytest.fixture(scope="session")
def tools() -> Tools:
    return load_tools(load_settings())


@pytest.fixture(scope="session")
def read_text(tools: Tools) -> Callable[..., Annotated]:
    """`read_text("Text", published="2021-11-13")` → its parse."""

    def read(text: str, **fields: str) -> Annotated:
        return next(annotate([Document(id="t", text=text, language="en", **fields)], tools))

    return read


@pytest.fixture(scope="module")
def opened() -> Iterator[Store]:
    with Store.open(":memory:") as store:
        yield store


@pytest.fixture
def store(opened: Store) -> Store:
    """An empty store: emptied rather than laid out anew, which takes a tenth of a second."""
    for table in ("documents", "failures", *ITEMS):
        opened.rows(f"DELETE FROM {table}")
    return opened
