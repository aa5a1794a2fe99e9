"""Turn codings written with words into gold written with offsets, or say what is wrong with them.

    python eval/compile_gold.py REPORTS.jsonl CODING.jsonl… > GOLD.jsonl

A coding is a row as `eval/gold/wce/CODING.md` describes it, every span given by its words (`"Polish police"`, or
`"police~2"` for the second occurrence), so that a person can write it. Only offsets and labels go into the repository.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

from dateline.model import Measure, Modality, Stance
from dateline.ontology import load_ontology

Row = dict[str, Any]
ONTOLOGY = load_ontology()


def main() -> None:
    reports = {row["id"]: row for row in _read(sys.argv[1])}
    faults: list[str] = []
    for row in (row for name in sys.argv[2:] for row in _read(name)):
        coder = Coder(reports[row["id"]]["text"])
        report = reports[row["id"]]
        gold = {"id": row["id"], "date": report["date"], "category": report["category"], "length": len(report["text"])}
        print(json.dumps(gold | coder.coding(row), ensure_ascii=False))
        faults += [f"{row['id']}: {fault}" for fault in coder.faults]
    if faults:
        sys.exit("\n".join(faults))


def _read(name: str) -> list[Row]:
    return [json.loads(line) for line in Path(name).read_text("utf-8").split("\n") if line.strip()]


class Coder:
    """One report's text; what is wrong with its coding gathers in `faults`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[str] = []

    def coding(self, row: Row) -> Row:
        """The four lists of a coding, with offsets."""
        return {
            "events": [self._event(event, f"e{n}") for n, event in enumerate(row.get("events", []), 1)],
            "quantities": [self._quantity(item) for item in row.get("quantities", [])],
            "attributions": [self._attribution(item) for item in row.get("attributions", [])],
            "places": [self._place(item) for item in row.get("places", [])],
        }

    def _event(self, row: Row, name: str) -> Row:
        alternatives = [also if isinstance(also, dict) else {"type": also} for also in row.get("also_ok", [])]
        out = {
            "id": name,
            "type": row["type"],
            "also_ok": [{"type": also["type"], "modality": also.get("modality")} for also in alternatives],
            "mode": row.get("mode"),
            "mode_ok": row.get("mode_ok", []),
            "modality": row.get("modality", "actual"),
            "modality_ok": row.get("modality_ok", []),
            "stance": row.get("stance", "asserted"),
            "stance_ok": row.get("stance_ok", []),
            "trigger": self._spans(row["trigger"]),
            "actors": [self._side(side) for side in row.get("actors", [])],
            "recipients": [self._side(side) for side in row.get("recipients", [])],
            "recipients_optional": row.get("recipients_optional", False),
            "reciprocal": row.get("reciprocal", False),
            "implied_actor": row.get("implied_actor", []),
            "core": row.get("core", True),
        }
        self._check({out["type"], *(also["type"] for also in alternatives)}, ONTOLOGY.types, "type")
        modes = {mode for kind in ONTOLOGY.types.values() for mode in kind.modes}
        self._check({out["mode"], *out["mode_ok"]} - {None}, modes, "mode")
        self._check({out["modality"], *out["modality_ok"]}, get_args(Modality), "modality")
        self._check({out["stance"], *out["stance_ok"]}, get_args(Stance), "stance")
        return out

    def _side(self, row: Row) -> Row:
        sectors, allowed = row.get("sectors", []), row.get("sectors_ok", [])
        self._check({*sectors, *allowed}, {*ONTOLOGY.sectors, "NONE"}, "sector")
        self._country([row.get("country"), *row.get("country_ok", [])])
        return {
            "spans": self._spans(row["spans"]),
            "country": row.get("country"),
            "country_ok": row.get("country_ok", []),
            "sectors": sectors,
            "sectors_ok": allowed,
        }

    def _quantity(self, row: Row) -> Row:
        self._check({row["measure"], *row.get("measure_ok", [])}, get_args(Measure), "measure")
        low, high = row.get("low"), row.get("high")
        return {
            "span": self._span(row["span"]),
            "low": low,
            "high": high,
            "exact": row.get("exact", low == high),
            "alts": row.get("alts", []),
            "measure": row["measure"],
            "measure_ok": row.get("measure_ok", []),
            "counted": self._span(row["counted"]) if row.get("counted") else None,
            "claimant": self._span(row["claimant"]) if row.get("claimant") else None,
            "core": row.get("core", True),
        }

    def _attribution(self, row: Row) -> Row:
        return {
            "source": self._span(row["source"]) if row.get("source") else None,
            "cue": self._span(row["cue"]) if row.get("cue") else None,
            "content": self._spans(row["content"]),
            "core": row.get("core", True),
        }

    def _place(self, row: Row) -> Row:
        self._country([row.get("country"), *row.get("country_ok", [])])
        return {
            "span": self._span(row["span"]),
            "country": row.get("country"),
            "country_ok": row.get("country_ok", []),
            "core": row.get("core", True),
        }

    def _spans(self, words: str | list[str]) -> list[list[int]]:
        return [self._span(part) for part in ([words] if isinstance(words, str) else words)]

    def _span(self, words: str | list[str]) -> list[int]:
        """Where these words (the first of several) stand; the first occurrence unless `~N` follows."""
        words = words if isinstance(words, str) else words[0]
        words, nth = (words[: m.start()], int(m[1])) if (m := re.search(r"~(\d+)$", words)) else (words, 1)
        at = -1
        for _ in range(nth):
            at = self.text.find(words, at + 1)
            if at < 0:
                self.faults.append(f"no {words!r} (occurrence {nth}) in the text")
                return [0, 1]
        return [at, at + len(words)]

    def _check(self, found: Any, known: Any, what: str) -> None:
        if unknown := set(found) - set(known):
            self.faults.append(f"unknown {what}: {', '.join(sorted(map(str, unknown)))}")

    def _country(self, codes: list[str | None]) -> None:
        if bad := [code for code in codes if code and not re.fullmatch("[A-Z]{3}", code)]:
            self.faults.append(f"not a country code: {', '.join(bad)}")


if __name__ == "__main__":
    main()
