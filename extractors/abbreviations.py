"""Abbreviations that the text defines: "long form (SHORT)"."""

from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span
from kg.names import find_abbreviations

GROUP = "abbreviations"
"""The span group of this component: short and long forms. A span's ``id_`` is the long form of the definition."""


def find_definitions(text: str, sentences: Iterable[Span]) -> Iterator[Evidence]:
    """Yield the short and the long form of each definition, both under the long form's name."""
    for short, long in find_abbreviations(text, sentences):
        for span in (short, long):
            yield Evidence(span, long.of(text))


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put both forms of each definition into their span group."""
    evidence.put(doc, GROUP, find_definitions(evidence.prose(doc), evidence.sentences(doc)))
    return doc
