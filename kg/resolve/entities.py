"""How an entity is shown: its id, its best-known name, and every other form with the reason that joined it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from kg.model import Alias, Entity
from kg.names import Known, key, known_by_key, slug
from kg.resolve.readings import Node, Reading
from kg.vocabulary import Kind


def entity_of(node: Node, readings: Sequence[Reading], table_name: str = "") -> Entity:
    """Return the entity of a cluster from its readings, the earliest paper's first.

    The id is made of the well-known name, else of the form in the earliest paper; ``table_name`` names a suite that
    no paper does.
    """
    forms = _Forms.of(readings)
    if node.kind is Kind.REPOSITORY:
        name = min(forms.papers, key=lambda form: (-forms.papers[form], form))
        return Entity(f"{node.kind.key}/{node.key}", node.kind, name, _aliases(name, forms, None))
    thing = known_by_key(node.kind, node.key)
    name = thing.name if thing else _clearest(readings, forms) if readings else table_name
    first = thing.name if thing else readings[0].name if readings else table_name
    return Entity(f"{node.kind.key}/{slug(first)}", node.kind, name, _aliases(name, forms, thing))


def look_up_keys(entity: Entity) -> Iterator[tuple[str, str]]:
    """Yield a (look-up key, id) pair for every form; a repository is also found by owner/name.

    An id's slug has the key of the form it was made of, so an id that a merge retired finds its heir.
    """
    for form in entity.forms:
        yield key(form), entity.id
        if entity.kind is Kind.REPOSITORY:
            address = form.split("://")[-1].split("/")
            yield from ((key("/".join(address[n:])), entity.id) for n in range(len(address) - 1))


@dataclass(frozen=True, slots=True)
class _Forms:
    """The spellings of an entity: in how many papers each stands, the first of them, and the first to explain it."""

    papers: Mapping[str, int]
    first: Mapping[str, str]
    explained: Mapping[str, str]  # by key: an abbreviation explained once is explained in all its spellings

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> Self:
        papers: dict[str, dict[str, None]] = defaultdict(dict)
        explained: dict[str, str] = {}
        for reading in readings:
            for form in reading.forms:
                papers[form][reading.paper] = None
            for short in reading.shorts:
                explained.setdefault(key(short), reading.paper)
        return cls({f: len(p) for f, p in papers.items()}, {f: next(iter(p)) for f, p in papers.items()}, explained)


def _clearest(readings: Sequence[Reading], forms: _Forms) -> str:
    """Return the form in most papers among those that entities go by and no paper explains as an abbreviation.

    Ties: the longer one, then by alphabet.
    """
    homes = {reading.home.key for reading in readings}
    homes = homes - forms.explained.keys() or homes
    return min((f for f in forms.papers if key(f) in homes), key=lambda form: (-forms.papers[form], -len(form), form))


def _aliases(name: str, forms: _Forms, thing: Known | None) -> tuple[Alias, ...]:
    """Return every form, those in most papers first, then the well-known names that no paper uses."""
    used = {key(form) for form in forms.papers}
    unused = [form for form in (thing.forms if thing else ()) if key(form) not in used]
    counted = [(form, forms.papers.get(form, 0)) for form in (*forms.papers, *unused)]
    counted.sort(key=lambda pair: (-pair[1], pair[0]))
    return tuple(Alias(form, papers, _reason(form, name, forms, thing)) for form, papers in counted)


def _reason(form: str, name: str, forms: _Forms, thing: Known | None) -> str:
    """Say why the form belongs to the entity of this name: the strongest evidence there is."""
    if form == name and form in forms.papers:
        return "same spelling"
    if form != name and key(form) == key(name):
        return "differs in case, hyphen or plural"
    if thing and key(form) in {key(known) for known in thing.forms}:
        return f"known name ({', '.join(thing.sources)})"
    if key(form) in forms.explained:
        return f"abbreviation in {forms.explained[key(form)]}"
    return f"same thing in {forms.first[form]}"
