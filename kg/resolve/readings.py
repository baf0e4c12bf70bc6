"""What one paper says of one thing, prepared for comparison with other papers."""

from dataclasses import dataclass
from typing import NamedTuple

from kg.model import Extraction, Paper, PaperEntity
from kg.names import abbreviates, key
from kg.vocabulary import Kind


class Node(NamedTuple):
    """What all spellings of one form of one kind share; the unit that is joined with others."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One entity of one paper: its spellings there, the one it goes by, and those that abbreviate that one."""

    paper: str
    entity: PaperEntity
    forms: tuple[str, ...]
    name: str
    shorts: tuple[str, ...]

    @property
    def home(self) -> Node:
        """Where the entity is at home: the node of the form it goes by."""
        return node_of(self.entity.kind, self.name)


def node_of(kind: Kind, form: str) -> Node:
    """Return the node of a form. Repositories are told apart by their address in lower case, all else by ``key``."""
    return Node(kind, form.lower().split("://")[-1] if kind is Kind.REPOSITORY else key(form))


def readings_of(paper: Paper, extraction: Extraction) -> list[Reading]:
    """Return a reading for each entity of the paper, in order of first mention."""
    text = paper.text
    entities = sorted(extraction.entities, key=lambda e: (e.mentions[:1], e.kind, e.name))
    return [_reading(paper.id, entity, text) for entity in entities]


def _reading(paper: str, entity: PaperEntity, text: str) -> Reading:
    if entity.kind is Kind.REPOSITORY:  # its name is its address, whatever stands in the text
        return Reading(paper, entity, (entity.name,), entity.name, ())
    forms = tuple(dict.fromkeys((entity.name, *entity.surface_forms(text))))
    longs = [form for form in forms if abbreviates(entity.name, form)]
    name = max(longs, key=lambda form: (len(form), form)) if longs else entity.name
    return Reading(paper, entity, forms, name, tuple(form for form in forms if abbreviates(form, name)))
