"""When two spellings are one name, what abbreviates what, and what is known beforehand."""

import itertools
import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Span
from kg.names import (
    data_version,
    ends_in_capital_s,
    find_abbreviations,
    key,
    known,
    known_names,
    normal_form,
    slug,
    subtasks,
    suites,
)
from kg.vocabulary import Kind

KINDS = (Kind.DATASET, Kind.METHOD, Kind.METRIC, Kind.TASK)

names = st.text(max_size=30) | st.text("aAsSeEiIyYnNxX019.-+' vV", max_size=20)


@settings(deadline=None)
@given(names)
def test_normal_form_is_idempotent(name: str) -> None:
    assert normal_form(normal_form(name)) == normal_form(name)


def test_normal_form_of_every_letter_is_idempotent() -> None:
    letters = (chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) != "Cs")
    assert [c for c in letters if normal_form(normal_form(c)) != normal_form(c)] == []


@settings(deadline=None)
@given(names)
def test_key_and_slug_are_functions_of_the_normal_form(name: str) -> None:
    assert key(normal_form(name)) == key(name)
    assert slug(normal_form(name)) == slug(name) or ends_in_capital_s(name)


@settings(deadline=None)
@given(names)
def test_normal_form_and_key_can_be_read_back_from_the_slug(name: str) -> None:
    assert normal_form(slug(name)) == normal_form(name)
    assert key(slug(name)) == key(name)


@settings(deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_every_name_has_a_slug(name: str) -> None:
    assert slug(name) or not any(c.isalnum() for c in name)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CIFAR10", "CIFAR-10"),
        ("graph neural networks", "Graph Neural Network"),
        ("GNNs", "GNN"),
        ("k-NN", "KNN"),
        ("LMs", "LM"),
        ("the Pile", "Pile"),
        ("text-to-image generation", "Text to Image Generation"),
        ("re-identification", "reidentification"),
        ("quark density (QD) estimation", "Quark Density Estimation"),
        ("blue quark flow (QF) model", "blue quark flow model"),
        ("quark mixing network (QMN", "quark mixing network"),
        ("quark biases", "quark bias"),
        ("quark approaches", "quark approach"),
        ("quark caches", "quark cache"),
        ("human judgements", "human judgment"),
        ("quark matrices", "quark matrix"),
        ("StyleGAN 2", "StyleGAN2"),
        ("SQuAD1.1", "SQuAD 1.1"),
        ("MovieLens 1M", "MovieLens-1M"),
        ("β-VAE", "beta VAE"),
        ("Fréchet inception distance", "Frechet Inception Distance"),
        ("policies", "policy"),
        ("hinge losses", "hinge loss"),
        ("KV caches", "KV cache"),
        ("k-nearest neighbours", "K-Nearest Neighbors"),
        ("hyperparameter optimisation", "hyperparameter optimization"),
        ("generalised linear modelling", "generalized linear modeling"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ResNet-50", "ResNet-101"),
        ("CIFAR-10", "CIFAR-100"),
        ("SQuAD 1.1", "SQuAD 2.0"),
        ("SQuAD", "SQuAD 2.0"),
        ("GPT-3", "GPT-3.5"),
        ("MovieLens 100K", "MovieLens 1M"),
        ("StyleGAN", "StyleGAN2"),
        ("NeRF", "NeRDF"),
        ("C++", "C"),
        ("quark flow (large) model", "quark flow model"),
        ("A*", "A"),
        ("Q*Net", "Q-Net"),
        ("Llama 3 8B", "Llama 38B"),
        ("MoCo", "MoCo v2"),
        ("attention", "self-attention"),
        ("GPS", "GP"),
    ],
)
def test_two_names(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Open Graph Benchmark", "open-graph-benchmark"),
        ("ogbl-ddi", "ogbl-ddi"),
        ("node2vec", "node2vec"),
        ("time series", "time-series"),
        ("MovieLens", "movielens"),
        ("naive Bayes", "naive-bayes"),
        ("sentiment analysis", "sentiment-analysis"),
        ("F1-score", "f1-score"),
    ],
)
def test_slugs_are_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


def definitions(text: str, *bounds: int) -> list[tuple[str, str]]:
    """What a text defines, cut into sentences at the bounds."""
    edges = (0, *bounds, len(text))
    sentences = [Span(a, b) for a, b in itertools.pairwise(edges)]
    return [(short.of(text), long.of(text)) for short, long in find_abbreviations(text, sentences)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We train graph neural networks (GNNs).", [("GNNs", "graph neural networks")]),
        ("The OGB (Open Graph Benchmark) is used.", [("OGB", "Open Graph Benchmark")]),
        ("Use low-rank adaptation (LoRA, for short) here.", [("LoRA", "low-rank adaptation")]),
        ("A mixture-of-experts (MoE) layer.", [("MoE", "mixture-of-experts")]),
        ("long short-term memory (a.k.a. LSTM) cells", [("LSTM", "long short-term memory")]),
        ("state-of-the-art (SOTA) and optical flow (OF)", [("SOTA", "state-of-the-art"), ("OF", "optical flow")]),
        ("In tests, mean average precision (mAP) rises.", [("mAP", "mean average precision")]),
        ("We use proximal policy optimization (PPO).", [("PPO", "proximal policy optimization")]),
        ("We study sparse models (see Table 2).", []),
        ("It beats BERT (base) and others (Shamir, 2011).", []),
        ("A model (and its training) is new.", []),
    ],
)
def test_abbreviations(text: str, expected: list[tuple[str, str]]) -> None:
    assert definitions(text) == expected


def test_an_abbreviation_does_not_reach_into_the_sentence_before() -> None:
    text = "We like topological data. Analysis (TDA) follows."
    assert definitions(text) == [("TDA", "topological data. Analysis")]
    assert definitions(text, 25) == []


pieces = st.sampled_from(
    ["graph ", "neural ", "nets ", "(GNN) ", "GN ", "(graph nets) ", "(", ") ", ". ", "(a.k.a. ", "\n"]
)


@settings(deadline=None)
@given(st.lists(pieces).map("".join), st.integers(0, 60))
def test_abbreviations_stay_within_their_sentence(text: str, cut: int) -> None:
    sentences = [Span(0, min(cut, len(text))), Span(min(cut, len(text)), len(text))]
    for short, long in find_abbreviations(text, sentences):
        assert any(sentence.holds(short) and sentence.holds(long) for sentence in sentences)
        assert not short.holds(long)
        assert len(short.of(text)) < len(long.of(text))


@pytest.mark.parametrize(
    ("kind", "form", "name"),
    [
        (Kind.DATASET, "OGB", "Open Graph Benchmark"),
        (Kind.DATASET, "ILSVRC 2012", "ImageNet"),
        (Kind.DATASET, "ImageNet-1K", "ImageNet"),
        (Kind.METHOD, "GNNs", "graph neural network"),
        (Kind.METHOD, "Low-Rank Adaptation", "LoRA"),
        (Kind.METHOD, "KNN", "k-nearest neighbors"),
        (Kind.TASK, "NER", "named entity recognition"),
        (Kind.METRIC, "peak signal-to-noise ratio", "PSNR"),
    ],
)
def test_known_aliases(kind: Kind, form: str, name: str) -> None:
    found = known(kind, form)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("name", "other"),
    [("MovieLens", "MovieLens 1M"), ("GLUE", "CoLA"), ("SQuAD 1.1", "SQuAD 2.0"), ("Planetoid", "Cora")],
)
def test_members_versions_and_sizes_are_no_aliases(name: str, other: str) -> None:
    assert known(Kind.DATASET, name) != known(Kind.DATASET, other)


def test_a_name_is_known_by_its_kind() -> None:
    assert known(Kind.TASK, "OGB") is None
    assert known(Kind.METHOD, "a name that nobody knows") is None


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_known_things_share_a_form(kind: Kind) -> None:
    forms = [key(form) for thing in known_names(kind) for form in thing.forms]
    assert len(forms) == len(set(forms)) > 300


def test_nothing_everyday_is_sought_in_texts() -> None:
    everyday = [
        "all",
        "attention",
        "books",
        "drop",
        "flow",
        "hybrid",
        "in",
        "is",
        "math",
        "nature",
        "of",
        "the",
        "time",
    ]
    sought = {form for kind in KINDS for thing in known_names(kind) for form in thing.find}
    assert sought & {*everyday, *(word.title() for word in everyday)} == set()


def test_what_is_sought_is_a_form_and_trusted() -> None:
    for kind in KINDS:
        for thing in known_names(kind):
            assert {key(form) for form in thing.find} <= {key(form) for form in thing.forms}, thing
            assert 0 <= thing.trust <= 1


def test_every_source_is_told_in_the_notes() -> None:
    notes = (files("kg") / "data" / "SOURCES.md").read_text("utf-8")
    told = set(re.findall(r"^\| `([^`]+)`", notes, re.MULTILINE))
    used = {source for kind in KINDS for thing in known_names(kind) for source in thing.sources}
    assert used | {row.source for row in subtasks()} == told


def test_suites_name_each_membership_once_with_a_source() -> None:
    rows = [(key(row.member), key(row.suite)) for row in suites()]
    assert len(rows) == len(set(rows)) > 200
    assert ("ogblddi", "opengraphbenchmark") in rows
    assert all(re.fullmatch(r"arXiv:\d{4}\.\d{5}|https?://\S+", row.source) for row in suites())


def test_no_suite_is_part_of_itself() -> None:
    above: dict[str, set[str]] = {}
    for row in suites():
        above.setdefault(key(row.member), set()).add(key(row.suite))
    for start in above:
        seen, pending = set(), {start}
        while pending:
            seen |= pending
            pending = {suite for member in pending for suite in above.get(member, ())}
            assert start not in pending
            assert not pending & seen


def test_the_data_have_a_version() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", data_version())
