"""The scores of small made-up papers, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from kg.evaluate import evaluate
from kg.figures import calibration_error, reliability
from kg.names import plain_form


def _entity(kind: str, name: str, *forms: str, role: str | None = None, score: float = 0.9) -> dict[str, Any]:
    return {"kind": kind, "name": name, "surface_forms": [name, *forms], "role": role, "score": score}


def _gold(name: str, *aliases: str, required: bool = True, role: str | None = None) -> dict[str, Any]:
    return {"name": name, "aliases": list(aliases), "required": required, "role": role}


GOLD = {
    "title": "Owls: a Paper",
    "methods": [
        _gold("OwlNet", role="proposed"),
        _gold("owl attention", "OA", role="used|baseline"),
        _gold("hawk search", required=False, role="used"),
        _gold("BarnNet", role="baseline"),
    ],
    "datasets": [_gold("Feathers-10", role="used")],
    "tasks": [_gold("owl detection")],
    "metrics": [],
    "repos": ["https://github.com/owl/net"],
    "relations": [["OwlNet", "OUTPERFORMS", "BarnNet"], ["OwlNet", "EXTENDS", "owl attention"]],
    "relations_optional": [["OwlNet", "APPLIED_TO", "owl detection"]],
}


def _relation(subject: str, predicate: str, object_: str) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": object_, "score": 0.8}


READ = {
    "title": "owls - a paper",
    "entities": [
        _entity("method", "OwlNets", role="proposed"),
        _entity("method", "owl-attention", role="baseline"),
        _entity("method", "hawk search", role="used"),
        _entity("method", "our method", role="used"),
        _entity("dataset", "feathers 10", role="introduced"),
        _entity("repository", "http://www.github.com/Owl/Net.git"),
    ],
    "relations": [
        _relation("OwlNets", "EXTENDS", "owl-attention"),
        _relation("OwlNets", "EXTENDS", "our method"),
        _relation("OwlNets", "EVALUATED_ON", "feathers 10"),
    ],
}


def test_what_is_wrong_is_told_by_name() -> None:
    told = [(error.kind, error.name, error.wrong, error.score) for error in evaluate([GOLD], [READ]).errors]
    assert told == [
        ("method", "our method", "false positive", 0.9),
        ("method", "BarnNet", "miss", None),
        ("dataset", "Feathers-10", "role introduced, not used", 0.9),
        ("task", "owl detection", "miss", None),
        ("EXTENDS", "OwlNets -> our method", "false positive", 0.8),
        ("EVALUATED_ON", "OwlNets -> feathers 10", "false positive", 0.8),
        ("OUTPERFORMS", "OwlNet -> BarnNet", "miss", None),
    ]


@pytest.mark.parametrize(
    ("name", "form"),
    [("GANs", "gan"), ("loss", "loss"), ("losses", "loss"), ("C++", "c++"), ("gas", "gas"), ("k-Means", "kmean")],
)
def test_the_form_of_gold_names(name: str, form: str) -> None:
    assert plain_form(name) == form


def test_figures_counted_by_hand() -> None:
    report = evaluate([GOLD], [READ], resamples=10)
    value = {name: round(figure.value, 4) for name, figure in report.figures.items()}
    assert value["method.precision"] == round(2 / 3, 4)  # the optional one counts neither way
    assert value["method.recall"] == round(2 / 3, 4)
    assert value["micro.precision"] == 0.75
    assert value["micro.recall"] == 0.6
    assert value["task.f1"] == 0
    assert value["roles.method"] == 1
    assert value["roles.dataset"] == 0
    assert value["repository.f1"] == 1
    assert value["relations.precision"] == round(1 / 3, 4)
    assert value["relations.recall"] == 0.5
    assert value["relations.matched.precision"] == 0.5  # an end that matches nothing is left out here
    assert value["relations.matched.recall"] == 1


def test_a_paper_that_was_not_read_is_missed() -> None:
    report = evaluate([GOLD], [], resamples=0)
    assert report.missing == ("Owls: a Paper",)
    assert report.figures["micro.recall"].value == 0
    assert report.figures["micro.recall"].cases == 5


def test_optional_relations_count_neither_way() -> None:
    read = READ | {
        "entities": [*READ["entities"], _entity("task", "owl detection")],  # type: ignore[misc]
        "relations": [_relation("OwlNets", "APPLIED_TO", "owl detection")],
    }
    figures = evaluate([GOLD], [read], resamples=0).figures
    assert figures["relations.precision"].cases == 0
    assert figures["relations.recall"].value == 0


def test_intervals_hold_the_value_and_do_not_change() -> None:
    first, again = (evaluate([GOLD, GOLD | {"title": "B"}], [READ], resamples=50) for _ in range(2))
    assert first == again
    figure = first.figures["micro.f1"]
    assert figure.low <= figure.value <= figure.high


def test_reliability_of_a_perfect_and_a_boastful_model() -> None:
    assert calibration_error(reliability([(0.75, i % 4 != 0) for i in range(400)], bins=1)) == pytest.approx(0)
    assert calibration_error(reliability([(0.9, i % 2 == 0) for i in range(100)])) == pytest.approx(0.4)
    assert calibration_error(()) == 0
