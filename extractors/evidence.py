"""Evidence: what one extractor says about one stretch of a text, and how components pass it on.

Components speak through the document alone: each puts its evidence into a span group named after it. What spaCy's
spans hold (label, id) goes there, the rest beside them in the group's ``attrs``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model import Span
from kg.vocabulary import Kind, Role

SENTENCES, ADDRESSES, PAGES = "sentences", "addresses", "pages"
"""Span groups: all sentences; all URLs, in which no names are sought; and those of them that are no repository."""

REPOSITORIES, CUES = "repositories", "cues"
"""Span groups: repositories, by URL; and the cues of candidates, by name."""

CANDIDATES = ("known_names", "abbreviations", "shapes", "phrases")
"""Span groups of what may be a method, dataset, task or metric, the most telling first."""

SUBTITLED = "title: subtitle"
"""What is said of a name that stands before the colon of a title."""

TITLE_END, PROSE = "title_end", "prose"
"""Keys in a document's ``user_data``: the offset where its title ends; its text without addresses."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A mention and what is said of it.

    ``what`` is the extractor's own word for it: the known name, the URL, the long form, the cue. ``score`` is the
    probability that the mention is of this kind, where the extractor knows one.
    """

    span: Span
    what: str = ""
    kind: Kind | None = None
    role: Role | None = None
    score: float = 0.0


def put(doc: Doc, group: str, evidence: Iterable[Evidence]) -> None:
    """Make the evidence the document's span group of this name, in the text's order, without repetition."""
    found = sorted(set(evidence), key=lambda e: (e.span, e.what, e.kind or "", e.role or ""))
    placed = [(e, doc.char_span(*e.span, e.kind or "", span_id=e.what, alignment_mode="expand")) for e in found]
    doc.spans[group] = [span for _, span in placed if span]
    doc.spans[group].attrs["roles"] = [e.role for e, span in placed if span]
    doc.spans[group].attrs["scores"] = [e.score for e, span in placed if span]


def of(doc: Doc, group: str) -> list[Evidence]:
    """Return the evidence in a span group; none if no component has put any."""
    if group not in doc.spans:
        return []
    spans = doc.spans[group]
    return [
        Evidence(Span(s.start_char, s.end_char), s.id_, Kind(s.label_) if s.label_ else None, role, score)
        for s, role, score in zip(spans, spans.attrs["roles"], spans.attrs["scores"], strict=True)
    ]


def candidates(doc: Doc) -> list[Span]:
    """Return what may be mentions, in the text's order."""
    return sorted({e.span for group in CANDIDATES for e in of(doc, group)})


def sentences(doc: Doc) -> list[Span]:
    """Return the bounds of the document's sentences."""
    return [e.span for e in of(doc, SENTENCES)]


def prose(doc: Doc) -> str:
    """Return the text in which names are sought: every address blanked out, all offsets as they were."""
    if PROSE not in doc.user_data:
        text = doc.text
        for start, end in (e.span for e in of(doc, ADDRESSES)):
            text = text[:start] + " " * (end - start) + text[end:]
        doc.user_data[PROSE] = text
    return str(doc.user_data[PROSE])
