"""Read papers: the one place where the extractors are put together."""

from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors import evidence, repositories, sentences, statements, tagger, version
from extractors.tokens import Tokenizer
from kg.model import Extraction, Paper

PIPELINE = (repositories.GROUP, sentences.GROUP, tagger.GROUP, statements.GROUP)
"""The components, in order: addresses first, for nothing else is sought in them; the decision last."""


@cache
def nlp() -> Language:
    """Return the pipeline: a blank English one with our tokens and components."""
    pipeline = spacy.blank("en", vocab=Vocab())  # a bare one: nothing here reads lexical features, slow to make
    pipeline.tokenizer = Tokenizer(pipeline.vocab)
    for name in PIPELINE:
        pipeline.add_pipe(name)
    return pipeline


def read(papers: Iterable[Paper]) -> Iterator[Extraction]:
    """Yield one extraction a paper, in order, each as soon as its paper is read and whatever stands beside it."""
    pipeline = nlp()
    for paper in papers:
        with pipeline.memory_zone():  # or the vocabulary would grow with every word ever seen
            doc = pipeline.make_doc(paper.text)
            doc.user_data[evidence.TEXT] = paper.text
            doc.user_data[evidence.TITLE_END] = len(paper.title)
            extraction = _extraction(paper, pipeline(doc))
        yield extraction


def _extraction(paper: Paper, doc: Doc) -> Extraction:
    pages = dict.fromkeys(e.what for e in evidence.of(doc, evidence.PAGES))
    return Extraction(
        paper=paper.id,
        version=version(),
        sentences=tuple(evidence.sentences(doc)),
        entities=tuple(doc.user_data[statements.ENTITIES]),
        relations=tuple(doc.user_data[statements.RELATIONS]),
        pages=tuple(pages),
    )
