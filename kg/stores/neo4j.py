"""A Neo4j database as a store: it answers Cypher as the embedded one does, and finds entities by their names.

``kg.stores.neo4j_push`` fills it. What is ours there carries the label ``PaperKG``, which results leave out, and two
properties that they leave out too: ``paperkg``, a digest of the rest, and ``paperkg_keys``, the look-up keys of the
names. Everything else in the database is somebody else's.

A store of this kind has no record beside it: ``entity``, ``named``, ``form_keys``, ``paper`` and ``titled`` are those
of ``kg.record.Record``, so that whatever finds names there finds them here.
"""

import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from kg.errors import GraphError, KgError, QueryError, RequestError
from kg.model import Alias, Entity, Paper, Rows, Value
from kg.stores.neo4j_answers import ids_of_ends, plain, warnings_of
from kg.vocabulary import Kind

if TYPE_CHECKING:
    import neo4j

PASSWORD = "KG_NEO4J_PASSWORD"
"""The environment variable that holds the password: an address or an option would show it to everyone."""

_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who asks: ``url`` is what the driver takes, the rest None where the default will do."""

    url: str
    user: str = "neo4j"
    database: str | None = None


def is_address(text: str) -> bool:
    """Whether a text names a Neo4j database rather than a folder."""
    return urlsplit(text).scheme in _SCHEMES and "://" in text


def address(text: str, *, user: str | None = None, database: str | None = None) -> Address:
    """Read ``neo4j://[user@]host[:port][/database]``; RequestError if it is no address or holds a password."""
    try:
        parts = urlsplit(text)
        if not is_address(text) or not parts.hostname or parts.port == 0:
            raise ValueError
    except ValueError:
        raise RequestError(f"{text}: not an address such as neo4j://localhost:7687") from None
    if parts.password is not None:
        raise RequestError(f"a password does not belong into an address: set {PASSWORD}")
    url = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" + (f"?{parts.query}" if parts.query else "")
    named = unquote(parts.username or "") or None
    return Address(url, user or named or "neo4j", database or parts.path.strip("/") or None)


class Neo4jStore:
    """A database that answers Cypher and that queries cannot write to. Use as a context manager."""

    language: Literal["cypher"] = "cypher"

    def __init__(self, where: Address, password: str | None = None, *, patience: float = 30.0) -> None:
        """Connect; without a password, that of the environment is taken.

        ``patience`` is for how many seconds a broken connection is tried again. GraphError if nobody answers there,
        the password is wrong or the database is absent.
        """
        from neo4j import GraphDatabase

        logging.getLogger("neo4j").addHandler(logging.NullHandler())  # or the driver's log goes to stderr
        secret = os.environ.get(PASSWORD) if password is None else password
        self.where = where
        with self.errors():
            self._driver = GraphDatabase.driver(
                where.url,
                auth=None if secret is None else (where.user, secret),
                max_transaction_retry_time=patience,
                connection_acquisition_timeout=max(patience, 1.0),
                user_agent="paperkg",
            )
        try:
            with self.errors(), self.session(write=False) as session:
                session.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def session(self, *, write: bool) -> "neo4j.Session":
        """Return a session with the database; one that does not write is refused every write by the server."""
        from neo4j import READ_ACCESS, WRITE_ACCESS

        access = WRITE_ACCESS if write else READ_ACCESS
        return self._driver.session(database=self.where.database, default_access_mode=access)

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn what the driver raises within the block into our errors, one line each."""
        from neo4j.exceptions import DriverError, Neo4jError

        try:
            yield
        except (DriverError, Neo4jError) as error:
            raise _error(self.where, error) from error

    def query(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Run a query and return its rows as plain JSON values, those of ``CypherStore.query``; at most ``limit``.

        A node of somebody else's has the database's own id for it if it has no property ``id``. Raises QueryError
        with the server's reason and position, or after ``timeout`` seconds; GraphError if the server is gone.
        """
        from neo4j import unit_of_work

        @unit_of_work(timeout=timeout)
        def run(transaction: "neo4j.ManagedTransaction") -> Rows:
            result = transaction.run(text, dict(parameters or {}))
            columns = tuple(result.keys())
            records = [tuple(record.values()) for record in (result if limit is None else result.fetch(limit + 1))]
            statuses = result.consume().gql_status_objects
            ids = ids_of_ends(transaction, records)
            rows = tuple(tuple(plain(value, ids) for value in record) for record in records[:limit])
            cut = limit is not None and len(records) > limit
            return Rows(columns, rows, (*warnings_of(statuses), *((f"only the first {limit} rows",) if cut else ())))

        try:
            with self.errors(), self.session(write=False) as session:
                return session.execute_read(run)
        except _TimedOut as error:
            raise QueryError(f"stopped after {timeout:g} s") from error
        except (OverflowError, UnicodeError) as error:
            raise QueryError(f"a parameter that the database has no value for: {error}") from error

    # Names, as the record finds them

    def entity(self, identifier: str) -> Entity | None:
        """Return the entity of this id, or None."""
        found = self._entities("MATCH (n:PaperKG {id: $text}) WHERE n.kind <> 'Paper'", identifier)
        return found[0] if found else None

    def named(self, key: str) -> list[Entity]:
        """Return the entities that have a form with this look-up key, ordered by id."""
        return self._entities(
            f"MATCH (n:{'|'.join(k for k in Kind if k is not Kind.PAPER)}) WHERE n:PaperKG AND $text IN n.paperkg_keys",
            key,
        )

    def form_keys(self) -> list[str]:
        """Return all look-up keys, sorted, for suggestions."""
        rows = self._read("MATCH (n:PaperKG) UNWIND n.paperkg_keys AS key RETURN DISTINCT key AS key ORDER BY key", {})
        return [row["key"] for row in rows]

    def paper(self, identifier: str) -> Paper | None:
        """Return the paper of this id, without its abstract, or None."""
        found = self._papers("MATCH (n:PaperKG {id: $text}) WHERE n.kind = 'Paper'", identifier)
        return found[0] if found else None

    def titled(self, title: str) -> list[Paper]:
        """Return the papers of this title, its case aside, ordered by id."""
        return self._papers("MATCH (n:Paper) WHERE n:PaperKG AND toLower(n.title) = toLower($text)", title)

    def counts(self) -> dict[str, int]:
        """Return how many papers, entities of each kind, and facts there are, in that order."""
        kinds = self._read("MATCH (n:PaperKG) RETURN n.kind AS kind, count(*) AS n", {})
        found = {row["kind"]: row["n"] for row in kinds}
        ((facts,),) = self._read("MATCH (:PaperKG)-[r]->(:PaperKG) WHERE r.paperkg IS NOT NULL RETURN count(r)", {})
        return {Kind.PAPER.value: 0} | {k.value: found[k] for k in Kind if k in found} | {"facts": facts}

    def _entities(self, match: str, text: str) -> list[Entity]:
        returned = " RETURN n.id AS id, n.kind AS kind, n.name AS name, n.aliases AS aliases ORDER BY n.id"
        rows = self._read(match + returned, {"text": text})
        return [
            Entity(row["id"], Kind(row["kind"]), row["name"], tuple(Alias(form, 0, "") for form in row["aliases"]))
            for row in rows
        ]

    def _papers(self, match: str, text: str) -> list[Paper]:
        returned = " RETURN n.id AS id, n.title AS title, n.date AS date ORDER BY n.id"
        rows = self._read(match + returned, {"text": text})
        return [Paper(id=row["id"], title=row["title"], abstract="", date=row["date"]) for row in rows]

    def _read(self, text: str, parameters: dict[str, Any]) -> "list[neo4j.Record]":
        with self.errors(), self.session(write=False) as session:
            return session.execute_read(lambda tx: list(tx.run(text, parameters)))


# Errors


class _TimedOut(QueryError):
    """The server ended a query at its time limit."""


_POSITION = re.compile(r"(.*?) \(line (\d+), column (\d+) \(offset: \d+\)\)", re.DOTALL)
_PLACE = re.compile(r"\.(?:Database|General|Schema|Cluster)\.")
"""In the codes of errors that have nothing to do with the query's text."""


def _error(where: Address, error: Exception) -> KgError:
    """Return our error for one of the driver's."""
    from neo4j.exceptions import ClientError, Neo4jError

    if not isinstance(error, Neo4jError):
        return GraphError(f"{where.url}: no answer from the database: {str(error).splitlines()[0].rstrip(':')}")
    code, said = error.code or "", error.message or type(error).__name__
    if "TransactionTimedOut" in code:
        return _TimedOut(said)
    if code.endswith("Security.Unauthorized"):
        return GraphError(
            f"{where.url}: user {where.user!r} or the password is wrong; the password is that of {PASSWORD}"
        )
    if isinstance(error, ClientError) and not _PLACE.search(code) and "Security" not in code:
        return QueryError(_reason(said))
    return GraphError(f"{where.url}: {_reason(said)}")


def _reason(said: str) -> str:
    """Return what the server says in one line, with the position in the form of the other engines."""
    found = _POSITION.match(said)
    if not found:
        return said.split("\n")[0]
    what, line, column = found.groups()
    return f"error at line {line}, col {column}: {shorten(what, 100, placeholder=' ...')}"
