"""RawReport → Document: the article of a page, its title, day and language, and what in the text is not body."""

from __future__ import annotations

import re
from dataclasses import replace

from dateline.errors import CleanError
from dateline.model import Document, Part, RawReport
from dateline.page.article import Page, page_of
from dateline.page.furniture import is_notice, parts_of
from dateline.page.headline import fold
from dateline.page.language import language_of
from dateline.settings import Settings

_MIN_ARTICLE = 250  # characters: what is shorter and has no sentence is a menu, a form or a notice
_SENTENCE = re.compile(r"[.!?。！？।؟]")
_TOP = 3  # an extractor may return the headline again among the first paragraphs


def clean(raw: RawReport, settings: Settings) -> Document:
    """The document of a report. Raises CleanError if there is no text in it.

    Plain text is kept character for character. Of a page: the headline, a blank line, the article's paragraphs. What
    is given from outside (title, day, publisher, address) wins over what the page says.
    """
    document = _from_text(raw) if raw.html is None else _from_page(raw, raw.html, settings)
    published = raw.published or document.published
    if published and len(published) > len("2021-11-13"):  # an instant was given
        document = replace(document, published_at=published)
        published = published[:10]
    return replace(document, published=published)


def _from_text(raw: RawReport) -> Document:
    text = raw.text or ""
    if not text.strip():
        raise CleanError(raw.id, "has no text; nothing to code")
    parts = parts_of(text, raw.title)
    return Document(
        id=raw.id,
        text=text,
        url=raw.url,
        publisher=raw.publisher,
        title=raw.title or _headline(text, parts),
        language=language_of(_body(text, parts)),
        parts=parts,
    )


def _from_page(raw: RawReport, html: str, settings: Settings) -> Document:
    if not html.strip():
        raise CleanError(raw.id, "has no text; nothing to code")
    if len(html) > settings.max_bytes:
        raise CleanError(raw.id, f"is larger than {settings.max_bytes:,} characters; raise `max_bytes` to read it")
    page = page_of(html, raw.url)
    text, parts = _laid_out(page) if page else ("", ())
    body = _body(text, parts)
    if page is None or not (page.published or _is_prose(body)) or is_notice(_untitled(body, page)):
        raise CleanError(raw.id, "no article was found in this page; give the article's own page, or its text")
    found = page.metadata
    given = raw.published is not None
    return Document(
        id=raw.id,
        text=text,
        url=found.url or raw.url,
        publisher=raw.publisher or found.publisher,
        title=raw.title or page.headline,
        language=language_of(body, found.language),
        published=page.published,
        published_at=None if given else page.published_at,
        parts=parts,
    )


def _is_prose(text: str) -> bool:
    return len(text) >= _MIN_ARTICLE or _SENTENCE.search(text) is not None


def _untitled(body: str, page: Page) -> str:
    """The body without the headline, which an extractor may have run together with what follows."""
    return body.removeprefix(page.headline or "").strip() or body


def _laid_out(page: Page) -> tuple[str, tuple[Part, ...]]:
    """The headline, a blank line, and the paragraphs, the headline not twice; with the parts of it all."""
    title = fold(page.headline or "")
    paragraphs = [p for i, p in enumerate(page.paragraphs) if i >= _TOP or fold(p) != title]
    text = "\n\n".join([page.headline, *paragraphs] if page.headline else paragraphs)
    return text, parts_of(text, page.headline, page.promoted)


def _headline(text: str, parts: tuple[Part, ...]) -> str | None:
    return next((text[slice(*part.span)] for part in parts if part.kind == "headline"), None)


def _body(text: str, parts: tuple[Part, ...]) -> str:
    """The text without its marked parts; all of it if nothing else is left."""
    kept, end = [], 0
    for part in parts:
        kept.append(text[end : part.span[0]])
        end = part.span[1]
    return "".join([*kept, text[end:]]).strip() or text
