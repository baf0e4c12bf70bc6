"""What sentences state of datasets: which suite they are part of, which task they measure."""

import pytest

from extractors.memberships import memberships
from kg.model import PaperEntity, Span
from kg.vocabulary import Kind, predicate

KINDS = {"D": Kind.DATASET, "T": Kind.TASK}


def stated(marked: str) -> list[tuple[str, str, str]]:
    """What a sentence states whose mentions are marked, each with its kind: "[D QuarkBench] is new"."""
    text, mentions = "", []
    for piece in marked.replace("]", "[").split("["):
        kind, _, name = piece.partition(" ")
        if kind in KINDS and name:
            mentions.append((KINDS[kind], name, Span(len(text), len(text) + len(name))))
            text += name
        else:
            text += piece
    entities = [
        PaperEntity(kind, name, None, 0.9, "test", (span,), Span(0, len(text))) for kind, name, span in mentions
    ]
    found = list(memberships(text, [Span(0, len(text))], entities))
    assert all(
        (s.subject.kind, s.object.kind) == (p.subject, p.object) for s in found for p in [predicate(s.predicate)]
    )
    return [(s.subject.name, s.predicate, s.object.name) for s in found]


@pytest.mark.parametrize(
    ("marked", "pairs"),
    [
        ("We use the [D quark-ddi dataset] of [D GLUE].", ["quark-ddi dataset < GLUE"]),
        ("We use [D quark-ddi] from the [D Quark Graphs] benchmark.", ["quark-ddi < Quark Graphs"]),
        ("[D A1] and [D B2] tasks from the [D Quark Graphs] suite", ["A1 < Quark Graphs", "B2 < Quark Graphs"]),
        ("[D A1], and the [D B2] dataset of the [D Quark Graphs] suite", ["B2 < Quark Graphs"]),
        ("On [D GLUE]'s [D MNLI] it fails.", ["MNLI < GLUE"]),
        ("[D QuarkQA], a small subset of [D Gluon], is used.", ["QuarkQA < Gluon"]),
        ("the [D blue] split of the [D Gluon] dataset", ["blue < Gluon"]),
        ("[D GLUE] tasks such as [D MNLI], [D RTE] and [D CoLA]", ["MNLI < GLUE", "RTE < GLUE", "CoLA < GLUE"]),
        ("[D Foundry]'s [D Quarks] are used.", []),
        ("pictures of [D Gluon] from the [D Foundry] dataset", []),
        ("[D A1] is compared with [D B2].", []),
    ],
)
def test_parts_of_suites(marked: str, pairs: list[str]) -> None:
    assert stated(marked) == [(part, "PART_OF", whole) for part, _, whole in (pair.partition(" < ") for pair in pairs)]


@pytest.mark.parametrize(
    ("marked", "pairs"),
    [
        ("We introduce [D QuarkQA], a large-scale dataset for [T quark answering].", ["QuarkQA > quark answering"]),
        ("[D QuarkQA]: A New Benchmark for Evaluating [T Quark Answering]", ["QuarkQA > Quark Answering"]),
        ("[D QuarkQA] (QQA) is a test suite designed to assess [T quark drift].", ["QuarkQA > quark drift"]),
        ("on [D Gluon] for [T quark drift] and [T quark flow]", ["Gluon > quark drift", "Gluon > quark flow"]),
        ("on [T quark drift] benchmarks such as [D A1] and [D B2]", ["A1 > quark drift", "B2 > quark drift"]),
        ("the [T quark drift] dataset [D A1] and [D B2]", ["A1 > quark drift"]),
        ("[T quark flow] and [T quark drift] datasets: [D A1] and [D B2]", []),
        ("[D Gluon] is crucial for [T quark drift].", []),
        ("[D Gluon] shows that we improve [T quark drift].", []),
    ],
)  # fmt: skip
def test_the_tasks_of_benchmarks(marked: str, pairs: list[str]) -> None:
    assert stated(marked) == [
        (data, "BENCHMARK_FOR", task) for data, _, task in (pair.partition(" > ") for pair in pairs)
    ]
