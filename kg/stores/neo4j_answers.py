"""What the Neo4j driver answers, as plain JSON; and what of it is our book-keeping and is left out."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.model import Value
from kg.property_graph import EDGE_PROPERTIES, NODE_PROPERTIES
from kg.vocabulary import PREDICATES, Kind

if TYPE_CHECKING:
    import neo4j

OURS = "PaperKG"
"""The label of every node that was pushed."""

DIGEST, KEYS = "paperkg", "paperkg_keys"
"""Properties that results leave out: a digest of the others, and the look-up keys of an entity's names."""


def ids_of_ends(transaction: "neo4j.ManagedTransaction", records: Iterable[tuple[Any, ...]]) -> dict[str, str]:
    """Return our ids of the nodes that stand at the ends of edges, by the database's; edges come without them."""
    wanted = sorted({end for record in records for value in record for end in _ends(value)})
    if not wanted:
        return {}
    text = "MATCH (n) WHERE elementId(n) IN $wanted AND n.id IS NOT NULL RETURN elementId(n) AS element, n.id AS id"
    return {row["element"]: str(row["id"]) for row in transaction.run(text, wanted=wanted)}


def _ends(value: Any) -> Iterator[str]:
    from neo4j.graph import Path, Relationship

    if isinstance(value, Relationship):
        yield from (node.element_id for node in value.nodes if node is not None)
    elif isinstance(value, Path):
        yield from (node.element_id for node in value.nodes)
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _ends(item)


def plain(value: Any, ids: Mapping[str, str]) -> Value:
    """Return a value of the driver as plain JSON, without our book-keeping."""
    from neo4j.graph import Node, Path, Relationship
    from neo4j.time import Date, DateTime, Duration, Time

    match value:
        case Node():
            labels: list[Any] = sorted(value.labels - {OURS})
            own = _known(dict(value), NODE_PROPERTIES.get(_kind(value), ()) if OURS in value.labels else None, ids)
            return {"id": own.get("id", value.element_id), "labels": labels, "properties": own}
        case Relationship():
            start, end = (ids.get(end, end) for end in _ends(value))
            known = EDGE_PROPERTIES if DIGEST in value else None
            return {"type": value.type, "start": start, "end": end, "properties": _known(dict(value), known, ids)}
        case Path():
            steps = [plain(step, ids) for step in value.relationships]
            stops = [plain(stop, ids) for stop in value.nodes]
            return [*(x for pair in zip(stops, steps, strict=False) for x in pair), stops[-1]]
        case list():
            return [plain(item, ids) for item in value]
        case dict() if DIGEST in value:  # properties(x) of ours
            return _known(value, NODE_PROPERTIES[_kind(value)] if KEYS in value else EDGE_PROPERTIES, ids)
        case dict():
            return {name: plain(item, ids) for name, item in value.items()}
        case Date() | DateTime() | Time():
            return value.to_native().isoformat()
        case Duration():
            seconds = value.seconds + value.nanoseconds / 1e9 if value.nanoseconds else value.seconds
            return {"months": value.months, "days": value.days, "seconds": seconds}
        case float() if not math.isfinite(value):  # JSON has no number for it
            return str(value)
        case tuple():  # a point
            return [plain(item, ids) for item in value]
        case bytes() | bytearray():
            return value.hex()
    return value  # type: ignore[no-any-return]


def _kind(node: Any) -> Kind:
    return Kind(node["kind"])


def _known(properties: dict[str, Any], names: Iterable[str] | None, ids: Mapping[str, str]) -> dict[str, Value]:
    """Return these properties in the order of the tables; all of them where no table is given."""
    return {
        name: plain(properties[name], ids) for name in (properties if names is None else names) if name in properties
    }


_WORDS = {*PREDICATES, *Kind, *EDGE_PROPERTIES, *(name for own in NODE_PROPERTIES.values() for name in own)}


def warnings_of(statuses: "Iterable[neo4j.GqlStatusObject]") -> Iterator[str]:
    """Yield what the server warns of, but for words of the vocabulary that this graph merely has no use for yet."""
    for status in statuses:
        if status.is_notification and status.raw_severity == "WARNING":
            unknown = re.search(r"`([^`]+)` does not exist", status.status_description)
            if not (unknown and unknown[1] in _WORDS):
                yield status.status_description.removeprefix("warn: ")
