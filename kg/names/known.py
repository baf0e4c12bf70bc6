"""Names known beforehand: the tables of ``kg/data``, distilled by ``python -m extractors.training.names``."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.model import digest
from kg.names.spelling import key
from kg.vocabulary import Kind

_NAMES, _SUITES, _TASKS, _SENSES = "names.tsv", "suites.tsv", "tasks.tsv", "abbreviations.tsv"


@dataclass(frozen=True, slots=True)
class Known:
    """A well-known thing: its best-known name, its other names, and the lists that say so.

    ``find`` has the forms that, found in a text, mean it; a form that is missing there has an everyday or another
    meaning ("DROP" as a word) and only serves to tell what is the same. ``trust`` is the share of papers whose readers
    marked such a find as this kind of thing.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    trust: float = 0.0

    def means(self, form: str) -> bool:
        """Whether a form, found in a text, means this thing and no other."""
        return key(form) in {key(own) for own in self.find}

    @property
    def forms(self) -> tuple[str, ...]:
        """The name, then the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Membership:
    """One row of the suite table: a dataset, the suite it is part of, and who says so."""

    member: str
    suite: str
    source: str


@dataclass(frozen=True, slots=True)
class Subtask:
    """One row of the task table: a task, a wider one, and who says so."""

    task: str
    above: str
    source: str


@dataclass(frozen=True, slots=True)
class Sense:
    """What an abbreviation is explained to stand for: in how many papers, of all that explain it."""

    long: str
    papers: int
    of: int


def known(kind: Kind, name: str) -> Known | None:
    """Return the well-known thing of this kind that any spelling of this name or alias denotes, or None."""
    return known_by_key(kind, key(name))


def known_by_key(kind: Kind, name_key: str) -> Known | None:
    """Return the well-known thing of this kind whose name or alias has this ``key``, or None."""
    return _by_key()[kind].get(name_key)


def known_names(kind: Kind) -> tuple[Known, ...]:
    """Return all well-known things of a kind, ordered by name."""
    return _known()[kind]


@cache
def suites() -> tuple[Membership, ...]:
    """Return the curated memberships of suites, in the table's order."""
    return tuple(Membership(row["member"], row["suite"], row["source"]) for row in _rows(_SUITES))


@cache
def subtasks() -> tuple[Subtask, ...]:
    """Return the curated wider tasks of tasks, in the table's order."""
    return tuple(Subtask(row["task"], row["above"], row["source"]) for row in _rows(_TASKS))


def senses(short: str) -> tuple[Sense, ...]:
    """Return what abstracts elsewhere explain an abbreviation to stand for, the commonest first.

    >>> senses("GNN")[0].long
    'graph neural network'
    """
    return senses_by_key(key(short))


def senses_by_key(short_key: str) -> tuple[Sense, ...]:
    """Return what abstracts elsewhere explain the abbreviation with this ``key`` to stand for."""
    return _senses().get(short_key, ())


@cache
def data_version() -> str:
    """Return a digest of the tables: whatever was read or resolved with others is out of date."""
    return digest(*((files("kg") / "data" / name).read_text("utf-8") for name in (_NAMES, _SUITES, _TASKS, _SENSES)))


@cache
def _senses() -> Mapping[str, tuple[Sense, ...]]:
    senses: dict[str, tuple[Sense, ...]] = {}
    for row in _rows(_SENSES):
        sense = Sense(row["long"], int(row["papers"]), int(row["of"]))
        senses[row["short"]] = (*senses.get(row["short"], ()), sense)
    return senses


@cache
def _known() -> Mapping[Kind, tuple[Known, ...]]:
    names: dict[Kind, list[Known]] = {kind: [] for kind in Kind}
    for row in _rows(_NAMES):
        kind = Kind.parse(row["kind"])
        aliases, sources, find = (_split(row[column]) for column in ("aliases", "sources", "find"))
        names[kind].append(Known(row["name"], kind, aliases, sources, find, float(row["trust"])))
    return {kind: tuple(sorted(of_kind, key=lambda k: k.name)) for kind, of_kind in names.items()}


@cache
def _by_key() -> Mapping[Kind, Mapping[str, Known]]:
    return {kind: {key(form): k for k in of_kind for form in k.forms} for kind, of_kind in _known().items()}


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _rows(table: str) -> Iterator[dict[str, str]]:
    lines = (files("kg") / "data" / table).read_text("utf-8").split("\n")
    yield from csv.DictReader(filter(None, lines), delimiter="\t", quoting=csv.QUOTE_NONE)
