"""Identifiers of papers: arXiv numbers and DOIs found in fields and addresses, and the id that follows from them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from kg.model import digest

_NUMBER = (  # until 2014 four digits, then five; before April 2007 an archive and seven digits
    r"(?P<number>(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
    r"|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/(?P<old>\d{7}))(?:v\d+)?(?![\d.]*\d)"
)
_BARE_ARXIV = re.compile(_NUMBER, re.ASCII)
_ARXIV = re.compile(rf"(?i:arxiv(?:\.org)?\s*[:./]\s*(?:[a-z-]+/)?|huggingface\.co/papers/){_NUMBER}", re.ASCII)
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]*[^\s\"<>{}|\\^`.,;:]", re.ASCII)


def arxiv(text: str, *, bare: bool = False) -> str | None:
    """Return the arXiv number that a text holds, without its version; ``bare`` if it may stand there alone.

    >>> arxiv("https://arxiv.org/pdf/2009.00755v2.pdf"), arxiv("2009.00755v2", bare=True), arxiv("math.GT/0309136")
    ('2009.00755', '2009.00755', None)
    """
    found = _ARXIV.search(text) or (_BARE_ARXIV.fullmatch(text.strip()) if bare else None)
    if not found:
        return None
    return f"{found['archive']}/{found['old']}" if found["old"] else found["number"]


def doi(text: str) -> str | None:
    """Return the DOI that a text holds, in lower case, for case has no meaning in it; not one that arXiv gave.

    >>> doi("https://doi.org/10.1000/ABC(1).5).")
    '10.1000/abc(1).5'
    """
    found = _DOI.search(text)
    if not found:
        return None
    name = found[0].lower()
    while name.endswith((")", "]")) and name.count("(") + name.count("[") < name.count(")") + name.count("]"):
        name = name[:-1].rstrip(".,;:")
    return None if name.startswith("10.48550/arxiv.") else name


def known_identifiers(given: Iterable[tuple[str, str]], own_id: str, urls: Iterable[str]) -> dict[str, str]:
    """Return a paper's identifiers by scheme, arXiv number and DOI in the one form that ids are made of.

    Those two are taken from what was ``given``, else from the source's own id, else from the addresses.
    """
    raw = {scheme.casefold(): value for scheme, value in given}
    known = {scheme: re.sub(r"^https?://.*/", "", value) for scheme, value in raw.items()}
    number = arxiv(raw.get("arxiv", ""), bare=True) or arxiv(raw.get("doi", "")) or arxiv(own_id, bare=True)
    name = doi(raw.get("doi", "")) or doi(own_id)
    known["arxiv"] = number or next(filter(None, map(arxiv, urls)), "")
    known["doi"] = name or next(filter(None, map(doi, urls)), "")
    return {scheme: value for scheme, value in known.items() if value}


def own_part(own_id: str) -> str:
    """Return the source's own id within an id of ours, so that it is made again; nothing for one made of the title."""
    own_id = own_id.removeprefix("paper/")
    return "" if re.fullmatch("title:[0-9a-f]{16}", own_id) else own_id.removeprefix("src:")


def paper_id(known: Mapping[str, str], own_id: str, title: str) -> str:
    """Return a paper's id: by arXiv number, else by DOI, else by the source's own id, else by the title's words."""
    for scheme in ("arxiv", "doi"):
        if scheme in known:
            return f"paper/{scheme}:{known[scheme]}"
    if own_id:
        return f"paper/src:{own_id}"
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    return f"paper/title:{digest(' '.join(words) or title)}"
