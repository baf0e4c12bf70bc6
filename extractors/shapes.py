"""Words that look like names: Walkabout, iSeeBetter, k-NN, node2vec, PointNet++, Qwen2.5, Visual Genome.

A look alone says little of the kind; it makes a candidate, which the words around it raise or sink.
"""

import re
from collections.abc import Iterable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span
from kg.vocabulary import Role

GROUP = "shapes"
"""The span group of this component."""

_COMMON = (
    "A|Abstract|Additionally|Also|Although|An|And|As|At|Because|Besides|Both|But|By|Code|Compared|Consequently|Current|"
    "Data|Despite|Each|Existing|Experiment|Extensive|Finally|First|Firstly|For|From|Further|Furthermore|Given|Hence|Here|"
    "How|However|I|If|In|Inspired|Instead|It|Its|Last|Lastly|Many|Meanwhile|More|Moreover|Most|Motivated|New|Next|No|Not|"
    "Notably|Of|On|One|Open|Or|Other|Our|Overall|Previous|Prior|Project|Recent|Recently|Result|Second|Secondly|Similarly|"
    "Since|So|Some|Specifically|Such|That|The|Their|Then|There|Therefore|These|They|Third|This|Those|Three|Through|Thus|To|"
    "Two|Unlike|Using|We|What|When|Where|Whether|Which|While|Why|With|Without|You|"
    "English|Chinese|French|German|Japanese|Spanish|Arabic|Hindi|Korean|Russian|Asian|African|American|European|Western|"
    "SOTA|SoTA|OpenAI|GitHub|Github|HuggingFace|Hugging|Google|Microsoft|Meta|NVIDIA|Nvidia|DeepMind|AI|NLP|ML|RGB|RGB-D|"
    "GPU|CPU|TPU|API|IoT|LiDAR|NeurIPS|arXiv|ArXiv|LaTeX|YouTube|WeChat|Twitter|TikTok|[123]D|URL|PDF|HTML|HTTP|COVID-19|"
    r"II|III|IV|USA?|UK|EU|Internet|Web|Python|Java|\d+[KMBGx]"
)
"""Capitalised words that are no names of what is sought."""

_WORD = rf"(?!(?:{_COMMON})s?(?![\w-]))(?:[A-Z]|[a-z]+-?[A-Z\d]|\d[\w-]*[A-Z])[\w+*]*(?:[-@&][\w+*]+|\.\d+)*"
_NAME = re.compile(rf"(?<![\w/.$\\-]){_WORD}(?: {_WORD})*(?: \d+(?:\.\d+)?(?![\w%.]))?(?![\w/$]|\.\w)")
_STRONG = re.compile(r"[\w+*-]*(?:[^\W\d_]-?[A-Z\d]|\d[A-Z])[\w+*.@&-]*")
"""A word that looks like nothing but a name: a capital or a digit behind its first letter."""

_SUBTITLED = re.compile(r"[\"'“‘]?(?P<name>[^:?!,]{2,50}?)[\"'”’]?\s?(?::|\s[-–—]\s)\s?\S")


def find_shapes(text: str, sentences: Iterable[Span], title_end: int) -> Iterator[Evidence]:
    r"""Yield the stretches of a text that look like names; of a title only words that look like nothing else.

    >>> text = "Walkabout: A Tale of Graphs\n\nWe propose Walkabout, which beats Graph Walker and node2vec."
    >>> [e.span.of(text) for e in find_shapes(text, [Span(0, 27), Span(29, 88)], 27)]
    ['Walkabout', 'Walkabout', 'Graph Walker', 'node2vec']
    """
    subtitled = _SUBTITLED.match(text, 0, title_end)
    if subtitled and len(subtitled["name"].split()) <= 4:
        yield Evidence(Span(*subtitled.span("name")), evidence.SUBTITLED, role=Role.PROPOSED)
    for sentence in sentences:
        for match in _NAME.finditer(text, *sentence):
            for start, end in _names(match, sentence, title_end):
                yield Evidence(Span(start, end))


def _names(match: re.Match[str], sentence: Span, title_end: int) -> Iterator[Span]:
    """Yield what in a run of capitalised words may be a name: the run, or where capitals mean little, words in it."""
    words = [Span(match.start() + w.start(), match.start() + w.end()) for w in re.finditer(r"\S+", match[0])]
    strong = [word for word in words if _STRONG.fullmatch(word.of(match.string))]
    if match.end() <= title_end:
        yield from strong
    elif match.start() > sentence.start or words[0] in strong:
        yield Span(*match.span())
    elif len(words) > 1:
        yield Span(words[1].start, match.end())
        yield Span(*match.span())


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the candidates into their span group."""
    found = find_shapes(evidence.prose(doc), evidence.sentences(doc), doc.user_data[evidence.TITLE_END])
    evidence.put(doc, GROUP, found)
    return doc
