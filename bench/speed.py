"""How long the whole pipeline takes, against the unmodified spaCy model on the same texts in the same run.

    python bench/speed.py --texts FOLDER [--limit 100]

FOLDER holds plain texts (any depth). Rounds alternate between the two, so that a machine that slows down slows both.
Prints words per second, the ratio of times (median of the rounds), and the peak memory of the process.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from dateline.model import RawReport
from dateline.pipeline import batches, process
from dateline.settings import load_settings
from dateline.tools import MODEL


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    texts = [p.read_text("utf-8") for p in sorted(args.texts.rglob("*.txt"))[: args.limit]]
    words = sum(len(text.split()) for text in texts)
    import spacy

    nlp, settings = spacy.load(MODEL), load_settings()
    reports = [RawReport(id=str(n), text=text, published="2021-11-13") for n, text in enumerate(texts)]

    def parse() -> None:
        list(nlp.pipe(texts, batch_size=16))

    def code() -> None:
        for batch in batches(reports, settings.batch):
            process(list(batch), settings)

    code()  # the first run loads everything
    rounds = [(_seconds(parse), _seconds(code)) for _ in range(args.rounds)]
    parsed, coded = (statistics.median(r[i] for r in rounds) for i in (0, 1))
    figures = {
        "texts": len(texts),
        "words": words,
        "ratio": round(statistics.median(b / a for a, b in rounds), 2),
        "spacy_words_per_second": round(words / parsed),
        "dateline_words_per_second": round(words / coded),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(figures))


def _seconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
