"""HTML → the article in it, as paragraphs, and what the page declares. The page is parsed once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.page.headline import fold, headline
from dateline.page.metadata import Metadata, metadata_of
from dateline.page.publication import publication

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

_BLOCKS = frozenset({"p", "head", "item", "row", "quote", "list", "table", "div", "lb"})
# Boxes that stand between the paragraphs of an article without being part of it, by their class or id.
_BOX = re.compile(
    r"(?:^|[\s_-])(?:newsletter|sign-?up|related|recirc\w*|recommend\w*|read-?(?:next|also)|"
    r"also-?(?:like|read)|see-?also|more-?(?:on|from|stories)|most-?(?:read|popular)|trending|promos?|outbrain|taboola|"
    r"author-?(?:bio|info|box)|about-?(?:the-)?author|tooltip|rollover|popover|gdpr|cookies?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MAX_BOX = 600  # characters
_MAX_PAGE = 30_000  # elements
_MAX_DEPTH = 600  # elements in one another; the extractor calls itself for each
_PARSED_DEPTH = 250  # where the usual parser gives up and leaves out the rest
_MAX_MENU = 20_000  # characters
_LINK_CHARS = range(4, 300)  # of a shorter one the letters are everywhere, one around more is a fault of the page
_MIN_UNLINKED = 0.2  # of the characters of an article stand outside links
_MAX_ELEMENTS = 500  # of a box are looked at
_ONE_LINE = frozenset({"p", "li", "div", "h2", "h3", "h4"})
_MIN_LINK = 3  # words
_CHUNK = re.compile(r"(?:article|story|entry|post|content|body)[\w-]*", re.IGNORECASE)
_MIN_CHUNK = 2  # paragraphs
# Marks without width that pages set into words; between letters of other scripts they carry meaning and stay.
_WIDTHLESS = re.compile(r"[\u00ad\u200b\u2060\ufeff]|(?<=[\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f])")
# What may stand before the page itself; a parser that looks for the page at the very beginning is misled by it.
_BEFORE = re.compile(r"(?:\s*(?:<\?xml[^>]*>|<!--.*?-->))*\s*", re.DOTALL)
# Characters that no tree of elements can hold, as they are and as they are written by their number.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BY_NUMBER = re.compile(r"&#(?:[xX](?P<hex>[0-9a-fA-F]{1,7})|(?P<dec>[0-9]{1,8}));?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The article's paragraphs in order, its headline, and what the page declares about itself.

    `promoted` holds the folded texts of lines that are nothing but a link: pointers to other articles.
    """

    paragraphs: tuple[str, ...]
    headline: str | None
    metadata: Metadata
    published: str | None
    published_at: str | None
    promoted: frozenset[str]


def page_of(html: str, url: str | None) -> Page | None:
    """The article of a page; None if there is none, or if the page is a heap of elements that no article needs."""
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards, we say ourselves
    tree = _tree(html)
    if tree is None:
        return None
    metadata = metadata_of(tree, url)
    day, instant = publication(tree, metadata)
    title, promoted = headline(tree, metadata), _promoted(tree)
    links = {" ".join(link.text_content().split()) for link in tree.iter("a")}
    body = _article(tree)
    paragraphs = () if body is None else tuple(_paragraphs(body))
    if not paragraphs or _is_menu(paragraphs, links):
        return None
    return Page(
        paragraphs=paragraphs,
        headline=title,
        metadata=metadata,
        published=day,
        published_at=instant,
        promoted=promoted,
    )


def _tree(html: str) -> HtmlElement | None:
    """The page as a tree; None for what is no page, a heap of elements, or a tower of them."""
    import lxml.html
    from trafilatura.utils import load_html

    html = _parsable(html)
    tree = load_html(html)
    # The extractor's time grows with the square of the elements; pages of news have some thousands.
    if tree is None or next(islice(tree.iter(), _MAX_PAGE, None), None) is not None:
        return None
    if _is_deeper(tree, _PARSED_DEPTH):
        parser = lxml.html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        tree = lxml.html.document_fromstring(html, parser=parser)
        if _is_deeper(tree, _MAX_DEPTH) or next(islice(tree.iter(), _MAX_PAGE, None), None) is not None:
            return None
    return tree


def _parsable(html: str) -> str:
    """The page without what misleads or stops a parser; one without a beginning of its own is given one."""
    html = _BY_NUMBER.sub(_without_forbidden, _FORBIDDEN.sub("", html))
    html = html[_BEFORE.match(html).end() :]  # type: ignore[union-attr]  # it always matches
    return html if "<html" in html[:50].lower() or "<!doctype" in html[:50].lower() else f"<!DOCTYPE html>{html}"


def _without_forbidden(number: re.Match[str]) -> str:
    code = int(number["hex"], 16) if number["hex"] else int(number["dec"])
    return "" if code > 0x10FFFF or _FORBIDDEN.match(chr(code)) else number[0]


def _is_deeper(tree: HtmlElement, limit: int) -> bool:
    from lxml.etree import iterwalk

    depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _is_menu(paragraphs: tuple[str, ...], links: set[str]) -> bool:
    """What was found is hardly more than the words of links."""
    text = " ".join(paragraphs)
    if len(text) > _MAX_MENU:
        return False
    rest = text
    for link in sorted(links, key=len, reverse=True):
        rest = rest.replace(link, "") if len(link) in _LINK_CHARS else rest
    return sum(map(str.isalnum, rest)) < _MIN_UNLINKED * sum(map(str.isalnum, text))


def _article(tree: HtmlElement) -> _Element | None:
    """What trafilatura takes for the article, after boxes inside it were cut out. Changes the tree."""
    from trafilatura import bare_extraction

    _drop_boxes(tree)
    _join_chunks(tree)
    found: Any = bare_extraction(tree, include_comments=False)
    return found.body if found is not None else None


def _drop_boxes(tree: HtmlElement) -> None:
    for element in list(tree.iter("div", "section", "aside", "ul", "p", "span", "figure")):
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if _BOX.search(marks) and _is_small(element) and element.getparent() is not None:
            element.drop_tree()


def _is_small(box: HtmlElement) -> bool:
    """Short, or mostly links: what holds more text of its own is no box, whatever its class says."""
    size = linked = 0
    for element in islice(box.iter(), _MAX_ELEMENTS):
        own = len((element.text or "").strip())
        size += own + len((element.tail or "").strip())
        parent = element.getparent()
        linked += own if element.tag == "a" or (parent is not None and parent.tag == "a") else 0
    return size <= _MAX_BOX or linked * 2 > size


def _join_chunks(tree: HtmlElement) -> None:
    """Bring together an article that is cut into boxes of one class with advertisements in between."""
    chunks: dict[tuple[str, HtmlElement], list[HtmlElement]] = {}
    for element in tree.iter("div", "section"):
        name = element.get("class", "")
        article = next(element.iterancestors("article", "main"), None)
        if article is not None and _CHUNK.search(name) and len(element.findall("p")) >= _MIN_CHUNK:
            chunks.setdefault((name, article), []).append(element)
    for first, *others in chunks.values():
        for other in others:
            if next(other.iter("h1"), None) is None and first not in other.iterancestors():
                first.extend(list(other))


def _promoted(tree: HtmlElement) -> frozenset[str]:
    found = set()
    for link in tree.iter("a"):
        if not link.get("href", "").startswith("#") and _is_alone(link):
            text = " ".join(link.text_content().split())
            if len(text.split()) >= _MIN_LINK:
                found.add(fold(text))
    return frozenset(found)


def _is_alone(link: HtmlElement) -> bool:
    """A link that is all there is in its paragraph, list item or heading."""
    inner, block = link, link.getparent()
    while block is not None and not (block.text or "").strip() and not (inner.tail or "").strip():
        if inner.getprevious() is not None or inner.getnext() is not None:
            return False
        if block.tag in _ONE_LINE:
            return True
        inner, block = block, block.getparent()
    return False


def _paragraphs(body: _Element) -> Iterator[str]:
    """The texts of the article's blocks. Cells of a row are parted by a bar, so that numbers do not run together."""
    from lxml.etree import iterwalk

    line: list[str] = []
    for event, element in iterwalk(body, events=("start", "end")):
        breaks = element.tag in _BLOCKS
        if breaks and (text := _joined(line)):
            yield text
        if breaks:
            line = []
        if event == "start":
            line.append(element.text or "")
        else:
            line.append(" | " if element.tag == "cell" else "")
            line.append(element.tail or "")
    if text := _joined(line):
        yield text


def _joined(pieces: list[str]) -> str:
    return " ".join(_WIDTHLESS.sub("", "".join(pieces)).split()).removesuffix(" |")
