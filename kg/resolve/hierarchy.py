"""What stands above what is present: suites by the table, wider tasks by their head noun and by the table."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.names import known, normal_form, slug, subtasks, suites
from kg.resolve.clusters import Clusters
from kg.resolve.nodes import Node
from kg.vocabulary import Kind

SUITES, TASKS, HEAD_NOUN = "table:suites", "table:tasks", "rule:head-noun"

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
    """Return for each task, of its name here, the wider ones, then what is above these in turn, upwards.

    They are the nearest that its head noun names ("semi-supervised node classification" is a case of "node
    classification"), if it is present or is well known and has two words or more, and those of the table.
    """
    listed: dict[Node, list[tuple[Node, str, str]]] = defaultdict(list)
    for row in subtasks():
        below, above = (clusters.of(clusters.nodes.of(Kind.TASK, name)) for name in (row.task, row.above))
        thing = known(Kind.TASK, row.above)
        listed[below].append((above, thing.name if thing else row.above, f"{TASKS}#{slug(row.task)}"))
    found: list[Above] = []
    up: dict[Node, list[Node]] = defaultdict(list)
    seen = dict(present)
    pending = sorted(present.items())
    while pending:
        below, name = pending.pop()
        by_head = _by_head_noun(clusters, seen, below, name)
        for node, wide_name, source in (*by_head, *listed.get(below, ())):
            if node not in up[below] and not _leads_to(up, node, below):
                wide_name = seen.get(node, wide_name)
                up[below].append(node)
                found.append(Above(below, node, wide_name, "SUBTASK_OF", source, source.partition("#")[0]))
                if node not in seen:
                    seen[node] = wide_name
                    pending.append((node, wide_name))
    return found


def _by_head_noun(
    clusters: Clusters, seen: Mapping[Node, str], below: Node, name: str
) -> Iterator[tuple[Node, str, str]]:
    """Yield the nearest wider task that the head noun of a name tells, if there is one."""
    for wider in _wider(name):
        node = clusters.of(clusters.nodes.of(Kind.TASK, wider))
        thing = known(Kind.TASK, wider)
        if node != below and (node in seen or (thing and " " in wider)):
            yield node, thing.name if thing else wider, HEAD_NOUN
            return


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


def _leads_to(up: Mapping[Node, Iterable[Node]], start: Node, goal: Node) -> bool:
    """Whether one leads upwards from a task to another: no task is a case of itself."""
    return start == goal or any(_leads_to(up, node, goal) for node in up.get(start, ()))
