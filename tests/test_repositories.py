"""Addresses: every way of writing a repository, what is none, and what the text around them does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.repositories import find_addresses

GITHUB = "https://github.com/Example-Lab/walk_about.v2"

REPOSITORIES = {  # as written: its canonical URL
    "https://github.com/Example-Lab/walk_about.v2": GITHUB,
    "http://github.com/Example-Lab/walk_about.v2": GITHUB,
    "github.com/Example-Lab/walk_about.v2": GITHUB,
    "www.github.com/Example-Lab/walk_about.v2": GITHUB,
    "https://www.github.com/Example-Lab/walk_about.v2": GITHUB,
    "https://GitHub.com/Example-Lab/walk_about.v2": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2.git": GITHUB,
    "git@github.com:Example-Lab/walk_about.v2.git": GITHUB,
    "ssh://git@github.com/Example-Lab/walk_about.v2.git": GITHUB,
    "git+https://github.com/Example-Lab/walk_about.v2": GITHUB,
    "git://github.com/Example-Lab/walk_about.v2.git": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2/": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2/tree/main/src/a_b.py": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2/blob/main/README.md#how-to": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2?tab=readme-ov-file": GITHUB,
    "https://github.com/Example-Lab/walk_about.v2#readme": GITHUB,
    r"https://github.com/Example-Lab/walk\_about.v2": GITHUB,
    "https: //github.com/Example-Lab/walk_about.v2": GITHUB,
    "https:// github.com/Example-Lab/walk_about.v2": GITHUB,
    "https://github. com/Example-Lab/walk_about.v2": GITHUB,
    "https://github.com/ Example-Lab/walk_about.v2": GITHUB,
    "https://github.com/Example-Lab/ walk_about.v2": GITHUB,
    "https://github.com/Example- Lab/walk_about.v2": GITHUB,
    "https://github.com/Example-Lab/walk_ about.v2": GITHUB,
    "https://github.com/\nExample-Lab/walk_about.v2": GITHUB,
    "https://github:com/Example-Lab/walk_about.v2": GITHUB,
    "https://github.com/someone/someone.github.io": "https://github.com/someone/someone.github.io",
    "https://gitlab.com/group/project": "https://gitlab.com/group/project",
    "https://gitlab.com/group/sub/subsub/project": "https://gitlab.com/group/sub/subsub/project",
    "https://gitlab.com/group/sub/project/-/tree/main/src": "https://gitlab.com/group/sub/project",
    "https://gitlab.com/group/project/tree/master": "https://gitlab.com/group/project",
    "git@gitlab.com:group/sub/project.git": "https://gitlab.com/group/sub/project",
    "https://gitlab.institute.example/group/tree-project": "https://gitlab.institute.example/group/tree-project",
    "https://github.com/datasets/covid": "https://github.com/datasets/covid",
    "https://bitbucket.org/someone/project/src/master/": "https://bitbucket.org/someone/project",
    "codeberg.org/someone/project.git": "https://codeberg.org/someone/project",
    "https://codeberg.org/someone/project/src/branch/main": "https://codeberg.org/someone/project",
    "https://sourceforge.net/projects/project/": "https://sourceforge.net/projects/project",
    "https://sourceforge.net/projects/project/files/latest/download": "https://sourceforge.net/projects/project",
    "https://sourceforge.net/p/project/code/": "https://sourceforge.net/projects/project",
    "http://project.sourceforge.net/": "https://sourceforge.net/projects/project",
    "project.sf.net": "https://sourceforge.net/projects/project",
    "https://huggingface.co/org/model-7b": "https://huggingface.co/org/model-7b",
    "https://huggingface.co/org/model-7b/tree/main": "https://huggingface.co/org/model-7b",
    "https://hf.co/org/model-7b": "https://huggingface.co/org/model-7b",
    "huggingface.co/datasets/org/data": "https://huggingface.co/datasets/org/data",
    "https://hf.co/datasets/org/data/viewer/default/train": "https://huggingface.co/datasets/org/data",
    "https://huggingface.co/datasets/squad": "https://huggingface.co/datasets/squad",
    "https://huggingface.co/spaces/org/demo?duplicate=true": "https://huggingface.co/spaces/org/demo",
}

SURROUNDINGS = (
    "{}", "Code is at {}.", "Code is at {} .", "Code ({}) is out.", "See [code]({}), please.", r"Code: \url{{{}}}.",
    r"We release \href{{{}}}{{our code}}.", "“{}”", "Code: <{}>; more later", 'Code is at {}."', "{}, and more",
    "Code:{}", "Code is at {}\nNext line", "See {}: it works!", "*{}*",
)  # fmt: skip

PAGES = {
    "https://github.com/some-lab": "https://github.com/some-lab",
    "https://github.com/some-lab/": "https://github.com/some-lab/",
    "https://github.com/orgs/some-lab/repositories": "https://github.com/orgs/some-lab/repositories",
    "https://github.com/topics/graphs": "https://github.com/topics/graphs",
    "https://gist.github.com/someone/0123456789abcdef": "https://gist.github.com/someone/0123456789abcdef",
    "https://huggingface.co/some-lab": "https://huggingface.co/some-lab",
    "https://huggingface.co/spaces/some-lab": "https://huggingface.co/spaces/some-lab",
    "https://huggingface.co/collections/lab/things-0123": "https://huggingface.co/collections/lab/things-0123",
    "https://huggingface.co/papers/2401.00001": "https://huggingface.co/papers/2401.00001",
    "https://someone.github.io/project/": "https://someone.github.io/project/",
    "someone.github.io/project": "https://someone.github.io/project",
    "someone.github.io": "https://someone.github.io",
    "https://group.gitlab.io/project": "https://group.gitlab.io/project",
    "https://zenodo.org/records/1234567": "https://zenodo.org/records/1234567",
    "https://doi.org/10.5281/zenodo.1234567": "https://doi.org/10.5281/zenodo.1234567",
    "doi:10.5281/zenodo.1234567": "https://doi.org/10.5281/zenodo.1234567",
    "10.1000/xyz(2020)1": "https://doi.org/10.1000/xyz(2020)1",
    "www.example.org/data": "https://www.example.org/data",
    "http://example.org/~someone/a_b?c=d#e": "http://example.org/~someone/a_b?c=d#e",
    r"https://example.org/a\_b\%20c": "https://example.org/a_b%20c",
    "https://en.example.org/wiki/Walk_(mathematics)": "https://en.example.org/wiki/Walk_(mathematics)",
}

NOTHING = (
    "Our code is on GitHub.",
    "We mine GitHub/GitLab issues and the README.md of each.",
    "a score of 0.5/0.7, i.e./e.g. both and/or none, in Node.js/Express",
    "Write to someone@github.com/now or a.b@example.org.",
    "Available at https://github.com/.",
    "Available at https://github",
    "version 10.2/10.3",
    "",
)


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
@pytest.mark.parametrize("written", REPOSITORIES)
def test_a_repository_is_found_in_any_form_and_surroundings(written: str, surroundings: str) -> None:
    text = surroundings.format(written)
    (address,) = find_addresses(text)
    assert address.url == REPOSITORIES[written]
    assert address.repository is not None
    assert address.span.holds(address.repository)
    assert address.repository.of(text) == text[address.repository.start :][: len(address.repository.of(text))].strip()
    assert written.startswith(address.repository.of(text))


@pytest.mark.parametrize("surroundings", SURROUNDINGS)
@pytest.mark.parametrize("written", PAGES)
def test_a_page_is_no_repository(written: str, surroundings: str) -> None:
    (address,) = find_addresses(surroundings.format(written))
    assert (address.url, address.repository) == (PAGES[written], None)


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_address(text: str) -> None:
    assert find_addresses(text) == []


def test_an_english_word_after_an_owner_page_is_not_its_repository() -> None:
    text = "Models are at https://huggingface.co/some-lab/ and code is at https://github.com/some-lab/code ."
    assert [(a.url, a.repository is not None) for a in find_addresses(text)] == [
        ("https://huggingface.co/some-lab/", False),
        ("https://github.com/some-lab/code", True),
    ]


def test_several_addresses_come_in_order() -> None:
    text = r"\href{https://hf.co/a/m}{m}, https://a.github.io, [code](https://github.com/a/m) and gitlab.com/a/b/c."
    assert [a.url for a in find_addresses(text)] == [
        "https://huggingface.co/a/m",
        "https://a.github.io",
        "https://github.com/a/m",
        "https://gitlab.com/a/b/c",
    ]


@given(st.text(alphabet="githubcom.hf/: -_\\{}()aB1\n", max_size=60))
def test_addresses_never_overlap_and_hold_no_white_space_at_their_ends(tail: str) -> None:
    text = f"https://github.com/a/b {tail}"
    found = find_addresses(text)
    assert all(one.span.end <= other.span.start for one, other in pairwise(found))
    assert all(address.span.of(text) == address.span.of(text).strip() for address in found)
