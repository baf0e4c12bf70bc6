"""Pasted pages: each layout is a golden directory, ``page.txt`` as pasted and ``papers.json`` as to be read."""

import json
from itertools import islice
from pathlib import Path

import pytest

from kg.model import Paper
from kg.sources import read_sources
from kg.sources.page import WINDOW

LAYOUTS = sorted((Path(__file__).parent / "layouts").iterdir(), key=lambda folder: folder.name)
HERE = {layout.name: layout for layout in LAYOUTS}


def papers_of(*pages: Path) -> list[dict[str, str]]:
    records = read_sources([str(page) for page in pages])
    return [{"title": p.title, "abstract": p.abstract} for p in records if isinstance(p, Paper)]


def expected(layout: Path) -> list[dict[str, str]]:
    papers: list[dict[str, str]] = json.loads((layout / "papers.json").read_text(encoding="utf-8"))
    return papers


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layout(layout: Path) -> None:
    records = list(read_sources([str(layout / "page.txt")]))
    assert [(p.title, p.abstract) for p in records if isinstance(p, Paper)] == [
        (p["title"], p["abstract"]) for p in expected(layout)
    ]
    assert all(isinstance(record, Paper) for record in records)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, newline: str) -> None:
    text = (HERE["authors_dates_votes"] / "page.txt").read_text(encoding="utf-8").replace("©", "é")
    page = tmp_path / "page.txt"
    page.write_bytes(text.replace("Ada Example", "Adá Exämple").replace("\n", newline).encode(encoding))
    notes: list[str] = []
    records = list(read_sources([str(page)], notes=notes.append))
    assert [p.title for p in records if isinstance(p, Paper)] == [
        p["title"] for p in expected(HERE["authors_dates_votes"])
    ]
    assert any("Adá Exämple" in note for note in notes)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_long_page_is_read_window_by_window(tmp_path: Path, layout: Path) -> None:
    """The same page many times over, so that windows begin anywhere in it, gives the same papers as often."""
    times = 3 * WINDOW // len(expected(layout)) + 1
    page = tmp_path / "page.txt"
    page.write_text(((layout / "page.txt").read_text(encoding="utf-8") + "\n\n") * times, encoding="utf-8")
    assert papers_of(page) == expected(layout) * times


def test_all_else_is_furniture_each_with_its_line() -> None:
    page = HERE["blank_lines"] / "page.txt"
    notes: list[str] = []
    papers = [p for p in read_sources([str(page)], notes=notes.append) if isinstance(p, Paper)]
    noted = {int(note.split(":")[1]) for note in notes}
    lines = page.read_text(encoding="utf-8").split("\n")
    shown = {n for n, line in enumerate(lines, 1) if any(line in (p.title, p.abstract) for p in papers)}
    words = {n for n, line in enumerate(lines, 1) if any(map(str.isalpha, line))}
    assert noted == words - shown
    assert f"{page}:1: no part of a paper: Papers" in notes


@pytest.mark.parametrize(
    "text",
    [
        "Only a heading\n\nAnd another\n",
        "We walk on trees and on graphs, and we report how far one comes in either of them, by day and by night. " * 3,
        "A title\n\nA short line that is no abstract.\n",
        "1\n\n2\n\n3\n",
    ],
    ids=["headings", "abstract", "short", "numbers"],
)
def test_without_title_and_abstract_there_is_no_paper(tmp_path: Path, text: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(text, encoding="utf-8")
    notes: list[str] = []
    assert list(read_sources([str(page)], notes=notes.append)) == []
    assert notes[-1] == f"{page}: no paper in it"


@pytest.mark.shared
def test_the_seed_page(shared: Path) -> None:
    """All 73 papers of a real page, and nothing else of it."""
    notes: list[str] = []
    page = shared / "seeds" / "huggingface-papers-page.txt"
    records = list(read_sources([str(page)], notes=notes.append))
    papers = [p for p in records if isinstance(p, Paper)]
    assert (len(records), len(papers), len({p.id for p in papers})) == (73, 73, 73)
    assert [note.split(":")[1] for note in notes] == ["1", "3", "5", "7", "9"]  # all that stands above the papers
    assert not {p.title for p in papers} & {note.rpartition(": ")[2] for note in notes}
    assert all(len(p.abstract) > 200 for p in papers)
    text = page.read_text(encoding="utf-8")
    assert sum(p.title in text and p.abstract in text for p in papers) >= 70  # but for LaTeX, word for word
    assert any("360°" in p.abstract for p in papers)
    assert not any("\\" in p.text for p in papers)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["arxiv-llm", "paperlists"])
def test_real_abstracts_pasted(shared: Path, tmp_path: Path, corpus: str) -> None:
    """Of thousands of real papers on one page, title and abstract in turn, hardly any is missed or mistaken."""
    source = shared / "abstracts" / f"{corpus}.jsonl.gz"
    papers = [p for p in islice(read_sources([str(source)]), 0, 20_000, 10) if isinstance(p, Paper)]
    for layout in (
        "{0}\n\n{1}\n\n",
        "{0}\n{1}\n",
        "{1}\n\n{0}\n\n",
        "{2}. {0}\nA. One, B. Two\n12 Mar\n{1}\n{2} votes\n",
    ):
        page = tmp_path / "page.txt"
        page.write_text("".join(layout.format(p.title, p.abstract, n) for n, p in enumerate(papers)), encoding="utf-8")
        wanted = {(p.title, p.abstract) for p in papers}
        found = [(p["title"], p["abstract"]) for p in papers_of(page)]
        right = len(wanted.intersection(found))
        assert right > 0.99 * len(wanted)
        assert right > 0.99 * len(found)
