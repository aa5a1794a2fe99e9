"""HTML → the article in it, as paragraphs, and what the page declares. The page is parsed once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from dateline.headline import fold, headline
from dateline.metadata import Metadata, metadata_of
from dateline.publication import publication

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
_MAX_ELEMENTS = 500  # of a box are looked at
_ONE_LINE = frozenset({"p", "li", "div", "h2", "h3", "h4"})
_MIN_LINK = 3  # words
_CHUNK = re.compile(r"(?:article|story|entry|post|content|body)[\w-]*", re.IGNORECASE)
_MIN_CHUNK = 2  # paragraphs
# Marks without width that pages set into words; between letters of other scripts they carry meaning and stay.
_WIDTHLESS = re.compile(r"[\u00ad\u200b\u2060\ufeff]|(?<=[\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?=[\x00-\x7f])")


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
    from trafilatura.utils import load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it discards, we say ourselves
    tree = load_html(html)
    # The extractor's time grows with the square of the elements; pages of news have some thousands.
    if tree is None or next(islice(tree.iter(), _MAX_PAGE, None), None) is not None:
        return None
    metadata = metadata_of(tree, url)
    day, instant = publication(tree, metadata)
    title, promoted = headline(tree, metadata), _promoted(tree)
    body = _article(tree)
    if body is None:
        return None
    return Page(
        paragraphs=tuple(_paragraphs(body)),
        headline=title,
        metadata=metadata,
        published=day,
        published_at=instant,
        promoted=promoted,
    )


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
