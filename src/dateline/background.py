"""Is it background? Whether a clause is told of a time clearly before the situation that a report is about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.veridicality import load_lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

    from dateline.annotate import Annotated

YEAR = re.compile(r"(1[5-9]\d\d|20\d\d)(?:'?s)?$")


def is_background(annotated: Annotated, token: Token) -> bool:
    """Whether the times of the clause lie at least a year before the year that the report tells of."""
    words = load_lexicon().words
    present = _present(annotated)
    for time in _adverbials(token):
        text = time.text.lower()
        if text.startswith(("since", "until", "till")):
            continue
        years = [int(m[1]) for t in time if (m := YEAR.match(t.text))]
        if years and present and max(years) < present - 1:
            return True
        if any(t.lemma_ in words["times.past_units"] for t in time) and text.endswith(("ago", "earlier")):
            return True
        if re.search(r"\byears (?:ago|earlier)\b", text) or any(era in text for era in words["times.eras"]):
            return True
    return token.dep_ == "xcomp" and token.head.lower_ == "used" and not any(
        c.dep_ in ("dobj", "aux", "auxpass") for c in token.head.children
    )


def _adverbials(token: Token) -> Iterator[Phrase]:
    """The phrases of time beside a verb, or beside the verb or noun that an event noun belongs to."""
    for place in (token, token.head):
        for child in place.children:
            if child.dep_ in ("prep", "npadvmod", "advmod") and child.i != token.i:
                phrase = token.doc[child.left_edge.i : child.right_edge.i + 1]
                if len(phrase) <= 8:
                    yield phrase
        if token.pos_ in ("VERB", "AUX"):
            return


def _present(annotated: Annotated) -> int | None:
    """The year a report tells of: its publication's, else the latest it names."""
    if annotated.document.published:
        return int(annotated.document.published[:4])
    return max((int(m[1]) for t in annotated.doc if (m := re.fullmatch(r"(19\d\d|20[0-4]\d)", t.text))), default=None)
