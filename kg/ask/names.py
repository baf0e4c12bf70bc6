"""From readings to a meaning: the first whose names all denote something of the kind that its query asks for."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from kg.ask.grammar import Reading
from kg.errors import UnknownName
from kg.query import NamedQuery, Names, Parameter, entities_named, find_entities
from kg.triples import date_literal
from kg.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Meaning:
    """A named query and the values of its parameters: several where a name denotes several things."""

    query: NamedQuery
    parameters: tuple[Mapping[str, str], ...]


def meaning(readings: Sequence[Reading], named: Callable[[str], NamedQuery], names: Names) -> Meaning:
    """Return what a question means, of its readings the first that has a meaning; ``named`` gives a query by name.

    Raises UnknownName where none has: of the first name that comes near something, with what it comes near.
    """
    unknown: list[UnknownName] = []
    for reading in readings:
        query = named(reading.query)
        words = dict(reading.words)
        try:
            values = [_values(parameter, words[parameter.name], names) for parameter in query.parameters]
        except UnknownName as error:
            unknown.append(error)
            continue
        combinations = product(*values)
        return Meaning(query, tuple(dict(zip(words_of(query), each, strict=True)) for each in combinations))
    raise next((error for error in unknown if error.available), unknown[0])


def words_of(query: NamedQuery) -> list[str]:
    """Return the names of a query's parameters."""
    return [parameter.name for parameter in query.parameters]


def _values(parameter: Parameter, words: str, names: Names) -> list[str]:
    if parameter.type == "date":
        if date_literal(words).datatype is None:
            raise UnknownName("date", words)
        return [words]
    first: UnknownName | None = None
    for spelling in dict.fromkeys(_spellings(words)):
        try:
            return [entity.id for entity in entities_named(names, spelling, parameter.kinds)]
        except UnknownName as error:
            first = first or error
    if Kind.TASK in parameter.kinds and _FROM_TO.fullmatch(words):
        heads = (f"{words} {head}" for head in _HEADS)
        if found := [entity.id for name in heads for entity in find_entities(names, name, parameter.kinds)]:
            return found
    raise first or UnknownName(parameter.name, words)


_FROM_TO = re.compile(r"\S+-to-\S+", re.IGNORECASE)
_HEADS = ("generation", "synthesis")
"""What a task that makes one thing of another is called besides, and often is not: text-to-3D generation."""

_NOUN = (
    "papers?|datasets?|data sets?|benchmarks?|suites?|corpus|corpora|collection|methods?|models?|algorithms?|networks?"
    "|architectures?|approach|approaches|tasks?|problems?|metrics?"
)
_DRESSED = re.compile(
    rf"(?:(?:the|a|an|this)\s+)?(?:(?:{_NOUN})\s+(?:of\s+|called\s+|named\s+)?)?(.+?)(?:\s+(?:{_NOUN}))?", re.IGNORECASE
)


def _spellings(words: str) -> Iterator[str]:
    """Yield a name as it was given, then without the article and the kind that it may be dressed in."""
    yield words
    if found := _DRESSED.fullmatch(words):
        yield found[1]
