"""The words of the graph, each written once: kinds, roles, predicates, their signatures, prefixes, IRIs.

The record's checks, the Cypher labels, the RDF terms and the documentation are made from these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote, unquote

from kg.errors import UnknownName

VERSION = 1
"""Raised by hand whenever a term or a shape changes; a store made under another number is rebuilt."""


class Kind(StrEnum):
    """What a node is. The value is its label in the graph; ``key`` is its spelling in ids and files."""

    PAPER = "Paper"
    METHOD = "Method"
    DATASET = "Dataset"
    TASK = "Task"
    METRIC = "Metric"
    REPOSITORY = "Repository"

    @property
    def key(self) -> str:
        """The lower-case spelling used in ids, gold files and ``kg extract``."""
        return self.value.lower()

    @classmethod
    def parse(cls, text: str) -> "Kind":
        """Read a kind in either spelling; UnknownName if it is none."""
        try:
            return cls(text[:1].upper() + text[1:].lower())
        except ValueError:
            raise UnknownName("kind", text, list(cls), hint="there are") from None


class Role(StrEnum):
    """What a paper does with a method or a dataset."""

    PROPOSED = "proposed"
    INTRODUCED = "introduced"
    BASELINE = "baseline"
    USED = "used"


ROLE_ORDER = (Role.PROPOSED, Role.INTRODUCED, Role.BASELINE, Role.USED)
"""Where cues disagree about one entity of a paper, the earlier role stands."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One kind of edge: its name, what it may join, and what it says."""

    name: str
    subject: Kind
    object: Kind
    meaning: str

    @property
    def iri(self) -> str:
        """The predicate's IRI: ``USES_DATASET`` is ``kg:usesDataset``."""
        first, *rest = self.name.lower().split("_")
        return VOCAB + first + "".join(word.capitalize() for word in rest)


VOCAB = "urn:paperkg:vocab#"
"""The namespace of our own terms. It never moves, whatever base the ids have."""

BASE = "urn:paperkg:"
"""The default base of the IRIs of papers, entities and facts."""

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": VOCAB,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "dcterms": "http://purl.org/dc/terms/",
        "prov": "http://www.w3.org/ns/prov#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
    }
)

PREDICATES: Mapping[str, Predicate] = MappingProxyType(
    {
        p.name: p
        for p in (
            Predicate("PROPOSES", Kind.PAPER, Kind.METHOD, "the method is the paper's own contribution"),
            Predicate("USES_METHOD", Kind.PAPER, Kind.METHOD, "the paper builds on or employs the method"),
            Predicate("COMPARES_WITH", Kind.PAPER, Kind.METHOD, "the method is a baseline of the paper"),
            Predicate("INTRODUCES_DATASET", Kind.PAPER, Kind.DATASET, "the dataset is new in the paper"),
            Predicate("USES_DATASET", Kind.PAPER, Kind.DATASET, "the paper trains or evaluates on the dataset"),
            Predicate("ADDRESSES", Kind.PAPER, Kind.TASK, "the paper works on the task"),
            Predicate("REPORTS", Kind.PAPER, Kind.METRIC, "the paper reports the metric"),
            Predicate("HAS_CODE", Kind.PAPER, Kind.REPOSITORY, "the paper's abstract gives the repository"),
            Predicate("EXTENDS", Kind.METHOD, Kind.METHOD, "the first builds on or generalises the second"),
            Predicate("OUTPERFORMS", Kind.METHOD, Kind.METHOD, "a paper says that the first does better"),
            Predicate("EVALUATED_ON", Kind.METHOD, Kind.DATASET, "a paper evaluates the method on the dataset"),
            Predicate("APPLIED_TO", Kind.METHOD, Kind.TASK, "a paper applies the method to the task"),
            Predicate("PART_OF", Kind.DATASET, Kind.DATASET, "the first is a member of the second, a suite"),
            Predicate("BENCHMARK_FOR", Kind.DATASET, Kind.TASK, "the dataset measures the task"),
            Predicate("SUBTASK_OF", Kind.TASK, Kind.TASK, "the first is a special case of the second"),
        )
    }
)

_PAPER_PREDICATE: Mapping[tuple[Kind, Role], str] = MappingProxyType(
    {
        (Kind.METHOD, Role.PROPOSED): "PROPOSES",
        (Kind.METHOD, Role.USED): "USES_METHOD",
        (Kind.METHOD, Role.BASELINE): "COMPARES_WITH",
        (Kind.DATASET, Role.INTRODUCED): "INTRODUCES_DATASET",
        (Kind.DATASET, Role.USED): "USES_DATASET",
        (Kind.TASK, Role.USED): "ADDRESSES",
        (Kind.METRIC, Role.USED): "REPORTS",
        (Kind.REPOSITORY, Role.USED): "HAS_CODE",
    }
)


def roles_of(kind: Kind) -> tuple[Role, ...]:
    """Return the roles that an entity of this kind can have in a paper; none where used is all there is."""
    roles = tuple(role for role in ROLE_ORDER if (kind, role) in _PAPER_PREDICATE)
    return roles if len(roles) > 1 else ()


def paper_predicate(kind: Kind, role: Role | None) -> Predicate:
    """Return the one predicate between a paper and its entity of this kind and role; no role means used."""
    return PREDICATES[_PAPER_PREDICATE[kind, role or Role.USED]]


def predicate(name: str) -> Predicate:
    """Look a predicate up by name; UnknownName lists those that exist."""
    try:
        return PREDICATES[name]
    except KeyError:
        raise UnknownName("predicate", name, PREDICATES, hint="there are") from None


def expand(name: str) -> str:
    """Return the IRI that a prefixed name stands for, such as ``dcterms:title``."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def class_iri(kind: Kind) -> str:
    """Return the IRI of the class of all things of a kind, such as ``kg:Dataset``."""
    return VOCAB + kind.value


def iri(identifier: str, base: str = BASE) -> str:
    """Return the IRI of an id: the base, then the id percent-encoded."""
    return base + quote(identifier, safe="/:@!$&'()*+,;=-._~")


def identifier(text: str, base: str = BASE) -> str | None:
    """Return the id whose IRI this is, or None if it is no IRI of ours; the inverse of ``iri``."""
    return unquote(text[len(base) :]) if text.startswith(base) and not text.startswith(VOCAB) else None


PREDICATE_OF_IRI: Mapping[str, str] = MappingProxyType({p.iri: p.name for p in PREDICATES.values()})
KIND_OF_IRI: Mapping[str, Kind] = MappingProxyType({class_iri(k): k for k in Kind})
