"""The parts of reading, each as the pure function it is."""

import doctest
from importlib import import_module
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import sentences
from extractors.spellings import Forms
from extractors.tokens import tokens
from kg.model import Span

MODULES = ("form_table", "measurements", "pieces", "repositories", "sentences", "spellings", "things", "tokens")


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
