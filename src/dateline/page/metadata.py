"""What a page declares about itself in `<meta>`, `<link>` and JSON-LD: publisher, address, language, summary."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"(?:Article|Posting|Report)$")
_SITE = re.compile(r"(?:Organization|WebSite)$")
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """`tags`: `<meta>` by lower-cased property, name or itemprop; `article`: the JSON-LD object of the article."""

    tags: dict[str, str]
    article: dict[str, Any]
    publisher: str | None
    url: str | None
    language: str | None

    @property
    def description(self) -> str:
        """The summary that the page gives of itself."""
        return self.tags.get("og:description") or self.tags.get("description") or ""


def metadata_of(tree: HtmlElement, url: str | None) -> Metadata:
    """The declarations of a page; `url` is the address it was fetched from, where known."""
    tags = _tags(tree)
    things = list(_linked_data(tree))
    article = next((thing for thing in things if _is(thing, _ARTICLE)), {})
    return Metadata(
        tags=tags,
        article=article,
        publisher=_publisher(tags, article, things),
        url=_canonical(tree, tags, url),
        language=_language(tree, tags),
    )


def flat(value: object) -> str:
    """A string with entities resolved and white space made single; "" for what is no string."""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _tags(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        content = flat(tag.get("content"))
        for key in ("property", "name", "itemprop"):
            if content and tag.get(key):
                found.setdefault(tag.get(key, "").lower(), content)
    return found


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            yield from _objects(_loads(script.text))


def _loads(text: str) -> object:
    """JSON as pages write it: with control characters, HTML comments and trailing commas."""
    cleaned = text.strip().removeprefix("<!--").removesuffix("-->").rstrip(" ;\n\t")
    for attempt in (cleaned, _TRAILING_COMMA.sub("", cleaned)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """A JSON-LD value's top objects, and those inside `@graph` and `mainEntity`."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _objects(value.get(key), depth + 1)


def _is(thing: dict[str, Any], kinds: re.Pattern[str]) -> bool:
    kind = thing.get("@type")
    return any(isinstance(k, str) and kinds.search(k) for k in (kind if isinstance(kind, list) else [kind]))


def _publisher(tags: dict[str, str], article: dict[str, Any], things: list[dict[str, Any]]) -> str | None:
    names = [tags.get("og:site_name"), _name(article.get("publisher"))]
    names += [_name(thing) for thing in things if _is(thing, _SITE)]
    names += [tags.get(key) for key in ("application-name", "dc.publisher", "publisher")]
    return next((name for name in names if name and "://" not in name and not name.startswith("@")), None)


def _name(thing: object) -> str | None:
    if isinstance(thing, list):
        thing = thing[0] if thing else None
    return flat(thing.get("name")) or None if isinstance(thing, dict) else flat(thing) or None


def _canonical(tree: HtmlElement, tags: dict[str, str], url: str | None) -> str | None:
    links = [link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    for candidate in (*links, tags.get("og:url")):
        if candidate and (whole := _absolute(candidate.strip(), url)):
            return whole
    return url


def _absolute(link: str, url: str | None) -> str | None:
    try:
        whole = urljoin(url or "", link)
        parts = urlsplit(whole)
    except ValueError:  # such as a broken IPv6 address
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname else None


def _language(tree: HtmlElement, tags: dict[str, str]) -> str | None:
    declared = tree.get("lang") or tags.get("og:locale") or tags.get("language") or ""
    match = re.match(r"([a-z]{2})(?:[-_]|$)", declared.strip().lower())
    return match[1] if match else None
