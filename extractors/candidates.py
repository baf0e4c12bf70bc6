"""Candidates: the things that a paper may speak of, each with all that was said of its mentions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.evidence import Evidence
from kg.model import Span
from kg.names import key, known

_DENOTING = ("known_names", "abbreviations")
"""The extractors whose word for a mention is another form of what it denotes."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing: its mentions in order, and the evidence about them, by extractor."""

    spans: tuple[Span, ...]
    evidence: Mapping[str, Sequence[Evidence]]

    def of(self, extractor: str) -> Sequence[Evidence]:
        """Return what an extractor says of it."""
        return self.evidence.get(extractor, ())

    def forms(self, text: str) -> list[str]:
        """Return its distinct spellings, in order of appearance."""
        return list(dict.fromkeys(span.of(text) for span in self.spans))


def grouped(text: str, evidence: Mapping[str, Sequence[Evidence]], cues: Sequence[Evidence]) -> list[Candidate]:
    """Group evidence by what it speaks of, and add to each group the cues of its mentions.

    Mentions are of one thing if their forms have one key, if a definition in the text binds them, or if a known name
    stands for both; what the text defines means what it says there, whatever is known. The result is ordered by first
    mention.
    """
    things = _Things()
    defined = {key(e.span.of(text)): e.what for e in evidence.get("abbreviations", ())}
    denoted = [
        (extractor, e, _denoted(text, extractor, e))
        for extractor, found in evidence.items()
        for e in found
        if extractor != "known_names" or _agrees(e, defined.get(key(e.span.of(text)), e.what), e.span.of(text))
    ]
    for _, _, names in denoted:
        things.join(names)
    groups: dict[str, dict[str, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    groups_at: dict[Span, dict[str, None]] = defaultdict(dict)
    for extractor, e, names in denoted:
        thing = things.of(names[0])
        groups[thing][extractor].append(e)
        groups_at[e.span][thing] = None
    for cue in cues:
        for thing in groups_at[cue.span]:
            groups[thing]["cues"].append(cue)
    candidates = [Candidate(tuple(sorted({e.span for es in of.values() for e in es})), of) for of in groups.values()]
    return sorted(candidates, key=lambda candidate: candidate.spans)


def _denoted(text: str, extractor: str, e: Evidence) -> list[str]:
    """Return the keys of a mention's form and of what it denotes; of CIFAR-10/100, which is two things, the latter."""
    form = e.span.of(text)
    if extractor not in _DENOTING:
        return [key(form)]
    return [key(e.what)] if "/" in form else [key(e.what), key(form)]


def _agrees(e: Evidence, long: str, form: str) -> bool:
    """Whether a known name, found as this form, is what the text defines the form to be."""
    thing = known(e.kind, e.what) if e.kind else None
    return key(long) in map(key, (form, e.what, *(thing.forms if thing else ())))


class _Things:
    """Disjoint sets of keys; a set is called by the key that was met first."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}

    def of(self, name: str) -> str:
        while self._parent.setdefault(name, name) != name:
            name = self._parent[name]
        return name

    def join(self, names: Sequence[str]) -> None:
        for name in names[1:]:
            self._parent[self.of(name)] = self.of(names[0])
