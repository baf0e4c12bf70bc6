"""Evidence: what one component says about one stretch of a text, and how components pass it on.

Components speak through the document alone: the finders put spans into groups named after them, with what the span
stands for as its ``id_``; the tagger and the decision leave theirs in ``user_data``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model import Span

SENTENCES, ADDRESSES, PAGES, REPOSITORIES = "sentences", "addresses", "pages", "repositories"
"""Span groups: all sentences; all URLs, in which no names are sought; of these pages, and repositories."""

TITLE_END, TEXT, PROSE = "title_end", "text", "prose"
"""Keys in a document's ``user_data``: the offset where its title ends; its text, and that without addresses."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A mention, and what it stands for: its canonical URL."""

    span: Span
    what: str = ""


def put(doc: Doc, group: str, evidence: Iterable[Evidence]) -> None:
    """Make the evidence the document's span group of this name, in the text's order, without repetition."""
    placed = (doc.char_span(*e.span, span_id=e.what, alignment_mode="expand") for e in sorted(set(evidence)))
    doc.spans[group] = [span for span in placed if span]


def of(doc: Doc, group: str) -> list[Evidence]:
    """Return the evidence in a span group; none if no component has put any."""
    return [Evidence(Span(s.start_char, s.end_char), s.id_) for s in doc.spans.get(group, ())]


def sentences(doc: Doc) -> list[Span]:
    """Return the bounds of the document's sentences."""
    return [e.span for e in of(doc, SENTENCES)]


def text(doc: Doc) -> str:
    """Return the document's text, which spaCy would put together from its tokens at every call."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    return str(doc.user_data[TEXT])


def prose(doc: Doc) -> str:
    """Return the text in which names are sought: every address blanked out, all offsets as they were."""
    if PROSE not in doc.user_data:
        visible = text(doc)
        for start, end in (e.span for e in of(doc, ADDRESSES)):
            visible = visible[:start] + " " * (end - start) + visible[end:]
        doc.user_data[PROSE] = visible
    return str(doc.user_data[PROSE])
