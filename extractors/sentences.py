"""Sentences: the title is one, the abstract is cut by rules.

A mark (``.``, ``?``, ``!``, ``...``) and white space end a sentence unless what stands before the mark is an
abbreviation or what stands after it does not begin one. Where a letter can be either (an initial, "U.S.", "et al."),
the next word decides.
"""

import re
from collections.abc import Collection, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span

GROUP = evidence.SENTENCES
"""The span group of this component."""

_BREAK = re.compile(
    r"""\n\s*\n\s*                                                  # a blank line
      | (?P<mark>[.?!…]+) ["'”’)\]}]* (?P<gap>\s+) (?=\W*\w)        # a mark and white space
      | (?<=[A-Za-z]{2}[a-z)\]]) (?P<tight>[.?!]) (?=[A-Z][a-z]*,?\s)  # white space forgotten
    """,
    re.VERBOSE,
)
_INSIDE = re.compile(
    r"[ei]\.[ge]|cf|v\.?s|viz|w\.r\.t|s\.t|a\.k\.a|figs?|eqs?|secs?|tab|refs?|app|approx|resp|ca|incl|esp|ed|eds|pp|vol|ver|"
    r"dr|prof|mrs?|ms|st|dept|thm|def|lem|prop|proc|int|conf|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
"""Abbreviations after which a sentence goes on, whatever follows."""

_EITHER = re.compile(r"(?:^|.*\.)[^\W\d_]$|(?:al|etc|no|nos|inc|ltd|co|corp|ph\.d)$", re.IGNORECASE)
"""Initials and abbreviations that may also stand last in a sentence."""

_LAST_WORD = re.compile(r"\S*$")
_OPENING = "\"'“‘([{`*"
_BEGINS = re.compile(r"[^\W_a-z]|[a-z]+[-]?[A-Z]|[a-z]\d|[^\w\s]")
"""A sentence begins with anything but a lower-case word; iSeeBetter, mBERT and k-NN are none."""

_STARTERS = re.compile(
    r"(?:We|The|This|These|Those|That|Our|It|Its|In|On|At|To|A|An|For|From|By|With|As|And|But|However|Moreover|Furthermore|"
    r"Then|Thus|Therefore|Hence|Here|There|They|Their|When|While|Where|Although|Despite|Unlike|Given|Finally|First|Second|"
    r"Additionally|Specifically|Recently|Experiments?|Experimental|Extensive|Empirical|Results?|Code|Such|Some|Many|Most|"
    r"Both|Each|All|One|Two|Three|Since|If|Using|Based|Existing|Current|Previous|Prior|Recent|Compared|"
    r"After|Before|During|Through|Under|Over|Beyond|Besides|Notably|Overall|Lastly|Consequently|Meanwhile|Nevertheless)\b"
)
"""Words that begin a sentence and hardly ever a name."""


def sentences(text: str, title_end: int = 0, whole: Collection[Span] = ()) -> list[Span]:
    r"""Return the bounds of the title, which ends at ``title_end``, and of the sentences after it.

    They are in order and disjoint, begin and end with something visible, and hold all that is visible. What is
    ``whole``, such as an address, is not broken.

    >>> text = "One title. Really\n\nSee Fig. 3, e.g. in the U.S. We gain 3.5 points. Why?"
    >>> [span.of(text) for span in sentences(text, 17)]
    ['One title. Really', 'See Fig. 3, e.g. in the U.S.', 'We gain 3.5 points.', 'Why?']
    """
    bounds = [Span(0, title_end)]
    start = title_end
    for match in _BREAK.finditer(text, title_end):
        if any(span.start < match.end() and match.start() < span.end - 1 for span in whole):
            continue
        if not match["mark"] or _ends(text, start, match):
            end = match.end("tight") if match["tight"] else match.start("gap") if match["mark"] else match.start()
            bounds.append(Span(start, end))
            start = match.end()
    bounds.append(Span(start, len(text)))
    return list(_trimmed(text, bounds))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark that was found ends the sentence that started at ``start``."""
    mark, after = match["mark"], match.end()
    while after < len(text) - 1 and text[after] in _OPENING:
        after += 1
    if not _BEGINS.match(text, after):
        return False
    if mark != ".":
        return True
    before = _LAST_WORD.search(text, start, match.start("mark"))
    word = before[0].lstrip(_OPENING) if before else ""
    if _INSIDE.fullmatch(word):
        return False
    if _EITHER.search(word) and len(word) < 8:
        return bool(_STARTERS.match(text, after)) or (word == "al" and text[after].isupper())
    return not (word.isdigit() and len(word) < 3 and not text[start : match.start("mark")].strip(word + " \n"))


def _trimmed(text: str, bounds: list[Span]) -> Iterator[Span]:
    """Yield the bounds without the white space around them, and none that is empty."""
    for start, end in bounds:
        inner = text[start:end]
        left = start + len(inner) - len(inner.lstrip())
        right = start + len(inner.rstrip())
        if left < right:
            yield Span(left, right)


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the sentences into their span group."""
    whole = [e.span for e in evidence.of(doc, evidence.ADDRESSES)]
    spans = sentences(evidence.text(doc), doc.user_data[evidence.TITLE_END], whole)
    evidence.put(doc, GROUP, map(Evidence, spans))
    return doc
