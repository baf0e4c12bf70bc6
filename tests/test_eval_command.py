import json
from pathlib import Path

import pytest
from commands import kg, run

PAPER = {"id": "x", "title": "A study", "abstract": "We test on CIFAR-10. Code: https://github.com/owl/net"}
GOLD = {
    "title": "a study.",
    "methods": [{"name": "OwlNet", "aliases": [], "required": True, "role": "proposed"}],
    "datasets": [{"name": "CIFAR-10", "aliases": ["CIFAR10"], "required": True, "role": "used"}],
    "tasks": [],
    "metrics": [],
    "repos": ["github.com/owl/net"],
    "relations": [],
    "relations_optional": [],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in.jsonl").write_text(json.dumps(PAPER))
    (tmp_path / "gold.json").write_text(json.dumps([GOLD]))
    return tmp_path


def test_what_the_graph_holds_and_what_is_read_score_alike(folder: Path) -> None:
    kg("build", "in.jsonl", cwd=folder)
    stored = json.loads(kg("eval", "gold.json", "--json", cwd=folder))
    assert stored == json.loads(kg("eval", "gold.json", "in.jsonl", "--json", cwd=folder))
    assert stored["figures"]["dataset.f1"]["value"] == stored["figures"]["repository.f1"]["value"] == 1
    assert stored["figures"]["method.recall"] == {"value": 0, "low": 0, "high": 0, "cases": 1}


def test_the_table_and_what_was_not_read(folder: Path) -> None:
    (folder / "gold.json").write_text(json.dumps([GOLD, GOLD | {"title": "Another"}]))
    out, err = run("eval", "gold.json", "in.jsonl", cwd=folder)
    assert "2 papers, 1 of them not read" in out
    assert "not read: Another" in err


@pytest.mark.parametrize("content", ["{", '{"a": 1}', "[1]"])
def test_what_is_no_gold_file(folder: Path, content: str) -> None:
    (folder / "gold.json").write_text(content)
    assert "gold.json: no " in run("eval", "gold.json", "in.jsonl", cwd=folder, code=1)[1]


def test_the_errors_are_written_as_a_table(folder: Path) -> None:
    kg("eval", "gold.json", "in.jsonl", "--errors", "errors.tsv", cwd=folder)
    assert (folder / "errors.tsv").read_text() == (
        "paper\tkind\tname\twrong\tscore\na study.\tmethod\tOwlNet\tmiss\t\n"
    )
