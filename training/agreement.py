"""Every tenth sentence labelled twice: hand out the sentences without their labels, and compare.

    python training/agreement.py --blind FOLDER --parts 3   sentences without labels, for readers of the codebook alone
    python training/agreement.py                            Cohen's kappa of types and modes, the commonest differences

The second labels stand in `second_labels.txt`: `KEY TYPE mode` a line; KEY is the start of the sha256 of the text, or
`candidate-N` for the Nth judged candidate.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from corpus import ROOT, Row, candidate_rows, own_rows

SECOND = ROOT / "second_labels.txt"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--blind", type=Path)
    parser.add_argument("--parts", type=int, default=1)
    options = parser.parse_args()
    rows = {row.key: row for row in own_rows() if row.is_dev}
    rows |= {row.where: row for row in candidate_rows() if row.is_dev}
    if options.blind:
        hand_out(rows, options.blind, options.parts)
    else:
        compare(rows)


def hand_out(rows: dict[str, Row], folder: Path, parts: int) -> None:
    """Sentences in the order of their keys, which says nothing of their labels."""
    folder.mkdir(parents=True, exist_ok=True)
    known = set(second())
    lines = [f"{name} | {marked(row)}" for name, row in sorted(rows.items()) if name not in known]
    for part in range(parts):
        (folder / f"part{part + 1}.txt").write_text("\n".join(lines[part::parts]) + "\n", encoding="utf-8")


def marked(row: Row) -> str:
    """The sentence with its spans marked, the wider one outside where one lies in another."""
    cuts = []
    for span, tag in ((row.actor, "a"), (row.recipient, "r"), (row.predicate, "p")):
        if span:
            width = span[1] - span[0]
            cuts += [(span[0], 1, -width, f"<{tag}>"), (span[1], 0, width, f"</{tag}>")]
    text = row.text
    for at, _, _, sign in sorted(cuts, reverse=True):
        text = f"{text[:at]}{sign}{text[at:]}"
    return " ".join(text.split())


def second() -> dict[str, tuple[str, str]]:
    lines = SECOND.read_text(encoding="utf-8").splitlines() if SECOND.exists() else []
    labels = (line.split() for line in lines if line.strip() and not line.startswith("#"))
    return {name: (kind, " ".join(mode)) for name, kind, *mode in labels}


def compare(rows: dict[str, Row]) -> None:
    again = second()
    both = [(row, again[name]) for name, row in rows.items() if name in again]
    types = [(row.type, kind) for row, (kind, _) in both]
    modes = [(row.mode or "", mode) for row, (kind, mode) in both if row.type == kind]
    print(f"{len(both)} rows labelled twice, {len(rows) - len(both)} not yet")
    print(f"type: same {share(types):.3f}, kappa {kappa(types):.3f}; mode, type the same: {share(modes):.3f}")
    for (first, other), count in Counter(pair for pair in types if pair[0] != pair[1]).most_common(15):
        print(f"{count:4}  {first} / {other}")


def share(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(one == other for one, other in pairs) / max(1, len(pairs))


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa: agreement beyond what two labellers with these habits would have by chance."""
    first, other = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[k] * other[k] for k in first) / max(1, len(pairs)) ** 2
    return (share(pairs) - chance) / (1 - chance)


if __name__ == "__main__":
    main()
