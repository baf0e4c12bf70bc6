"""The embedded Cypher store: kglite, loaded from the property graph and frozen before anyone asks.

Its traps, and what is done here: it invents properties (``id``, ``title`` and ``type`` everywhere), which are taken
out of every node and edge; its edges name slots for their ends, which become our ids; it prints its warnings, which
become those of the answer. Left as they are: ``keys(n)`` lists the invented properties, and ``startNode(r)`` on its own
is a name (``startNode(r).id`` is right).
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import GraphError, QueryError
from kg.model import Rows, Value
from kg.property_graph import EDGE_PROPERTIES, NODE_PROPERTIES, edges, nodes
from kg.record import Record
from kg.vocabulary import PREDICATES, Kind

if TYPE_CHECKING:
    import kglite
    import pandas


class CypherStore:
    """A graph that answers Cypher and cannot be written to."""

    language: Literal["cypher"] = "cypher"

    def __init__(self, graph: "kglite.KnowledgeGraph") -> None:
        """Freeze the graph: from here on every write is refused by the engine."""
        import kglite

        kglite.set_query_warning_policy("silent")
        self._graph = graph.freeze()

    @classmethod
    def open(cls, path: Path) -> "CypherStore":
        """Open a file that ``build`` made; GraphError if it is missing or damaged."""
        import kglite

        try:
            return cls(kglite.load(str(path)))
        except (kglite.KgError, OSError) as error:
            raise GraphError(f"{path}: not a readable Cypher store: {error}") from error

    @classmethod
    def from_record(cls, record: Record) -> "CypherStore":
        """Make the store in memory alone."""
        return cls(_loaded(record))

    def query(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = 30.0,
        limit: int | None = None,
    ) -> Rows:
        """Run a query and return its rows as plain JSON values; at most ``limit`` of them.

        A node is ``{"id", "labels", "properties"}``, an edge ``{"type", "start", "end", "properties"}``, a path the
        list of its nodes and edges in turn, a date or time its ISO 8601 text. Raises QueryError with the engine's
        reason, or after ``timeout`` seconds.
        """
        import kglite

        try:
            answer = self._graph.cypher(
                text, params=dict(parameters or {}), timeout_ms=max(1, int(timeout * 1000)), row_limit=limit
            )
            columns = tuple(answer.columns)
            cells = [[row[column] for column in columns] for row in answer]
        except kglite.CypherTimeoutError as error:
            raise QueryError(f"stopped after {timeout:g} s") from error
        except (kglite.KgError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise QueryError(_one_line(error)) from error
        ids = self._ids(_slots(cells))
        rows = tuple(tuple(_plain(cell, ids) for cell in row) for row in cells)
        return Rows(columns, rows, tuple(_warnings(answer)))

    def close(self) -> None:
        """Let go of the graph."""
        del self._graph

    def _ids(self, slots: Iterable[int]) -> Mapping[int, str]:
        """Return the ids of the nodes in these slots of the engine."""
        wanted = sorted({str(slot) for slot in slots})
        if not wanted:
            return {}
        found = self._graph.cypher(
            "MATCH (n) WHERE elementId(n) IN $slots RETURN elementId(n) AS slot, n.id AS id", params={"slots": wanted}
        )
        return {int(row["slot"]): row["id"] for row in found}


def build(record: Record, path: Path) -> None:
    """Write the store's file; it appears whole or not at all. GraphError if it cannot be written."""
    import kglite

    try:
        with warnings.catch_warnings():  # of a large graph: that a column of lists is read into memory, as it should
            warnings.filterwarnings("ignore", r"save\(\) wrote \d+ parts? without a mapped form")
            _loaded(record).save(str(path))
    except (kglite.KgError, OSError) as error:
        raise GraphError(f"{path}: cannot be written: {_one_line(error)}") from error


# Loading

_COLUMN = {str: "string", int: "integer", float: "float", list: "list"}
_DTYPE = {int: "Int64", float: "float64", bool: "boolean"}


def _loaded(record: Record) -> "kglite.KnowledgeGraph":
    """Return the graph in memory; GraphError if an edge has an end that is no node: the engine would invent one."""
    import kglite

    graph = kglite.KnowledgeGraph()
    rows_of: dict[Kind, list[tuple[Value, ...]]] = {kind: [] for kind in Kind}
    ids = set()
    for node in nodes(record):
        rows_of[node.kind].append(tuple(node.properties.values()))
        ids.add(node.id)
    for kind, rows in rows_of.items():  # kinds without nodes too, or the engine warns of unknown labels
        types = NODE_PROPERTIES[kind]
        frame = _frame(rows, types).drop(columns="title", errors="ignore")  # the engine's title is our name
        graph.add_nodes(frame, kind.value, "id", "name", column_types=_columns(types, but="title"))
    edges_of: dict[str, list[tuple[Value, ...]]] = defaultdict(list)
    for edge in edges(record):
        if missing := {edge.start, edge.end} - ids:
            raise GraphError(f"{record.path}: {edge.id} is about {min(missing)}, which is not in the record")
        edges_of[edge.type].append((edge.start, edge.end, *edge.properties.values()))
    types = {"start": str, "end": str, **EDGE_PROPERTIES}
    for name, rows in sorted(edges_of.items()):
        ends = PREDICATES[name]
        graph.add_relationships(  # all edges of a type in one call: a second would merge parallel ones
            *(_frame(rows, types), name, ends.subject.value, "start", ends.object.value, "end"),
            columns=list(EDGE_PROPERTIES),
            column_types=_columns(types),
        )
    return graph


def _frame(rows: list[tuple[Value, ...]], types: Mapping[str, type]) -> "pandas.DataFrame":
    import pandas

    columns = zip(*rows, strict=True) if rows else ((),) * len(types)
    return pandas.DataFrame(
        {
            name: pandas.Series(list(values), dtype=_DTYPE.get(of, "object"))
            for (name, of), values in zip(types.items(), columns, strict=True)
        }
    )


def _columns(types: Mapping[str, type], but: str = "") -> dict[str, str]:
    return {name: _COLUMN[of] for name, of in types.items() if of in _COLUMN and name != but}


# Reading answers

_NODE = {"id", "labels", "properties"}
_EDGE = {"id", "type", "start", "end", "properties"}
_PATH = {"nodes", "relationships"}


def _slots(value: Any) -> Iterator[int]:
    """Yield the slots that the edges anywhere in a value name as their ends."""
    if isinstance(value, list):
        for item in value:
            yield from _slots(item)
    elif isinstance(value, dict):
        if value.keys() == _EDGE:
            yield value["start"]
            yield value["end"]
        else:
            yield from _slots(list(value.values()))


def _plain(value: Any, ids: Mapping[int, str]) -> Value:
    """Return a value of the engine as plain JSON, without what the engine added."""
    match value:
        case list():
            return [_plain(item, ids) for item in value]
        case dict() if value.keys() == _NODE:
            return _node(value["labels"], value["properties"])
        case dict() if value.keys() == _EDGE:
            start, end = ids[value["start"]], ids[value["end"]]
            return {
                **{"type": value["type"], "start": start, "end": end},
                "properties": _edge_properties(value["properties"]),
            }
        case dict() if value.keys() == _PATH:
            steps = [_plain(step, ids) for step in value["relationships"]]
            stops = [_plain(stop, ids) for stop in value["nodes"]]
            return [*(x for pair in zip(stops, steps, strict=False) for x in pair), stops[-1]]
        case {"type": type_, "kind": kind, "aliases": _} if type_ == kind:  # properties(node)
            return _node([kind], value)["properties"]
        case {"type": type_, "source": _, "confidence": _} if type_ in PREDICATES:  # properties(edge)
            return _edge_properties(value)
        case dict():
            return {name: _plain(item, ids) for name, item in value.items()}
        case date() | time():  # a datetime is a date
            return value.isoformat()
    return value  # type: ignore[no-any-return]


def _node(labels: list[str], properties: dict[str, Any]) -> dict[str, Value]:
    own = {name: properties[name] for name in NODE_PROPERTIES[Kind(labels[0])] if name in properties}
    return {"id": own["id"], "labels": labels, "properties": own}


def _edge_properties(properties: dict[str, Any]) -> dict[str, Value]:
    return {name: properties[name] for name in EDGE_PROPERTIES if name in properties}


_WORDS = {*PREDICATES, *Kind, *EDGE_PROPERTIES, *(name for own in NODE_PROPERTIES.values() for name in own)}
_UNKNOWN = re.compile(r"(?:label|type|property) '([^']+)'")


def _warnings(answer: "kglite.ResultView") -> Iterator[str]:
    """Yield what the engine warns of, but for words of the vocabulary that this graph merely has no use for yet."""
    cut = (answer.diagnostics or {}).get("total_rows")
    if cut is not None:
        yield f"only the first {len(answer)} of {cut} rows"
    for warning in answer.warnings:
        unknown = _UNKNOWN.search(warning)
        if not (unknown and unknown[1] in _WORDS) and "row_limit" not in warning:
            yield warning


def _one_line(error: Exception) -> str:
    """Return the engine's reason, without the picture of the query that it draws below."""
    return str(error).split("\n")[0].removeprefix("Cypher ").strip()
