"""Names known beforehand, found in the text: the tables of ``kg.names``."""

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from extractors.forms import Forms
from kg.model import Span
from kg.names import Known, known, known_names
from kg.vocabulary import Kind

GROUP = "known_names"
"""The span group of this component. A span's ``id_`` is the name as the table has it."""

_NUMBER = re.compile(r"\d+[A-Za-z]?$")
_ANOTHER = re.compile(r"/-?(\d+[A-Za-z]?)(?![\w.]*\d|\w)")


def find_known_names(text: str) -> list[Evidence]:
    """Return the known names in a text, the longest at each place.

    "CIFAR-10/100" names two datasets, and each has the whole form as its mention.
    """
    return [e for span, things in _forms().found(text) for known in things for e in _numbered(text, span, known)]


def _numbered(text: str, span: Span, first: Known) -> Iterator[Evidence]:
    """Yield the evidence for the name at ``span``, and for those that share its stem: the 100 of CIFAR-10/100."""
    found, end = [first], span.end
    stem = _NUMBER.search(text, *span)
    while stem and (another := _ANOTHER.match(text, end)):
        sibling = known(first.kind, text[span.start : stem.start()] + another[1])
        if not sibling:
            break
        found.append(sibling)
        end = another.end()
    for name in found:
        yield Evidence(Span(span.start, end), name.name, name.kind, score=first.trust)


@cache
def _forms() -> Forms[Known]:
    """Return the forms of all kinds that mean a known thing wherever they stand."""
    known_things = (thing for kind in Kind for thing in known_names(kind))
    return Forms((form, thing) for thing in known_things for form in thing.find if not _ANOTHER.search(form))


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the known names into their span group."""
    evidence.put(doc, GROUP, find_known_names(evidence.prose(doc)))
    return doc
