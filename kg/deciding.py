"""The user's decisions on what is one thing, and the reasons of those that the resolver took.

A decision names forms and papers, never ids, so it holds in every later graph that has them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.errors import RequestError, UnknownName
from kg.model import Alias, Decision, Entity, FormAt
from kg.names import ALIKE, Verdict, compare, key, near
from kg.query import the_entity, the_paper
from kg.record import Record
from kg.vocabulary import Kind

KINDS = (Kind.METHOD, Kind.DATASET, Kind.TASK, Kind.METRIC, Kind.REPOSITORY)

SHARED_FORM = 0.5
"""How sure it is that two things are two which share a form."""

_FALL, _NEAREST = 5, 0.4
"""How fast the certainty falls that two things of nearly one name are two, and to what."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A decision of the resolver, to be looked at: a form that it joined to an entity, or left to several."""

    certainty: float
    form: str
    ids: tuple[str, ...]
    reason: str


def merged(record: Record, one: str, other: str) -> Decision:
    """Return the decision that two things are one, each given by id or by any of its names.

    Raises UnknownName, AmbiguousName, and RequestError where they are of two kinds or one already.
    """
    first = the_entity(record, one, KINDS)
    second = the_entity(record, other, [first.kind])
    if first.id == second.id:
        raise RequestError(f"{one!r} and {other!r} are one thing already: {first.id}")
    return Decision(first.kind, True, _forms(record, first), _forms(record, second))


def split(record: Record, thing: str, form: str, paper: str | None = None) -> Decision:
    """Return the decision that a form, or its use in one paper, does not mean this thing.

    Raises UnknownName, AmbiguousName, and RequestError where the form is all that the thing has.
    """
    entity = the_entity(record, thing, KINDS)
    own = [alias.form for alias in entity.aliases]
    if form not in own:
        same_key = [each for each in own if key(each) == key(form)]
        if not same_key:
            raise UnknownName(f"form of {entity.id}", form, own[:10], hint="it has")
        form = same_key[0]
    if paper is not None:
        at = FormAt(form, the_paper(record, paper).id)
        return Decision(entity.kind, False, (at,), _forms(record, entity))
    others = [at for at in _forms(record, entity) if key(at.form) != key(form)]
    others = others or [at for at in _forms(record, entity) if at.form != form]
    if not others:
        raise RequestError(f"{form!r} is the only form of {entity.id}; give --paper to part one paper's use of it")
    return Decision(entity.kind, False, (FormAt(form),), tuple(others))


def _forms(record: Record, entity: Entity) -> tuple[FormAt, ...]:
    """Return the forms of an entity; those of one that bears a paper in its id only as they are used there."""
    paper = f"paper/{entity.id.partition('@')[2]}"
    where = paper if record.paper(paper) else ""
    return tuple(FormAt(form, where) for form in entity.forms)


def papers_of(record: Record, entity: Entity) -> dict[str, list[str]]:
    """Return the ids of the papers in which each form of an entity stands, by form."""
    forms, papers = set(entity.forms), defaultdict(set)
    for source in sorted({fact.paper for fact in record.facts_about(entity.id) if fact.paper}):
        paper, extraction = record.paper(source), record.extraction(source)
        for each in extraction.entities if paper and extraction else ():
            for form in forms & {each.name, *each.surface_forms(paper.text if paper else "")}:
                if each.kind is entity.kind:
                    papers[form].add(source)
    return {alias.form: sorted(papers[alias.form]) for alias in entity.aliases}


def doubts(record: Record) -> list[Doubt]:
    """Return the resolver's decisions that something speaks against, the least certain first."""
    shared: dict[tuple[Kind, str], list[tuple[Entity, Alias]]] = defaultdict(list)
    found = []
    for entity in record.entities():
        for alias in entity.aliases:
            if alias.certainty < 1:
                found.append(Doubt(alias.certainty, alias.form, (entity.id,), alias.reason))
            if alias.papers:
                shared[entity.kind, alias.form].append((entity, alias))
    for (_, form), holders in shared.items():
        if len(holders) > 1:
            ids = tuple(entity.id for entity, _ in holders)
            found.append(Doubt(SHARED_FORM, form, ids, "one form of several things"))
    found += left_apart(record.entities())
    return sorted(found, key=lambda doubt: (doubt.certainty, doubt.form, doubt.ids))


def left_apart(entities: Iterable[Entity]) -> Iterator[Doubt]:
    """Yield a doubt for each two things with nearly the same name that neither a number nor a name list tells apart.

    How sure it is that they are two falls as their names grow alike (``benchmarks/resolving.md``).
    """
    spelled: dict[Kind, dict[str, str]] = defaultdict(dict)
    for entity in entities:
        if entity.kind is not Kind.REPOSITORY:
            spelled[entity.kind].update((alias.form, entity.id) for alias in entity.aliases if alias.papers)
    for kind, owners in spelled.items():
        closest: dict[tuple[str, ...], tuple[float, str, str]] = {}
        for alike, one, other in near(owners):
            ids = tuple(sorted((owners[one], owners[other])))
            if ids[0] != ids[1]:
                closest[ids] = max(closest.get(ids, (0.0, "", "")), (alike, one, other))
        for ids, (alike, one, other) in closest.items():
            verdict = compare(kind, one, other)
            if verdict.score < 1:
                certainty = round(max(_NEAREST, verdict.score - _FALL * (alike - ALIKE)), 4)
                yield Doubt(certainty, f"{one} | {other}", ids, f"nearly alike: {verdict.reason}")


def same(kind: Kind, one: str, other: str, record: Record | None = None) -> Verdict:
    """Say whether two names would be one node; where a graph is given, what it holds comes before the names alone."""
    if record:
        found = [_holders(record, kind, name) for name in (one, other)]
        for identifier in sorted(found[0].keys() & found[1].keys()):
            reason = next((alias for alias in found[1][identifier] if alias.form != one), found[0][identifier][0])
            return Verdict(True, reason.certainty, f"{identifier}: {reason.reason}")
        if all(found):
            return Verdict(False, 1.0, f"{', '.join(sorted(found[0]))} and {', '.join(sorted(found[1]))}")
    return compare(kind, one, other)


def _holders(record: Record, kind: Kind, name: str) -> dict[str, Sequence[Alias]]:
    """Return the aliases with this name's key of each entity that has some, by id."""
    return {
        entity.id: aliases
        for entity in record.named(key(name))
        if entity.kind is kind and (aliases := list(_spelled(entity, name)))
    }


def _spelled(entity: Entity, name: str) -> Iterator[Alias]:
    exact = [alias for alias in entity.aliases if alias.form == name]
    yield from exact or (alias for alias in entity.aliases if key(alias.form) == key(name))
