"""Public corpora in the one form that training and the benchmark read, made up small."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.training.corpora import read_corpus

TITLED = {
    "id": "1",
    "title": "On owls",
    "text": "On owls\nOwlNet hoots.",
    "entities": [[3, 7, "TASK"], [8, 14, "METHOD"]],
}
SENTENCES = [
    {"id": "a-1", "doc": "a", "text": "OwlNet hoots.", "entities": [[0, 6, "METHOD"]]},
    {"id": "a-2", "doc": "a", "text": "It sees Nest.", "entities": [[8, 12, "OTHER:Material"]]},
    {"id": "b-1", "doc": "b", "text": "BarnNet.", "entities": [[0, 7, "METHOD"]]},
]


def told(name: str, longest: int = 0) -> list[list[tuple[str, str]]]:
    return [[(text.text[a:b], label) for a, b, label in text.spans] for text in read_corpus(name, longest)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "corpora").mkdir()
    monkeypatch.setenv("KG_SHARED", str(tmp_path))
    return tmp_path


def written(folder: Path, rows: list[dict[str, Any]]) -> str:
    (folder / "corpora/owls.dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return "owls.dev"


def test_a_title_stands_apart_and_every_span_where_it_was(folder: Path) -> None:
    name = written(folder, [TITLED])
    (text,) = read_corpus(name)
    assert (text.title, text.abstract, text.text) == ("On owls", "OwlNet hoots.", "On owls\n\nOwlNet hoots.")
    assert told(name) == [[("owls", "TASK"), ("OwlNet", "METHOD")]]


def test_sentences_of_one_paper_are_joined_as_far_as_told(folder: Path) -> None:
    name = written(folder, SENTENCES)
    assert told(name) == [[("OwlNet", "METHOD")], [("Nest", "Material")], [("BarnNet", "METHOD")]]
    assert told(name, 100) == [[("OwlNet", "METHOD"), ("Nest", "Material")], [("BarnNet", "METHOD")]]
    assert [text.id for text in read_corpus(name, 100)] == ["a-1", "b-1"]
