"""Fixtures shared by all tests: a small record made by hand, and the corpus folder where it exists."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from servers.neo4j_server import NoServer, neo4j_server
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


@pytest.fixture(scope="session")
def neo4j() -> Iterator[str]:
    """The address of a real Neo4j, with user and password in it; where none can be had a visible skip, in CI a failure.

    ``servers.neo4j_server`` says where it comes from.
    """
    with ExitStack() as stack:
        try:
            server = stack.enter_context(neo4j_server())
        except NoServer as error:
            if os.environ.get("CI") == "true":
                pytest.fail(f"no Neo4j: {error}")
            pytest.skip(f"no Neo4j: {error}")
        yield server
