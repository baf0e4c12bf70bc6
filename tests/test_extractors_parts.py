"""The parts of reading, each as the pure function it is."""

import doctest
from importlib import import_module
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.abbreviations import find_definitions
from extractors.cues import CUES, find_cues
from extractors.forms import Forms
from extractors.known_names import find_known_names
from extractors.sentences import sentences
from extractors.shapes import find_shapes
from extractors.tokens import tokens
from extractors.weighing import KINDS, probabilities
from kg.model import Span
from kg.vocabulary import Kind, Role

MODULES = ("cues", "forms", "head_nouns", "phrases", "repositories", "sentences", "shapes", "tokens", "weighing")


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_hold(module: str) -> None:
    results = doctest.testmod(import_module(f"extractors.{module}"))
    assert results.attempted
    assert not results.failed


@given(st.text(max_size=200))
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(word + " " * spaced for word, spaced in tokens(text)) == text


SENTENCES = (
    "It works, e.g. on graphs.|It also works elsewhere.",
    "We follow Doe et al. (2020) here.|Others do not.",
    "We follow Doe et al.|We do better.",
    "See Fig. 3 and Eq. 4 vs. Tab. 5.|Then stop.",
    "A gain of 3.5 points over v1.0.|Why?|Because!|So it is...|Yes.",
    "In the U.S. Census data it holds.|It holds in the U.S.|We show it.",
    "Code: https://a.example/b.c?d=e.|iSeeBetter is out.|mBERT too.",
    "Is it so (we ask)?|(It is.)|\"Quite.\"|Done.",
    "1. First things first.|J. Doe agrees w.r.t. i.i.d. samples.",
)  # fmt: skip


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked: str) -> None:
    text = marked.replace("|", " ")
    assert [span.of(text) for span in sentences(text)] == marked.split("|")


def test_sentences_that_were_run_together_or_set_apart() -> None:
    text = "No space here.Moreover, none there.\n\nA heading\n\nMore."
    assert [span.of(text) for span in sentences(text)] == [
        "No space here.",
        "Moreover, none there.",
        "A heading",
        "More.",
    ]


@given(st.text(alphabet="ab AB.?!\n\"()'1", max_size=80), st.integers(0, 20))
def test_sentences_are_disjoint_and_hold_all_that_is_visible(text: str, title_end: int) -> None:
    spans = sentences(text, min(title_end, len(text)))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    within = "".join(span.of(text) for span in spans)
    assert "".join(within.split()) == "".join(text.split())


def test_an_address_is_not_broken() -> None:
    text = "Code: https://a. Example/b is out. Yes."
    assert [s.of(text) for s in sentences(text, 0, [Span(6, 24)])] == ["Code: https://a. Example/b is out.", "Yes."]


FOUND = {  # form in the list: texts with it, texts without
    "graph network": (["graph networks", "Graph-Network", "graph\nnetwork"], ["graph, network", "graph\n\nnetwork"]),
    "GAN": (["GANs", "a GAN-based model", "(GAN)", "GAN/VAE"], ["gan", "Gan", "WGAN", "W-GAN", "GAN-B", "GAN2"]),
    "cifar-10": (["CIFAR10", "cifar 10", "CIFAR-10."], ["CIFAR-100", "CIFAR-10.1", "mini-CIFAR-10", "CIFAR-10-C"]),
    "SQuAD 1.1": (["SQuAD 1.1", "SQuAD-1.1"], ["SQuAD 11", "SQuAD 1", "squad 1.1", "SQuAD 1. 1"]),
    "C++": (["in C++,"], ["C", "C#"]),
    "hits@20": (["Hits@20"], ["Hits@200"]),
    "a2d": (["A2D"], ["a 2D plane"]),
}  # fmt: skip


@pytest.mark.parametrize("form", FOUND)
def test_forms(form: str) -> None:
    forms = Forms([(form, form)])
    there, not_there = FOUND[form]
    assert [len(list(forms.found(text))) for text in there] == [1] * len(there)
    assert [len(list(forms.found(text))) for text in not_there] == [0] * len(not_there)


def test_the_longest_form_is_found() -> None:
    text = "image classification and few-shot image classification"
    forms = Forms([("image classification", 1), ("few-shot image classification", 2)])
    assert [things for _, things in forms.found(text)] == [(1,), (2,)]


def test_known_names_of_one_stem() -> None:
    text = "on CIFAR-10/100"
    assert {(e.what, e.span.of(text)) for e in find_known_names(text)} == {
        ("CIFAR-10", "CIFAR-10/100"),
        ("CIFAR-100", "CIFAR-10/100"),
    }


def test_definitions_hold_both_forms() -> None:
    text = "We amble by generous ambling (GA)."
    found = [(e.span.of(text), e.what) for e in find_definitions(text, [Span(0, len(text))])]
    assert found == [("GA", "generous ambling"), ("generous ambling", "generous ambling")]


CUED = {  # with the candidate in asterisks: a cue that it has
    "We propose *Walkabout*.": "we propose X",
    "We introduce a simple but strong *Walkabout*.": "we propose a good X",
    "This paper presents *Walkabout* for walking.": "paper proposes X",
    "A walker dubbed *Walkabout* is new.": "called X",
    "*Walkabout* (WA), a novel walker, walks.": "X, a novel",
    "*StrollBench*, a large benchmark, is new.": "X, a dataset",
    "*Walkabout* consistently outperforms all.": "X does",
    "It outperforms *node2vec* by far.": "outperforms X",
    "Compared with *node2vec*, it is fast.": "compared with X",
    "It beats strong baselines such as *node2vec*.": "baselines such as X",
    "The *Cora* dataset is old.": "X dataset",
    "Experiments on *Cora* show it.": "evaluated on X",
    "Three datasets (*Cora*) are used.": "datasets such as X",
    "A walker for *link prediction* is new.": "for X",
    "The task of *link prediction* is old.": "task of X",
    "In the *link prediction* task it wins.": "X task",
    "A gain of 3.5% *F1* is seen.": "improves by % X",
    "It is better in terms of *F1*.": "in terms of X",
    "A *BERT*-based model.": "X-based",
}


@pytest.mark.parametrize("marked", CUED)
def test_cues(marked: str) -> None:
    before, candidate, after = marked.split("*")
    span = Span(len(before), len(before) + len(candidate))
    assert CUED[marked] in {e.what for e in find_cues(before + candidate + after, [span])}


def test_a_cue_holds_for_a_whole_list() -> None:
    text = "It outperforms DeepWalk, LINE, and node2vec on the Cora, PubMed and Citeseer datasets."
    spans = [
        Span(text.index(name), text.index(name) + len(name))
        for name in ("DeepWalk", "LINE", "node2vec", "Cora", "Citeseer")
    ]
    found = {(e.span.of(text), e.what) for e in find_cues(text, spans)}
    assert {(name, "outperforms X") for name in ("DeepWalk", "LINE", "node2vec")} <= found
    assert ("Citeseer", "X dataset") in found


def test_cues_have_distinct_names_and_one_side() -> None:
    assert len({cue.name for cue in CUES}) == len(CUES)
    assert all(bool(cue.before) != bool(cue.after) for cue in CUES)
    assert {cue.role for cue in CUES} == {Role.PROPOSED, Role.BASELINE, Role.USED, None}


def test_shapes_pass_over_common_words() -> None:
    text = "The Chinese company uses AI on GPUs. Extensive Experiments show 3D walks by iSeeBetter in Visual Genome."
    spans = [Span(0, 36), Span(37, len(text))]
    assert [e.span.of(text) for e in find_shapes(text, spans, 0)] == ["iSeeBetter", "Visual Genome"]


def test_probabilities_are_probabilities() -> None:
    found = probabilities({"any": 1.0, "X dataset": 1.0, "looks like word with inner capitals": 1.0})
    assert tuple(found) == KINDS
    assert max(found, key=lambda kind: found[kind]) is Kind.DATASET
    assert 0 < sum(found.values()) < 1
