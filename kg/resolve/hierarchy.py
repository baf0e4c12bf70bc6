"""What stands above what is present: the suites of datasets, by the table, and the wider tasks, by their head noun."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.names import known, normal_form, slug, suites
from kg.resolve.clusters import Clusters
from kg.resolve.nodes import Node
from kg.vocabulary import Kind

SUITES, HEAD_NOUN = "table:suites", "rule:head-noun"

_TAIL = re.compile(r" (?:from|with|without|for|in|under|via|by|on|over|using|through|across|against)(?= ).*")
_SEVERAL = re.compile(r"\b(?:and|or|of|vs)\b")


class Above(NamedTuple):
    """A cluster that is part of, or a special case of, another: the other, its name, and the source that says so."""

    below: Node
    above: Node
    above_name: str
    predicate: str
    source: str
    by: str


def suites_above(clusters: Clusters, present: Iterable[Node]) -> list[Above]:
    """Return the table's rows for the datasets that are present, then for their suites in turn, upwards."""
    above: dict[Node, list[Above]] = defaultdict(list)
    for row in suites():
        member, suite = (clusters.of(clusters.nodes.of(Kind.DATASET, name)) for name in (row.member, row.suite))
        above[member].append(Above(member, suite, row.suite, "PART_OF", f"{SUITES}#{slug(row.member)}", SUITES))
    found: list[Above] = []
    seen = set(present)
    pending = sorted(seen & above.keys())
    while pending:
        parts = above[pending.pop()]
        found += parts
        new = {part.above for part in parts} - seen
        seen |= new
        pending += sorted(new)
    return found


def tasks_above(clusters: Clusters, present: Mapping[Node, str]) -> list[Above]:
    """Return for each task, of its name here, the nearest wider task that its head noun names, then the next upwards.

    "Semi-supervised node classification" is a case of "node classification". A wider task is one that is present, or
    one of two words or more that is well known.
    """
    found: list[Above] = []
    up: dict[Node, Node] = {}
    pending = sorted(present.items())
    seen = dict(present)
    while pending:
        below, name = pending.pop()
        for wider in _wider(name):
            node = clusters.of(clusters.nodes.of(Kind.TASK, wider))
            thing = known(Kind.TASK, wider)
            if node != below and (node in seen or (thing and " " in wider)):
                wide_name = seen.get(node) or (thing.name if thing else wider)
                if not _leads_to(up, node, below):
                    up[below] = node
                    found.append(Above(below, node, wide_name, "SUBTASK_OF", HEAD_NOUN, HEAD_NOUN))
                    if node not in seen:
                        seen[node] = wide_name
                        pending.append((node, wide_name))
                break
    return found


def _wider(name: str) -> Iterator[str]:
    """Yield what is left of a task's name when its tail, then word after word before its head, is dropped."""
    words = normal_form(name)
    head = _TAIL.sub("", words, count=1)
    if _SEVERAL.search(head):
        return
    if head != words:
        yield head
    parts = head.split()
    for first in range(1, len(parts)):
        yield " ".join(parts[first:])


def _leads_to(up: Mapping[Node, Node], start: Node, goal: Node) -> bool:
    """Whether one leads upwards from a task to another: no task is a case of itself."""
    at: Node | None = start
    while at is not None and at != goal:
        at = up.get(at)
    return at == goal
