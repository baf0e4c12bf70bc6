r"""Addresses in a text: code repositories, each under its canonical URL, and other pages.

A repository is ``owner/name`` on GitHub, GitLab (with subgroups), Bitbucket or Codeberg, a project on SourceForge,
or a model, dataset or space on Hugging Face. What comes after it (``/tree/main``, ``.git``, a full stop) is cut.
Abstracts are pasted and wrapped, so a stray space within an address is read over where the rest leaves no doubt:
``https: //github. com/ owner/name``. Owner pages, collections, DOIs and project sites are pages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from kg.model import Span

GROUP = evidence.REPOSITORIES
"""The span group of this component, besides all addresses and the pages among them. A span's ``id_`` is the URL."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address: all of it as written, its URL, and the part that names a repository, if it is one."""

    span: Span
    url: str
    repository: Span | None = None


@dataclass(frozen=True, slots=True)
class _Forge:
    """A place of repositories: patterns of its host and of a repository's path, and the URL before the path."""

    host: str
    path: str
    url: str


_DOT, _TO = r"\s?[.:]\s?", r"[/:][ \n]?"
_WORD = r"(?=\.?\w)(?:[\w.]|\\_|-+|(?<=[-_])[ \n](?=\w))+"
"""A word of a path; where a line was wrapped, a space follows a hyphen or an underscore."""

_SPACE = r"(?:[ \n](?=[\w.]*(?:\d|[-_]|(?<=\w)(?-i:[A-Z]))))?"
"""A space after a slash, if what follows it cannot be an English word."""

_OWNER = rf"""(?!(?:about|apps|blog|codespaces|collections|contact|customer-stories|dashboard|enterprise|events|explore
    |features|groups|issues|join|login|marketplace|new|notifications|organizations|orgs|pricing|product|pulls|search
    |security|settings|site|snippets|sponsors|stars|team|topics|trending|users?)/) {_WORD}"""
"""A first word of a path, unless it belongs to the site itself."""

_USER = rf"""(?!(?:api|blog|chat|collections|datasets|docs|join|learn|login|models|new|organizations|papers|posts
    |pricing|search|settings|spaces|tasks)/) {_WORD}"""
"""The same on Hugging Face."""

_OWNED, _USED = rf"{_OWNER} / {_SPACE} {_WORD}", rf"{_USER} / {_SPACE} {_WORD}"
_LAB_PAGE = r"(?:-|blob|commits?|issues|merge_requests|raw|releases|tags|tree|wikis)(?![\w-])"
_FORGES = (
    _Forge(rf"github {_DOT} com {_TO}", _OWNED, "https://github.com/"),
    _Forge(rf"bitbucket\.org {_TO}", _OWNED, "https://bitbucket.org/"),
    _Forge(rf"codeberg\.org {_TO}", _OWNED, "https://codeberg.org/"),
    _Forge(
        rf"(?P<host>gitlab (?:\s?\.\s?\w[\w-]*)+ (?<!\.io)) {_TO}",
        rf"{_OWNER} (?:/ (?!{_LAB_PAGE}) {_WORD})+",
        r"https://\g<host>/",
    ),
    _Forge(
        rf"(?:huggingface|hf) {_DOT} co {_TO}",
        rf"(?:(?:datasets|spaces)/[ \n]?)? {_USED} | datasets/{_WORD}",
        "https://huggingface.co/",
    ),
    _Forge(r"(?:sourceforge|sf)\.net/(?:projects|p)/", _WORD, "https://sourceforge.net/projects/"),
    _Forge(r"(?=[\w-]+\.(?:sourceforge|sf)\.net\b)", r"(?!www\.)[\w-]+", "https://sourceforge.net/projects/"),
)
_LEAD = r"(?<![\w.@-]) (?:(?:(?:git\+)?https?|git|ssh)\s?:\s?/\s?/\s?)? (?:git@)? (?:www\.)?"
_REPOSITORIES = tuple(
    (re.compile(rf"{_LEAD} {forge.host} (?P<path>{forge.path})", re.VERBOSE | re.IGNORECASE), forge.url)
    for forge in _FORGES
)
_TAIL = re.compile(r"(?:\.git)?\.*$", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?=[_%#&~$])|\s")

_NEXT = r"(?:[^\s<>\"{}|^`“”\[\]\\] | \\[_%#&~$])"
"""A character of an address; in LaTeX some are escaped, and a brace ends it."""

_PAGE = re.compile(
    rf"""(?<![\w.@/-])
    (?: https?\s?:\s?/\s?/\s? (?:[\w-]+\.)+ [a-z]{{2,}} {_NEXT}*
      | (?P<bare> www\. [a-z0-9-]+ \. {_NEXT}+
                | (?:[a-z0-9-]+\.)+ (?:git(?:hub|lab)\.io|hf\.space) \b {_NEXT}*
                | (?:[a-z0-9-]+\.)+ (?:com|org|net|io|edu|gov|ai|dev|co|me|info|eu|uk|de|fr|ch|cn|jp|kr|it) / {_NEXT}+)
      | (?:doi\s?:\s?)? (?P<doi> 10\.\d{{4,9}} / {_NEXT}+)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FRONT = re.compile(
    r"https?://(?:www\.)?(?:(?:github|gitlab)\.com|(?:huggingface|hf)\.co|(?:bitbucket|codeberg|doi)\.org)/?"
)
"""The front page of such a site tells nothing of the paper."""

_STOP = ".,;:!?*'’"
_LONGER = re.compile(rf"{_NEXT}*", re.VERBOSE)


def find_addresses(text: str) -> list[Address]:
    r"""Return the addresses in a text, in order: repositories, and pages, which are all others.

    >>> for address in find_addresses(r"Code: github.com/a/B.git, page: \url{https://b.github.io/x}."):
    ...     address.url, address.repository is not None
    ('https://github.com/a/B', True)
    ('https://b.github.io/x', False)
    """
    repositories = [address for pattern, url in _REPOSITORIES for address in _repositories(text, pattern, url)]
    for start, end in [address.span for address in repositories]:
        text = text[:start] + " " * (end - start) + text[end:]
    return sorted([*repositories, *_pages(text)], key=lambda address: address.span)


def _repositories(text: str, pattern: re.Pattern[str], url: str) -> Iterator[Address]:
    for match in pattern.finditer(text):
        path = _TAIL.sub("", match["path"])
        start, end = match.start(), match.start("path") + len(path)
        longer = _LONGER.match(text, match.end())
        whole = _stripped(text[start : longer.end() if longer else end])
        yield Address(
            Span(start, max(end, start + len(whole))),
            _ESCAPE.sub("", match.expand(url).lower() + path),
            Span(start, end),
        )


def _pages(text: str) -> Iterator[Address]:
    for match in _PAGE.finditer(text):
        whole = _stripped(match[0])
        lead = "https://" if match["bare"] else "https://doi.org/" if match["doi"] else ""
        url = lead + _ESCAPE.sub("", whole[match.start("doi") - match.start() :] if match["doi"] else whole)
        if not _FRONT.fullmatch(url):
            yield Address(Span(match.start(), match.start() + len(whole)), url)


def _stripped(address: str) -> str:
    """Return it without the marks of the sentence around it."""
    while address and (address[-1] in _STOP or (address[-1] == ")" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


@Language.component(GROUP, assigns=["doc.spans"])
def component(doc: Doc) -> Doc:
    """Put repositories, pages and the whole of every address into their span groups."""
    found = find_addresses(evidence.text(doc))
    evidence.put(doc, evidence.ADDRESSES, (Evidence(a.span) for a in found))
    evidence.put(doc, GROUP, (Evidence(a.repository, a.url) for a in found if a.repository))
    evidence.put(doc, evidence.PAGES, (Evidence(a.span, a.url) for a in found if not a.repository))
    return doc
