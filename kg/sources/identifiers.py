"""Identifiers of papers, found in fields and addresses: arXiv numbers and DOIs."""

import re

_NUMBER = (  # until 2014 four digits, then five; before April 2007 an archive and seven digits
    r"(?P<number>(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
    r"|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?/(?P<old>\d{7}))(?:v\d+)?(?![\d.]*\d)"
)
_BARE_ARXIV = re.compile(_NUMBER)
_ARXIV = re.compile(rf"(?i:arxiv(?:\.org)?\s*[:./]\s*(?:[a-z-]+/)?|huggingface\.co/papers/){_NUMBER}")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\\^`]*[^\s\"<>{}|\\^`.,;:]")


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
