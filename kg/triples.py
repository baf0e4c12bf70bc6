"""The record as RDF triples: each fact's direct statement, and beside it an ``rdf:Statement`` with its evidence.

A thing is of the class of its kind and has its name as ``rdfs:label``, its other forms as ``skos:altLabel``. The
terms are light ones of our own, so that no RDF library need be loaded to make them; ``ntriples`` writes them.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple, overload

from kg.model import Entity, Fact, Paper
from kg.record import Record
from kg.vocabulary import BASE, class_iri, expand, iri, predicate


class Iri(NamedTuple):
    """An absolute IRI."""

    value: str


class Literal(NamedTuple):
    """A literal: its lexical form, and the IRI of its datatype; a plain string has none."""

    value: str
    datatype: str | None = None


class Triple(NamedTuple):
    """One statement."""

    subject: Iri
    predicate: Iri
    object: Iri | Literal


_Said = list[tuple[str, Iri | Literal | None]]
"""What is said of one thing: prefixed names of predicates, and objects; None says nothing."""


def triples(record: Record, base: str = BASE) -> Iterator[Triple]:
    """Yield the triples of all papers, entities and facts, in this order, each ordered by id.

    ``base`` is what the IRIs of ids begin with; our own terms never move with it.
    """
    for paper in record.papers():
        yield from _of_paper(paper, base)
    for entity in record.entities():
        yield from _of_entity(entity, base)
    for fact, quote in record.quoted_facts():
        yield from _of_fact(fact, quote, base)


def _of_paper(paper: Paper, base: str) -> Iterator[Triple]:
    about: _Said = [
        ("rdf:type", Iri(expand("kg:Paper"))),
        ("rdfs:label", literal(paper.title)),
        ("dcterms:title", literal(paper.title)),
        ("dcterms:abstract", literal(paper.abstract or None)),
        ("dcterms:date", date_literal(paper.date) if paper.date else None),
        *(("dcterms:creator", literal(author)) for author in dict.fromkeys(paper.authors)),
        *(("dcterms:identifier", literal(f"{scheme}:{value}")) for scheme, value in paper.identifiers),
        ("kg:url", Literal(paper.url, expand("xsd:anyURI")) if paper.url else None),
    ]
    return _said_of(Iri(iri(paper.id, base)), about)


def _of_entity(entity: Entity, base: str) -> Iterator[Triple]:
    name, *others = entity.forms
    about: _Said = [
        ("rdf:type", Iri(class_iri(entity.kind))),
        ("rdfs:label", literal(name)),
        *(("skos:altLabel", literal(form)) for form in others),
    ]
    return _said_of(Iri(iri(entity.id, base)), about)


def _of_fact(fact: Fact, quote: str | None, base: str) -> Iterator[Triple]:
    def thing(identifier: str | None) -> Iri | None:
        return None if identifier is None else Iri(iri(identifier, base))

    subject, says, object_ = Iri(iri(fact.subject, base)), predicate(fact.predicate).iri, Iri(iri(fact.object, base))
    start, end = fact.sentence or (None, None)
    about: _Said = [
        ("rdf:type", Iri(expand("rdf:Statement"))),
        ("rdf:subject", subject),
        ("rdf:predicate", Iri(says)),
        ("rdf:object", object_),
        ("prov:wasDerivedFrom", thing(fact.paper)),
        ("kg:source", None if fact.paper else literal(fact.source)),
        ("kg:quote", literal(quote)),
        ("kg:start", literal(start)),
        ("kg:end", literal(end)),
        ("kg:confidence", literal(float(fact.confidence))),
        ("kg:by", literal(fact.by)),
        ("kg:metric", thing(fact.qualifiers.metric)),
        ("kg:dataset", thing(fact.qualifiers.dataset)),
        ("kg:value", literal(fact.qualifiers.value)),
        ("kg:unit", literal(fact.qualifiers.unit)),
        ("kg:change", literal(fact.qualifiers.change)),
    ]
    yield Triple(subject, Iri(says), object_)
    yield from _said_of(Iri(iri(fact.id, base)), about)


def _said_of(subject: Iri, about: _Said) -> Iterator[Triple]:
    return (Triple(subject, _term(name), value) for name, value in about if value is not None)


@cache
def _term(name: str) -> Iri:
    return Iri(expand(name))


@overload
def literal(value: str | int | float) -> Literal: ...
@overload
def literal(value: None) -> None: ...
def literal(value: str | int | float | None) -> Literal | None:
    """Return a Python value as a literal of the XML Schema type that fits it, None as None."""
    match value:
        case None:
            return None
        case str():
            return Literal(value)
        case bool():
            return Literal(str(value).lower(), expand("xsd:boolean"))
        case int():
            return Literal(str(value), expand("xsd:integer"))
    return Literal(repr(value), expand("xsd:double"))


_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


def date_literal(text: str) -> Literal:
    """Return an ISO 8601 date as a literal, as exact as it is; what is no date stays a plain string.

    >>> [date_literal(text).datatype.rpartition("#")[2] for text in ("2024", "2024-02", "2024-02-29")]
    ['gYear', 'gYearMonth', 'date']
    """
    if not _DATE.fullmatch(text):
        return Literal(text)
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return Literal(text)
    return Literal(text, expand({4: "xsd:gYear", 7: "xsd:gYearMonth", 10: "xsd:date"}[len(text)]))


_ESCAPES = {
    **{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **{"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"},
}
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')


def ntriples(triple: Triple) -> str:
    """Return a triple as a line of canonical N-Triples (RDF 1.2, section 4), its end of line included.

    Control characters are escaped; a lone surrogate, which no encoding can hold, becomes U+FFFD.
    """
    return f"{_written(triple.subject)} {_written(triple.predicate)} {_written(triple.object)} .\n"


def _written(term: Iri | Literal) -> str:
    if isinstance(term, Iri):
        return f"<{term.value}>"
    text = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0], "\ufffd"), term.value)
    return f'"{text}"^^<{term.datatype}>' if term.datatype else f'"{text}"'
