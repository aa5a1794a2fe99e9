"""Prove that no two training sentences are near-copies of each other or of a sentence of any bench.

    python training/check_sentences.py [FILE…] [--data ../shared/data] [--drop]

Similarity is the share of equal MinHash values (128 permutations, runs of five characters, marks off, lower case). Two
own sentences over .5 or an own and a bench sentence over .3 are printed and the script exits 1; --drop takes the
(later) own sentence out of its file. Bench sentences are the texts of every set under --data and of our own gold, cut
at full stops.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from corpus import SENTENCES, Row, modes, read_rows
from rensa import RMinHash

PERMUTATIONS = 128
OWN_LIMIT, BENCH_LIMIT = 0.5, 0.3
Near = tuple[float, Row, str]
_GOLD = Path(__file__).resolve().parent.parent / "eval" / "gold"
_TEXTS = {".txt", ".tsv", ".csv", ".json", ".jsonl", ".xml", ".naf", ".tml", ".html", ".conll"}
_SENTENCE = re.compile(r"(?<=[.!?][\"”’' ])\s*(?=[A-Z\"“‘'])|[\n\t]+|</p>|\\n|\\t|\", ?\"|\": ?\"")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--data", type=Path, help="folder of the benches' data")
    parser.add_argument("--drop", action="store_true")
    options = parser.parse_args()
    try:
        rows = list(read_rows(options.files or sorted(SENTENCES.glob("*.txt"))))
    except ValueError as fault:
        print(fault)
        return 1
    report(rows)
    own = signatures(row.text for row in rows)
    found = list(own_pairs(rows, own))
    if options.data:
        bench = sorted(set(bench_sentences([options.data, _GOLD])))
        found += bench_pairs(rows, own, bench)
        print(f"compared with {len(bench):,} bench sentences")
    lines = [f"{near:.2f} {row.where} ~ {other}" for near, row, other in sorted(found, key=lambda f: -f[0])]
    print(*lines[:60], f"{len(rows):,} rows, {len(found)} too near", sep="\n")
    if options.drop:
        drop({row.where for _, row, _ in found})
    return int(bool(found) and not options.drop)


def report(rows: list[Row]) -> None:
    """Rows per label, the modes that are thin, and the length of the sentences."""
    types = Counter(row.type for row in rows)
    print("  ".join(f"{kind} {count}" for kind, count in sorted(types.items())))
    told = Counter((row.type, row.mode) for row in rows)
    thin = [f"{kind} {mode} {told[kind, mode]}" for kind, known in modes().items() for mode in known]
    print("modes:", ", ".join(sorted(thin, key=lambda line: int(line.split()[-1]))[:12]), "…")
    lengths = [len(row.text.split()) for row in rows]
    alone = sum(row.recipient is None for row in rows)
    print(f"words a row: mean {np.mean(lengths):.1f}, longest {max(lengths)}; no recipient: {alone}")


def signatures(texts: Iterable[str]) -> np.ndarray:
    """MinHash values, one row of 128 a text."""
    rows = []
    for text in texts:
        plain = " ".join(re.findall(r"\w+", text.lower()))
        hashed = RMinHash(num_perm=PERMUTATIONS, seed=7)
        hashed.update([plain[i : i + 5] for i in range(max(1, len(plain) - 4))])
        rows.append(hashed.digest())
    return np.array(rows, dtype=np.uint32)


def own_pairs(rows: list[Row], own: np.ndarray) -> Iterator[Near]:
    for i in range(1, len(rows)):
        for j in np.flatnonzero((own[:i] == own[i]).mean(axis=1) > OWN_LIMIT):
            yield (own[i] == own[j]).mean(), rows[i], f"{rows[j].where}: {rows[i].text[:90]}"


def bench_pairs(rows: list[Row], own: np.ndarray, bench: list[str]) -> Iterator[Near]:
    for start in range(0, len(bench), 2000):
        part = bench[start : start + 2000]
        for text, signature in zip(part, signatures(part), strict=True):
            for i in np.flatnonzero((own == signature).mean(axis=1) > BENCH_LIMIT):
                yield (own[i] == signature).mean(), rows[i], f"bench: {text[:90]}"


def drop(places: set[str]) -> None:
    """Take lines, named `file:number`, out of their files."""
    for path in SENTENCES.glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines, 1) if f"{path.name}:{number}" not in places]
        path.write_text("".join(kept), encoding="utf-8")


def bench_sentences(folders: list[Path]) -> Iterator[str]:
    """Sentences of eight words and more out of every text file; marks and tags are taken off."""
    for path in (p for folder in folders for p in sorted(folder.rglob("*")) if _TEXTS & set(p.suffixes)):
        if "knowledge" in path.parts:
            continue
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode(errors="replace")
        if ".jsonl" in path.suffixes:
            text = "\n".join(_strings(json.loads(line) for line in text.splitlines() if line.strip()))
        for piece in _SENTENCE.split(re.sub(r"</?[a-zA-Z][^>]{0,200}>", "", text)):
            if len(piece.split()) >= 8:
                yield piece.strip()[:600]


def _strings(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from _strings(value.values())
        elif isinstance(value, list):
            yield from _strings(value)


if __name__ == "__main__":
    sys.exit(main())
