"""The one door by which papers come in: raw fields go in, a clean ``Paper`` with its id comes out."""

import html
import re
from collections.abc import Iterable

from kg.model import Paper
from kg.sources.dates import iso_date
from kg.sources.identifiers import known_identifiers, own_part, paper_id
from kg.sources.latex import readable

_SUSPECT = re.compile(r"[^\t\n\r -~]|[\\{$~`&<]|-\s*\n")
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|italic|bold|sub|sup|span|tt)(?:\s+[\w:-]+=[^<>]*)?\s*/?>", re.I)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|(?:jats|mml|xhtml|xml):[\w-]+)(?:\s+[\w:-]+=[^<>]*)?\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WRAPPED_COMPOUND = re.compile(r"(?<=\w)-[ \t]*\r?\n\s*(?!(?:and|or|to)\b)(?=\w)")
_ABSTRACT_LABEL = re.compile(r"^(?:abstract|summary)\s*(?:[:.—]\s*|[–-]\s+)", re.I)


def clean(text: str) -> str:
    r"""Return a text as plain characters on one line: decoding faults, markup, LaTeX and white space mended.

    Cleaning what is clean changes nothing, so that a paper given out and read again is the same paper.

    >>> clean("A  caf\u00c3\u00a9 &amp; a <i>360{\\deg}</i>\nview")
    'A café & a 360° view'
    """
    before = None
    while text != before:
        before, text = text, " ".join((_mended(text) if _SUSPECT.search(text) else text).split())
    return text


def _mended(text: str) -> str:
    import ftfy  # slow to import, and most papers are plain ASCII

    text = _ENTITY.sub(lambda found: html.unescape(found[0]), _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", text)))
    text = ftfy.fix_text(text, unescape_html=False, normalization="NFC")
    return readable(_WRAPPED_COMPOUND.sub("-", _INVISIBLE.sub("", text)))


def paper(
    title: str,
    abstract: str = "",
    *,
    date: str | None = None,
    authors: Iterable[str] = (),
    venue: str | None = None,
    own_id: str | None = None,
    identifiers: Iterable[tuple[str, str]] = (),
    urls: Iterable[str] = (),
) -> Paper:
    """Return the paper of these raw fields; ValueError if there is no title, or a null character in its text.

    Its arXiv number and DOI are taken from ``identifiers`` (pairs of scheme and value), else from the source's
    own id, else from the addresses.
    """
    if "\0" in title or "\0" in abstract:
        raise ValueError("a null character in the text")
    title, abstract = clean(title), clean(abstract)
    if not title:
        raise ValueError("no title")
    own_id = own_part(clean(own_id or ""))
    urls = tuple(dict.fromkeys(url for url in map(clean, urls) if url.startswith(("http://", "https://"))))
    known = known_identifiers(((clean(scheme), clean(value)) for scheme, value in identifiers), own_id, urls)
    return Paper(
        id=paper_id(known, own_id, title),
        title=title,
        abstract=_ABSTRACT_LABEL.sub("", abstract),
        date=iso_date(date or ""),
        authors=tuple(filter(None, map(clean, authors))),
        venue=clean(venue or "") or None,
        identifiers=tuple(sorted(known.items())),
        urls=urls,
    )
