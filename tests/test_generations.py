"""The folder's copies follow the record: whatever happened to them, a reader sees what the record holds."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import kglite
import pyoxigraph
import pytest
from small_graph import ENTITIES, EXTRACTIONS, FACTS, KEYS, PAPERS

from kg import vocabulary
from kg.errors import GraphError
from kg.record import Record
from kg.stores import generations

NAMES = "MATCH (d:Dataset) RETURN d.name AS name ORDER BY name"


@pytest.fixture
def folder(record):
    """The graph's folder, its copies current."""
    generations.project(record.path.parent, record)
    return record.path.parent


def names(folder):
    """The datasets' names as both stores have them."""
    cypher = generations.cypher_store(folder).query(NAMES).rows
    sparql = generations.sparql_store(folder).query("SELECT ?n { ?d a kg:Dataset ; rdfs:label ?n } ORDER BY ?n").rows
    assert cypher == sparql
    return [name for (name,) in cypher]


def listing(folder):
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("record.sqlite"))


def stamp(folder):
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.iterdir()}


def renamed(name):
    """The small graph's entities, one renamed."""
    return [*ENTITIES[1:], type(ENTITIES[0])(ENTITIES[0].id, ENTITIES[0].kind, name)]


def test_a_projected_folder_has_its_copies_and_says_what_made_them(folder):
    assert listing(folder) == ["current", "cypher-1.kgl", "sparql-1"]
    assert json.loads((folder / "current").read_text()) == {
        **{"generation": 1, "vocabulary": vocabulary.VERSION},
        **{"kglite": kglite.__version__, "pyoxigraph": pyoxigraph.__version__},
    }
    assert names(folder) == ["Open Graph Benchmark", "ogbl-collab", "ogbl-ddi"]


def test_projecting_and_reading_what_is_current_changes_nothing(folder, record):
    before = stamp(folder)
    generations.project(folder, record)
    names(folder)
    assert {name: of for name, of in stamp(folder).items() if name in before} == before


def test_copies_stay_for_one_generation_more(folder, record):
    for n in (2, 3):
        record.resolve_to(renamed(f"name {n}"), FACTS, KEYS)
        generations.project(folder, record)
    assert listing(folder) == ["current", "cypher-2.kgl", "cypher-3.kgl", "sparql-2", "sparql-3"]
    assert names(folder) == ["Open Graph Benchmark", "name 3", "ogbl-ddi"]


def test_a_reader_brings_stale_copies_up_to_date(folder, record):
    record.resolve_to(renamed("renamed"), FACTS, KEYS)
    assert "renamed" in names(folder)
    assert json.loads((folder / "current").read_text())["generation"] == 2


@pytest.mark.parametrize("what", ["vocabulary", "kglite", "pyoxigraph"])
def test_copies_made_with_other_versions_are_made_again(folder, what):
    made = json.loads((folder / "current").read_text())
    (folder / "current").write_text(json.dumps(made | {what: "0"}))
    before = stamp(folder)
    assert "ogbl-ddi" in names(folder)
    assert json.loads((folder / "current").read_text()) == made
    assert all(stamp(folder)[name] != before[name] for name in ("cypher-1.kgl", "sparql-1"))


@pytest.mark.parametrize("text", ["", "7", '{"generation": 1}'])
def test_a_spoilt_current_is_no_current(folder, text):
    (folder / "current").write_text(text)
    assert "ogbl-ddi" in names(folder)
    assert json.loads((folder / "current").read_text())["generation"] == 1


def test_damaged_copies_are_made_again(folder):
    (folder / "cypher-1.kgl").write_bytes(b"spoilt")
    (folder / "sparql-1" / "CURRENT").unlink()
    assert "ogbl-ddi" in names(folder)
    assert (folder / "cypher-1.kgl").stat().st_size > 100


def test_missing_copies_are_made(record):
    folder = record.path.parent
    assert "ogbl-ddi" in names(folder)
    assert listing(folder) == ["current", "cypher-1.kgl", "lock", "sparql-1"]


def test_what_a_killed_writer_left_is_swept(folder, record):
    (folder / "sparql-2.part").mkdir()
    (folder / "cypher-2.kgl.tmp.123.0").write_bytes(b"half")
    record.resolve_to(renamed("renamed"), FACTS, KEYS)
    generations.project(folder, record)
    assert listing(folder) == ["current", "cypher-1.kgl", "cypher-2.kgl", "sparql-1", "sparql-2"]


def test_a_reader_beside_a_writer_has_the_record_in_memory(folder, record):
    with generations.writing(folder):
        record.resolve_to(renamed("renamed"), FACTS, KEYS)
        assert "renamed" in names(folder)
        assert json.loads((folder / "current").read_text())["generation"] == 1


def test_a_second_writer_is_told_which_graph_is_held(folder):
    with generations.writing(folder), pytest.raises(GraphError, match=str(folder)), generations.writing(folder):
        pytest.fail("two writers at once")
    with generations.writing(folder):
        assert (folder / "lock").exists()


def test_a_writer_that_fails_lets_go(tmp_path):
    with pytest.raises(ZeroDivisionError), generations.writing(tmp_path / "new.kg"):
        raise ZeroDivisionError
    with generations.writing(tmp_path / "new.kg"):
        assert listing(tmp_path / "new.kg") == ["lock"]


def test_copies_of_a_record_that_is_gone_are_not_those_of_the_next(folder, record):
    record.close()
    for path in folder.glob("record.sqlite*"):
        path.unlink()
    with generations.writing(folder), Record(folder / generations.RECORD, write=True) as new:
        new.put(PAPERS[2], EXTRACTIONS[2])
        new.resolve_to([], [], [])
    assert names(folder) == []


def test_no_graph_is_said_to_be_none(tmp_path):
    with pytest.raises(GraphError, match="no graph there"):
        generations.cypher_store(tmp_path / "none.kg")


def test_copies_that_cannot_be_written_are_an_error(folder, record):
    record.resolve_to(renamed("renamed"), FACTS, KEYS)
    (folder / "cypher-2.kgl").mkdir()
    (folder / "cypher-2.kgl" / "x").touch()
    with pytest.raises(GraphError, match="cannot be written"):
        generations.project(folder, record)
    assert json.loads((folder / "current").read_text())["generation"] == 1


@contextmanager
def no_privileges():
    """Be nobody meanwhile if we are root, who may write anywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        if not os.access(kglite.__file__, os.R_OK, effective_ids=True):
            pytest.skip("the environment lies in a folder that is closed to users without privileges")
        yield
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("stale", [False, True])
def test_a_folder_that_may_only_be_read_answers(stale):
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        folder = Path(name) / "papers.kg"
        folder.mkdir()
        with Record(folder / generations.RECORD, write=True) as record:
            for paper, extraction in zip(PAPERS, EXTRACTIONS, strict=True):
                record.put(paper, extraction)
            record.resolve_to(ENTITIES, FACTS, KEYS)
            generations.project(folder, record)
            if stale:
                record.resolve_to(renamed("renamed"), FACTS, KEYS)
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        before = listing(folder)
        try:
            with no_privileges():
                assert ("renamed" in names(folder)) == stale
        finally:
            folder.chmod(0o755)
        assert listing(folder) == before


_WRITER = """
import sys
from pathlib import Path
from kg.model import Entity
from kg.record import Record
from kg.stores import generations
from kg.vocabulary import Kind
folder = Path(sys.argv[1])
with generations.writing(folder), Record(folder / generations.RECORD, write=True) as record:
    print("ready", flush=True)
    while True:
        n = record.generation + 1
        record.resolve_to([Entity("dataset/x", Kind.DATASET, f"name {n}")], [], [])
        generations.project(folder, record)
"""


@pytest.mark.slow
def test_a_killed_writer_leaves_a_graph_that_opens(folder, record):
    record.close()
    for delay in (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(folder)], stdout=subprocess.PIPE)
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.communicate()
        with Record(folder / generations.RECORD) as after:
            wanted = [entity.name for entity in after.entities() if entity.kind == "Dataset"]
            assert names(folder) == sorted(wanted)
            assert json.loads((folder / "current").read_text())["generation"] == after.generation
