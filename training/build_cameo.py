"""Write the codes of `src/dateline/ontology/cameo.toml` from the Alliance's CAMEO → PLOVER conversion table.

    python training/build_cameo.py PATH/CAMEO2PLOVER-2021.txt

The table is of 2021 and older than PLOVER 2.0: modes and contexts that 2.0 no longer has are settled by `MODES` and
`CONTEXTS`. What stands above the first code in cameo.toml is kept by hand and stays as it is.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/dateline/ontology/cameo.toml"
LINE = re.compile(r"^(\d{3,4}): *([A-Z]+) *,([^,#]*),([^#]*)# *(.*?)\s*$", re.MULTILINE)
REMARK = re.compile(r"\s+\d\d\.\d\d\.\d\d:.*$")

MODES: dict[tuple[str, str], tuple[str, str | None]] = {
    ("RETREAT", "return"): ("RETREAT", None),
    ("RETREAT", "ease"): ("RETREAT", None),
    ("THREATEN", "ban"): ("THREATEN", "restrict"),
    ("THREATEN", "political"): ("THREATEN", None),
    ("ASSAULT", "seize"): ("COERCE", "seize"),
    ("ASSAULT", "assassinate"): ("ASSAULT", "targeted"),
    ("ASSAULT", "pro_autocracy"): ("ASSAULT", None),
    ("ASSAULT", "cleansing"): ("ASSAULT", None),
    ("ASSAULT", "massacre"): ("ASSAULT", None),
    ("COERCE", "ban"): ("COERCE", "restrict"),
}
CONTEXTS = {"humanitarian": "human_security", "democracy": "pro_democracy"}


def rows(table: str) -> list[str]:
    """One line of TOML per CAMEO code, in the order of the codes."""
    found = {}
    for code, kind, mode, contexts, meaning in LINE.findall(table):
        type_, mode_ = MODES.get((kind, mode.strip()), (kind, mode.strip() or None))
        names = [CONTEXTS.get(c.strip(), c.strip()) for c in contexts.split(";") if c.strip()]
        cells = [f'type = "{type_}"'] + [f'mode = "{mode_}"'] * bool(mode_)
        cells += ["contexts = [" + ", ".join(f'"{c}"' for c in names) + "]"] * bool(names)
        text = REMARK.sub("", meaning).replace("'third'", "third")
        found[code] = f'{code} = {{ {", ".join(cells)}, meaning = "{text}" }}'
    return [found[code] for code in sorted(found)]


def main() -> None:
    """Replace the `[codes]` part of cameo.toml."""
    head = TARGET.read_text(encoding="utf-8").partition("[codes]\n")[0]
    table = Path(sys.argv[1]).read_text(encoding="utf-8")
    TARGET.write_text(head + "[codes]\n" + "\n".join(rows(table)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
