"""What papers look like once they are in: plain text, ids, dates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.sources.cleaning import clean, paper
from kg.sources.dates import iso_date
from kg.sources.identifiers import arxiv, doi


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (r"360{\deg} scenes", "360° scenes"),
        (r"$2.70^{\circ}$ off", "2.70° off"),
        (r"gains 3.96\%", "gains 3.96%"),
        (r"\emph{X} and {\em Y} and \textbf{\underline{Z}et}", "X and Y and Zet"),
        (r"AC-$\beta$-VAE in $O(\log n)$", "AC-β-VAE in O(log n)"),
        (r"$\sim$50\% of $187 and $800", "∼50% of $187 and $800"),
        (r"\$5 for {code, data}", "$5 for {code, data}"),
        (r"$\{-1, 1\}$-valued $\mathcal{O}(\sqrt{T})$", "{-1, 1}-valued O(√T)"),
        (r"x_{ij} and LeC^2O-NeRF", "x_ij and LeC^2O-NeRF"),
        (r"{BERT}, {\'E}cole, Schr\"odinger, Erd\H{o}s, Ha\l{}", "BERT, École, Schrödinger, Erdős, Hał"),
        (r"it\'s Models~(LLMs)~\cite{a,b}, ``quoted''", 'it\'s Models (LLMs) , "quoted"'),
        (r"at \url{https://example.org/Co\_L}.", "at https://example.org/Co_L."),
        (r"at url{https://example.org/c}.", "at https://example.org/c."),
        (r"\href{https://example.org/a}{our \emph{site}}", "our site (https://example.org/a)"),
        (r"\href{https://example.org/a}{https://example.org/a}", "https://example.org/a"),
        ("https://example.org/~ada/ costs ~50%", "https://example.org/~ada/ costs ~50%"),
        (r"\method{} is new, \mathcalO(n), \n", r"method is new, O(n), \n"),
        (r"open {\em brace and \textbf{more", "open {brace and {more"),
        ("a &lt;mask&gt; c &amp; d R&D AT&T", "a <mask> c & d R&D AT&T"),
        (
            "H<sub>2</sub>O <jats:p>In <i>trees</i></jats:p> x<y and <image> tokens",
            "H2O In trees x<y and <image> tokens",
        ),
        ("cafÃ© \ufb01ne \u201cquoted\u201d soft\u00adly\u200b e\u0301", 'café fine "quoted" softly é'),
        ("two\r\n  lines,\tsuper-\nresolution, pre-\nand post-", "two lines, super-resolution, pre- and post-"),
        ("lone \ud83d surrogate, pair \ud83d\ude00", "lone \ufffd surrogate, pair \U0001f600"),
    ],
)
def test_text_is_made_plain(raw: str, expected: str) -> None:
    assert clean(raw) == expected


MARKUP = st.lists(
    st.sampled_from(
        ["\\", "\\alpha", "\\emph{", "\\frac{", '\\"', "amp;", "&lt;", "&", "Ã", "©", "é", *"{}$~`'^_;<>e#x1b/- \n"]
    )
)


@settings(max_examples=300, deadline=None)
@given(text=st.text() | MARKUP.map("".join))
def test_cleaning_what_is_clean_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert once == " ".join(once.split())


def test_deep_braces_come_to_an_end() -> None:
    assert clean("{" * 300 + "x" + "}" * 300) == "x"
    assert clean(r"\emph{" * 300 + "x" + "}" * 300) == "x"
    assert clean("{" * 100_000) == "{" * 100_000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-3-4", "2024-03-04"),
        ("2024-03-04T10:00:00Z", "2024-03-04"),
        ("2024/03/04", "2024-03-04"),
        ("20240304", "2024-03-04"),
        ("Mon, 4 Mar 2024 10:00:00 GMT", "2024-03-04"),
        ("March 4th, 2024", "2024-03-04"),
        ("Mar. 2024", "2024-03"),
        ("4 March 2024 (v2)", "2024-03-04"),
        ("1709510400000", "2024-03-04"),
        ("2023-02-31", "2023-02"),
        ("2023-13-01", "2023"),
        ("In: Conf '19, 2019", "2019"),
        ("3/4/2024", "2024"),
        ("0001-01-01", None),
        ("12", None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates(raw: str, expected: str | None) -> None:
    assert iso_date(raw) == expected
    assert paper("A", date=raw).date == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://arxiv.org/abs/2009.00755v3", "2009.00755"),
        ("http://arxiv.org/pdf/cs/0112017.pdf", "cs/0112017"),
        ("arXiv:math.GT/0309136v1", "math/0309136"),
        ("10.48550/arXiv.2009.00755", "2009.00755"),
        ("https://huggingface.co/papers/2403.01234", "2403.01234"),
        ("oai:arXiv.org:0704.0001", "0704.0001"),
        ("https://example.org/2009.00755", None),
        ("arxiv.org/list/cs.LG/recent", None),
        ("arXiv:2013.00755", None),  # there is no thirteenth month
        ("arXiv:1401.00012", None),  # four digits in 2014
        ("arXiv:2009.007551", None),
    ],
)
def test_arxiv_numbers(raw: str, expected: str | None) -> None:
    assert arxiv(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("https://doi.org/10.1000/ABC.5", "10.1000/abc.5"),
        ("doi:10.1016/S0092-8674(00)80900-3).", "10.1016/s0092-8674(00)80900-3"),
        ("10.48550/arXiv.2009.00755", None),
        ("version 10.2 / 3", None),
    ],
)
def test_dois(raw: str, expected: str | None) -> None:
    assert doi(raw) == expected


def test_ids_prefer_arxiv_then_doi_then_the_sources_own_then_the_title() -> None:
    doi_and_arxiv = [("DOI", "https://doi.org/10.1000/X"), ("arXiv", "2009.00755v2")]
    assert paper("A", identifiers=doi_and_arxiv, own_id="7").id == "paper/arxiv:2009.00755"
    assert paper("A", identifiers=doi_and_arxiv[:1], own_id="7").id == "paper/doi:10.1000/x"
    assert paper("A", own_id="7", urls=["https://arxiv.org/abs/2009.00755"]).id == "paper/arxiv:2009.00755"
    assert paper("A", own_id="2009.00755").id == "paper/arxiv:2009.00755"
    assert paper("A", own_id="7", urls=["https://example.org"]).id == "paper/src:7"
    assert paper("A").id.startswith("paper/title:")


def test_the_title_alone_decides_an_id_whatever_its_case_and_punctuation() -> None:
    assert paper("Deep-Walks: {On} Trees").id == paper("deep walks on  trees.", "Another abstract.").id
    assert paper("Deep walks on trees").id != paper("Deep walks on tree").id
    assert paper("???").id != paper("!!!").id


@pytest.mark.parametrize("own_id", ["7", "2009.00755v1", "10.1000/X", None])
def test_an_id_given_out_is_the_same_when_it_comes_back(own_id: str | None) -> None:
    first = paper("Walks on trees", own_id=own_id)
    assert paper("Walks on trees", own_id=first.id).id == first.id


@pytest.mark.parametrize(("title", "cause"), [("", "no title"), (" \n", "no title"), ("A\0B", "null character")])
def test_a_paper_has_a_title(title: str, cause: str) -> None:
    with pytest.raises(ValueError, match=cause):
        paper(title)


def test_a_label_is_no_part_of_an_abstract() -> None:
    assert paper("A", "Abstract: We walk.").abstract == "We walk."
    assert paper("A", "Abstract\u2014We walk.").abstract == "We walk."
    assert paper("A", "Abstract Meaning Representation walks.").abstract == "Abstract Meaning Representation walks."
    assert paper("A", "Abstract-level walks.").abstract == "Abstract-level walks."
