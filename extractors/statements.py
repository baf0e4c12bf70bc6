"""What a paper states: the last component, which turns decisions into the entities and relations of the contract."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from extractors import MODEL, evidence, version
from extractors.evidence import Evidence
from extractors.judgement import Entity, Link, Models, decide
from extractors.memberships import memberships
from extractors.qualifiers import Named, qualifiers
from extractors.spellings import Forms
from extractors.tagger import READING, Reading
from kg.model import PaperEntity, Qualifiers, Relation, Span
from kg.names import abbreviates
from kg.vocabulary import Kind, Role

GROUP = "statements"
ENTITIES, RELATIONS = "entities", "relations"
"""The keys in a document's ``user_data`` of what the paper states."""

_TELLS = {
    Role.PROPOSED: r"\b(?:we|paper|work|study)\b.*\b(?:propos|introduc|present|develop)\w*|\b(?:call|dub|nam)ed\b",
    Role.INTRODUCED: r"\b(?:propos|introduc|present|releas|collect|construct|creat|curat|build|contribut)\w*",
    Role.BASELINE: r"\b(?:outperform|surpass|exceed|compar|beat|than|over|baseline)\w*",
    Role.USED: r"\b(?:we|our|us(?:e|es|ed|ing)|based|experiment\w*|evaluat\w*|result\w*)\b",
}
_TELLING = {role: re.compile(pattern, re.IGNORECASE) for role, pattern in _TELLS.items()}
"""Words of a sentence that says what the paper does with a thing; they choose the sentence shown, not the role."""

_SEVERAL = re.compile(r"(?P<stem>.*[^\W\d_]-?)(?P<first>\d+)/(?:(?P=stem)|-)?(?P<second>\d+)")
"""A form that names two datasets: CIFAR-10/100, CIFAR-10/CIFAR-100."""

_MEASURED = ("OUTPERFORMS", "EVALUATED_ON")
"""The predicates whose sentence may give a value."""


@cache
def shipped() -> Models:
    """Return the models that ship; one set a process."""
    return Models.from_folder(MODEL)


def statements(doc: Doc) -> tuple[list[PaperEntity], list[Relation]]:
    """Return the entities of a document, ordered by first mention, then kind, and its relations in the same order."""
    text, sentences = evidence.prose(doc), evidence.sentences(doc)
    reading: Reading = doc.user_data[READING]
    decided, links = decide(reading, sentences, shipped()) if len(reading.offsets) and sentences else ([], [])
    mentions = _mentions(reading, decided, sentences)
    title_end = doc.user_data[evidence.TITLE_END]
    entities: dict[tuple[str, str], PaperEntity] = {}
    called: dict[int, list[tuple[str, str]]] = {}
    for e in decided:
        if mentions[id(e)]:
            for entity in _numbered(_entity(e, mentions[id(e)], text, sentences, title_end)):
                at = (entity.kind, entity.name)
                entities[at] = _joined(entities[at], entity) if at in entities else entity
                called.setdefault(id(e), []).append(at)
    stated: dict[tuple[object, ...], Relation] = {}
    for link in links:
        for subject in called.get(id(link.subject), ()):
            for object_ in called.get(id(link.object), ()):
                if subject != object_:
                    relation = _relation(link, entities[subject], entities[object_], sentences)
                    stated.setdefault((subject, link.predicate, object_), _qualified(relation, text, entities.values()))
    for each in memberships(text, sentences, list(entities.values())):
        by = f"memberships {version()}"
        relation = Relation(each.subject, each.predicate, each.object, each.sentence, each.score, by)
        stated.setdefault((each.subject.name, each.predicate, each.object.name), relation)
    found = [*entities.values(), *_repositories(sentences, evidence.of(doc, evidence.REPOSITORIES))]
    found.sort(key=_place)
    return found, sorted(stated.values(), key=lambda r: (_place(r.subject), r.predicate, _place(r.object)))


def _place(entity: PaperEntity) -> tuple[tuple[Span, ...], str, str]:
    return entity.mentions, entity.kind, entity.name


def _numbered(entity: PaperEntity) -> list[PaperEntity]:
    """Return the datasets that one form names, each with it as a mention, or the entity itself."""
    several = _SEVERAL.fullmatch(entity.name) if entity.kind is Kind.DATASET else None
    if not several:
        return [entity]
    return [replace(entity, name=several["stem"] + number) for number in (several["first"], several["second"])]


def _joined(one: PaperEntity, other: PaperEntity) -> PaperEntity:
    """Return one thing that stands alone and in a form of several, as one."""
    best = max(one, other, key=lambda e: e.score)
    spans = {*one.mentions, *other.mentions}
    outer = (span for span in spans if not any(longer != span and longer.holds(span) for longer in spans))
    return replace(best, mentions=tuple(sorted(outer)))


def _mentions(reading: Reading, decided: Sequence[Entity], sentences: Sequence[Span]) -> Mapping[int, tuple[Span, ...]]:
    """Return each entity's mentions: its own, and wherever else one of its forms stands free."""
    own = {id(e): [span for span in _spans(reading, e) if _inside(sentences, span)] for e in decided}
    taken = [span for spans in own.values() for span in spans]
    forms = Forms(
        (form.lower() if " " in form else form, id(e))
        for e in decided
        for form in e.candidate.forms
        if own[id(e)] and "/" not in form
    )
    for span, things in forms.found(reading.text):
        if _inside(sentences, span) and all(span.end <= other.start or other.end <= span.start for other in taken):
            for thing in dict.fromkeys(things):
                own[thing].append(span)
    return {entity: tuple(sorted(set(spans))) for entity, spans in own.items()}


def _spans(reading: Reading, entity: Entity) -> Iterator[Span]:
    for s in entity.candidate.spans:
        yield Span(int(reading.offsets[s.first, 0]), int(reading.offsets[s.last, 1]))


def _inside(sentences: Iterable[Span], span: Span) -> bool:
    return any(sentence.holds(span) for sentence in sentences)


def _entity(
    entity: Entity, mentions: tuple[Span, ...], text: str, sentences: Sequence[Span], title_end: int
) -> PaperEntity:
    role = Role(entity.role) if entity.role else None
    return PaperEntity(
        kind=Kind.parse(entity.kind),
        name=_name(mentions, text),
        role=role,
        score=round(entity.score, 4),
        by=f"second_look {version()}",
        mentions=mentions,
        sentence=_telling(role, mentions, text, sentences, title_end),
    )


def _name(mentions: Iterable[Span], text: str) -> str:
    """Return the clearest form: the long form of an abbreviation among them, else the commonest, else the first."""
    forms = Counter(" ".join(span.of(text).split()) for span in mentions)
    long = [form for form in forms if any(abbreviates(short, form) for short in forms if short != form)]
    return max(long or forms, key=lambda form: ("(" not in form, forms[form]))


def _telling(role: Role | None, mentions: Iterable[Span], text: str, sentences: Iterable[Span], title_end: int) -> Span:
    """Return the sentence to show: the abstract's first that tells the role, else its first, else the title."""
    holding = [s for s in sentences if any(s.holds(m) for m in mentions)]
    abstract = [s for s in holding if s.start > title_end] or holding
    telling = [s for s in abstract if _TELLING[role or Role.USED].search(s.of(text))]
    return (telling or abstract)[0]


def _relation(link: Link, subject: PaperEntity, object_: PaperEntity, sentences: Sequence[Span]) -> Relation:
    by = f"relations {version()}"
    sentence = _shared_sentence(subject, object_, sentences)
    return Relation(subject, link.predicate, object_, sentence, round(link.score, 4), by)


def _shared_sentence(subject: PaperEntity, object_: PaperEntity, sentences: Sequence[Span]) -> Span:
    """Return the sentence in which the two stand closest, the title last; where there is none, one of the object."""
    shared = [
        (n == 0, max(s.start, o.start) - min(s.end, o.end), n)
        for n, sentence in enumerate(sentences)
        for s in subject.mentions
        for o in object_.mentions
        if sentence.holds(s) and sentence.holds(o)
    ]
    return sentences[min(shared)[2]] if shared else object_.sentence


def _qualified(relation: Relation, text: str, entities: Iterable[PaperEntity]) -> Relation:
    """Return the relation with what its sentence measures."""
    if relation.predicate not in _MEASURED:
        return relation
    named: dict[Kind, list[Named]] = {kind: [] for kind in Kind}
    for entity in entities:
        named[entity.kind] += [(entity.name, *mention) for mention in entity.mentions]
    found: Mapping[str, Any] = qualifiers(
        text,
        relation.sentence,
        metrics=named[Kind.METRIC],
        datasets=named[Kind.DATASET],
        methods=named[Kind.METHOD],
        about=relation.object.name if relation.object.kind is Kind.DATASET else None,
        subject=relation.subject.name,
        rival=relation.object.name if relation.object.kind is Kind.METHOD else None,
    )
    return replace(relation, qualifiers=Qualifiers(**found)) if found else relation


def _repositories(sentences: Sequence[Span], found: Iterable[Evidence]) -> Iterator[PaperEntity]:
    """Yield the repositories, one entity for all spellings of a URL, called as it is first spelled."""
    mentions: dict[str, list[Evidence]] = {}
    for e in found:
        mentions.setdefault(e.what.casefold(), []).append(e)
    for of_one in mentions.values():
        sentence = next(s for s in sentences if s.holds(of_one[0].span))
        spans = tuple(e.span for e in of_one)
        by = f"{evidence.REPOSITORIES} {version()}"
        yield PaperEntity(Kind.REPOSITORY, of_one[0].what, None, 1.0, by, spans, sentence)


@Language.component(GROUP, assigns=["doc.user_data"])
def component(doc: Doc) -> Doc:
    """Leave what the paper states with the document."""
    doc.user_data[ENTITIES], doc.user_data[RELATIONS] = statements(doc)
    return doc
