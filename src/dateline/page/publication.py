"""The day on which a page was published: as it declares it, else as htmldate reads it off the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dateline.page.metadata import Metadata, flat

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "published_time", "parsely-pub-date", "sailthru.date", "publish-date", "publishdate", "publish_date", "pubdate",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "date.issued", "cxenseparse:recs:publishtime",
)  # fmt: skip
_EARLIEST = date(1995, 1, 1)  # there were no news pages before
_SAME = timedelta(minutes=1)
_WESTMOST, _EASTMOST = timedelta(hours=-9), timedelta(hours=13)  # the clocks of the world's newsrooms
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/.-]?|年)(\d\d)(?:\2|月)(\d\d)(?!\d)")
_DATED = re.compile(r"date|time|publish|posted", re.IGNORECASE)
_NEAR, _MAX_INNER, _MAX_DATED = 4, 50, 120  # headings and elements below them; elements in one; characters


def publication(tree: HtmlElement, metadata: Metadata) -> tuple[str | None, str | None]:
    """The day (ISO) and, where the page gives one, the instant (ISO 8601) of publication; None where unknown."""
    stated = [moment for value in _stated(tree, metadata) if (moment := _moment(value))]
    if not stated:
        return _read_off(tree, metadata), None
    moment = _local(stated[0], tree, metadata)
    if not isinstance(moment, datetime):
        return moment.isoformat(), None
    return _local_day(moment, metadata.url or "").isoformat(), moment.isoformat()


def _stated(tree: HtmlElement, metadata: Metadata) -> Iterator[str]:
    yield flat(metadata.article.get("datePublished"))
    yield from (metadata.tags.get(key, "") for key in _DECLARED)
    for element in tree.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or ""


def _moment(value: str) -> date | None:
    """A plausible day or instant in ISO 8601; None for anything else, which htmldate may still read."""
    try:
        found = date.fromisoformat(value) if len(value) <= 10 else datetime.fromisoformat(value)
    except ValueError:
        return None
    day = found.date() if isinstance(found, datetime) else found
    # A day of leeway: it may be tomorrow already where the page was written.
    plausible = _EARLIEST <= day <= datetime.now(UTC).date() + timedelta(days=1)
    return found if plausible else None


def _local(moment: date, tree: HtmlElement, metadata: Metadata) -> date:
    """The same moment in the page's own time of day, if the page gives it elsewhere with an offset from UTC."""
    if not _is_utc(moment):
        return moment
    others = [
        flat(metadata.article.get("datePublished")),
        *(t.get("datetime") or "" for t in tree.iter("time")),
    ]
    for other in map(_moment, others):
        if isinstance(other, datetime) and other.utcoffset() and abs(other - moment) < _SAME:  # type: ignore[operator]
            return other
    return moment


def _local_day(moment: datetime, url: str) -> date:
    """The day in the address of the page, where it can be that of a moment told in UTC; else the moment's own."""
    day, match = moment.date(), _DAY.search(url)
    if match and _is_utc(moment):
        told = "-".join(match.group(1, 3, 4))
        for offset in (_WESTMOST, _EASTMOST):
            if (moment + offset).date().isoformat() == told:
                return (moment + offset).date()
    return day


def _is_utc(moment: date) -> bool:
    return isinstance(moment, datetime) and moment.utcoffset() == timedelta(0)


def _read_off(tree: HtmlElement, metadata: Metadata) -> str | None:
    """The day in the page's address or below its headline, else what htmldate finds."""
    from htmldate import find_date

    for text in (metadata.url or "", *_dated_lines(tree)):
        for match in _DAY.finditer(text):
            if day := _moment("-".join(match.group(1, 3, 4))):
                return day.isoformat()
    found = find_date(tree, original_date=True, url=metadata.url, extensive_search=False)
    if found is None:
        found = find_date(tree, original_date=True, url=metadata.url, extensive_search=True)
        # Where it sees nothing but a year, such as that of the copyright, it says January 1: that is no day.
        return None if found and found.endswith("-01-01") else found
    return found


def _dated_lines(tree: HtmlElement) -> Iterator[str]:
    """The first lines after the headline that are set as a date."""
    below = (e for h in islice(tree.iter("h1"), _NEAR) for e in islice(h.itersiblings(), _NEAR))
    for element in below:
        for inner in islice(element.iter("p", "span", "div", "time"), _MAX_INNER):
            if _DATED.search(f"{inner.get('class')} {inner.get('id')}"):
                line = " ".join(inner.text_content().split())
                if len(line) <= _MAX_DATED:
                    yield line
