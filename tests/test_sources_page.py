"""Pasted pages: each layout is a golden directory, ``page.txt`` as pasted and ``papers.json`` as to be read."""

import json
from pathlib import Path

import pytest

from kg.model import Paper
from kg.sources import read_sources

LAYOUTS = sorted((Path(__file__).parent / "layouts").iterdir(), key=lambda folder: folder.name)


def papers_of(page: Path) -> list[dict[str, str]]:
    return [{"title": p.title, "abstract": p.abstract} for p in read_sources([str(page)]) if isinstance(p, Paper)]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layout(layout: Path) -> None:
    assert papers_of(layout / "page.txt") == json.loads((layout / "papers.json").read_text(encoding="utf-8"))
