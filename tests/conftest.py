"""Shared by all tests: one set of tools, and a way to annotate a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dateline.annotate import Annotated, annotate
from dateline.model import Document
from dateline.settings import load_settings
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
