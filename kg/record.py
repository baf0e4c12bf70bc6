"""The record: one SQLite file that is the only truth. Every store is a copy of it that can be thrown away.

A paper and its extraction are written in one transaction, so a kill at any moment loses at most the paper in
flight. Entities and facts are replaced as a whole, in one transaction, which also raises the generation number.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from kg import full_text
from kg.confident import hide_below
from kg.errors import GraphError, RequestError
from kg.full_text import Found
from kg.model import Alias, Decision, Entity, Extraction, Fact, FormAt, Paper, Qualifiers, Span
from kg.vocabulary import PREDICATES, Kind

SCHEMA_VERSION = 1

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE paper (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, abstract TEXT NOT NULL, date TEXT, authors TEXT NOT NULL, venue TEXT,
    identifiers TEXT NOT NULL, urls TEXT NOT NULL, content TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE extraction (
    paper TEXT PRIMARY KEY REFERENCES paper ON DELETE CASCADE, version TEXT NOT NULL, content TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE entity (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ({kinds})), name TEXT NOT NULL, links TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE alias (
    entity TEXT NOT NULL REFERENCES entity ON DELETE CASCADE, position INTEGER NOT NULL, form TEXT NOT NULL,
    papers INTEGER NOT NULL, reason TEXT NOT NULL, certainty REAL NOT NULL, PRIMARY KEY (entity, position)
) WITHOUT ROWID;
CREATE TABLE form (
    key TEXT NOT NULL, entity TEXT NOT NULL REFERENCES entity ON DELETE CASCADE, PRIMARY KEY (key, entity)
) WITHOUT ROWID;
CREATE TABLE fact (
    id TEXT PRIMARY KEY, subject TEXT NOT NULL, predicate TEXT NOT NULL CHECK (predicate IN ({predicates})),
    object TEXT NOT NULL, source TEXT NOT NULL, start INTEGER, "end" INTEGER, confidence REAL NOT NULL
    CHECK (confidence BETWEEN 0 AND 1), by TEXT NOT NULL, qualifiers TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE decision (
    number INTEGER PRIMARY KEY, kind TEXT NOT NULL CHECK (kind IN ({kinds})), same INTEGER NOT NULL,
    one TEXT NOT NULL, other TEXT NOT NULL
);
CREATE INDEX fact_subject ON fact (subject);
CREATE INDEX fact_object ON fact (object);
"""


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Record:
    """An open record. Use as a context manager; readers and one writer may have it open at once (WAL)."""

    def __init__(self, path: Path, *, write: bool = False, at_least: float = 0.0) -> None:
        """Open the file, made first where ``write``; GraphError if it is missing, damaged or of another version.

        A reader may open it without the facts less confident than ``at_least``: see ``kg.confident``. RequestError
        for what is no probability.
        """
        if not 0 <= at_least <= 1:
            raise RequestError(f"a confidence is between 0 and 1, not {at_least:g}")
        if not write and not path.is_file():
            raise GraphError(f"{path.parent}: no graph there; make one with: kg build SOURCE")
        self.path = path
        try:
            self._db = _connect(path, write)
        except sqlite3.Error as error:
            raise GraphError(f"{path}: not a readable graph: {error}") from error
        if at_least:
            hide_below(self._db, at_least)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the record throughout, whatever a writer does meanwhile."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.rollback()

    # Papers and their extractions

    def put(self, paper: Paper, extraction: Extraction) -> None:
        """Store a paper with its extraction in one transaction, in place of what had this id."""
        body = extraction.as_json(paper)
        for derived in ("title", "text"):
            del body[derived]
        row = (
            *(paper.id, paper.title, paper.abstract, paper.date, _dump(paper.authors), paper.venue),
            *(_dump(paper.identifiers), _dump(paper.urls), paper.content),
        )
        with self._db:
            self._db.execute("DELETE FROM paper WHERE id = ?", (paper.id,))
            self._db.execute("INSERT INTO paper VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._db.execute(
                "INSERT INTO extraction VALUES (?, ?, ?, ?)",
                (paper.id, extraction.version, paper.content, _dump(body)),
            )
            self._db.execute("DELETE FROM meta WHERE key = 'resolved_by'")

    def remove(self, identifier: str) -> bool:
        """Remove a paper with its extraction; False if there is none of this id."""
        with self._db:
            removed = self._db.execute("DELETE FROM paper WHERE id = ?", (identifier,)).rowcount > 0
            if removed:
                self._db.execute("DELETE FROM meta WHERE key = 'resolved_by'")
        return removed

    def has(self, paper: Paper, version: str) -> bool:
        """Whether this very paper was read by this version of the extractors."""
        found = self._db.execute(
            "SELECT 1 FROM extraction WHERE paper = ? AND version = ? AND content = ?",
            (paper.id, version, paper.content),
        )
        return found.fetchone() is not None and self.paper(paper.id) == paper

    def papers(self) -> Iterator[Paper]:
        """Yield every paper, ordered by id."""
        for row in self._db.execute("SELECT * FROM paper ORDER BY id"):
            yield _paper(row)

    def paper(self, identifier: str) -> Paper | None:
        """Return the paper of this id, or None."""
        row = self._db.execute("SELECT * FROM paper WHERE id = ?", (identifier,)).fetchone()
        return _paper(row) if row else None

    def titled(self, title: str) -> list[Paper]:
        """Return the papers of this title, its case aside, ordered by id."""
        rows = self._db.execute("SELECT * FROM paper WHERE title = ? COLLATE NOCASE ORDER BY id", (title,))
        return [_paper(row) for row in rows]

    def outdated(self, version: str) -> Iterator[Paper]:
        """Yield the papers that another version of the extractors has read, ordered by id."""
        ids = self._db.execute("SELECT paper FROM extraction WHERE version <> ? ORDER BY paper", (version,)).fetchall()
        for (identifier,) in ids:
            paper = self.paper(identifier)
            if paper:
                yield paper

    def extraction(self, paper: str) -> Extraction | None:
        """Return the extraction of the paper of this id, or None."""
        row = self._db.execute("SELECT body FROM extraction WHERE paper = ?", (paper,)).fetchone()
        return Extraction.from_json(json.loads(row[0])) if row else None

    def extractions(self) -> Iterator[Extraction]:
        """Yield every extraction, ordered by paper id."""
        for (body,) in self._db.execute("SELECT body FROM extraction ORDER BY paper"):
            yield Extraction.from_json(json.loads(body))

    # What the user has decided

    def decide(self, decision: Decision) -> None:
        """Add a decision; the latest about a pair of forms stands."""
        row = (decision.kind, decision.same, _dump(decision.one), _dump(decision.other))
        with self._db:
            self._db.execute("INSERT INTO decision (kind, same, one, other) VALUES (?, ?, ?, ?)", row)
            self._db.execute("DELETE FROM meta WHERE key = 'resolved_by'")

    def decisions(self) -> list[Decision]:
        """Return the decisions, in the order in which they were made."""
        rows = self._db.execute("SELECT kind, same, one, other FROM decision ORDER BY number")
        return [Decision(Kind(kind), bool(same), _forms(one), _forms(other)) for kind, same, one, other in rows]

    # What was resolved from them

    @property
    def resolved_by(self) -> str | None:
        """The version of the resolver that made the entities and facts; None if papers have changed since."""
        return self._get("resolved_by")

    @property
    def generation(self) -> int:
        """A number that grows with every resolution; a store names the one it was made from."""
        return int(self._get("generation") or 0)

    def resolve_to(
        self, entities: Iterable[Entity], facts: Iterable[Fact], keys: Iterable[tuple[str, str]], *, by: str = ""
    ) -> None:
        """Replace all entities and facts by these, in one transaction, and raise the generation.

        ``keys`` are (look-up key of a form, entity id) pairs, the index behind ``named``; ``by`` is the version of the
        resolver that made them.
        """
        with self._db:
            full_text.forget_entities(self._db)
            for table in ("fact", "form", "alias", "entity"):
                self._db.execute(f"DELETE FROM {table}")
            for entity in entities:
                self._db.execute(
                    "INSERT INTO entity VALUES (?, ?, ?, ?)", (entity.id, entity.kind, entity.name, _dump(entity.links))
                )
                self._db.executemany(
                    "INSERT INTO alias VALUES (?, ?, ?, ?, ?, ?)",
                    ((entity.id, n, a.form, a.papers, a.reason, a.certainty) for n, a in enumerate(entity.aliases)),
                )
            full_text.add_entities(self._db)
            self._db.executemany("INSERT OR IGNORE INTO form VALUES (?, ?)", keys)
            self._db.executemany("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_fact_row, facts))
            self._set("resolved_by", by)
            self._set("generation", str(self.generation + 1))

    def entities(self) -> Iterator[Entity]:
        """Yield every entity with its aliases, ordered by id."""
        aliases = self._db.execute(
            "SELECT entity, form, papers, reason, certainty FROM alias ORDER BY entity, position"
        )
        pending = aliases.fetchone()
        for identifier, kind, name, links in self._db.execute("SELECT * FROM entity ORDER BY id"):
            own = []
            while pending and pending[0] == identifier:
                own.append(Alias(*pending[1:]))
                pending = aliases.fetchone()
            yield Entity(identifier, Kind(kind), name, tuple(own), tuple(json.loads(links)))

    def entity(self, identifier: str) -> Entity | None:
        """Return the entity of this id, or None."""
        row = self._db.execute("SELECT kind, name, links FROM entity WHERE id = ?", (identifier,)).fetchone()
        if not row:
            return None
        aliases = self._db.execute(
            "SELECT form, papers, reason, certainty FROM alias WHERE entity = ? ORDER BY position", (identifier,)
        )
        return Entity(identifier, Kind(row[0]), row[1], tuple(Alias(*a) for a in aliases), tuple(json.loads(row[2])))

    def named(self, key: str) -> list[Entity]:
        """Return the entities that have a form with this look-up key, ordered by id."""
        ids = self._db.execute("SELECT entity FROM form WHERE key = ? ORDER BY entity", (key,)).fetchall()
        return [entity for (identifier,) in ids if (entity := self.entity(identifier))]

    def form_keys(self) -> list[str]:
        """Return all look-up keys, sorted, for suggestions."""
        return [key for (key,) in self._db.execute("SELECT DISTINCT key FROM form ORDER BY key")]

    def forms(self) -> Iterator[tuple[str, str]]:
        """Yield each entity's id with each of its look-up keys, ordered."""
        yield from self._db.execute("SELECT entity, key FROM form ORDER BY entity, key")

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Return the papers and entities that words are found in, the best first: see ``kg.full_text.search``."""
        return full_text.search(self._db, text, limit)

    def facts(self) -> Iterator[Fact]:
        """Yield every fact, ordered by id."""
        yield from map(_fact, self._db.execute("SELECT * FROM fact ORDER BY id"))

    def quoted_facts(self) -> Iterator[tuple[Fact, str | None]]:
        """Yield every fact with its quote, ordered by id; None where the source is a table or a rule."""
        rows = self._db.execute(
            "SELECT fact.*, title, abstract FROM fact LEFT JOIN paper ON paper.id = source ORDER BY fact.id"
        )
        for *row, title, abstract in rows:
            fact = _fact(tuple(row))
            yield fact, fact.sentence.of(Paper(fact.source, title, abstract).text) if fact.sentence else None

    def facts_about(self, identifier: str) -> Iterator[Fact]:
        """Yield the facts whose subject or object this is, ordered by id."""
        yield from map(
            _fact,
            self._db.execute("SELECT * FROM fact WHERE subject = ?1 OR object = ?1 ORDER BY id", (identifier,)),
        )

    def counts(self) -> dict[str, int]:
        """Return how many papers, entities of each kind, and facts there are, in that order."""
        (papers,) = self._db.execute("SELECT count(*) FROM paper").fetchone()
        kinds = dict(self._db.execute("SELECT kind, count(*) FROM entity GROUP BY kind"))
        (facts,) = self._db.execute("SELECT count(*) FROM fact").fetchone()
        return {Kind.PAPER.value: papers} | {k.value: kinds[k] for k in Kind if k in kinds} | {"facts": facts}

    def _get(self, key: str) -> str | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _set(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


def _connect(path: Path, write: bool) -> sqlite3.Connection:
    """Open the file, made first where we write to it, and check its version."""
    if write:
        db = _open(path, "mode=rwc")
    else:
        try:
            db = _open(path, "mode=ro")
        except sqlite3.OperationalError:  # where the folder is read-only, WAL's side files cannot be made
            db = _open(path, "mode=ro&immutable=1")
    (version,) = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    if version != str(SCHEMA_VERSION):
        db.close()
        raise GraphError(f"{path}: made by another version of kg (schema {version}, ours is {SCHEMA_VERSION})")
    return db


def _open(path: Path, mode: str) -> sqlite3.Connection:
    """Open the file in a mode of SQLite's, with our settings and our tables."""
    db = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, timeout=30)
    try:
        if mode == "mode=rwc":
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
                _create(db)
        db.execute("SELECT 1 FROM meta").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _create(db: sqlite3.Connection) -> None:
    """Make the tables, all or none: a kill in between must not leave half a schema."""

    def quoted(words: Iterable[str]) -> str:
        return ", ".join(f"'{word}'" for word in words)

    schema = _SCHEMA.format(kinds=quoted(Kind), predicates=quoted(PREDICATES)) + full_text.SCHEMA
    with closing(db.cursor()) as cursor:
        cursor.executescript(
            f"BEGIN IMMEDIATE; {schema} INSERT INTO meta VALUES ('schema', '{SCHEMA_VERSION}'); COMMIT;"
        )


def _paper(row: tuple[Any, ...]) -> Paper:
    identifier, title, abstract, date, authors, venue, identifiers, urls, _ = row
    return Paper(
        *(identifier, title, abstract, date, tuple(json.loads(authors)), venue),
        identifiers=tuple((scheme, value) for scheme, value in json.loads(identifiers)),
        urls=tuple(json.loads(urls)),
    )


def _forms(text: str) -> tuple[FormAt, ...]:
    return tuple(FormAt(form, paper) for form, paper in json.loads(text))


def _fact_row(fact: Fact) -> tuple[Any, ...]:
    start, end = fact.sentence or (None, None)
    return (
        *(fact.id, fact.subject, fact.predicate, fact.object, fact.source, start, end),
        *(fact.confidence, fact.by, _dump(fact.qualifiers.as_json())),
    )


def _fact(row: tuple[Any, ...]) -> Fact:
    _, subject, predicate, object_, source, start, end, confidence, by, qualifiers = row
    sentence = None if start is None else Span(start, end)
    return Fact(subject, predicate, object_, source, sentence, confidence, by, Qualifiers(**json.loads(qualifiers)))
