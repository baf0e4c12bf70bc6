"""The nouns: frozen records that the stages hand to one another."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from hashlib import sha256
from typing import Any, NamedTuple, Self

from kg.rows import Rows as Rows
from kg.rows import Value as Value
from kg.vocabulary import Kind, Role, predicate


class Span(NamedTuple):
    """A stretch of a paper's text: offsets in code points, the end excluded. A mention, or a sentence."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words themselves."""
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        """Whether the other span lies wholly within this one."""
        return self.start <= other.start and other.end <= self.end


Mention = Span
"""Where a paper names an entity."""


def digest(*parts: str) -> str:
    """Return a short id made from content: 16 hexadecimal digits of SHA-256 over the parts."""
    return sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as a source gave it, cleaned. ``date`` is ISO 8601, as exact as the source has it."""

    id: str
    title: str
    abstract: str = ""
    date: str | None = None
    authors: tuple[str, ...] = ()
    venue: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()  # (scheme, value), sorted: ("arxiv", "2009.00755")
    urls: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The one text that all offsets point into: title, blank line, abstract."""
        return f"{self.title}\n\n{self.abstract}"

    @property
    def content(self) -> str:
        """A digest of what is read: the same id with another content is another version of the paper."""
        return digest(self.title, self.abstract)

    @property
    def year(self) -> int | None:
        """The year of the date, where there is one."""
        return int(self.date[:4]) if self.date else None

    @property
    def url(self) -> str | None:
        """Where a person finds the paper: what the source gave first, else its page by identifier."""
        if self.urls:
            return self.urls[0]
        known = dict(self.identifiers)
        if "arxiv" in known:
            return f"https://arxiv.org/abs/{known['arxiv']}"
        return f"https://doi.org/{known['doi']}" if "doi" in known else None


@dataclass(frozen=True, slots=True)
class PaperEntity:
    """One thing as one paper speaks of it.

    ``name`` is the clearest form in the text, ``sentence`` the evidence of the paper-level fact, ``score`` the
    probability that this entity of this kind stands, ``by`` the extractor and its version.
    """

    kind: Kind
    name: str
    role: Role | None
    score: float
    by: str
    mentions: tuple[Mention, ...]
    sentence: Span

    def surface_forms(self, text: str) -> tuple[str, ...]:
        """Return the distinct spellings in the paper's text, in order of appearance."""
        return tuple(dict.fromkeys([text[start:end] for start, end in self.mentions]))


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a sentence adds to a relation. ``metric`` and ``dataset`` are names in a paper, entity ids in a fact.

    ``value`` is the number as written; ``change`` is True for a gain over another, False for a level.
    """

    metric: str | None = None
    dataset: str | None = None
    value: str | None = None
    unit: str | None = None
    change: bool | None = None

    def as_json(self) -> dict[str, str | bool]:
        """Return what is known, as a JSON object."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


NO_QUALIFIERS = Qualifiers()


@dataclass(frozen=True, slots=True)
class Relation:
    """One paper's statement about two of its entities, with the sentence that best supports it."""

    subject: PaperEntity
    predicate: str
    object: PaperEntity
    sentence: Span
    score: float
    by: str
    qualifiers: Qualifiers = NO_QUALIFIERS


@dataclass(frozen=True, slots=True)
class Extraction:
    """One reading of one paper by one version of the extractors: the unit that is stored, skipped, refreshed."""

    paper: str
    version: str
    sentences: tuple[Span, ...]
    entities: tuple[PaperEntity, ...] = ()
    relations: tuple[Relation, ...] = ()
    pages: tuple[str, ...] = ()

    def at_least(self, confidence: float) -> Self:
        """Return the extraction without entities and relations of a lower score."""
        entities = tuple(e for e in self.entities if e.score >= confidence)
        held = {(e.kind, e.name) for e in entities}
        relations = tuple(
            r
            for r in self.relations
            if r.score >= confidence and {(r.subject.kind, r.subject.name), (r.object.kind, r.object.name)} <= held
        )
        return replace(self, entities=entities, relations=relations)

    def as_json(self, paper: Paper) -> dict[str, Any]:
        """Return the extraction contract's JSON object, with the paper's title and text and the quotes written out."""
        text = paper.text
        return {
            "id": self.paper,
            "version": self.version,
            "title": paper.title,
            "text": text,
            "sentences": [list(s) for s in self.sentences],
            "entities": [
                {
                    "kind": e.kind.key,
                    "name": e.name,
                    "surface_forms": list(e.surface_forms(text)),
                    "role": e.role,
                    "score": e.score,
                    "by": e.by,
                    "mentions": [list(m) for m in e.mentions],
                    "sentence": list(e.sentence),
                }
                for e in self.entities
            ],
            "relations": [
                {
                    "subject": r.subject.name,
                    "predicate": r.predicate,
                    "object": r.object.name,
                    "sentence": list(r.sentence),
                    "quote": r.sentence.of(text),
                    "score": r.score,
                    "by": r.by,
                    "qualifiers": r.qualifiers.as_json(),
                }
                for r in self.relations
            ],
            "pages": list(self.pages),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read an extraction back from its JSON object; what follows from the text may be absent."""
        entities = tuple(
            PaperEntity(
                kind=Kind.parse(e["kind"]),
                name=e["name"],
                role=Role(e["role"]) if e["role"] else None,
                score=e["score"],
                by=e["by"],
                mentions=tuple(Mention(*m) for m in e["mentions"]),
                sentence=Span(*e["sentence"]),
            )
            for e in data["entities"]
        )
        by_name = {(e.kind, e.name): e for e in entities}
        relations = tuple(
            Relation(
                subject=by_name[signature.subject, r["subject"]],
                predicate=signature.name,
                object=by_name[signature.object, r["object"]],
                sentence=Span(*r["sentence"]),
                score=r["score"],
                by=r["by"],
                qualifiers=Qualifiers(**r["qualifiers"]),
            )
            for r in data["relations"]
            for signature in (predicate(r["predicate"]),)
        )
        return cls(
            paper=data["id"],
            version=data["version"],
            sentences=tuple(Span(*s) for s in data["sentences"]),
            entities=entities,
            relations=relations,
            pages=tuple(data["pages"]),
        )


@dataclass(frozen=True, slots=True)
class Alias:
    """One form of an entity: in how many papers it stands (0: only in a name list), why it belongs here, how surely."""

    form: str
    papers: int
    reason: str
    certainty: float = 1.0


@dataclass(frozen=True, slots=True)
class Entity:
    """A cluster of paper entities over all papers, or a suite above one."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[Alias, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All its forms, the displayed name first."""
        return tuple(dict.fromkeys((self.name, *(alias.form for alias in self.aliases))))


class FormAt(NamedTuple):
    """A form of a kind of thing: wherever it stands, or in one paper alone."""

    form: str
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A user's word on forms of a kind: each of ``one`` is the same thing as each of ``other``, or is not."""

    kind: Kind
    same: bool
    one: tuple[FormAt, ...]
    other: tuple[FormAt, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement by one source: a paper's id, ``table:NAME#ROW`` or ``rule:NAME``.

    ``subject`` and ``object`` are ids of papers or entities. A fact of a paper has the sentence that says so;
    a fact from a table or rule has none and names its row or rule instead.
    """

    subject: str
    predicate: str
    object: str
    source: str
    sentence: Span | None
    confidence: float
    by: str
    qualifiers: Qualifiers = NO_QUALIFIERS
    id: str = dataclass_field(init=False)

    def __post_init__(self) -> None:
        q = self.qualifiers
        key = (self.subject, self.predicate, self.object, self.source, q.metric or "", q.dataset or "", q.value or "")
        object.__setattr__(self, "id", f"fact/{digest(*key)}")

    @property
    def paper(self) -> str | None:
        """The id of the paper that states it; None for a table or a rule."""
        return self.source if self.source.startswith("paper/") else None
