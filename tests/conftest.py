"""Fixtures shared by all tests: a small record made by hand, and the corpus folder where it exists."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_graph import ENTITIES, EXTRACTIONS, FACTS, KEYS, PAPERS

from kg.record import Record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """A record of three papers, resolved, open for writing."""
    folder = tmp_path / "papers.kg"
    folder.mkdir()
    with Record(folder / "record.sqlite", write=True) as record:
        for paper, extraction in zip(PAPERS, EXTRACTIONS, strict=True):
            record.put(paper, extraction)
        record.resolve_to(ENTITIES, FACTS, KEYS)
        yield record


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpus folder that KG_SHARED names; tests that need it are skipped, visibly, where it is absent."""
    folder = os.environ.get("KG_SHARED")
    if not folder or not Path(folder).is_dir():
        pytest.skip("KG_SHARED names no folder of corpora")
    return Path(folder)
