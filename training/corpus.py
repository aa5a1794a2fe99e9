"""The rows that the encoder is trained on: our own sentences (`sentences/*.txt`) and the open PLV set."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent
SENTENCES = ROOT / "sentences"
CANDIDATES = ROOT / "candidates.jsonl"
DATA = ROOT.parent.parent / "shared" / "data"
ONTOLOGY = ROOT.parent / "src" / "dateline" / "ontology" / "plover.toml"
_TAG = re.compile(r"(</?[ar]>)")
_PLV_TAG = re.compile(r"(</?[st]>)")

_ROLES = ("actor", "recipient", "predicate")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A text with the spans of actor, recipient and (if known) predicate in characters, the label, and where it stands.

    `mode` is "" where the type has none or none fits, None in a set that knows neither modes nor NONE.
    """

    text: str
    actor: Span | None
    recipient: Span | None
    type: str
    mode: str | None = None
    where: str = ""
    predicate: Span | None = None

    @property
    def key(self) -> str:
        """Tells a row by its text."""
        return sha256(self.text.encode()).hexdigest()[:12]

    @property
    def is_sentence(self) -> bool:
        """A whole sentence written around its pair, not a candidate that holds for one predicate only."""
        return not self.where.startswith("candidate")

    @property
    def is_dev(self) -> bool:
        """Every tenth row, by a hash of its text: labelled twice, never trained on."""
        return int(sha256(self.text.encode()).hexdigest(), 16) % 10 == 0


def modes() -> dict[str, tuple[str, ...]]:
    """The modes of each of PLOVER's sixteen types."""
    types = tomllib.loads(ONTOLOGY.read_text(encoding="utf-8"))["types"]
    return {name: tuple(body.get("modes", {})) for name, body in types.items()}


def read_rows(paths: list[Path]) -> Iterator[Row]:
    """The rows of files of `TYPE mode | sentence` lines. Raises ValueError with file and line for a bad one."""
    known = modes()
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                yield _row(line, known, f"{path.name}:{number}")
            except ValueError as fault:
                raise ValueError(f"{path.name}:{number}: {fault}") from fault


def own_rows() -> list[Row]:
    """All sentences written for this project."""
    return list(read_rows(sorted(SENTENCES.glob("*.txt"))))


def candidate_rows(path: Path = CANDIDATES, data: Path = DATA) -> list[Row]:
    """Candidates of Dateline's grammar, judged by hand: each a predicate with its two sides, or NONE where it tells no
    act of theirs. The file has offsets and labels; the texts are our own sentences and those of two open sets."""
    texts = {row.key: row.text for row in own_rows()}
    for line in (data / "wiki_current_events/open/wce_2025.jsonl").read_text(encoding="utf-8").split("\n"):
        if line:
            report = json.loads(line)
            texts[report["id"]] = report["text"]
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        told = json.loads(line)
        name, (start, end) = told["document"], told["span"]
        if name not in texts and told["source"] == "own":  # of a sentence that was dropped for being near a bench's
            continue
        if name not in texts:
            texts[name] = (data / "polnear/open/train/text" / name).read_text(encoding="utf-8")
        actor, recipient, predicate = (tuple(told[key]) if told[key] else None for key in _ROLES)
        kind, _, mode = told["label"].partition(" ")
        rows.append(
            Row(
                text=texts[name][start:end],
                actor=actor,
                recipient=recipient,
                predicate=predicate,
                type=kind,
                mode=mode,
                where=f"candidate-{number}" if path == CANDIDATES else f"candidate-apart-{number}",
            )
        )
    return rows


def _row(line: str, known: dict[str, tuple[str, ...]], where: str) -> Row:
    label, bar, marked = line.partition(" | ")
    kind, _, mode = label.strip().partition(" ")
    if not bar:
        raise ValueError("no ` | ` between label and sentence")
    if kind not in known and kind != "NONE":
        raise ValueError(f"{kind!r} is no type")
    if mode and mode not in known.get(kind, ()):
        raise ValueError(f"{mode!r} is no mode of {kind}")
    text, spans = unmark(marked.strip(), _TAG)
    if "a" not in spans:
        raise ValueError("no actor is marked")
    if marked.count("<a>") > 1 or marked.count("<r>") > 1:
        raise ValueError("a side is marked twice")
    return Row(text=text, actor=spans["a"], recipient=spans.get("r"), type=kind, mode=mode, where=where)


def unmark(marked: str, tag: re.Pattern[str]) -> tuple[str, dict[str, Span]]:
    """The plain text and the first span of each mark, outer blanks left out. Raises ValueError if a mark stays open."""
    plain = ""
    opened: dict[str, int] = {}
    spans: dict[str, Span] = {}
    for piece in tag.split(marked):
        if not tag.fullmatch(piece):
            plain += piece
        elif piece[1] != "/":
            opened[piece[1]] = len(plain)
        elif piece[2] not in opened:
            raise ValueError(f"{piece} closes nothing")
        else:
            inner = plain[(start := opened.pop(piece[2])) :]
            spans.setdefault(piece[2], (start + len(inner) - len(inner.lstrip()), len(plain.rstrip())))
    if opened or any(start >= end for start, end in spans.values()):
        raise ValueError("a mark is empty or stays open")
    return plain, spans


def plv_rows(path: Path) -> list[Row]:
    """The open PLV pairs; their YIELD is CONCEDE or RETREAT, which the set does not tell apart."""
    rows = []
    with path.open(encoding="utf-8", newline="") as file:
        for number, line in enumerate(csv.DictReader(file, delimiter="\t")):
            text, spans = unmark(line["marked_sentence"], _PLV_TAG)
            for mark, column in (("s", "source"), ("t", "target")):
                at = text.lower().find(line[column].lower())
                if mark not in spans and at >= 0:
                    spans[mark] = (at, at + len(line[column]))
            rows.append(
                Row(
                    text=text,
                    actor=spans.get("s"),
                    recipient=spans.get("t"),
                    type=line["gold_root"],
                    where=f"plv-{number}",
                )
            )
    return rows
