"""RawReport → Document: the article of a page, its title, day and language, and what in the text is not body."""

from __future__ import annotations

from dateline.errors import CleanError
from dateline.model import Document, RawReport
from dateline.settings import Settings


def clean(raw: RawReport, settings: Settings) -> Document:
    """The document of a report. Text is kept as it is; of a page the article is taken. Raises CleanError."""
    import trafilatura

    if raw.html is None:
        if not (raw.text or "").strip():
            raise CleanError(raw.id, "has no text; nothing to code")
        return Document(id=raw.id, text=raw.text or "", title=raw.title, url=raw.url, published=raw.published,
                        publisher=raw.publisher)
    page = trafilatura.bare_extraction(raw.html, url=raw.url, with_metadata=True, include_comments=False)
    if page is None:
        raise CleanError(raw.id, "no article was found in this page; give the article's own page or its text")
    text = "\n\n".join(page.text.split("\n"))
    return Document(id=raw.id, text=text, title=raw.title or page.title, url=raw.url or page.url,
                    published=raw.published or page.date, publisher=raw.publisher or page.sitename)
