"""The behavioural tests of `eval/behaviour/*.toml`: which cases pass, and why the others do not.

python eval/behaviour.py [--errors 50] [--table traps]
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dateline.model import Event, Modality, RawReport, Record, Stance
from dateline.pipeline import process
from dateline.settings import load_settings

TABLES = Path(__file__).parent / "behaviour"
Case = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """What an event must be like; empty sets and None leave a thing open."""

    types: frozenset[str]
    modalities: frozenset[str]
    stances: frozenset[str]
    actor: str | None
    recipient: str | None
    mutual: bool

    @classmethod
    def read(cls, line: str) -> Pattern:
        """One alternative of a line of `expect` or `never`, as README.md writes them."""
        labels, _, sides = line.partition("|")
        words = [frozenset(word.split(",")) for word in labels.split()]
        mutual = "=" in sides
        actor, _, recipient = (part.strip() for part in sides.partition("=" if mutual else ">"))
        return cls(
            types=words[0],
            modalities=next((w for w in words[1:] if w <= set(get_args(Modality))), frozenset()),
            stances=next((w for w in words[1:] if w <= set(get_args(Stance))), frozenset()),
            actor=actor or None,
            recipient=recipient or None,
            mutual=mutual,
        )

    def fits(self, event: Event, text: str) -> bool:
        """Whether a coded event is like this."""
        actors, recipients = list(event.actor_spans), list(event.recipient_spans)
        if self.mutual or not recipients:  # two-sided acts have all sides among the actors
            actors = recipients = actors + recipients
        return (
            event.type in self.types
            and (not self.modalities or event.modality in self.modalities)
            and (not self.stances or event.stance in self.stances)
            and _names(self.actor, actors, text)
            and _names(self.recipient, recipients, text)
        )


def _names(words: str | None, spans: list[Any], text: str) -> bool:
    if words is None:
        return True
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    return any(at < end and start < at + len(words) for at in places for start, end in spans)


def cases(table: str | None = None) -> list[Case]:
    """Every case, with the name of its table and its number there."""
    found = []
    for path in sorted(TABLES.glob("*.toml")):
        if table in (None, path.stem):
            rows = tomllib.loads(path.read_text("utf-8"))["case"]
            found += [row | {"id": f"{path.stem}-{n}"} for n, row in enumerate(rows, 1)]
    return found


def faults(rows: list[Case]) -> Iterator[tuple[Case, list[str]]]:
    """Each case with what is wrong with what was coded for it: nothing, if it passes."""
    raws = [RawReport(id=row["id"], text=row["text"], published=row.get("published")) for row in rows]
    settings = load_settings()
    records = (record for i in range(0, len(raws), 32) for record in process(raws[i : i + 32], settings))
    for row, record in zip(rows, records, strict=True):
        yield row, list(_faults(row, record)) if isinstance(record, Record) else ["not coded"]


def _faults(row: Case, record: Record) -> Iterator[str]:
    text, left = record.document.text, list(record.events)
    for line in row.get("expect", ()):
        options = [Pattern.read(part) for part in line.split(";")]
        hit = next((e for e in left if any(option.fits(e, text) for option in options)), None)
        if hit is None:
            yield f"no {line}"
        else:
            left.remove(hit)
    for line in row.get("never", ()):
        if any(Pattern.read(part).fits(e, text) for part in line.split(";") for e in record.events):
            yield f"has {line}"
    if left and (row.get("none") or row.get("only")):
        yield "has more: " + ", ".join(_told(e, text) for e in left)


def _told(event: Event, text: str) -> str:
    sides = [" + ".join(text[s:e] for s, e in spans) for spans in (event.actor_spans, event.recipient_spans)]
    return f"{event.type} {event.modality} {event.stance} | {sides[0]} > {sides[1]} [{text[slice(*event.trigger)]}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--table")
    args = parser.parse_args()
    rows = list(faults(cases(args.table)))
    passed, all_ = (
        Counter(row["id"].rpartition("-")[0] for row, wrong in rows if not wrong or not only) for only in (True, False)
    )
    for table, n in all_.items():
        print(f"{table:14} {passed[table]:4} of {n:4}  {passed[table] / n:.3f}")
    for row, wrong in [pair for pair in rows if pair[1]][: args.errors]:
        print(f"- {row['id']} {row['text']}\n    " + "\n    ".join(wrong))
    shares = {table: round(passed[table] / n, 4) for table, n in all_.items()}
    print(json.dumps({"cases": all_.total(), "passed": round(passed.total() / all_.total(), 4)} | shares))


if __name__ == "__main__":
    main()
