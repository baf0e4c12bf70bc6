"""The contract of every extraction: offsets, sentences, roles, order, and that a paper stands for itself alone."""

import json
import random
import subprocess
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import extractors
from extractors import workers
from extractors.read import read
from kg.model import Extraction, Paper, PaperEntity
from kg.vocabulary import Kind, Role, predicate, roles_of

PAPERS = (
    Paper(
        "paper/src:1",
        "Walkabout: Lazy random walks for link prediction",
        "Graph neural networks (GNNs) are slow. We propose Walkabout, a novel random-walk encoder based on DeepWalk. "
        "Walkabout outperforms node2vec on ogbl-ddi and Cora, and GNNs on CIFAR-10/100, by 3.2% in terms of PSNR. "
        "Code is available at https://github.com/Example-Lab/walkabout/tree/main .",
    ),
    Paper(
        "paper/src:2",
        "Strollers in a Room",
        "We introduce StrollBench, a benchmark of 3,000 indoor walks for visual navigation. State-of-the-art methods, "
        "e.g. our method, reach an F1 score of 0.5. See strollers.github.io/bench.",
    ),
    Paper("paper/src:3", "A title of its own", ""),
    Paper("paper/src:4", "", "Only an abstract. It uses ImageNet."),
)


@pytest.fixture(scope="module")
def extractions() -> list[Extraction]:
    return list(read(PAPERS))


def entity(extraction: Extraction, name: str) -> PaperEntity:
    return next(e for e in extraction.entities if e.name == name)


def check_contract(paper: Paper, extraction: Extraction) -> None:
    text = paper.text
    assert (extraction.paper, extraction.version) == (paper.id, extractors.version())
    for sentence in extraction.sentences:
        assert sentence.of(text) == sentence.of(text).strip() != ""
    assert [s for s in extraction.sentences if s.end <= len(paper.title)] == (
        [(0, len(paper.title))] if paper.title else []
    )
    for e in extraction.entities:
        assert e.mentions == tuple(sorted(set(e.mentions)))
        assert all(mention.of(text).strip() for mention in e.mentions)
        assert all(sum(s.holds(mention) for s in extraction.sentences) == 1 for mention in e.mentions)
        assert any(e.sentence.holds(mention) for mention in e.mentions)
        assert e.sentence in extraction.sentences
        assert e.role in (roles_of(e.kind) or (None,))
        assert 0 < e.score <= 1
        assert e.score == round(e.score, 4)
        assert e.by.endswith(f" {extractors.version()}")
    for r in extraction.relations:
        signature = predicate(r.predicate)
        assert (r.subject.kind, r.object.kind) == (signature.subject, signature.object)
        assert r.subject in extraction.entities
        assert r.object in extraction.entities
        assert r.sentence in extraction.sentences
        assert any(r.sentence.holds(mention) for mention in r.object.mentions)
        assert 0 < r.score <= 1
    assert len({(r.subject, r.predicate, r.object) for r in extraction.relations}) == len(extraction.relations)
    assert list(extraction.entities) == sorted(extraction.entities, key=lambda e: (e.mentions, e.kind, e.name))
    assert len({(e.kind, e.name) for e in extraction.entities}) == len(extraction.entities)
    assert Extraction.from_json(extraction.as_json(paper)) == extraction


def test_every_extraction_keeps_the_contract(extractions: list[Extraction]) -> None:
    assert len(extractions) == len(PAPERS)
    for paper, extraction in zip(PAPERS, extractions, strict=True):
        check_contract(paper, extraction)


@pytest.mark.slow
def test_a_paper_is_read_alike_alone_together_shuffled_and_by_other_processes() -> None:
    from kg.sources import read_sources

    examples = [p for p in read_sources([str(files("kg") / "data" / "example.jsonl")]) if isinstance(p, Paper)]
    papers = [replace(p, id=f"{p.id}-{n}", abstract=f"{p.abstract} Run {n}.") for n in range(5) for p in examples][:50]
    together = [as_bytes(paper, x) for paper, x in zip(papers, read(papers), strict=True)]
    assert len(together) == 50
    assert [as_bytes(paper, next(read([paper]))) for paper in papers] == together
    shuffled = random.Random(0).sample(papers, len(papers))
    assert sorted(as_bytes(p, x) for p, x in zip(shuffled, read(shuffled), strict=True)) == sorted(together)
    many = papers * 3  # more than are read in this process
    others = workers.read(iter(many), 2)
    assert [as_bytes(paper, x) for paper, x in zip(many, others, strict=True)] == together * 3


def as_bytes(paper: Paper, extraction: Extraction) -> bytes:
    return json.dumps(extraction.as_json(paper)).encode()


@pytest.mark.slow
def test_other_processes_are_handed_no_more_than_they_can_read() -> None:
    taken = []
    papers = (replace(PAPERS[3], id=f"paper/src:{n}") for n in range(1000))
    reading = workers.read((taken.append(p) or p for p in papers), 2)  # type: ignore[func-returns-value]
    for _ in range(workers.FEW + 1):
        next(reading)
    assert workers.FEW < len(taken) < workers.FEW + 100
    reading.close()  # type: ignore[attr-defined]


def test_reading_streams() -> None:
    taken = []
    reading = read(taken.append(paper) or paper for paper in PAPERS)  # type: ignore[func-returns-value]
    next(reading)
    assert taken == [PAPERS[0]]


def test_the_proposed_method(extractions: list[Extraction]) -> None:
    walkabout = entity(extractions[0], "Walkabout")
    assert (walkabout.kind, walkabout.role, len(walkabout.mentions)) == (Kind.METHOD, Role.PROPOSED, 3)
    assert walkabout.sentence.of(PAPERS[0].text).startswith("We propose")


def test_what_it_is_compared_with_and_tried_on(extractions: list[Extraction]) -> None:
    roles = {e.name: (e.kind, e.role) for e in extractions[0].entities}
    assert roles["node2vec"] == (Kind.METHOD, Role.BASELINE)
    assert roles["DeepWalk"] == (Kind.METHOD, Role.USED)
    assert roles["ogbl-ddi"] == roles["Cora"] == (Kind.DATASET, Role.USED)
    assert roles["link prediction"] == (Kind.TASK, None)
    assert roles["PSNR"] == (Kind.METRIC, None)


def test_a_definition_binds_both_forms_everywhere(extractions: list[Extraction]) -> None:
    networks = entity(extractions[0], "Graph neural networks")
    assert networks.surface_forms(PAPERS[0].text) == ("Graph neural networks", "GNNs")
    assert len(networks.mentions) == 3


def test_two_names_in_one_form(extractions: list[Extraction]) -> None:
    ten, hundred = entity(extractions[0], "CIFAR-10"), entity(extractions[0], "CIFAR-100")
    assert ten.mentions == hundred.mentions
    assert ten.surface_forms(PAPERS[0].text) == ("CIFAR-10/100",)


def test_an_introduced_dataset(extractions: list[Extraction]) -> None:
    bench = entity(extractions[1], "StrollBench")
    assert (bench.kind, bench.role) == (Kind.DATASET, Role.INTRODUCED)


def test_repositories_pages_and_what_is_in_an_address(extractions: list[Extraction]) -> None:
    code = entity(extractions[0], "https://github.com/Example-Lab/walkabout")
    assert (code.kind, code.role, code.score) == (Kind.REPOSITORY, None, 1.0)
    assert code.surface_forms(PAPERS[0].text) == ("https://github.com/Example-Lab/walkabout",)
    assert (extractions[0].pages, extractions[1].pages) == ((), ("https://strollers.github.io/bench",))


def test_generic_phrases_are_no_entities(extractions: list[Extraction]) -> None:
    names = {e.name.lower() for extraction in extractions for e in extraction.entities}
    assert not {name for name in names if "method" in name or "state-of-the-art" in name}


def test_what_the_sentences_say_of_two_things(extractions: list[Extraction]) -> None:
    said = {(r.subject.name, r.predicate, r.object.name): r for r in extractions[0].relations}
    assert said["Walkabout", "APPLIED_TO", "link prediction"].sentence.of(PAPERS[0].text) == PAPERS[0].title
    beaten = said["Walkabout", "OUTPERFORMS", "node2vec"]
    assert beaten.sentence.of(PAPERS[0].text).startswith("Walkabout outperforms")
    assert (beaten.qualifiers.value, beaten.qualifiers.metric, beaten.qualifiers.change) == ("3.2", "PSNR", True)


def test_what_a_text_defines_is_one_thing() -> None:
    abstract = "We propose generous ambling networks (GANs), which learn to amble. GANs are generous."
    (extraction,) = read([Paper("paper/src:1", "Ambling", abstract)])
    assert len(entity(extraction, "generous ambling networks").mentions) == 3


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_any_text_at_all_keeps_the_contract(title: str, abstract: str) -> None:
    paper = Paper("paper/src:x", title.strip(), abstract.strip())
    for extraction in read([paper]):
        check_contract(paper, extraction)


def test_the_version_is_known_without_the_libraries() -> None:
    code = "import sys, extractors; print(extractors.version(), 'spacy' in sys.modules, 'numpy' in sys.modules)"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert printed == [extractors.version(), "False", "False"]


@pytest.mark.shared
@pytest.mark.slow
def test_the_seed_page(shared: Path) -> None:
    from kg.sources import read_sources

    papers = [p for p in read_sources([str(shared / "seeds/huggingface-papers-page.txt")]) if isinstance(p, Paper)]
    extractions = list(read(papers))
    for paper, extraction in zip(papers, extractions, strict=True):
        check_contract(paper, extraction)
    of_kind = [[e.name for e in x.entities if e.kind is Kind.REPOSITORY] for x in extractions]
    assert (sum(map(len, of_kind)), sum(map(bool, of_kind)), sum(len(x.pages) for x in extractions)) == (22, 21, 7)
    ogb = [e.name for x in extractions for e in x.entities if e.name.lower().startswith(("ogb", "open graph"))]
    assert sorted(ogb) == ["Open Graph Benchmark", "ogbl-ddi"]
