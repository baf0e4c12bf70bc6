"""What one paper says of one thing, prepared for comparison with other papers."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from kg.model import Extraction, Paper, PaperEntity
from kg.names import abbreviates, find_abbreviations, halves, key
from kg.vocabulary import Kind

_PLACE = attrgetter("mentions", "kind", "name")


class Reading(NamedTuple):
    """One thing of one paper: its spellings there, the one it goes by, and those that abbreviate that one.

    An entity that the paper names in one form with another, as in CIFAR-10/100, has two readings.
    """

    kind: Kind
    paper: str
    entity: PaperEntity
    forms: tuple[str, ...]
    name: str
    shorts: tuple[str, ...] = ()


def readings_of(paper: Paper, extraction: Extraction) -> list[Reading]:
    """Return the readings of the paper's entities, in order of first mention."""
    text = paper.text
    defined = _defined(text, extraction) if "(" in text else {}
    return [
        reading
        for entity in sorted(extraction.entities, key=_PLACE)
        for reading in _readings(paper.id, entity, text, defined)
    ]


def _defined(text: str, extraction: Extraction) -> Mapping[str, str]:
    """Return what the text says that its abbreviations stand for, by key."""
    found = find_abbreviations(text, extraction.sentences)
    return {key(short.of(text)): " ".join(long.of(text).split()) for short, long in reversed(found)}


def _readings(paper: str, entity: PaperEntity, text: str, defined: Mapping[str, str]) -> Sequence[Reading]:
    if entity.kind is Kind.REPOSITORY:  # its name is its address, whatever stands in the text
        return [Reading(entity.kind, paper, entity, (entity.name,), entity.name)]
    forms = tuple(dict.fromkeys([entity.name, *[text[start:end] for start, end in entity.mentions]]))
    if ("/" in entity.name or "," in entity.name) and (parts := halves(entity.name)):
        return [Reading(entity.kind, paper, entity, (part, *forms), part) for part in parts]
    if len(forms) == 1 and not defined:
        return [Reading(entity.kind, paper, entity, forms, entity.name)]
    longs = [form for form in forms[1:] if len(form) > len(entity.name) and abbreviates(entity.name, form)]
    if defined and not longs and (long := defined.get(key(entity.name))) and abbreviates(entity.name, long):
        longs, forms = [long], (*forms, long)
    name = max(longs, key=lambda form: (len(form), form)) if longs else entity.name
    return [Reading(entity.kind, paper, entity, forms, name, _shorts(forms, name))]


def _shorts(forms: tuple[str, ...], name: str) -> tuple[str, ...]:
    if len(forms) == 1:
        return ()
    return tuple(form for form in forms if len(form) < len(name) and abbreviates(form, name))
