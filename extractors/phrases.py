"""Noun phrases whose head says that they are tasks: "few-shot image classification"."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from extractors.head_nouns import ACTIVITIES
from kg.model import Span

GROUP = "phrases"
"""The span group of this component."""

_NO_PART = (
    r"a|an|the|of|for|in|on|with|by|via|using|use|uses|to|from|and|or|as|at|into|over|under|through|toward|"
    r"towards|without|is|are|was|were|be|been|being|we|our|this|that|these|those|its|it|their|such|can|could|may|"
    r"might|will|would|should|has|have|had|do|does|did|not|no|more|most|less|new|novel|efficient|effective|robust|"
    r"accurate|fast|faster|better|improved|improving|improve|improves|achieve|achieves|achieving|perform|performs|"
    r"performing|address|addresses|addressing|solve|solves|solving|existing|many|various|several|different|"
    r"multiple|both|each|all|any|some|other|another|recent|previous|current|traditional|conventional|standard|"
    r"popular|challenging|important|based|when|where|which|while|than|if|how|what|why|who|whose|during|across|"
    r"between|within|beyond|per|high|low|good|strong|great|poor|rethinking|revisiting|including|like|especially|"
    r"particularly|enabling|enables|enable|enhance|enhances|enhancing|boost|boosting|make|makes|making|study|"
    r"studies|investigate|explore|exploring|evaluate|evaluating|tackle|tackling|present|propose|introduce|develop|"
    r"only|also|two|three|four|five|one|simple|generic|general|unified|joint|state-of-the-art|subsequent|"
    r"downstream|final|overall|corresponding|proposed|same|single|specific|complex|common|them|they|you|your|"
    r"e\.g|i\.e|training|model|models|network|networks|method|methods|framework|s|further|precise|reliable|"
    r"superior|average|real|first|next|full|initial|inaccurate|end-to-end|augmented|supervised|shot|automated|"
    r"automatic|perfect|model-based|data-driven|human-like|deep|support|supports|facilitate"
)
"""What ends a phrase to the left: function words, verbs, words of praise or comparison."""

_WORD = rf"(?!(?:{_NO_PART})(?![\w-])|[\w-]+ly\b)[^\W\d_]\w*(?:-\w+)*"
_PHRASE = re.compile(rf"(?<![\w-])(?:{_WORD} ){{1,3}}(?:{'|'.join(ACTIVITIES)})(?![\w-])", re.IGNORECASE)


def find_phrases(text: str) -> Iterator[Evidence]:
    """Yield the phrases of two to four words that end in the name of an activity.

    >>> text = "A new model for video object segmentation, which improves person re-identification."
    >>> [e.span.of(text) for e in find_phrases(text)]
    ['video object segmentation', 'person re-identification']
    """
    for match in _PHRASE.finditer(text):
        yield Evidence(Span(*match.span()))


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put the phrases into their span group."""
    evidence.put(doc, GROUP, find_phrases(evidence.prose(doc)))
    return doc
