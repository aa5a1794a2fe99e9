"""Names of one entity: the same words, a surname, a short form, an acronym, another name of the same country."""

from __future__ import annotations

from collections import defaultdict

from dateline.knowledge import fold
from dateline.model import Mention
from dateline.nominals import nominals
from dateline.sieves.clusters import Clusters

_SMALL = frozenset({"of", "the", "for", "and", "de", "la", "al", "in", "on", "&"})


def link_names(clusters: Clusters) -> None:
    """Join the names of the document: exact ones, then countries', acronyms, and short forms of people and bodies."""
    exact: dict[str, int] = {}
    names = [i for i, mention in enumerate(clusters.mentions) if mention.form == "name"]
    for i in names:
        for key in _keys(clusters, clusters.mentions[i]):
            if key in exact:
                clusters.join(exact[key], i)
            else:
                exact[key] = i
    _link_short_forms(clusters, names)


def _keys(clusters: Clusters, mention: Mention) -> list[str]:
    """What two mentions of one name have in common: its bare words, its country, its acronym."""
    words = bare_words(clusters, mention)
    keys = [" ".join(words)] if words else []
    known = clusters.tools.knowledge.country(" ".join(words)) if mention.label in ("GPE", "ORG", "NORP") else None
    if known and (known.form == "name" or (known.form == "demonym" and _is_adjective(clusters, mention))):
        keys.append("=" + known.code)
    if mention.label == "ORG" and len(words) > 1:
        keys.append("".join(w[0] for w in words if w not in _SMALL))
    return keys


def _is_adjective(clusters: Clusters, mention: Mention) -> bool:
    return clusters.annotated.doc[mention.head].tag_ == "JJ"


def bare_words(clusters: Clusters, mention: Mention) -> list[str]:
    """The folded words of a name without its titles, article and possessive."""
    words = [fold(token.text) for token in clusters.annotated.doc[mention.tokens[0] : mention.tokens[1]]]
    words = [word for word in words if word and word not in ("the", "s", "'s")]
    if mention.label == "PERSON":
        titles = nominals().titles
        while len(words) > 1 and (words[0] in titles or words[0] + "." in titles):
            words.pop(0)
    return words


def _link_short_forms(clusters: Clusters, names: list[int]) -> None:
    """A single name goes to the nearest earlier fuller name that it begins or ends, else to the next later one."""
    fuller: dict[str, list[int]] = defaultdict(list)
    for i in names:
        words = bare_words(clusters, clusters.mentions[i])
        if len(words) > 1 and clusters.mentions[i].label in ("PERSON", "ORG", ""):
            ends = {words[-1], words[0]} if clusters.mentions[i].label != "PERSON" else {words[-1], words[0]}
            for word in ends | {" ".join(words[1:]), " ".join(words[:-1])}:
                fuller[word].append(i)
    for i in names:
        mention = clusters.mentions[i]
        words = bare_words(clusters, mention)
        if mention.label not in ("PERSON", "ORG", "") and not (mention.label == "GPE" and mention.use == "actor"):
            continue
        found = [j for j in fuller.get(" ".join(words), []) if j != i and _fit(clusters, i, j)]
        earlier = [j for j in found if j < i]
        if found:
            clusters.join(earlier[-1] if earlier else found[0], i)


def _fit(clusters: Clusters, short: int, full: int) -> bool:
    a, b = clusters.mentions[short], clusters.mentions[full]
    if a.label == "GPE" and (b.label != "PERSON" or clusters.tools.knowledge.country(a.text)):
        return False
    return a.label == b.label or ("PERSON" in (a.label, b.label) and a.label != "ORG")
