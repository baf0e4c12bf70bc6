"""Names to entities: by id, by any spelling of any of their names; papers by id or title."""

from collections.abc import Sequence
from typing import Protocol

from kg.errors import AmbiguousName, UnknownName
from kg.model import Entity, Paper
from kg.names import key
from kg.vocabulary import Kind


class Names(Protocol):
    """What names can be looked up in: a record, or a Neo4j database that holds what was pushed from one."""

    def entity(self, identifier: str) -> Entity | None:
        """Return the entity of this id, or None."""

    def named(self, key: str) -> list[Entity]:
        """Return the entities that have a form with this look-up key, ordered by id."""

    def form_keys(self) -> list[str]:
        """Return all look-up keys, sorted, for suggestions."""

    def paper(self, identifier: str) -> Paper | None:
        """Return the paper of this id, or None."""

    def titled(self, title: str) -> list[Paper]:
        """Return the papers of this title, its case aside, ordered by id."""


def find_entities(names: Names, text: str, kinds: Sequence[Kind] = ()) -> list[Entity]:
    """Return what an id, present or retired, or a name or alias in any spelling denotes, ordered by id.

    A paper, where its kind is asked for, is found by its id, with or without ``paper/``, or by its title.
    """
    kinds = kinds or tuple(Kind)
    prefix, _, slug = text.partition("/")
    found: list[Entity] = []
    if entity := names.entity(text):
        found = [entity]
    elif prefix in {kind.key for kind in Kind}:
        found = [e for e in names.named(key(slug.partition("@")[0])) if e.kind.key == prefix]
    found = found or names.named(key(text))
    if Kind.PAPER in kinds:
        found += map(_as_entity, _papers(names, text))
    return sorted((entity for entity in found if entity.kind in kinds), key=lambda entity: entity.id)


def _papers(names: Names, text: str) -> list[Paper]:
    for candidate in (text, f"paper/{text}", f"paper/arxiv:{text}"):
        if paper := names.paper(candidate):
            return [paper]
    return names.titled(text)


def _as_entity(paper: Paper) -> Entity:
    return Entity(paper.id, Kind.PAPER, paper.title)


def entities_named(names: Names, text: str, kinds: Sequence[Kind] = ()) -> list[Entity]:
    """Return what ``find_entities`` does; UnknownName, with near names, where that is nothing."""
    found = find_entities(names, text, kinds)
    if not found:
        raise UnknownName(" or ".join(kind.key for kind in kinds) or "name", text, _near(names, text, kinds))
    return found


def the_entity(names: Names, text: str, kinds: Sequence[Kind] = ()) -> Entity:
    """Return the one thing that a text denotes; raises UnknownName, or AmbiguousName with the ids of all."""
    found = entities_named(names, text, kinds)
    if len(found) > 1:
        raise AmbiguousName(text, [entity.id for entity in found])
    return found[0]


def the_paper(names: Names, text: str) -> Paper:
    """Return the one paper of this id, with or without ``paper/``, or title; raises UnknownName, AmbiguousName."""
    found = _papers(names, text)
    if not found:
        raise UnknownName("paper", text)
    if len(found) > 1:
        raise AmbiguousName(text, [paper.id for paper in found])
    return found[0]


def _near(names: Names, text: str, kinds: Sequence[Kind]) -> list[str]:
    from rapidfuzz import fuzz, process

    close = process.extract(key(text), names.form_keys(), scorer=fuzz.WRatio, score_cutoff=75, limit=20)
    entities = (entity for near, _, _ in close for entity in names.named(near))
    return list(dict.fromkeys(entity.name for entity in entities if not kinds or entity.kind in kinds))[:5]
