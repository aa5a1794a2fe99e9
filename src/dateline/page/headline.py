"""Which of the titles that a page gives is its headline, with the site's name taken off."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from dateline.page.metadata import Metadata, flat

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DECLARED = ("og:title", "twitter:title", "headline", "dc.title", "parsely-title", "sailthru.title", "title")
_SEPARATOR = re.compile(r"\s+(?:[|·•»«›‹~⁄—–-]|::|//)\s+|\s*[|»]\s*")
_QUOTES = str.maketrans("‘’“”«»–—", '\'\'""""--')
_MAX_CHARS = 300
_MAX_HEADINGS = 20
_ALIKE = 60  # of 100: shared words
_WORDS = 3  # a lone heading this long is a headline even if the page declares another


def headline(tree: HtmlElement, metadata: Metadata) -> str | None:
    """The headline that readers of the page see; else the one it declares; None if it has none."""
    sites = _site_names(metadata)
    declared = [t for t in _declared(tree, metadata) if t]
    stripped = [without_site(title, sites) for title in declared]
    headings = [t for t in _headings(tree) if fold(t) not in sites]
    shown = _shown(headings, stripped)
    if shown:
        return _without_kicker(shown, stripped)
    return next(iter([*stripped, *headings]), None)


def fold(text: str) -> str:
    """Case, white space and kinds of quotation marks and dashes made equal."""
    return " ".join(text.translate(_QUOTES).casefold().split())


def without_site(title: str, sites: frozenset[str]) -> str:
    """The title without the name of the site at its end or beginning."""
    while pieces := list(_SEPARATOR.finditer(title)):
        head, tail = title[: pieces[-1].start()], title[pieces[-1].end() :]
        first, rest = title[: pieces[0].start()], title[pieces[0].end() :]
        if _names_site(tail, sites) and head.strip():
            title = head
        elif _names_site(first, sites) and rest.strip():
            title = rest
        else:
            break
    return title.strip()


def _without_kicker(heading: str, declared: list[str]) -> str:
    """The heading without the rubric before it (*Politics | …*), where a declared title is the rest of it."""
    rest = [t for t in declared if len(t.split()) >= _WORDS and fold(heading).endswith(fold(t))]
    return heading[-len(max(rest, key=len)) :] if rest else heading


def _names_site(piece: str, sites: frozenset[str]) -> bool:
    from rapidfuzz.fuzz import ratio

    name = fold(piece).removeprefix("the ")
    return any(name == site or name.replace(" ", "") == site or ratio(name, site) > 85 for site in sites)


def _site_names(metadata: Metadata) -> frozenset[str]:
    """Folded names of the site: as declared, its handle, and its host's name."""
    names = {
        metadata.publisher or "",
        metadata.tags.get("og:site_name", ""),
        metadata.tags.get("application-name", ""),
    }
    names.add(metadata.tags.get("twitter:site", "").lstrip("@"))
    host = re.sub(r"^https?://(?:www\d*\.|m\.)?", "", metadata.url or "").partition("/")[0]
    names |= {host, host.partition(".")[0], host.rpartition(".")[0]}
    return frozenset(fold(name).removeprefix("the ") for name in names if len(name) > 2)


def _declared(tree: HtmlElement, metadata: Metadata) -> list[str]:
    found = [flat(metadata.article.get("headline"))]
    found += [metadata.tags.get(key, "") for key in _DECLARED]
    title = tree.find(".//head/title")
    found.append(flat(title.text_content()) if title is not None else "")
    return [title for title in found if len(title) <= _MAX_CHARS]


def _headings(tree: HtmlElement) -> list[str]:
    found = [" ".join(h.text_content().split()) for h in islice(tree.iter("h1"), _MAX_HEADINGS)]
    return [title for title in dict.fromkeys(found) if 2 < len(title) <= _MAX_CHARS]


def _shown(headings: list[str], declared: list[str]) -> str | None:
    """The main heading that is most like a declared title; a lone long heading needs no such witness."""
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    best, score = None, 0.0
    for heading in headings:
        alike = max((token_set_ratio(fold(heading), fold(t)) for t in declared), default=0.0)
        close = max((token_sort_ratio(fold(heading), fold(t)) for t in declared), default=0.0)
        if alike >= _ALIKE and alike + close > score:
            best, score = heading, alike + close
    if best is None and len(headings) == 1 and len(headings[0].split()) >= _WORDS:
        return headings[0]
    return best
