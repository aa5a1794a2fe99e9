"""The sieves of coreference, from the surest to the least sure; `extract/coreference.py` runs them in order."""
