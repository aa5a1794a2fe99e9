"""How news English says things: the rules by which `extract` and `resolve` read a parse. Word lists: `lexicon/`."""
