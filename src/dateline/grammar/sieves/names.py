"""Names of one entity: the same words, a surname, a short form, an acronym, another name of the same country."""

from __future__ import annotations

from collections import defaultdict

from dateline.grammar.nominals import nominals
from dateline.grammar.sieves.clusters import Clusters
from dateline.knowledge import fold
from dateline.model import Mention

_SMALL = frozenset({"of", "the", "for", "and", "de", "la", "al", "in", "on", "&"})
_STATES = frozenset({"GPE", "ORG", "NORP"})


def link_names(clusters: Clusters) -> None:
    """Join the names of the document: exact ones, then countries', acronyms, and short forms of people and bodies."""
    exact: dict[str, int] = {}
    names = [i for i, mention in enumerate(clusters.mentions) if mention.form == "name"]
    words = {i: bare_words(clusters, clusters.mentions[i]) for i in names}
    for i in names:
        for key in _keys(clusters, clusters.mentions[i], words[i]):
            if key in exact:
                clusters.join(exact[key], i)
            else:
                exact[key] = i
    _link_short_forms(clusters, words)


def _keys(clusters: Clusters, mention: Mention, words: list[str]) -> list[str]:
    """What two mentions of one name have in common: its words, its country, the entity it is known for, its acronym."""
    keys = [" ".join(words)] if words else []
    name = clusters.annotated.doc[mention.tokens[0] : mention.tokens[1]].text
    known = clusters.tools.knowledge.country(name) if mention.label in _STATES else None
    if known and (known.form == "name" or (known.form == "demonym" and clusters.is_adjective(mention))):
        keys.append("=" + known.code)
    elif mention.label == "ORG" and known is None:
        keys += ["=" + entity.key for entity in clusters.tools.knowledge.entities(name)[:1]]
        if len(words) > 1:
            keys.append("".join(word[0] for word in words if word not in _SMALL))
    if mention.label == "PERSON" and len(words) > 2 and any(len(word) == 1 for word in words[1:-1]):
        keys.append(f"{words[0]} {words[-1]}")
    return keys


def bare_words(clusters: Clusters, mention: Mention) -> list[str]:
    """The folded words of a name without its titles, article and possessive."""
    words = [fold(token.text) for token in clusters.annotated.doc[mention.tokens[0] : mention.tokens[1]]]
    words = [word for word in words if word and word not in ("the", "s", "'s")]
    if mention.label == "PERSON":
        titles = nominals().titles
        while len(words) > 1 and (words[0] in titles or words[0] + "." in titles):
            words.pop(0)
    return words


def _link_short_forms(clusters: Clusters, words: dict[int, list[str]]) -> None:
    """A name goes to the nearest earlier fuller name that it begins or ends, else to the next later one."""
    fuller: dict[str, list[int]] = defaultdict(list)
    for i, full in words.items():
        if len(full) > 1 and clusters.mentions[i].label in ("PERSON", "ORG"):
            for part in _parts(clusters, i, full):
                fuller[part].append(i)
    for i, short in words.items():
        found = [j for j in fuller.get(" ".join(short), []) if j != i and _fit(clusters, i, j, short)]
        if found:
            earlier = [j for j in found if j < i]
            clusters.join(earlier[-1] if earlier else found[0], i)


def _parts(clusters: Clusters, index: int, full: list[str]) -> set[str]:
    """What a full name is shortened to: its first or last words; of a body that the tables know, the first ones."""
    mention = clusters.mentions[index]
    firsts = {full[0], " ".join(full[:-1])}
    knowledge = clusters.tools.knowledge
    if mention.label == "ORG" and (knowledge.country(mention.text) or knowledge.entities(mention.text)):
        return firsts
    return firsts | {full[-1], " ".join(full[1:])}


def _fit(clusters: Clusters, short: int, full: int, words: list[str]) -> bool:
    """The labels agree; or NER mistook a surname that the document gives in full elsewhere."""
    a, b = clusters.mentions[short].label, clusters.mentions[full].label
    if a == b:
        return a == "PERSON" or words[0] not in nominals().heads
    knowledge = clusters.tools.knowledge
    unknown = knowledge.country(" ".join(words)) is None and not knowledge.entities(" ".join(words))
    return b == "PERSON" and len(words) == 1 and unknown
