"""The page: what it shows, that it opens without a network, and that it works in a browser."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from crowd import put_crowd
from playwright.sync_api import Browser, Page, expect, sync_playwright
from small_graph import BY, ENTITIES, FACTS, PAPERS

import exports.html
from exports.html import PHRASES, SHAPES, Shown, write_html
from kg.model import Alias, Entity, Extraction, Fact, Paper, Qualifiers, Span
from kg.record import Record
from kg.vocabulary import PREDICATES, Kind, paper_predicate

WALKABOUT, POOLING, LONELY = (paper.id for paper in PAPERS)
OGB = "dataset/open-graph-benchmark"
TEMPLATES = Path(exports.html.__file__).with_name("templates")

HOSTILE = """</script><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %} href="#" <!-- 'x'"""


def data_of(page: Path) -> Any:
    """The JSON that everything on the page is made from."""
    found = re.search(r'<script type="application/json" id="graph">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])


@pytest.fixture
def page_file(record: Record, tmp_path: Path) -> Path:
    path = tmp_path / "graph.html"
    write_html(record, path)
    return path


@pytest.fixture(scope="session")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """180 papers in six fields: a few things that all speak of, many that one does."""
    with Record(tmp_path_factory.mktemp("crowd") / "record.sqlite", write=True) as record:
        put_crowd(record)
        yield record


# What is on the page


def test_every_kind_and_predicate_has_its_looks_and_words() -> None:
    style = (TEMPLATES / "page.css").read_text("utf-8")
    assert set(PHRASES) == set(PREDICATES)
    assert list(SHAPES) == list(Kind)
    assert len({shape for shape, _ in SHAPES.values()}) == len(Kind)
    assert {style.count(f"--{kind}:") for kind in Kind} == {2}  # light and dark


def test_a_small_graph_is_shown_whole(record: Record, tmp_path: Path) -> None:
    shown = write_html(record, tmp_path / "graph.html")
    data = data_of(tmp_path / "graph.html")
    assert shown == Shown(nodes=11, of=11, facts=10, of_facts=10)
    assert str(shown) == "all 11 nodes"
    assert {node["id"] for node in data["nodes"]} == {thing.id for thing in (*PAPERS, *ENTITIES)}
    assert {(f["subject"], f["predicate"], f["object"]) for f in data["facts"]} == {
        (f.subject, f.predicate, f.object) for f in FACTS
    }
    assert {f.get("quote") for f in data["facts"] if f["object"] == OGB} == {
        None,  # members by the table of suites
        "We test pooling on the Open Graph Benchmark (OGB).",
    }


def test_of_a_large_graph_the_best_connected_are_shown_and_it_is_said(crowd: Record, tmp_path: Path) -> None:
    shown = write_html(crowd, tmp_path / "graph.html", limit=60)
    data = data_of(tmp_path / "graph.html")
    drawn = {node["id"] for node in data["nodes"]}
    named = drawn | {thing["id"] for thing in data["others"]}
    of = sum(count for kind, count in crowd.counts().items() if kind != "facts")
    assert (shown.nodes, shown.of, len(drawn)) == (60, of, 60)
    assert str(shown) == f"60 of {of} nodes: the best connected"
    assert f'<p id="shown">Showing {shown}</p>' in (tmp_path / "graph.html").read_text("utf-8")
    assert {edge["from"] for edge in data["edges"]} | {edge["to"] for edge in data["edges"]} == drawn
    assert len(data["facts"]) == shown.facts < shown.of_facts
    assert {end for fact in data["facts"] for end in (fact["subject"], fact["object"])} <= named
    assert sum(fact.paper in drawn for fact in crowd.facts()) <= shown.facts


def test_the_page_is_one_document_that_asks_for_nothing(page_file: Path) -> None:
    text = page_file.read_text("utf-8")
    ours = text.replace(exports.html._library(), "")
    assert text.startswith(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-S'
    )
    assert "default-src 'none'; script-src 'sha256-" in text
    assert not re.search(
        r"<(link|img|iframe|base|object)\b|<script[^>]*\bsrc=|@import|url\(|https?://[^\s]*\.(js|css)", ours
    )
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", ours)
    assert "Permission is hereby granted" in ours
    assert "vis.js is dual licensed" in text


def test_what_papers_say_is_in_the_data_alone(page_file: Path) -> None:
    [title] = [node["label"] for node in data_of(page_file)["nodes"] if node["id"] == POOLING]
    assert title == "Deeper <b>pooling</b> & shallower trees"
    assert "<b>pooling" not in page_file.read_text("utf-8")


@pytest.mark.slow
def test_the_same_record_gives_the_same_bytes_in_any_process(crowd: Record, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from exports.html import write_html; from kg.record import Record\n"
        "with Record(Path(sys.argv[1])) as record: write_html(record, sys.argv[2], limit=60)"
    )
    for seed in ("1", "2"):
        command = [sys.executable, "-c", code, str(crowd.path), str(tmp_path / f"{seed}.html")]
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()


def test_a_graph_of_nothing_has_a_page(tmp_path: Path) -> None:
    with Record(tmp_path / "record.sqlite", write=True) as record:
        assert write_html(record, tmp_path / "graph.html") == Shown(0, 0, 0, 0)
    assert data_of(tmp_path / "graph.html")["nodes"] == []


# In a browser

FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, from KG_CHROMIUM or the path; without it the tests are skipped, but not in CI."""
    found = os.environ.get("KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        message = "no Chromium: name one in KG_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


Visit = Callable[..., Page]


def wait_until(page: Page, condition: str) -> None:
    """Wait for what only the page's scripts know; playwright's own way would need a weaker policy."""
    for _ in range(250):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(20)
    pytest.fail(f"never: {condition}")


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Visit]:
    """Open a page of ours at a node; in the end it must have asked for nothing and complained of nothing."""
    trouble: list[str] = []
    context = chromium.new_context(
        color_scheme="light", reduced_motion="reduce", viewport={"width": 1280, "height": 800}
    )

    def open_page(file: Path, node: str | None = None) -> Page:
        page = context.new_page()
        address = file.as_uri() + (f"#node={quote(node, safe='')}" if node else "")
        page.on("request", lambda r: trouble.append(r.url) if r.url.partition("#")[0] != file.as_uri() else None)
        page.on("requestfailed", lambda request: trouble.append(f"failed: {request.url}"))
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.goto(address)
        return page

    yield open_page
    context.close()
    assert trouble == []


@pytest.mark.browser
def test_the_page_opens_and_says_what_it_holds(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    expect(page).to_have_title("Knowledge graph of 3 papers")
    expect(page.locator("#shown")).to_have_text("Showing all 11 nodes")
    expect(page.locator("#panel")).to_contain_text("3 papers, 8 things they speak of, 10 facts.")
    expect(page.locator("#legend button")).to_have_text(["Papers3", "Methods2", "Datasets3", "Tasks2", "Repositories1"])
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    assert page.evaluate("innerWidth >= document.documentElement.scrollWidth")


@pytest.mark.browser
@pytest.mark.parametrize("words", ["ogb", "open-graph", "OpenGraph"])
def test_the_search_finds_by_any_form_and_selects(words: str, visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.get_by_role("option").first).to_have_text("Open Graph BenchmarkDataset")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("Open Graph Benchmark")
    expect(page.locator("#hits")).to_be_hidden()
    assert page.evaluate("network.getSelectedNodes()") == [OGB]
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("What the papers say")


@pytest.mark.browser
def test_a_name_that_is_not_there_is_not_found(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    page.get_by_role("combobox").fill("zebra")
    expect(page.locator("#hits")).to_have_text("Nothing of that name on this page")


@pytest.mark.browser
def test_the_legend_filters_by_kind(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    button = page.locator("#legend button", has_text="Datasets")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("visible.get().map((node) => node.kind)").count("Dataset") == 0
    assert page.evaluate("visible.length") == 8
    button.click()
    assert page.evaluate("visible.length") == 11
    button.click()
    page.locator("#panel a", has_text="ogbl-ddi").click()  # what is selected is shown, hidden kind or not
    expect(button).to_have_attribute("aria-pressed", "true")


@pytest.mark.browser
def test_a_click_on_a_node_shows_its_facts_with_their_sentences(visit: Visit, page_file: Path) -> None:
    page = visit(page_file)
    expect(page.locator("#panel h2")).to_be_visible()
    wait_until(page, "wholeScale !== null")
    place = page.evaluate(f"network.canvasToDOM(network.getPosition('{WALKABOUT}'))")
    page.locator("#canvas canvas").click(position=place)
    expect(page.locator("#panel h2")).to_have_text("Walkabout: Link prediction with lazy walks")
    assert page.url.endswith("#node=paper%2Farxiv%3A2401.00001")
    expect(page.locator("#panel h3")).to_have_text(
        ["proposes1", "uses the dataset2", "addresses the task1", "has its code in1", "compares with1"]
    )
    expect(page.locator("#panel li").first).to_contain_text("We propose Walkabout, a random-walk encoder")
    expect(page.locator("#panel li").first).to_contain_text("confidence 0.90 · test 1")
    expect(page.locator("#panel a[target=_blank]").first).to_have_attribute("href", "https://arxiv.org/abs/2401.00001")


@pytest.mark.browser
def test_a_link_to_a_node_shows_the_mention_in_its_sentence_and_the_row_of_a_table(
    visit: Visit, page_file: Path
) -> None:
    page = visit(page_file, OGB)
    panel = page.locator("#panel")
    expect(panel.locator(".also span")).to_have_text(["OGB"])
    expect(panel.locator("h3")).to_have_text(["used by1", "its members2"])
    expect(panel.locator("blockquote")).to_have_text("We test pooling on the Open Graph Benchmark (OGB).")
    expect(panel.locator("mark")).to_have_text(["Open Graph Benchmark", "OGB"])
    expect(panel).to_contain_text("Stated by no paper: from the table “suites”, row ogbl-ddi")
    panel.get_by_role("link", name="Deeper").click()
    expect(panel.locator("h2")).to_have_text("Deeper <b>pooling</b> & shallower trees")
    page.go_back()
    expect(panel.locator("h2")).to_have_text("Open Graph Benchmark")


@pytest.mark.browser
def test_a_link_to_what_is_not_there_says_so(visit: Visit, page_file: Path) -> None:
    expect(visit(page_file, "dataset/<i>x").locator("[role=alert]")).to_have_text("“dataset/<i>x” is not on this page.")


@pytest.mark.browser
def test_a_paper_with_nothing_found_says_so(visit: Visit, page_file: Path) -> None:
    expect(visit(page_file, LONELY).locator("#panel")).to_contain_text("Nothing was found in its text.")


@pytest.mark.browser
def test_what_is_not_drawn_is_told_in_words(visit: Visit, record: Record, tmp_path: Path) -> None:
    write_html(record, tmp_path / "graph.html", limit=3)
    page = visit(tmp_path / "graph.html", "method/node2vec")
    expect(page.locator("#panel")).to_contain_text("It beats node2vec on ogbl-ddi and ogbl-collab.")
    expect(page.locator("#panel")).to_contain_text("Not drawn")
    assert page.evaluate("network.getSelectedNodes()") == []


@pytest.mark.browser
def test_text_stays_text_whatever_it_holds(visit: Visit, tmp_path: Path) -> None:
    paper = Paper("paper/src:<svg onload=alert(3)>", HOSTILE, f"{HOSTILE}.", urls=("javascript:alert(4)",))
    entities = [
        Entity(f"{kind.key}/x", kind, HOSTILE, (Alias(f"{HOSTILE} <b>also</b>", 1, "case"),)) for kind in list(Kind)[1:]
    ]
    span, said = Span(0, len(HOSTILE)), Qualifiers("metric/x", "dataset/x", "<u>5</u>", "<u>%</u>", change=True)
    facts = [
        *(Fact(paper.id, paper_predicate(e.kind, None).name, e.id, paper.id, span, 0.5, "<b>me</b>") for e in entities),
        Fact("method/x", "EVALUATED_ON", "dataset/x", paper.id, span, 0.5, "<b>me</b>", said),
        Fact("dataset/x", "BENCHMARK_FOR", "task/x", "table:<b>t</b>#<b>r</b>", None, 1, "<b>me</b>"),
    ]
    with Record(tmp_path / "record.sqlite", write=True) as record:
        record.put(paper, Extraction(paper.id, BY, (span,)))
        record.resolve_to(entities, facts, [])
        write_html(record, tmp_path / "graph.html")
    page = visit(tmp_path / "graph.html")
    page.get_by_role("combobox").fill("alert")
    expect(page.get_by_role("option")).to_have_count(6)
    for thing in (paper, *entities):
        page.goto(f"{page.url.partition('#')[0]}#node={quote(thing.id, safe='')}")
        expect(page.locator("#panel h2")).to_have_text(HOSTILE)
        expect(page.locator("#panel blockquote").first).to_have_text(HOSTILE)
        assert page.locator("img, #panel u, #panel script, svg[onload], [href^='javascript']").count() == 0
        assert page.locator("script").count() == 3
        assert set(page.locator("b").all_text_contents()) <= {"1", "2", "3"}  # the counts are all that is in <b>


@pytest.mark.slow
@pytest.mark.browser
def test_three_hundred_nodes_in_the_dark(visit: Visit, crowd: Record, tmp_path: Path) -> None:
    shown = write_html(crowd, tmp_path / "graph.html")
    page = visit(tmp_path / "graph.html")
    wait_until(page, "wholeScale !== null")
    assert page.evaluate("visible.length") == shown.nodes == 300
    light = page.evaluate("[colours.ground, colours.Method]")
    page.emulate_media(color_scheme="dark")
    wait_until(page, f"colours.ground !== '{light[0]}'")
    assert page.evaluate("colours.Method") != light[1]
    page.locator("#panel .short a").first.click()
    expect(page.locator("#panel blockquote").first).to_contain_text("We speak of")
