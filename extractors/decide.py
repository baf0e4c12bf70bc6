"""Decide what the entities of a paper are: kinds, overlaps, names, roles. The last component, and the only judge."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence, version
from extractors.candidates import Candidate, grouped
from extractors.evidence import Evidence
from extractors.forms import Forms
from extractors.weighing import features, probabilities
from kg.model import PaperEntity, Span
from kg.names import key
from kg.vocabulary import ROLE_ORDER, Kind, Role, roles_of

GROUP = "decide"
ENTITIES = "entities"
"""The key in a document's ``user_data`` of the decided entities."""

KEPT = 0.5
"""A candidate stands if it is more probably of one kind than anything else."""

_GENERIC = re.compile(
    r"(?:(?:our|this|the|its|proposed|novel|new|existing|other|deep|baseline|state-of-the-art|sota) )*"
    r"(?:state[- ]of[- ]the[- ]art|sota|ai|artificial intelligence|ml|machine learning|deep learning|nlp|"
    r"(?:learning )?(?:model|method|approach|framework|algorithm|system|network|dataset|benchmark|task|data)s?)",
    re.IGNORECASE,
)
"""Phrases that name nothing."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """A candidate that stands: its kind, how probable that is, and the mentions left to it."""

    candidate: Candidate
    kind: Kind
    score: float
    spans: tuple[Span, ...]


def decide(doc: Doc) -> list[PaperEntity]:
    """Return the entities of a document, ordered by first mention, then kind."""
    text, sentences, title_end = evidence.prose(doc), evidence.sentences(doc), doc.user_data[evidence.TITLE_END]
    decided = _disjoint(_weighed(text, candidates(doc), title_end))
    entities = [_entity(d, text, sentences, title_end) for d in _everywhere(text, sentences, decided)]
    entities += _repositories(sentences, evidence.of(doc, evidence.REPOSITORIES))
    return sorted(entities, key=lambda entity: (entity.mentions, entity.kind, entity.name))


def candidates(doc: Doc) -> list[Candidate]:
    """Return what the finders have found within sentences, grouped, with its cues."""
    sentences = evidence.sentences(doc)
    found = {
        group: [e for e in evidence.of(doc, group) if any(s.holds(e.span) for s in sentences)]
        for group in evidence.CANDIDATES
    }
    return grouped(evidence.prose(doc), found, evidence.of(doc, evidence.CUES))


def _weighed(text: str, found: Iterable[Candidate], title_end: int) -> Iterator[_Decided]:
    """Yield the candidates that stand, as what they most probably are."""
    for candidate in found:
        if not any(_GENERIC.fullmatch(form) for form in candidate.forms(text)):
            probability = probabilities(features(text, candidate, title_end))
            kind = max(probability, key=lambda kind: probability[kind])
            if probability[kind] >= KEPT:
                yield _Decided(candidate, kind, probability[kind], candidate.spans)


def _disjoint(decided: Iterable[_Decided]) -> list[_Decided]:
    """Leave of mentions that overlap the longest; but one stretch may name two things, as CIFAR-10/100 does."""
    decided = list(decided)
    left: list[Span] = []
    for span in sorted({span for d in decided for span in d.spans}, key=lambda span: (span.start - span.end, span)):
        if _free(span, left):
            left.append(span)
    trimmed = [replace(d, spans=tuple(span for span in d.spans if span in left)) for d in decided]
    return [d for d in trimmed if d.spans]


def _everywhere(text: str, sentences: Sequence[Span], decided: Sequence[_Decided]) -> Iterator[_Decided]:
    """Yield the decided with all their mentions: each of their forms is sought in the rest of the text."""
    taken = [span for d in decided for span in d.spans]
    forms = Forms(
        (form.lower() if " " in form else form, n)
        for n, d in enumerate(decided)
        for form in dict.fromkeys(span.of(text) for span in d.spans)
        if "/" not in form
    )
    more = [
        (span, n)
        for span, things in forms.found(text)
        if _free(span, taken) and any(s.holds(span) for s in sentences)
        for n in things
    ]
    for n, d in enumerate(decided):
        yield replace(d, spans=tuple(sorted({*d.spans, *(span for span, thing in more if thing == n)})))


def _free(span: Span, taken: Iterable[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in taken)


def _entity(decided: _Decided, text: str, sentences: Sequence[Span], title_end: int) -> PaperEntity:
    role, told_by = _role(decided, title_end)
    first = min(decided.spans, key=lambda span: (span.end <= title_end, span))
    extractor = next(group for group in evidence.CANDIDATES if decided.candidate.of(group))
    return PaperEntity(
        kind=decided.kind,
        name=_name(decided, text, title_end),
        role=role,
        score=round(decided.score, 4),
        by=f"{extractor} {version()}",
        mentions=decided.spans,
        sentence=next(s for s in sentences if s.holds(told_by or first)),
    )


def _role(decided: _Decided, title_end: int) -> tuple[Role | None, Span | None]:
    """Return an entity's role and the mention that decided it, if one did.

    What the paper does with a thing is told by cues; the first of ``ROLE_ORDER`` stands. A name known beforehand is
    another's work, whatever is proposed around it, unless the title begins with it.
    """
    roles, candidate = roles_of(decided.kind), decided.candidate
    if not roles:
        return None, None
    new = Role.INTRODUCED if decided.kind is Kind.DATASET else Role.PROPOSED
    told: dict[Role, list[Span]] = {}
    for e in (*candidate.of(evidence.CUES), *candidate.of("shapes")):
        role = new if e.role is Role.PROPOSED else e.role
        anothers = candidate.of("known_names") and e.what != evidence.SUBTITLED
        if role in roles and e.span in decided.spans and not (role is new and anothers):
            told.setdefault(role, []).append(e.span)
    for role in ROLE_ORDER:
        if role in told:
            in_abstract = [span for span in told[role] if span.start > title_end]
            return role, min(in_abstract or told[role])
    return Role.USED, None


def _name(decided: _Decided, text: str, title_end: int) -> str:
    """Return the clearest form: the long form of a definition, a known name as it is known, else the commonest."""
    spans = sorted(decided.spans, key=lambda span: (span.end <= title_end, span))
    forms = Counter(" ".join(span.of(text).split()) for span in spans)
    long = [e.what for e in decided.candidate.of("abbreviations") if e.what in forms]
    if long:
        return long[0]
    known = [e.what for e in decided.candidate.of("known_names") if e.kind is decided.kind]
    if known and all("/" in form for form in forms):
        return known[0]
    best = [form for form in forms if key(form) in map(key, known)] or list(forms)
    return max(best, key=lambda form: (forms[form], -len(form)))


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
    """Leave the entities with the document."""
    doc.user_data[ENTITIES] = decide(doc)
    return doc
