"""Bytes → text: the encoding is guessed as browsers do, and what is no text is refused.

In this order: byte order mark, valid UTF-8, the HTTP header, the page's own `<meta>`, statistics of the bytes.
Valid UTF-8 goes before the header because servers that declare `ISO-8859-1` for UTF-8 pages are common, and text of
another encoding is hardly ever valid UTF-8.
"""

from __future__ import annotations

import codecs
import re

from dateline.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
# What no text holds: control characters other than tab and line breaks, and what could not be decoded.
_NOISE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_MAX_NOISE = 0.01  # of the characters
_FEW = 3  # broken characters that are tolerated in a short text
_SAMPLE = 65_536


def decode(data: bytes, what: str, declared: str | None = None) -> str:
    """The text of these bytes, a byte order mark left out; `declared` is the charset of the HTTP header.

    Raises ReadError if they are empty, another format, binary, or if more than a few characters are broken.
    """
    if not data.strip():
        raise ReadError(what, "is empty; nothing to read")
    refuse_other_formats(data, what)
    text = _decode(data, declared)
    sample = text[:_SAMPLE]
    noise, much = len(_NOISE.findall(sample)), _MAX_NOISE * len(sample)
    if "\0" in sample and noise > much:
        raise ReadError(what, "is a binary file; give text, HTML or JSON Lines")
    if noise > max(_FEW, much):
        raise ReadError(what, "its encoding is broken; save it as UTF-8 and try again")
    return text


def refuse_other_formats(data: bytes, what: str) -> None:
    """Raises ReadError if the first bytes are those of a PDF, an image, an archive and the like."""
    for signature, name in _FORMATS:
        if data.startswith(signature):
            raise ReadError(what, f"is {name}; save it as text or HTML and try again")


def _decode(data: bytes, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        if _truncated(data, fault) or _mostly_utf8(data):
            return data.decode("utf-8", "replace")
    return data.decode(_encoding(data, declared), "replace")


def _truncated(data: bytes, fault: UnicodeDecodeError) -> bool:
    """The last character was cut off, as in a download that broke off; everything before is UTF-8 beyond ASCII."""
    return fault.end == len(data) and fault.reason == "unexpected end of data" and not data[: fault.start].isascii()


def _mostly_utf8(data: bytes) -> bool:
    """Many valid sequences of UTF-8 and few broken ones: one bad byte does not make another encoding."""
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 10 < sum(1 for char in text if char > "\x7f")


def _encoding(data: bytes, declared: str | None) -> str:
    from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

    known = map_encoding_to_html5(declared, fallback_utf8=False) if declared else None
    guess = known or detect_encoding(data, from_html_meta=True) or "cp1252"
    # It is not UTF-8: that was tried. What is declared so is the encoding of most pages that lie about it.
    return "cp1252" if guess.replace("-", "") in ("utf8", "ascii", "replacement") else guess
