"""Cues: the words around a candidate that tell of its kind and of what the paper does with it.

``CUES`` is the table. What a cue is worth, and for which kind, is not said here but weighed in ``extractors.decide``
against all other evidence.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span
from kg.vocabulary import Role

GROUP = evidence.CUES
"""The span group of this component. A span's ``id_`` is the cue."""

_A = r"(?:an?|the|our|its|their)"
_THE = r"(?:the |both )?"
_NEW = rf"(?:{_A} )?(?:(?:novel|new) )?"
_FEW_WORDS = r"(?:[a-z]+(?:-[a-z]+)*,? ){0,4}?"
_PROPOSE = (
    r"(?:build|construct|contribut|creat|curat|describ|design|develop|devis|introduc|present|propos|releas)"
    r"e?(?:s|d|ed|ing)?"
)
_DOES = r"(?:achiev|consist|employ|enabl|improv|introduc|learn|leverag|outperform|surpass|us)e?s"
_CALLED = (
    r"(?:abbreviated(?: as)?|called|coined|denoted(?: as| by)?|dubbed|namely|named|referred to as|termed|"
    r"(?:which )?we (?:call|dub|name|term)(?: it| this| them)?)"
)
_DATA = r"(?:benchmarks?|collections?|corpora|corpus|data ?sets?|data|test ?sets?|test suites?|testbeds?)"
_MODEL = (
    r"(?:agent|algorithm|approach|architecture|backbone|estimator|framework|layer|loss|mechanism|method|model|module|"
    r"network|optimi[sz]er|pipeline|strategy|system|technique|variant)s?"
)
_BEAT = r"(?:beat|exceed|outperform|surpass)(?:s|ed|ing)?"
_COMPARED = r"(?:[Cc]ompar(?:ed|able|ison) (?:with|to|against)|superior to|than)"
_RIVALS = r"(?:baselines?|competitors?|state-of-the-art \w+)"
_USE = (
    r"(?:[Aa]dopt(?:s|ing)?|[Aa]pply(?:ing)?|[Ee]mploy(?:s|ing)?|[Ll]everag(?:e|es|ing)|[Uu]s(?:e|es|ing)|"
    r"through|via|with)"
)
_PAPER = r"(?:article|paper|study|work)"
_IN_BRACKETS = r"(?: \([^()]+\))?"
_IS_A = rf"{_IN_BRACKETS},? (?:is )?(?:an?|the first|our) "
_EXTEND = (
    r"(?:based on|buil[dt]s?(?:ing)? (?:up)?on|combin(?:e|es|ing)|[Ee]xtend(?:s|ing)?|fine-tun(?:e|ed|ing)|"
    r"integrat(?:e|es|ing))"
)
_TRIED = (
    r"(?:\d%?|accuracy|benchmarked|[Ee]valuat\w+|[Ee]xperiments?|[Pp]erformance|[Rr]esults?|[Tt]est(?:ed)?|trained|"
    r"[Vv]alidated?)(?: \w+){0,3}"
)
_SUCH_AS = r"(?:,? (?:such as|including|like|namely)|:|,? ?\(|, i\.e\.,?) ?(?:e\.g\.,? |i\.e\.,? )?(?:the )?"
_AIM = r"(?:[Ff]or|[Tt]owards?|[Ii]mprov(?:e|es|ing)|[Aa]ddress(?:es|ing)?|[Tt]ackl(?:e|es|ing)|[Ss]olv(?:e|es|ing))"
_BY_NUMBER = r"\d+(?:\.\d+)?\s?(?:\\?%|points?|x)?"
_MEASURED = r"(?:in terms of|measured by|evaluated (?:by|with)|metrics?(?: such as| like|:| including| \())"


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


# fmt: off
CUES = (
    Cue("we propose X", rf"\b[Ww]e (?:\w+ )?{_PROPOSE} ", _NEW, role=Role.PROPOSED),
    Cue("we propose a good X", rf"\b[Ww]e (?:\w+ )?{_PROPOSE} {_A} ", _FEW_WORDS, role=Role.PROPOSED),
    Cue("paper proposes X", rf"\b{_PAPER} {_PROPOSE} ", rf"(?:{_A} {_FEW_WORDS})?", role=Role.PROPOSED),
    Cue("our X", r"\b(?:[Tt]he|[Oo]ur) proposed |\b[Oo]ur ", role=Role.PROPOSED),
    Cue("called X", rf"\b{_CALLED}[,:]? ", rf"(?:{_A} )?[\"“'`*]*", role=Role.PROPOSED),
    Cue("a dataset called X", rf"\b{_DATA},? (?:\(|{_CALLED} )", r"[\"“'`*]*"),
    Cue("X, a novel", after=rf"{_IN_BRACKETS}, (?:an?|the first|our) (?!{_FEW_WORDS}{_DATA}\b)", role=Role.PROPOSED),
    Cue("X, a dataset", after=rf"{_IS_A}{_FEW_WORDS}{_DATA}\b", role=Role.PROPOSED),
    Cue("X does", after=rf" (?:\w+ )?{_DOES}\b", role=Role.PROPOSED),
    Cue("X is", after=r" (?:is|are|remains|has been|aims|plays?) "),

    Cue("outperforms X", rf"\b{_BEAT} ", rf"(?:\w+ )?{_THE}", role=Role.BASELINE),
    Cue("compared with X", rf"\b{_COMPARED} ", _THE, role=Role.BASELINE),
    Cue("baselines such as X", rf"\b{_RIVALS},? ", r"(?:such as |like |including |\(|e\.g\.,? )+", role=Role.BASELINE),
    Cue("over X", r"\b(?:over|against) ", _THE),

    Cue("using X", rf"\b{_USE} ", _THE, role=Role.USED),
    Cue("based on X", rf"\b{_EXTEND} ", _THE, role=Role.USED),
    Cue("X-based", after=r"-(?:based|style|like)\b", role=Role.USED),
    Cue("X model", after=rf"(?:-based)? {_MODEL}\b"),

    Cue("X dataset", after=rf" (?:\w+ )?{_DATA}\b", role=Role.USED),
    Cue("datasets such as X", rf"\b(?:{_DATA}|domains?|tasks)(?: \w+)?", _SUCH_AS, role=Role.USED),
    Cue("evaluated on X", rf"\b{_TRIED} on ", _THE, role=Role.USED),
    Cue("on X", r"\b[Oo]n ", _THE, role=Role.USED),
    Cue("from X", r"\bfrom ", _THE, role=Role.USED),
    Cue("in X", r"\b[Ii]n ", _THE),

    Cue("for X", rf"\b{_AIM} ", _THE),
    Cue("task of X", r"\b(?:tasks?|problems?|challenges?) (?:of|in|such as|including|like) ", _THE),
    Cue("X task", after=r" (?:tasks?|problems?)\b"),

    Cue("X score", after=r"(?: scores?| metrics?| measures?| values?|-scores?)?(?: of| by| from|:| =) (?:\w+ )?\d"),
    Cue("improves by % X", rf"\b{_BY_NUMBER} ", r"(?:\w+ )?(?:in |of |on |higher |lower |better )?(?:the )?"),
    Cue("in terms of X", rf"\b{_MEASURED} ?", _THE),
    Cue("(X", r"\("),
)
# fmt: on
"""What is new in the paper; what it is compared with; what it uses; data; tasks; measures."""

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
    pairs = [(one, other) for n, one in enumerate(spans) for other in spans[n + 1 :] if _linked(text, one, other)]
    for one, other in pairs:
        first[other] = min(first[other], first[one])
    for one, other in reversed(pairs):
        last[one] = max(last[one], last[other])
    for span in spans:
        yield span, first[span], last[span]


def _linked(text: str, one: Span, other: Span) -> bool:
    return 0 < other.start - one.end <= _LONGEST_LINK and bool(_LISTED.fullmatch(text, one.end, other.start))


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the cues of all candidates that stand in the document so far into their span group."""
    evidence.put(doc, GROUP, find_cues(evidence.prose(doc), evidence.candidates(doc)))
    return doc
