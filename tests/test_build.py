import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import kg, kg_json, run

COUNT = "MATCH (p:Paper) RETURN count(p) AS n"


def papers(number: int) -> str:
    """JSONL of made-up papers that share a few datasets and methods."""
    return "".join(
        json.dumps(
            {
                "id": f"made-{n}",
                "title": f"Probe{n}: link prediction by counting to {n}",
                "abstract": f"We propose Probe{n}, a counting method. It outperforms node2vec on the ogbl-ddi dataset.",
                "date": f"20{10 + n % 14}-01-01",
            }
        )
        + "\n"
        for n in range(number)
    )


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.6, 1.2, 1.8, 2.4])
def test_a_build_killed_at_any_moment_leaves_a_graph_that_the_next_completes(tmp_path: Path, seconds: float) -> None:
    (tmp_path / "in.jsonl").write_text(papers(100))
    build = subprocess.Popen([sys.executable, "-m", "kg", "build", "in.jsonl"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    build.send_signal(signal.SIGKILL)
    build.wait()
    if (tmp_path / "papers.kg" / "record.sqlite").exists():
        (before,) = kg_json("cypher", COUNT, cwd=tmp_path)
        assert 0 <= before["n"] <= 100
    kg("build", "in.jsonl", cwd=tmp_path)
    whole = tmp_path / "whole"
    whole.mkdir()
    kg("build", "../in.jsonl", cwd=whole)
    assert kg("export", "nquads", cwd=tmp_path) == kg("export", "nquads", cwd=whole)


@pytest.mark.slow
def test_two_builds_at_once_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(papers(3))
    read_end, write_end = os.pipe()
    first = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", "-"], cwd=tmp_path, stdin=read_end, stderr=subprocess.DEVNULL
    )
    while not (tmp_path / "papers.kg" / "record.sqlite").exists():  # the first holds the graph and waits for input
        time.sleep(0.05)
    _, err = run("build", "in.jsonl", cwd=tmp_path, code=1)
    assert "another process is writing" in err
    os.write(write_end, papers(2).encode())
    os.close(write_end)
    os.close(read_end)
    assert first.wait() == 0
    assert kg_json("cypher", COUNT, cwd=tmp_path) == [{"n": 2}]


@pytest.mark.slow
def test_a_changed_paper_replaces_what_it_said(tmp_path: Path) -> None:
    kg("build", "-", cwd=tmp_path, stdin='{"id": "x", "title": "A study", "abstract": "We test on CIFAR-10."}')
    kg("build", "-", cwd=tmp_path, stdin='{"id": "x", "title": "A study", "abstract": "We test on MNIST."}')
    rows = kg_json("cypher", "MATCH (:Paper)-[:USES_DATASET]->(d:Dataset) RETURN d.name AS name", cwd=tmp_path)
    assert rows == [{"name": "MNIST"}]


@pytest.mark.slow
@pytest.mark.shared
def test_the_seed_page_from_paste_to_answer(shared: Path, tmp_path: Path) -> None:
    _, err = run("build", shared / "seeds" / "huggingface-papers-page.txt", cwd=tmp_path)
    assert "papers read               73" in err
    assert "set aside                 0" in err
    found = kg_json("ask", "papers using OGB", cwd=tmp_path)
    said = {answer["name"]: [(f["object"], f["quote"]) for f in answer["evidence"]] for answer in found}
    ((suite, names_the_suite),), ((member, names_the_member),) = sorted(
        (facts for facts in said.values()), key=lambda facts: facts[0][0]
    )
    assert (suite, member) == ("Open Graph Benchmark", "ogbl-ddi")
    assert "Open Graph Benchmark (OGB)" in names_the_suite
    assert "ogbl-ddi" in names_the_member
    assert kg_json("ask", "papers using OGB", "--engine", "sparql", cwd=tmp_path) == found
