"""Full-text search: SQLite's FTS5 over names and titles, aliases, and abstracts, within the record's file.

The index holds no text of its own: it reads what it shows from the record's tables, through the view ``shown``. Papers
come and go by triggers, entities with each resolution.
"""

import re
import sqlite3
from dataclasses import dataclass

from kg.vocabulary import Kind

SCHEMA = """
CREATE TABLE searched (row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE VIEW shown AS
    SELECT row, id, 'Paper' AS kind, title AS name, '' AS aliases, abstract AS body FROM searched JOIN paper USING (id)
    UNION ALL
    SELECT row, id, kind, name, (
        SELECT group_concat(form, char(10)) FROM (SELECT form FROM alias WHERE entity = id ORDER BY position)
    ), '' FROM searched JOIN entity USING (id);
CREATE VIRTUAL TABLE words USING fts5 (
    name, aliases, body, content = 'shown', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER paper_comes AFTER INSERT ON paper BEGIN
    INSERT INTO searched (id) VALUES (new.id);
    INSERT INTO words (rowid, name, aliases, body)
        SELECT row, new.title, '', new.abstract FROM searched WHERE id = new.id;
END;
CREATE TRIGGER paper_goes AFTER DELETE ON paper BEGIN
    INSERT INTO words (words, rowid, name, aliases, body)
        SELECT 'delete', row, old.title, '', old.abstract FROM searched WHERE id = old.id;
    DELETE FROM searched WHERE id = old.id;
END;
"""

_WEIGHTS = (10.0, 5.0, 1.0)
"""Of a word found in a name or title, in an alias, in an abstract."""

MARK = "**"
"""Stands before and after each word in a snippet that was searched for."""


@dataclass(frozen=True, slots=True)
class Found:
    """A paper or an entity that words were found in: where they stand in it, and how well it fits (more is better)."""

    id: str
    kind: Kind
    name: str
    snippet: str
    score: float


def forget_entities(db: sqlite3.Connection) -> None:
    """Take all entities out of the index; they must still be in their tables, aliases included."""
    db.execute(
        "INSERT INTO words (words, rowid, name, aliases, body) "
        "SELECT 'delete', row, name, aliases, body FROM shown WHERE kind <> 'Paper'"
    )
    db.execute("DELETE FROM searched WHERE id IN (SELECT id FROM entity)")


def add_entities(db: sqlite3.Connection) -> None:
    """Put all entities into the index."""
    db.execute("INSERT INTO searched (id) SELECT id FROM entity ORDER BY id")
    db.execute(
        "INSERT INTO words (rowid, name, aliases, body) SELECT row, name, aliases, body FROM shown "
        "WHERE kind <> 'Paper' ORDER BY row"
    )


def search(db: sqlite3.Connection, text: str, limit: int) -> list[Found]:
    """Return what has all of these words, or, where nothing has, any of them; the best first, ties by id.

    Words are words, whatever FTS5 would take them for; those between double quotes must stand together.
    """
    phrases = _phrases(text)
    for joint in (" AND ", " OR ") if phrases else ():
        match = joint.join(phrases)
        best = db.execute(
            "SELECT rowid, bm25(words, ?, ?, ?) AS score FROM words WHERE words MATCH ? ORDER BY score LIMIT ?",
            (*_WEIGHTS, match, limit),
        ).fetchall()
        if best:
            return sorted((_found(db, match, row, -score) for row, score in best), key=lambda f: (-f.score, f.id))
    return []


def _found(db: sqlite3.Connection, match: str, row: int, score: float) -> Found:
    """Return what stands in this row of the index; its snippet is costly, and made for the best alone."""
    identifier, kind, name, snippet = db.execute(
        "SELECT id, kind, shown.name, snippet(words, -1, ?1, ?1, '…', 24) FROM words JOIN shown ON row = words.rowid "
        "WHERE words MATCH ?2 AND words.rowid = ?3",
        (MARK, match, row),
    ).fetchone()
    return Found(identifier, Kind(kind), name, snippet, score)


def _phrases(text: str) -> list[str]:
    """Return the words as FTS5 takes them literally: each in double quotes. NUL would end them early."""
    plain = text.encode(errors="replace").decode().replace("\0", " ")
    found = re.findall(r'"([^"]*)"|([^\s"]+)', plain)
    return [f'"{quoted or bare}"' for quoted, bare in found if quoted or bare]
