"""The record without its less probable facts: the one place where ``--min-confidence`` is made true of a whole graph.

SQLite looks for a table among the connection's own before the file's, so views of the same names hide from every
reader of the connection what is not to be seen; the file is not touched. What is left is what a graph would be of
which those facts had never been told:

- of what papers say, the facts that are as confident;
- of what tables and rules say, the facts about what is left: a suite vanishes with its last member;
- the entities that those facts name, as an end or as a metric or data set;
- every paper, for that a paper exists is no reading of it.
"""

import sqlite3

_SAID, _QUALIFIERS = "source GLOB 'paper/*'", ("metric", "dataset")

_SCHEMA = f"""
CREATE TEMP TABLE least (confidence REAL NOT NULL);
CREATE TEMP VIEW confident AS SELECT * FROM main.fact WHERE confidence >= (SELECT confidence FROM least);
CREATE TEMP VIEW present AS WITH RECURSIVE
    said AS (SELECT * FROM confident WHERE {_SAID}),
    present (id) AS (
        SELECT subject FROM said UNION SELECT object FROM said
        {" ".join(f"UNION SELECT json_extract(qualifiers, '$.{name}') FROM said" for name in _QUALIFIERS)}
        UNION SELECT object FROM confident JOIN present ON subject = present.id WHERE NOT {_SAID}
    )
    SELECT id FROM present;
CREATE TEMP VIEW fact AS SELECT * FROM confident WHERE {_SAID} OR subject IN (SELECT id FROM present);
CREATE TEMP VIEW entity AS SELECT * FROM main.entity WHERE id IN (SELECT id FROM present);
CREATE TEMP VIEW alias AS SELECT * FROM main.alias WHERE entity IN (SELECT id FROM present);
CREATE TEMP VIEW form AS SELECT * FROM main.form WHERE entity IN (SELECT id FROM present);
"""


def hide_below(db: sqlite3.Connection, confidence: float) -> None:
    """Hide the facts less confident than this, and what only they name, from whatever this connection reads next.

    The search index is the file's own and stays that of all entities.
    """
    db.executescript(_SCHEMA)
    db.execute("INSERT INTO least VALUES (?)", (confidence,))
    db.commit()
