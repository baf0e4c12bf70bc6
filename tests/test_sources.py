"""Reading files of every format: real files, real encodings, and what is wrong with them."""

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadRecord, SourceError
from kg.model import Paper
from kg.sources import SUFFIXES, read_sources
from kg.sources.cleaning import clean, paper

ROWS: list[dict[str, object]] = [
    {"id": "a1", "title": "Lanternfish: nodes that glow", "abstract": "We glow on Cora.", "year": 2023},
    {"id": "2401.00001v2", "title": "Quiet attention", "abstract": "Heads are removed.", "date": "2024-01-03"},
    {"id": "a3", "title": "No words"},
]
JSONL = "".join(json.dumps(row) + "\n" for row in ROWS)


def read(*sources: Path | str, notes: list[str] | None = None) -> tuple[list[Paper], list[BadRecord]]:
    """Read everything, papers and bad records apart."""
    records = list(read_sources([str(s) for s in sources], notes=None if notes is None else notes.append))
    return [r for r in records if isinstance(r, Paper)], [r for r in records if isinstance(r, BadRecord)]


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_table(rows: Sequence[dict[str, object]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    table = csv.DictWriter(out, ["id", "title", "abstract", "year", "date"], delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    return out.getvalue()


FORMS: dict[str, str | bytes] = {
    "lines.jsonl": JSONL,
    "lines.txt": JSONL,
    "kaggle.json": JSONL,
    "packed.jsonl.gz": gzip.compress(JSONL.encode(), mtime=0),
    "packed-without-a-suffix": gzip.compress(JSONL.encode(), mtime=0),
    "array.json": json.dumps(ROWS),
    "array-indented.json": json.dumps(ROWS, indent=2),
    "results.json": json.dumps({"meta": {"count": 3, "facets": [{"title": "none"}]}, "results": ROWS, "next": None}),
    "message.json": json.dumps({"status": "ok", "message": {"total": 3, "items": ROWS}}, indent=1),
    "pages.jsonl": json.dumps({"results": ROWS[:2]}) + "\n" + json.dumps({"results": ROWS[2:]}) + "\n",
    "documents.json": "\n".join(json.dumps(row, indent=4) for row in ROWS),
    "table.csv": as_table(ROWS),
    "table.txt": as_table(ROWS),
    "semicolons.csv": as_table(ROWS, ";"),
    "table.tsv": as_table(ROWS, "\t"),
    "utf-8-mark.csv": "\ufeff".encode() + as_table(ROWS).encode(),
    "utf-8-mark.jsonl": "\ufeff".encode() + JSONL.encode(),
    "utf-16.jsonl": JSONL.encode("utf-16"),
    "utf-16-big.json": "\ufeff".encode("utf-16-be") + json.dumps(ROWS).encode("utf-16-be"),
    "windows.jsonl": JSONL.replace("\n", "\r\n"),
    "old-mac.jsonl": JSONL.replace("\n", "\r"),
    "no-last-newline.jsonl": JSONL.rstrip("\n"),
    "blank-lines.jsonl": JSONL.replace("\n", "\n\n \n"),
}


@pytest.mark.parametrize("name", FORMS)
def test_the_same_papers_come_from_every_form(tmp_path: Path, name: str) -> None:
    papers, bad = read(written(tmp_path, name, FORMS[name]))
    assert bad == []
    assert [(p.id, p.title, p.abstract, p.date) for p in papers] == [
        ("paper/src:a1", "Lanternfish: nodes that glow", "We glow on Cora.", "2023"),
        ("paper/arxiv:2401.00001", "Quiet attention", "Heads are removed.", "2024-01-03"),
        ("paper/src:a3", "No words", "", None),
    ]


# Round trips: any papers, written in any form, read back the same.

NAMES = st.from_regex(r"[A-Z][a-z]{1,8} [A-Z][a-zäöñ]{1,8}", fullmatch=True)
DATES = st.from_regex(r"20[0-9]{2}(-0[1-9](-[12][0-8])?)?", fullmatch=True)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80).map(clean)
IDENTIFIERS = st.dictionaries(st.sampled_from(["arxiv", "doi", "pmid"]), st.just(""), max_size=2).map(
    lambda chosen: [(s, {"arxiv": "2401.00001", "doi": "10.1000/x.5", "pmid": "77"}[s]) for s in chosen]
)
PAPERS = st.builds(
    paper,
    TEXTS.filter(bool),
    TEXTS,
    date=st.none() | DATES,
    authors=st.lists(NAMES, max_size=3),
    venue=st.none() | NAMES,
    own_id=st.none() | st.from_regex(r"[a-z]{1,5}[0-9]?", fullmatch=True),
    identifiers=IDENTIFIERS,
    urls=st.lists(st.from_regex(r"https://example\.org/[a-z]{1,5}", fullmatch=True), max_size=2, unique=True),
)


def as_csv(papers: list[Paper]) -> str:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(["id", "title", "abstract", "date", "authors", "venue", "arxiv_id", "DOI", "PMID", "urls"])
    for p in papers:
        known = dict(p.identifiers)
        ids = (known.get("arxiv"), known.get("doi"), known.get("pmid"))
        table.writerow([p.id, p.title, p.abstract, p.date, "; ".join(p.authors) + ";", p.venue, *ids, " ".join(p.urls)])
    return out.getvalue()


WRITERS: dict[str, Callable[[list[Paper]], str]] = {
    "p.jsonl": lambda papers: "".join(json.dumps(asdict(p)) + "\n" for p in papers),
    "p.json": lambda papers: json.dumps([asdict(p) for p in papers], ensure_ascii=False, indent=1),
    "results.json": lambda papers: json.dumps({"results": [asdict(p) for p in papers]}, ensure_ascii=False),
    "p.csv": as_csv,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITERS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(papers=st.lists(PAPERS, max_size=4))
def test_papers_read_back_the_same(tmp_path: Path, name: str, papers: list[Paper]) -> None:
    assert read(written(tmp_path, name, WRITERS[name](papers))) == (papers, [])


# What the usual sources call their fields.

ARXIV_DUMP = {
    "id": "math/0309136",
    "submitter": "A. Example",
    "authors": "Ada Example and Bo Sample (Somewhere)",
    "title": 'Walks on\n  Schr\\"odinger trees',
    "comments": "12 pages",
    "journal-ref": "J. Trees 3 (2003)",
    "doi": "10.1000/ABC",
    "abstract": "  We walk\non trees at 3.96\\% cost.\n",
    "versions": [{"version": "v1", "created": "Mon, 8 Sep 2003 19:18:42 GMT"}, {"version": "v2", "created": "x"}],
    "update_date": "2009-11-30",
    "authors_parsed": [["Example", "Ada", ""], ["Sample", "Bo", "Jr"]],
}
OPENALEX = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.1000/xyz",
    "display_name": "Walks on trees",
    "publication_date": "2021-05-04",
    "ids": {"openalex": "https://openalex.org/W1", "pmid": "https://pubmed.ncbi.nlm.nih.gov/99"},
    "authorships": [{"author": {"display_name": "Ada Example"}}, {"raw_author_name": "Bo Sample"}],
    "primary_location": {"landing_page_url": "https://example.org/w", "source": {"display_name": "J. Trees"}},
    "abstract_inverted_index": {"walk": [1], "We": [0], "and": [2, 4], "on": [3], "on.": [5]},
}
SEMANTIC_SCHOLAR = {
    "paperId": "0" * 40,
    "externalIds": {"ArXiv": "2009.00755", "CorpusId": 7, "DOI": None},
    "title": "Turning trees",
    "abstract": None,
    "year": 2020,
    "venue": "",
    "journal": {"name": "J. Trees"},
    "authors": [{"authorId": "1", "name": "Ada Example"}],
    "openAccessPdf": {"url": "https://example.org/t.pdf"},
}
DAILY_PAPERS = {
    "paper": {
        "id": "2403.01234",
        "title": "Glowing nodes",
        "summary": "Nodes glow.",
        "authors": [{"name": "Ada Example"}],
        "publishedAt": "2024-03-02T00:00:00.000Z",
        "upvotes": 3,
    },
    "publishedAt": "2024-03-05T00:00:00.000Z",
    "title": "",
}
OPEN_REVIEW = {
    "id": "xYz",
    "cdate": 1695000000000,
    "content": {
        "title": {"value": "Reviewed trees"},
        "abstract": {"value": "Trees are reviewed."},
        "authors": {"value": ["Ada Example"]},
        "venue": {"value": "Conf 2024"},
    },
}
CROSSREF = {
    "DOI": "10.1000/Q",
    "title": ["Tags in <i>trees</i>"],
    "abstract": "<jats:p>Abstract: Tags &amp; trees.</jats:p>",
    "issued": {"date-parts": [[2019, 7]]},
    "author": [{"given": "Ada", "family": "Example"}],
    "container-title": ["J. Trees"],
    "URL": "http://dx.doi.org/10.1000/q",
}
PAPERS_WITH_CODE = {
    "paper_url": "https://example.org/paper/walks",
    "arxiv_id": None,
    "title": "Walks, coded",
    "abstract": "We walk.",
    "url_abs": "http://arxiv.org/abs/1705.01234v3",
    "url_pdf": "http://arxiv.org/pdf/1705.01234v3.pdf",
    "proceeding": "Conf 2017 6",
    "authors": ["Ada Example", "Bo Sample"],
    "date": "2017-05-03",
}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            ARXIV_DUMP,
            Paper(
                id="paper/arxiv:math/0309136",
                title="Walks on Schrödinger trees",
                abstract="We walk on trees at 3.96% cost.",
                date="2003-09-08",
                authors=("Ada Example", "Bo Sample"),
                venue="J. Trees 3 (2003)",
                identifiers=(("arxiv", "math/0309136"), ("doi", "10.1000/abc")),
            ),
        ),
        (
            OPENALEX,
            Paper(
                id="paper/doi:10.1000/xyz",
                title="Walks on trees",
                abstract="We walk and on and on.",
                date="2021-05-04",
                authors=("Ada Example", "Bo Sample"),
                venue="J. Trees",
                identifiers=(("doi", "10.1000/xyz"), ("openalex", "W1"), ("pmid", "99")),
                urls=("https://example.org/w",),
            ),
        ),
        (
            SEMANTIC_SCHOLAR,
            Paper(
                id="paper/arxiv:2009.00755",
                title="Turning trees",
                date="2020",
                authors=("Ada Example",),
                venue="J. Trees",
                identifiers=(("arxiv", "2009.00755"), ("corpusid", "7")),
                urls=("https://example.org/t.pdf",),
            ),
        ),
        (
            DAILY_PAPERS,
            Paper(
                id="paper/arxiv:2403.01234",
                title="Glowing nodes",
                abstract="Nodes glow.",
                date="2024-03-02",
                authors=("Ada Example",),
                identifiers=(("arxiv", "2403.01234"),),
            ),
        ),
        (
            OPEN_REVIEW,
            Paper(
                id="paper/src:xYz",
                title="Reviewed trees",
                abstract="Trees are reviewed.",
                authors=("Ada Example",),
                venue="Conf 2024",
            ),
        ),
        (
            CROSSREF,
            Paper(
                id="paper/doi:10.1000/q",
                title="Tags in trees",
                abstract="Tags & trees.",
                date="2019-07",
                authors=("Ada Example",),
                venue="J. Trees",
                identifiers=(("doi", "10.1000/q"),),
                urls=("http://dx.doi.org/10.1000/q",),
            ),
        ),
        (
            PAPERS_WITH_CODE,
            Paper(
                id="paper/arxiv:1705.01234",
                title="Walks, coded",
                abstract="We walk.",
                date="2017-05-03",
                authors=("Ada Example", "Bo Sample"),
                venue="Conf 2017 6",
                identifiers=(("arxiv", "1705.01234"),),
                urls=(
                    "http://arxiv.org/abs/1705.01234v3",
                    "https://example.org/paper/walks",
                    "http://arxiv.org/pdf/1705.01234v3.pdf",
                ),
            ),
        ),
    ],
    ids=["arxiv", "openalex", "semantic-scholar", "daily-papers", "openreview", "crossref", "papers-with-code"],
)
def test_fields_of_the_usual_sources(tmp_path: Path, record: dict[str, object], expected: Paper) -> None:
    assert read(written(tmp_path, "one.json", json.dumps(record))) == ([expected], [])
    assert read(written(tmp_path, "all.json", json.dumps([record, record]))) == ([expected, expected], [])


def test_headers_of_tables_in_other_words(tmp_path: Path) -> None:
    header = ("Article Title", "Author Full Names", "Abstract Note", "Publication Year", "Source Title", "Cited")
    row = ('"Trees"', "A B; C D", 'We "walk".', "2020", "J", "7")
    papers, bad = read(written(tmp_path, "export.tab", "\t".join(header) + "\n" + "\t".join(row) + "\n"))
    assert bad == []
    assert [(p.title, p.authors, p.abstract, p.date, p.venue) for p in papers] == [
        ("Trees", ("A B", "C D"), 'We "walk".', "2020", "J")
    ]


# What is wrong is set aside, with its line, and the rest goes on.


FAULTY: dict[str, tuple[str, list[str], list[tuple[int, str]]]] = {
    "lines.jsonl": (
        '{"title": "A"}\nnot json\n\n{"abstract": "no title"}\n{"title": ["A", 1]}\n[1]\n7\n{"title": "B"',
        ["A"],
        [
            (2, "not JSON: Expecting value, character 1"),
            (4, "no title"),
            (5, "the title is a list, not text"),
            (6, "a number, not an object with a title"),
            (7, "a number, not an object with a title"),
            (8, "not JSON: Expecting ',' delimiter, character 14"),
        ],
    ),
    "null.jsonl": (
        '{"title": "A\0B", "abstract": "One null does not make a file binary."}\n{"title": "C\\u0000"}\n{"title": "D"}',
        ["D"],
        [(1, "a null character in the text"), (2, "a null character in the text")],
    ),
    "types.jsonl": (
        '{"title": "A", "abstract": 7}\n{"title": "B", "abstract": NaN}\n{"title": {"en": "C"}}\n'
        '{"title": "D", "abstract": {"we": [1, "x"], "walk": [2]}}',
        ["B"],
        [
            (1, "the abstract is a number, not text"),
            (3, "the title is an object, not text"),
            (4, "the abstract is an object, not text"),
        ],
    ),
    "array.json": (
        '[\n {"title": "A"},\n {"title": "B" "C"},\n {"title":\n  "D"}, 7,\n null]',
        ["A", "D"],
        [
            (3, "not JSON: Expecting ',' delimiter, character 15"),
            (5, "a number, not an object with a title"),
            (6, "null, not an object with a title"),
        ],
    ),
    "bracket-missing.json": (
        '[\n {"title": "A", "authors": ["B", "C"},\n {"title": "D"}\n]',
        ["D"],
        [(2, "not JSON: Expecting ',' delimiter, character 36")],
    ),
    "quote-missing.json": (
        '[\n {"title": "A,\n  "year": 2020},\n {"title": "D"}\n]',
        ["D"],
        [(2, "not JSON: Expecting ',' delimiter, character 18")],
    ),
    "cut.json": (
        '[\n{"title": "A"},\n{"title": "B"},\n{"title": "C',
        ["A", "B"],
        [(4, "the file ends within this list or record")],
    ),
    "cut-between.json": (
        '{"results": [\n{"title": "A"},\n',
        ["A"],
        [(2, "the file ends within this list or record")],
    ),
    "prose.json": ("This is no JSON.", [], [(1, "not JSON: it begins with no bracket")]),
    "rows.csv": (
        'title,abstract\nA,one\nB,two,three\n,four\n"C\nD","fi\nve"\nE,"six" seven\nF\n',
        ["A", "C D", "F"],
        [
            (3, "3 cells under a header of 2"),
            (4, "no title"),
            (8, "not a row of the table: ',' expected after '\"'"),
        ],
    ),
    "open-quote.csv": (
        'title,abstract\n"A,one\n"B",two\nC,three\n',
        ["C"],
        [(2, "not a row of the table: ',' expected after '\"'")],
    ),
    "headless.csv": ("name,words\nA,one\n", [], [(1, "no column is called a title")]),
}


@pytest.mark.parametrize("name", FAULTY)
def test_bad_records(tmp_path: Path, name: str) -> None:
    content, titles, faults = FAULTY[name]
    path = written(tmp_path, name, content)
    papers, bad = read(path)
    assert [p.title for p in papers] == titles
    assert [(b.source, b.line, b.cause) for b in bad] == [(str(path), *fault) for fault in faults]


def test_brackets_without_end_are_a_bad_record(tmp_path: Path) -> None:
    papers, bad = read(written(tmp_path, "deep.jsonl", "[" * 100_000 + '\n{"title": "A"}\n'))
    assert [p.title for p in papers] == ["A"]
    assert [b.line for b in bad] == [1]
    assert len(bad[0].raw) < 3000


def test_a_table_with_tabs_may_quote_nothing(tmp_path: Path) -> None:
    papers, bad = read(written(tmp_path, "t.tsv", 'title\tabstract\n"Why" trees?\tBecause.\nB\t"Yes" and no\n'))
    assert ([p.title for p in papers], bad) == (['"Why" trees?', "B"], [])


SCRAPS = st.lists(
    st.sampled_from(
        [
            JSONL.encode(),
            as_table(ROWS).encode(),
            *(bytes([n]) for n in b'{}[]",:\\\n\t\0e1\x80'),
            b'"title": "A"',
            b"title,id\n",
        ]
    )
)


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300) | SCRAPS.map(b"".join), suffix=st.sampled_from([*SUFFIXES, ".gz"]))
def test_whatever_is_in_a_file_nothing_else_is_raised(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = written(tmp_path, "any" + suffix, content)
    good = written(tmp_path, "zz.jsonl", JSONL)
    papers, bad = read(path, good)
    assert [p.title for p in papers[-3:]] == [row["title"] for row in ROWS]
    assert all(b.source == str(path) for b in bad)


# Files, folders and the standard input.


def test_a_missing_source_is_an_error_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing\.jsonl: no such file"):
        read_sources([str(written(tmp_path, "a.jsonl", JSONL)), str(tmp_path / "missing.jsonl")])


BINARY = {
    "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
    "paper.pdf": b"%PDF-1.7 plain words only",
    "papers.zip": b"PK\x03\x04" + b"words " * 100,
    "mute.txt": "Title\n\nWords".encode("utf-16-le"),
    "damaged.jsonl.gz": b"\x1f\x8b\x08\x00 and then no gzip at all",
}


@pytest.mark.parametrize("name", BINARY)
def test_a_file_that_is_no_text(tmp_path: Path, name: str) -> None:
    binary, good = written(tmp_path, name, BINARY[name]), written(tmp_path, "zz.jsonl", JSONL)
    with pytest.raises(SourceError, match=name):
        read(binary)
    papers, bad = read(binary, good)
    assert (len(papers), [(b.source, b.line) for b in bad]) == (3, [(str(binary), 0)])


def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    (tmp_path / "folder.jsonl" / "loop.jsonl").symlink_to("loop.jsonl")
    with pytest.raises(SourceError, match=r"loop\.jsonl"):
        read(tmp_path)


@pytest.mark.parametrize("size", [200, 200_000], ids=["short", "long"])
def test_a_gzip_that_is_cut_off_is_read_as_far_as_it_is_whole(tmp_path: Path, size: int) -> None:
    lines = [json.dumps({"title": f"Paper {n}", "abstract": f"{n * 7919 % 10007} words"}) for n in range(size // 20)]
    packed = gzip.compress("\n".join(lines).encode())
    papers, bad = read(written(tmp_path, "cut.jsonl.gz", packed[:-12]))
    assert len(papers) >= len(lines) - 5
    assert "damaged" in bad[-1].cause


def test_an_empty_file_is_noted(tmp_path: Path) -> None:
    for name in ("empty.txt", "empty.json", "empty.csv", "blank.jsonl"):
        notes: list[str] = []
        path = written(tmp_path, name, "" if name.startswith("empty") else "\n \n")
        assert read(path, notes=notes) == ([], [])
        assert notes == [f"{path}: no paper in it"]


def test_a_folder_is_read_in_order_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    (tmp_path / "b" / ".git").mkdir(parents=True)
    for name in ("c.jsonl", "a.JSONL", "b/d.csv", "b/readme.md", "b/.git/e.jsonl", ".f.jsonl"):
        written(
            tmp_path, name, f"title,id\nIn {name},1\n" if name.endswith("csv") else json.dumps({"title": f"In {name}"})
        )
    notes: list[str] = []
    papers, bad = read(tmp_path, notes=notes)
    assert ([p.title for p in papers], bad) == (["In a.JSONL", "In c.jsonl", "In b/d.csv"], [])
    assert [note.partition(":")[0] for note in notes] == [str(tmp_path / "b" / "readme.md")]


def test_a_folder_without_papers_is_noted(tmp_path: Path) -> None:
    notes: list[str] = []
    assert read(tmp_path, notes=notes) == ([], [])
    assert notes == [f"{tmp_path}: no file of a kind that is read"]


CHILD = """
import sys
from kg.sources import read_sources
papers = sum(1 for _ in read_sources(sys.argv[1:]))
peak = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
print(papers, int(peak.split()[1]) // 1024)
"""


def in_a_child(*sources: str, stdin: bytes = b"") -> tuple[int, int]:
    """Read in a process of its own: the number of records, and the most memory it held, in MiB."""
    command = [sys.executable, "-c", CHILD, *sources]
    count, peak = subprocess.run(command, input=stdin, capture_output=True, check=True).stdout.split()
    return int(count), int(peak)


@pytest.mark.parametrize("name", FORMS)
def test_standard_input(name: str) -> None:
    form = FORMS[name]
    assert in_a_child("-", stdin=form if isinstance(form, bytes) else form.encode())[0] == 3


def test_the_same_paper_twice_is_given_twice(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", JSONL)
    assert len(read(path, path)[0]) == 6


# Size: memory does not follow it.


def jsonl_of(n: int, words: str) -> str:
    return json.dumps({"id": f"x{n}", "title": f"A paper on {n} walks", "abstract": words}) + "\n"


def json_of(n: int, words: str) -> str:  # one line, never closed
    return ("[" if n == 0 else ", ") + jsonl_of(n, words).rstrip()


def csv_of(n: int, words: str) -> str:
    return ("title,abstract\n" if n == 0 else "") + f'A paper on {n} walks,"{words}"\n'


def page_of(n: int, words: str) -> str:
    return f"A paper on {n} walks\n\n{words}\n\n{n % 90} votes\n\n"


@pytest.mark.slow
@pytest.mark.parametrize("write", [jsonl_of, json_of, csv_of, page_of], ids=["jsonl", "json", "csv", "page"])
def test_memory_stays_flat(tmp_path: Path, write: Callable[[int, str], str]) -> None:
    words = "We walk on trees and graphs, and report how far one comes. " * 100
    peaks = []
    for papers in (200, 10_000):  # 1 MB, 60 MB
        path = tmp_path / "big"
        with path.open("w") as file:
            file.writelines(write(n, words) for n in range(papers))
        count, peak = in_a_child(str(path))
        path.unlink()
        peaks.append(peak)
        assert papers <= count <= papers + 1
    assert peaks[1] < peaks[0] + 16


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [b"word " * 8_000_000, b'{"a": [' * 2_500_000, b'"' * 40_000_000],
    ids=["words", "brackets", "quotes"],
)
@pytest.mark.parametrize("suffix", [".txt", ".json", ".jsonl", ".csv"])
def test_nonsense_of_any_size_ends(tmp_path: Path, content: bytes, suffix: str) -> None:
    count, peak = in_a_child(str(written(tmp_path, "nonsense" + suffix, content)))
    assert (count <= 8, peak < 1000) == (True, True)


@pytest.mark.slow
@pytest.mark.shared
def test_the_corpora(shared: Path) -> None:
    """Real abstracts come through clean: one line each, with the arXiv number as id where there is one."""
    for corpus in sorted((shared / "abstracts").glob("*.jsonl.gz")):
        papers = list(islice(read_sources([str(corpus)]), 5_000))
        for p in papers:
            assert isinstance(p, Paper)
            assert p.id.startswith(("paper/arxiv:", "paper/src:"))
            assert (clean(p.title), clean(p.abstract)) == (p.title, p.abstract)
            assert "\n" not in p.title + p.abstract
