"""How an entity is shown: its id, its best-known name, and every other form with the reason that joined it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from kg.model import Alias, Entity
from kg.names import Known, key, slug
from kg.resolve.clusters import Clusters
from kg.resolve.nodes import Node
from kg.resolve.readings import Reading
from kg.vocabulary import Kind

SAME = "same spelling"
_EXPLAINED, _BOUND = 0.98, 0.9
"""How sure a form is that a paper explains, or that the extractors have bound to another of that paper."""


def entity_of(cluster: Node, readings: Sequence[Reading], clusters: Clusters, table_name: str = "") -> Entity:
    """Return the entity of a cluster from its readings, the earliest paper's first.

    The id is made of the well-known name, else of the form in the earliest paper; ``table_name`` names what stands
    above others and is named by no paper.
    """
    kind, thing = cluster.kind, clusters.thing(cluster)
    if not thing and kind is not Kind.REPOSITORY and len({form for r in readings for form in r.forms}) == 1:
        name, papers = readings[0].name, {reading.paper for reading in readings}  # as most are: spelled in one way
        return Entity(f"{kind.key}/{slug(name)}", kind, name, (Alias(name, len(papers), SAME),))
    forms = _Forms.of(readings)
    if kind is Kind.REPOSITORY:
        name = min(forms.papers, key=lambda form: (-forms.papers[form], form))
        aliases = _counted(forms.papers)
        return Entity(f"{kind.key}/{cluster.key}", kind, name, tuple(Alias(f, n, "same address") for f, n in aliases))
    name = thing.name if thing else _clearest(readings, forms) if readings else table_name
    first = thing.name if thing else readings[0].name if readings else table_name
    reasons = _Reasons(kind, name, forms, thing, clusters)
    unused = {form: 0 for form in (thing.forms if thing else ()) if key(form) not in forms.keys}
    aliases = _counted({**forms.papers, **unused})
    return Entity(f"{kind.key}/{slug(first)}", kind, name, tuple(Alias(f, n, *reasons.of(f)) for f, n in aliases))


def distinct(entities: Mapping[Node, Entity], members: Mapping[Node, Sequence[Reading]]) -> dict[Node, Entity]:
    """Return the entities with an id each: of two meanings of one form, the later bears its earliest paper."""
    made = dict(entities)
    bearers: dict[str, list[Node]] = defaultdict(list)
    for node, entity in entities.items():
        bearers[entity.id].append(node)
    for first_id, nodes in bearers.items():
        taken = {first_id}
        for node in sorted(nodes, key=lambda node: (node.mark, node))[1:]:
            identifier, readings = first_id, members.get(node, ())
            while identifier in taken:
                paper = readings[0].paper.removeprefix("paper/") if readings else node.mark
                identifier = f"{identifier}@{paper}"
            taken.add(identifier)
            made[node] = replace(entities[node], id=identifier)
    return made


def look_up_keys(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield a (look-up key, id) pair for every form; a repository is also found by owner/name.

    An id's slug has the key of the form it was made of, so an id that a merge retired finds its heir.
    """
    for form in entity.forms:
        yield key(form), entity.id
        if entity.kind is Kind.REPOSITORY:
            address = form.split("://")[-1].split("/")
            yield from ((key("/".join(address[n:])), entity.id) for n in range(len(address) - 1))


def _counted(papers: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return forms and in how many papers each stands, those in most first."""
    return sorted(papers.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The spellings of an entity: in how many papers each stands, the first of them, and the first to explain it."""

    papers: Mapping[str, int]
    first: Mapping[str, str]
    explained: Mapping[str, str]  # by key: an abbreviation explained once is explained in all its spellings
    homes: frozenset[str]
    keys: frozenset[str]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Self:
        papers: dict[str, int] = {}
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        explained: dict[str, str] = {}
        for reading in readings:  # those of one paper stand together
            paper = reading.paper
            for form in reading.forms:
                if last.get(form) != paper:
                    first.setdefault(form, paper)
                    last[form] = paper
                    papers[form] = papers.get(form, 0) + 1
            for short in reading.shorts:
                explained.setdefault(key(short), paper)
        homes = frozenset(map(key, {reading.name for reading in readings}))
        return cls(papers, first, explained, homes, frozenset(map(key, papers)))


def _clearest(readings: Sequence[Reading], forms: _Forms) -> str:
    """Return the form in most papers among those that entities go by and no paper explains as an abbreviation.

    Ties: the longer one, then by alphabet.
    """
    homes = forms.homes - forms.explained.keys() or forms.homes
    return min((f for f in forms.papers if key(f) in homes), key=lambda form: (-forms.papers[form], -len(form), form))


@dataclass(frozen=True, slots=True)
class _Reasons:
    """Why forms belong to the entity of this name."""

    kind: Kind
    name: str
    forms: _Forms
    thing: Known | None
    clusters: Clusters

    def of(self, form: str) -> tuple[str, float]:
        """Return the strongest evidence there is for a form, and how sure it is."""
        if form == self.name and form in self.forms.papers:
            return SAME, 1.0
        if form != self.name and key(form) == key(self.name):
            return "differs in case, hyphen or plural", 1.0
        if self.thing and key(form) in {key(known) for known in self.thing.forms}:
            return f"known name ({', '.join(self.thing.sources)})", 1.0
        link = self.clusters.joined.get(self.clusters.nodes.of(self.kind, form))
        if key(form) in self.forms.explained and not (link and link.decided):
            return f"abbreviation in {self.forms.explained[key(form)]}", _EXPLAINED
        if link and key(form) in self.forms.homes:
            return link.reason, link.score
        if form in self.forms.first:
            return f"same thing in {self.forms.first[form]}", _BOUND
        return "known name", 1.0
