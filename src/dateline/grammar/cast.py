"""The entities of a document as its predicates find them: by the noun that heads a mention, through what stands for it,
and, where no mention is, as the thing, the state or the people that an act needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from dateline.annotate import Annotated
from dateline.grammar import arguments, roles
from dateline.grammar.frames import classes_of
from dateline.grammar.nominals import nominals
from dateline.model import Chain, Mention, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Phrase
    from spacy.tokens import Token

# What stands for its owner when it acts: *Polish troops*, *Turkish warplanes*, *a NATO raid killed three*.
_INSTRUMENTS = frozenset(
    {"person", "troops", "police", "diplomat", "craft", "arms", "attack", "aid", "party", "media", "document"}
)
_BINDING = frozenset({"of", "in", "near", "at", "to", "on", "for", "from", "with"})
_REACH = 8  # tokens after a noun that may still belong to it
_BEFORE_NOUN = frozenset({"det", "amod", "compound", "poss", "nummod", "quantmod", "nmod", "predet"})

Part = tuple[Chain, Mention]


@dataclass(frozen=True, slots=True)
class Cast:
    """The entities of a document, found by the token that heads each mention; those that no
    mention stands for (things, unnamed states) are `made` when an act needs them."""

    annotated: Annotated
    by_head: dict[int, Part]
    chains: int
    made: list[Chain] = field(default_factory=list)

    @classmethod
    def of(cls, annotated: Annotated, chains: tuple[Chain, ...]) -> Cast:
        """The cast of these chains. A pronoun is shown by the name it stands for, if its sentence has that."""
        sentences = {token.i: number for number, sent in enumerate(annotated.doc.sents) for token in sent}
        parts = {}
        for chain in chains:
            names = [m for m in chain.mentions if m.form != "pronoun"]
            if not names:  # *you*, *we*: nobody that the report names
                continue
            for mention in chain.mentions:
                near = [n for n in names if sentences[n.head] == sentences[mention.head]]
                shown = near if mention.form == "pronoun" and near else [mention]
                parts[mention.head] = (chain, min(shown, key=lambda m: abs(m.head - mention.head)))
        return cls(annotated, parts, len(chains))

    def is_land(self, token: Token) -> bool:
        """Whether a token heads the name of a state or town."""
        return token.i in self.by_head and self.by_head[token.i][1].label == "GPE"

    def thing(self, noun: Token) -> Part:
        """A thing as an entity of its own, its phrase as the mention (*a depot near Mosul*)."""
        first = min((c.left_edge.i for c in noun.lefts if c.dep_ in _BEFORE_NOUN), default=noun.i)
        after = [c.right_edge.i for c in noun.rights if c.dep_ == "prep" and c.lower_ in _BINDING]
        last = min(max(after, default=noun.i), noun.i + _REACH)
        return self._made(noun, (first, last + 1), "nominal", "THING")

    def crowd(self, noun: Token) -> Part:
        """People by a noun that no list of ours holds, who act: *hauliers*, *Kalinago elders*."""
        first = min((c.left_edge.i for c in noun.lefts if c.dep_ in _BEFORE_NOUN), default=noun.i)
        return self._made(noun, (first, noun.i + 1), "nominal", "GROUP")

    def state(self, nationality: Phrase) -> Part:
        """The state that a nationality names, where nothing else does (*the former French president*)."""
        return self._made(nationality.root, (nationality.start, nationality.end), "name", "NORP")

    def _made(self, head: Token, tokens: Span, form: Literal["name", "nominal"], label: str) -> Part:
        if head.i not in self.by_head:
            span = self.annotated.span(*tokens)
            words = self.annotated.text(span)
            mention = Mention(span=span, text=words, tokens=tokens, head=head.i, form=form, label=label)
            chain = Chain(id=self.chains + len(self.made), mentions=(mention,), name=words, label=label)
            self.made.append(chain)
            self.by_head[head.i] = (chain, mention)
        return self.by_head[head.i]

    def list_of(self, tokens: Iterable[Token], *, inside: bool = False, places: bool = False) -> list[Part]:
        """The entities these tokens name, each once. `inside`: look into the phrase; `places`: places count too."""
        found: dict[int, Part] = {}
        for token in tokens:
            for part in self._named(token, inside=inside):
                if places or part[1].use == "actor" or part[1].label in ("GPE", "PERSON", "ORG"):
                    found.setdefault(part[0].id, part)
        return list(found.values())

    def is_own(self, token: Token, acting: set[int]) -> bool:
        """*Its troops*, *its border*: nobody but the actor; *his minister*, *her Uzbek colleague* are others."""
        owners = {self.by_head[c.i][0].id for c in token.children if c.dep_ == "poss" and c.i in self.by_head}
        return bool(owners & acting) and nominals().kind(token) != "person"

    def _named(self, token: Token, *, inside: bool) -> list[Part]:
        part = self.by_head.get(token.i) or self.by_head.get(arguments.held(token).i)
        if part is not None and "border" in classes_of(token):  # a border does nothing; whose it is may
            return self._inside(token, roles.within(token)) or [part]
        sides = _joined_owners(token)
        if len(sides) > 1:
            own = part[1].tokens if part else (0, 0)
            shared = [self.by_head[c.i] for c in sides if c.i in self.by_head and not own[0] <= c.i < own[1]]
            if shared:
                return [*shared, part] if part and part not in shared else shared
        if part is not None:
            return [self._with_name(part, token)]
        kinds = classes_of(token)
        if inside:
            return self._inside(token, roles.within(token))
        owners = arguments.holders(token) if "document" in kinds else arguments.owners(token)
        return self._inside(token, owners) if kinds & _INSTRUMENTS else []

    def _with_name(self, part: Part, noun: Token) -> Part:
        """*the former president, Laurent Gbagbo*: a noun is shown with the name beside it."""
        names = [c for c in noun.children if c.dep_ == "appos" and self.by_head.get(c.i, part)[0] == part[0]]
        return self._wider(part, noun.i, names[0].i + 1) if names else part

    def _inside(self, noun: Token, named: Iterable[Token]) -> list[Part]:
        """The nearest entity inside a phrase, shown with the noun: *a convoy of Chadian officers*."""
        part = next((self.by_head[t.i] for t in named if t.i in self.by_head), None)
        return [self._wider(part, noun.i, noun.i + 1)] if part else []

    def _wider(self, part: Part, first: int, end: int) -> Part:
        """An entity whose span reaches over these tokens too, unless that is far."""
        tokens = (min(first, part[1].tokens[0]), max(end, part[1].tokens[1]))
        if tokens[1] - tokens[0] > _REACH:
            return part
        return part[0], replace(part[1], tokens=tokens, span=self.annotated.span(*tokens))


def _joined_owners(noun: Token) -> list[Token]:
    """*Russian* and *Belarusian* of *Russian and Belarusian paratroopers*, *Peru* and *Chile* of *ministers of Peru and
    Chile*: one noun that stands for several sides."""
    for child in noun.children:
        if child.dep_ in ("amod", "compound", "nmod") and child.ent_type_ in ("NORP", "GPE", "ORG"):
            return arguments.conjoined([child])
    beside = [c for c in noun.children if c.dep_ == "conj" and c.ent_type_ in ("GPE", "ORG", "NORP")]
    return [*arguments.obliques(noun, ("of", "from")), *beside] if noun.tag_ == "NNS" else []
