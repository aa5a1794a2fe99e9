"""Who is who: mentions and coreference chains against MEANTIME, with a head-match baseline beside.

DATA holds corpus_*/*.xml (MEANTIME, Wikinews in CAT XML; CC BY 4.0). Gold chains are the mentions that REFERS_TO ties
to one entity of type PER, ORG or LOC; products and sums of money are left out on both sides. A gold
mention is matched to a found one by its head token (the head named in the file, else the root of the words in our
parse). Sentences after the sixth are annotated only for entities known from before: what we find there beyond gold is
not counted.
Metrics   CoNLL F1, the mean of MUC, B³ and CEAFe (entity-based, phi 4), over all documents; singletons count, as in
          the gold. Once with and once without pronouns. `shared` scores only the mentions that both sides have.
Baseline  the same mentions, joined where their head words are equal (case ignored); pronouns stay alone.
Run       python bench/coreference.py --data ../shared/data/meantime/open [--part airbus] [--errors 40]
"""

from __future__ import annotations

import argparse
import time
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.annotate import Annotated, annotate
from dateline.extract.attributions import find_attributions
from dateline.extract.coreference import attach_speakers, link_mentions
from dateline.extract.mentions import find_mentions
from dateline.model import Document, Mention
from dateline.settings import load_settings
from dateline.tools import load_tools

KINDS = frozenset({"PER", "ORG", "LOC"})
FULLY_MARKED = 6  # sentences
CLOSING = {",", ".", ";", ":", "?", "!", ")", "]", "%", "''", "'s", "n't", "...", "'"}

Chains = dict[int, int]  # head token → number of its chain


@dataclass(frozen=True)
class Gold:
    """One document: its text, entity heads by character, what to leave out, where full annotation ends."""

    name: str
    text: str
    mentions: list[tuple[int, int, str, str]]  # start, end, entity, head word ("" unknown)
    ignored: list[tuple[int, int, str]]
    full_until: int


def rebuild(tokens: list[ET.Element]) -> tuple[str, dict[str, tuple[int, int]], int]:
    """The text of the CAT tokens, the span of each token id, and where the fully marked sentences end."""
    text, spans, sentence, glue, full = "", {}, None, True, 0
    for token in tokens:
        word = {"``": '"', "''": '"'}.get(token.text or "", token.text or "")
        if sentence not in (None, token.get("sentence")):
            text, glue = text + "\n", True
        if not glue and token.text not in CLOSING:
            text += " "
        spans[token.get("t_id", "")] = (len(text), len(text) + len(word))
        text, sentence, glue = text + word, token.get("sentence"), token.text in ("(", "[", "``", "$", "#", "€", "£")
        full = len(text) if int(sentence or 0) < FULLY_MARKED else full
    return text, spans, full


def read_gold(path: Path) -> Gold:
    """One CAT file."""
    root = ET.parse(path).getroot()
    text, spans, full = rebuild(list(root.iter("token")))
    kind_of = {e.get("m_id"): e.get("ent_type") for e in root.iter("ENTITY")}
    entity_of = {
        source.get("m_id"): link.find("target").get("m_id")  # type: ignore[union-attr]
        for link in root.iter("REFERS_TO")
        for source in link.iter("source")
    }
    mentions, ignored = [], []
    for mention in root.iter("ENTITY_MENTION"):
        at = sorted(spans[a.get("t_id", "")] for a in mention.iter("token_anchor"))
        entity = entity_of.get(mention.get("m_id"))
        if not at:
            continue
        if kind_of.get(entity) in KINDS:
            mentions.append((at[0][0], at[-1][1], str(entity), mention.get("head") or ""))
        else:
            ignored.append((at[0][0], at[-1][1], mention.get("head") or ""))
    return Gold(path.stem, text, mentions, ignored, full)


def head_of(annotated: Annotated, start: int, end: int, word: str) -> int | None:
    """The head token of a gold mention in our parse."""
    first, last = annotated.tokens((start, end))
    if first == last:
        return None
    named = [t.i for t in annotated.doc[first:last] if t.text == word]
    phrase = annotated.doc[first:last]
    while len(phrase) > 1 and phrase[0].pos_ == "ADP":
        phrase = phrase[1:]
    return named[-1] if named else phrase.root.i


def gold_chains(gold: Gold, annotated: Annotated) -> tuple[Chains, set[int]]:
    """Gold chains by head, the widest mention of a head winning; heads of what is left out."""
    chains: Chains = {}
    numbers: dict[str, int] = {}
    for start, end, entity, word in sorted(gold.mentions, key=lambda m: m[0] - m[1]):
        head = head_of(annotated, start, end, word)
        if head is not None:
            chains.setdefault(head, numbers.setdefault(entity, len(numbers)))
    ignored = {head_of(annotated, *row) for row in gold.ignored}
    return chains, {head for head in ignored if head is not None} - set(chains)


# ── Metrics: each gives (precision numerator, denominator, recall numerator, denominator) ────────────────────────


def sets_of(chains: Chains) -> list[frozenset[int]]:
    """The chains as sets of heads."""
    found: dict[int, set[int]] = defaultdict(set)
    for head, number in chains.items():
        found[number].add(head)
    return [frozenset(members) for members in found.values()]


def muc(key: list[frozenset[int]], other: Chains) -> tuple[float, float]:
    """Links kept and links there are (Vilain et al. 1995)."""
    kept = sum(len(k) - len({other.get(head, -head - 1) for head in k}) for k in key)
    return kept, sum(len(k) - 1 for k in key)


def b_cubed(key: list[frozenset[int]], other: Chains) -> tuple[float, float]:
    """Shares of each mention's chain (Bagga and Baldwin 1998)."""
    total = 0.0
    for k in key:
        shares = Counter(other[head] for head in k if head in other)
        total += sum(n * n for n in shares.values()) / len(k)
    return total, sum(map(len, key))


def ceaf(left: list[frozenset[int]], right: list[frozenset[int]]) -> float:
    """The best one-to-one alignment of chains by phi 4 (Luo 2005)."""
    cost = [[-2 * len(a & b) / (len(a) + len(b)) for b in right] for a in left]
    if not left or not right:
        return 0.0
    return -assignment(cost if len(left) <= len(right) else [list(row) for row in zip(*cost, strict=True)])


def assignment(cost: list[list[float]]) -> float:
    """The least total of one column per row (the Hungarian method; no more rows than columns)."""
    rows, columns = len(cost), len(cost[0])
    u, v, match = [0.0] * (rows + 1), [0.0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        match[0], column = row, 0
        least, way, used = [float("inf")] * (columns + 1), [0] * (columns + 1), [False] * (columns + 1)
        while match[column]:
            used[column] = True
            delta, following = float("inf"), 0
            for j in range(1, columns + 1):
                if not used[j]:
                    reduced = cost[match[column] - 1][j - 1] - u[match[column]] - v[j]
                    if reduced < least[j]:
                        least[j], way[j] = reduced, column
                    if least[j] < delta:
                        delta, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    u[match[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            match[column] = match[way[column]]
            column = way[column]
    return sum(cost[match[j] - 1][j - 1] for j in range(1, columns + 1) if match[j])


class Scores:
    """Sums over documents, and the figures from them."""

    def __init__(self) -> None:
        self.sums: dict[str, list[float]] = {m: [0.0] * 4 for m in ("mentions", "MUC", "B3", "CEAFe")}

    def add(self, gold: Chains, found: Chains) -> None:
        """One document."""
        key, response = sets_of(gold), sets_of(found)
        aligned = ceaf(key, response)
        both = float(len(set(gold) & set(found)))
        rows = {
            "mentions": (both, len(found), both, len(gold)),
            "MUC": (*muc(response, gold), *muc(key, found)),
            "B3": (*b_cubed(response, gold), *b_cubed(key, found)),
            "CEAFe": (aligned, len(response), aligned, len(key)),
        }
        for metric, row in rows.items():
            self.sums[metric] = [a + b for a, b in zip(self.sums[metric], row, strict=True)]

    def f1(self, metric: str) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        a, b, c, d = self.sums[metric]
        p, r = (a / b if b else 0.0), (c / d if d else 0.0)
        return p, r, (2 * p * r / (p + r) if p + r else 0.0)

    def line(self, name: str) -> str:
        """One row of the table."""
        conll = sum(self.f1(m)[2] for m in ("MUC", "B3", "CEAFe")) / 3
        cells = "  ".join("{:.3f} {:.3f} {:.3f}".format(*self.f1(m)) for m in self.sums)
        return f"{name:34}{conll:.3f}   {cells}"


# ── The run ──────────────────────────────────────────────────────────────────────────────────────────────────────


def baseline(annotated: Annotated, mentions: tuple[Mention, ...]) -> Chains:
    """Mentions with the same head word; pronouns alone."""
    numbers: dict[str, int] = {}
    found = {}
    for mention in mentions:
        word = str(mention.head) if mention.form == "pronoun" else annotated.doc[mention.head].lower_
        found[mention.head] = numbers.setdefault(word, len(numbers))
    return found


def keep(chains: Chains, heads: set[int]) -> Chains:
    """The chains without other heads."""
    return {head: number for head, number in chains.items() if head in heads}


def counted(gold: Gold, annotated: Annotated, key: Chains, ignored: set[int], heads: set[int]) -> set[int]:
    """The found heads that count: in gold, or in fully marked sentences and not something left out."""
    return {h for h in heads if h in key or (h not in ignored and annotated.starts[h] < gold.full_until)}


def run(arguments: argparse.Namespace) -> None:
    """Score every document and print the table."""
    tools = load_tools(load_settings())
    paths = [p for p in sorted(arguments.data.glob("corpus_*/*.xml")) if arguments.part in p.parent.name]
    golds = [read_gold(path) for path in paths[: arguments.limit]]
    parsed = list(annotate((Document(id=g.name, text=g.text, language="en") for g in golds), tools))
    tables: dict[str, Scores] = defaultdict(Scores)
    spent = 0.0
    for gold, annotated in zip(golds, parsed, strict=True):
        began = time.perf_counter()
        mentions = find_mentions(annotated, tools)
        chains = link_mentions(annotated, mentions, tools)
        spent += time.perf_counter() - began
        chains = attach_speakers(annotated, chains, find_attributions(annotated, chains, tools))
        key, ignored = gold_chains(gold, annotated)
        heads = counted(gold, annotated, key, ignored, {m.head for m in mentions})
        nouns = {t.i for t in annotated.doc if t.tag_ not in ("PRP", "PRP$", "WP", "WP$")}
        for name, found in (
            ("dateline", {m.head: c.id for c in chains for m in c.mentions}),
            ("head match", baseline(annotated, mentions)),
        ):
            found = keep(found, heads)
            tables[f"{name}, all"].add(key, found)
            tables[f"{name}, without pronouns"].add(keep(key, nouns), keep(found, nouns))
            tables[f"{name}, shared"].add(keep(key, set(found)), keep(found, set(key)))
        if arguments.errors:
            print_errors(gold, annotated, key, keep({m.head: c.id for c in chains for m in c.mentions}, heads))
    print(f"{len(golds)} documents, {sum(len(p.doc) for p in parsed)} tokens, {spent:.2f} s for mentions and chains")
    print(f"{'':34}CoNLL   " + "  ".join(f"{m + ' P R F1':17}" for m in ("mentions", "MUC", "B3", "CEAFe")))
    for name, scores in sorted(tables.items()):
        print(scores.line(name))


def print_errors(gold: Gold, annotated: Annotated, key: Chains, found: Chains) -> None:
    """Missed and spurious mentions, and the chains of gold as we cut them."""
    print(f"\n## {gold.name}")
    for name, heads in (("missed", set(key) - set(found)), ("spurious", set(found) - set(key))):
        print(f"{name}: " + " | ".join(around(annotated, head) for head in sorted(heads)))
    for members in sets_of(key):
        if len(members) > 1:
            print("chain: " + " ".join(f"{annotated.doc[h].text}:{found.get(h, '-')}" for h in sorted(members)))


def around(annotated: Annotated, head: int) -> str:
    """A head with a few words around it."""
    doc = annotated.doc
    return f"{doc[max(head - 3, 0) : head].text} [{doc[head].text}] {doc[head + 1 : head + 3].text}"


def arguments_of(given: Iterator[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", default="", help="only corpora with this in their name")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--errors", action="store_true", help="print missed and spurious mentions and broken chains")
    return parser.parse_args(list(given) if given else None)


if __name__ == "__main__":
    run(arguments_of())
