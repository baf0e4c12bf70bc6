"""Cues: the words around a candidate that tell of its kind and of what the paper does with it.

``CUES`` is the table. What a cue is worth, and for which kind, is not said here but weighed in ``extractors.decide``
against all other evidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span
from kg.vocabulary import Role

GROUP = evidence.CUES
"""The span group of this component. A span's ``id_`` is the cue."""

_OWN = r"(?:propos|present|introduc|develop|describ|design|build|releas|devis|creat|construct|contribut|curat)(?:e|es|s|ed|ing)?"
_A = r"(?:an?|the|our|its|their)"
_ADJECTIVES = r"(?:[a-z]+(?:-[a-z]+)*,? ){0,4}?"
_SET = r"(?:data ?sets?|benchmarks?|corpus|corpora|test ?sets?|testbeds?|test suites?|collections?|data)"
_MODEL = (
    r"(?:model|network|architecture|framework|method|algorithm|approach|module|loss|layer|mechanism|agent|optimi[sz]er|"
    r"technique|system|pipeline|strategy|backbone|estimator|variant)s?"
)
_CALLED = (
    r"(?:dubbed|called|named|termed|coined|namely|denoted(?: as| by)?|referred to as|abbreviated(?: as)?|"
    r"(?:we|which we) (?:call|term|dub|name)(?: it| this| them)?)"
)


_SOME = rf"(?:{_A} )?(?:(?:novel|new) )?"
_THE = r"(?:the |both )?"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words before a candidate, or after it, and the role they give.

    ``before`` and then a ``gap`` lead up to the candidate; ``after`` follows on it.
    """

    name: str
    before: str = ""
    gap: str = ""
    after: str = ""
    role: Role | None = None


CUES = (
    Cue("we propose X", rf"\b[Ww]e (?:\w+ )?{_OWN} ", _SOME, role=Role.PROPOSED),
    Cue("we propose a good X", rf"\b[Ww]e (?:\w+ )?{_OWN} {_A} ", _ADJECTIVES, role=Role.PROPOSED),
    Cue(
        "paper proposes X", rf"\b(?:paper|work|article|study) {_OWN} ", rf"(?:{_A} {_ADJECTIVES})?", role=Role.PROPOSED
    ),
    Cue("called X", rf"\b{_CALLED}[,:]? ", rf"(?:{_A} )?[\"“'`*]*", role=Role.PROPOSED),
    Cue("a dataset called X", rf"\b{_SET},? (?:\(|{_CALLED} )", r"[\"“'`*]*"),
    Cue("X, a novel", after=rf"(?: \([^()]+\))?, (?:an?|the first|our) (?!{_ADJECTIVES}{_SET}\b)", role=Role.PROPOSED),
    Cue(
        "X, a dataset",
        after=rf"(?: \([^()]+\))?,? (?:is )?(?:an?|the first|our) {_ADJECTIVES}{_SET}\b",
        role=Role.PROPOSED,
    ),
    Cue("our X", r"\b(?:[Tt]he|[Oo]ur) proposed |\b[Oo]ur ", role=Role.PROPOSED),
    Cue(
        "X does",
        after=r" (?:\w+ )?(?:outperform|surpass|achiev|improv|enabl|leverag|employ|consist|introduc|learn|us)e?s\b",
        role=Role.PROPOSED,
    ),
    Cue(
        "outperforms X", r"\b(?:outperform|surpass|exceed|beat)(?:s|ed|ing)? ", rf"(?:\w+ )?{_THE}", role=Role.BASELINE
    ),
    Cue(
        "compared with X",
        r"\b(?:[Cc]ompar(?:ed|able|ison) (?:with|to|against)|than|superior to) ",
        _THE,
        role=Role.BASELINE,
    ),
    Cue("over X", r"\b(?:over|against) ", _THE),
    Cue(
        "baselines such as X",
        r"\b(?:baselines?|competitors?|state-of-the-art \w+),? ",
        r"(?:such as |like |including |\(|e\.g\.,? )+",
        role=Role.BASELINE,
    ),
    Cue(
        "using X",
        r"\b(?:[Uu]s(?:e|es|ing)|via|through|[Ll]everag(?:e|es|ing)|[Ee]mploy(?:s|ing)?|[Aa]dopt(?:s|ing)?|[Aa]pply(?:ing)?|with) ",
        _THE,
        role=Role.USED,
    ),
    Cue(
        "based on X",
        r"\b(?:based on|buil[dt]s?(?:ing)? (?:up)?on|[Ee]xtend(?:s|ing)?|fine-tun(?:e|ed|ing)|combin(?:e|es|ing)|integrat(?:e|es|ing)) ",
        _THE,
        role=Role.USED,
    ),
    Cue("X-based", after=r"-(?:based|style|like)\b", role=Role.USED),
    Cue("X model", after=rf"(?:-based)? {_MODEL}\b"),
    Cue("X dataset", after=rf" (?:\w+ )?{_SET}\b", role=Role.USED),
    Cue(
        "datasets such as X",
        rf"\b(?:{_SET}|domains?|tasks)(?: \w+)?",
        r"(?:,? (?:such as|including|like|namely)|:|,? ?\(|, i\.e\.,?) ?(?:e\.g\.,? |i\.e\.,? )?(?:the )?",
        role=Role.USED,
    ),
    Cue(
        "evaluated on X",
        r"\b(?:[Ee]xperiments?|[Rr]esults?|[Ee]valuat\w+|[Pp]erformance|[Tt]est(?:ed)?|benchmarked|trained|[Vv]alidated?|"
        r"accuracy|\d%?)(?: \w+){0,3} on ",
        _THE,
        role=Role.USED,
    ),
    Cue("on X", r"\b[Oo]n ", _THE, role=Role.USED),
    Cue("from X", r"\bfrom ", _THE, role=Role.USED),
    Cue("in X", r"\b[Ii]n ", _THE),
    Cue(
        "for X",
        r"\b(?:[Ff]or|[Tt]owards?|[Ii]mprov(?:e|es|ing)|[Aa]ddress(?:es|ing)?|[Tt]ackl(?:e|es|ing)|[Ss]olv(?:e|es|ing)) ",
        _THE,
    ),
    Cue("task of X", r"\b(?:tasks?|problems?|challenges?) (?:of|in|such as|including|like) ", _THE),
    Cue("X task", after=r" (?:tasks?|problems?)\b"),
    Cue("X is", after=r" (?:is|are|remains|has been|aims|plays?) "),
    Cue("X score", after=r"(?: scores?| metrics?| measures?| values?|-scores?)?(?: of| by| from|:| =) (?:\w+ )?\d"),
    Cue(
        "improves by % X",
        r"\b\d+(?:\.\d+)?\s?(?:\\?%|points?|x)? ",
        r"(?:\w+ )?(?:in |of |on |higher |lower |better )?(?:the )?",
    ),
    Cue(
        "in terms of X",
        r"\b(?:in terms of|measured by|metrics?(?: such as| like|:| including| \()|evaluated (?:by|with)) ?",
        _THE,
    ),
    Cue("(X", r"\("),
)

_BEFORE = [(cue, re.compile(cue.before), re.compile(cue.gap)) for cue in CUES if cue.before]
_AFTER = [(cue, re.compile(cue.after)) for cue in CUES if cue.after]
_LONGEST_GAP, _LONGEST_LINK = 60, 30
_LISTED = re.compile(r"(?: \([^()]*\))?(?:,? (?:and|or|&) (?:the )?|, |/)")
"""What stands between the members of a list: a cue before the first holds for all, one after the last too."""


def find_cues(text: str, candidates: Iterable[Span]) -> Iterator[Evidence]:
    """Yield the cues of each candidate in a text.

    >>> text = "We present Walkabout and evaluate it on Cora, PubMed and two other datasets."
    >>> for e in find_cues(text, [Span(11, 20), Span(40, 44), Span(46, 52)]):
    ...     e.span.of(text), e.what
    ('Walkabout', 'we propose X')
    ('Cora', 'evaluated on X')
    ('PubMed', 'evaluated on X')
    ('Cora', 'on X')
    ('PubMed', 'on X')
    """
    spans = sorted(set(candidates))
    lists = list(_lists(text, spans))
    for cue, before, gap in _BEFORE:
        for match in before.finditer(text):
            for span, first, _ in lists:
                if match.end() <= first <= match.end() + _LONGEST_GAP and gap.fullmatch(text, match.end(), first):
                    yield Evidence(span, cue.name, role=cue.role)
    for cue, after in _AFTER:
        for span, _, last in lists:
            if after.match(text, last):
                yield Evidence(span, cue.name, role=cue.role)


def _lists(text: str, spans: list[Span]) -> Iterator[tuple[Span, int, int]]:
    """Yield each span with the start of the first and the end of the last member of the list in which it stands."""
    first = {span: span.start for span in spans}
    last = {span: span.end for span in spans}
    pairs = [
        (one, other)
        for n, one in enumerate(spans)
        for other in takewhile(lambda other, end=one.end: other.start <= end + _LONGEST_LINK, spans[n + 1 :])
        if one.end < other.start and _LISTED.fullmatch(text, one.end, other.start)
    ]
    for one, other in pairs:
        first[other] = min(first[other], first[one])
    for one, other in reversed(pairs):
        last[one] = max(last[one], last[other])
    for span in spans:
        yield span, first[span], last[span]


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the cues of all candidates that stand in the document so far into their span group."""
    evidence.put(doc, GROUP, find_cues(evidence.prose(doc), evidence.candidates(doc)))
    return doc
