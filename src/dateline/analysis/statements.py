"""Who said what, in the order in which the reports appeared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement of one report. `inside` is the speaker who is quoted as saying that this was said."""

    day: str | None
    speaker: str | None
    country: str | None
    kind: str
    words: str
    inside: str | None
    report: str
    publisher: str | None


# A speaker who is no known actor goes under the words that name them.
_QUERY = """
WITH said AS (
    SELECT d.published::VARCHAR AS day, s.document, s.position, s.id, s.parent, s.kind, p.country, d.publisher,
        coalesce(p.name,
            substring(d.text, s.source_span[1] + 1, s.source_span[2] - s.source_span[1])) AS speaker,
        list_aggregate(list_transform(s.content_spans,
            lambda span: substring(d.text, span[1] + 1, span[2] - span[1])), 'string_agg', ' … ') AS words
    FROM attributions AS s
    JOIN documents AS d ON d.id = s.document
    LEFT JOIN parties AS p ON p.document = s.document AND p.id = s.source
)
SELECT said.day, said.speaker, said.country, said.kind, said.words, parent.speaker, said.document, said.publisher
FROM said LEFT JOIN said AS parent ON parent.document = said.document AND parent.id = said.parent
WHERE said.words IS NOT NULL
ORDER BY said.day NULLS LAST, said.document, said.position
"""


def statements(store: Store) -> list[Statement]:
    """All statements, by day of the report, then as the report gives them. Raises StoreError."""
    names = ("day", "speaker", "country", "kind", "words", "inside", "report", "publisher")
    return [Statement(**dict(zip(names, row, strict=True))) for row in store.rows(_QUERY)]
