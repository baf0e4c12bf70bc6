"""The one door by which papers come in: raw fields go in, a clean ``Paper`` with its id comes out."""

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime

from kg.model import Paper, digest
from kg.sources.identifiers import arxiv, doi
from kg.sources.latex import readable

_SUSPECT = re.compile(r"[^\t\n\r -~]|[\\{$~`&<]|-\s*\n")
_INLINE_TAG = re.compile(r"</?(?:b|i|u|em|strong|italic|bold|sub|sup|span|tt)(?:\s+[\w:-]+=[^<>]*)?\s*/?>", re.I)
_BLOCK_TAG = re.compile(r"</?(?:p|br|div|(?:jats|mml|xhtml|xml):[\w-]+)(?:\s+[\w:-]+=[^<>]*)?\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_WRAPPED_COMPOUND = re.compile(r"(?<=\w)-[ \t]*\r?\n\s*(?!(?:and|or|to)\b)(?=[a-z])")
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
    own_id = _unprefixed(clean(own_id or ""))
    urls = tuple(dict.fromkeys(url for url in map(clean, urls) if url.startswith(("http://", "https://"))))
    known = _known(identifiers, own_id, urls)
    return Paper(
        id=_id(known, own_id, title),
        title=title,
        abstract=_ABSTRACT_LABEL.sub("", abstract),
        date=date,
        authors=tuple(filter(None, map(clean, authors))),
        venue=clean(venue or "") or None,
        identifiers=tuple(sorted(known.items())),
        urls=urls,
    )


def _unprefixed(own_id: str) -> str:
    """Take an id of ours back to what it was made from; one made from the title is made again."""
    own_id = own_id.removeprefix("paper/")
    return "" if re.fullmatch("title:[0-9a-f]{16}", own_id) else own_id.removeprefix("src:")


def _known(identifiers: Iterable[tuple[str, str]], own_id: str, urls: Iterable[str]) -> dict[str, str]:
    """Return scheme and value of all identifiers, arXiv numbers and DOIs in the one form that ids are made of."""
    given = {scheme.casefold(): clean(value) for scheme, value in identifiers}
    known = {scheme: re.sub(r"^https?://.*/", "", value) for scheme, value in given.items()}
    number = _first(arxiv(given.get("arxiv", ""), bare=True), arxiv(given.get("doi", "")), arxiv(own_id, bare=True))
    name = _first(doi(given.get("doi", "")), doi(own_id))
    known |= {"arxiv": _first(number, *map(arxiv, urls)), "doi": _first(name, *map(doi, urls))}
    return {scheme: value for scheme, value in known.items() if value}


def _first(*values: str | None) -> str:
    return next(filter(None, values), "")


def _id(known: dict[str, str], own_id: str, title: str) -> str:
    for scheme in ("arxiv", "doi"):
        if scheme in known:
            return f"paper/{scheme}:{known[scheme]}"
    if own_id:
        return f"paper/src:{own_id}"
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    return f"paper/title:{digest(' '.join(words) or title)}"


_ISO_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?|(\d{4})(\d\d)(\d\d)")
_DAY_MONTH = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Z][a-z]{2})[a-z]*\.?[ -](?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})\b"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MILLISECONDS = 10**11
"""A number above it is no date in digits but counts milliseconds since 1970."""


def iso_date(text: str) -> str | None:
    """Return a date as ISO 8601, as exact as it was given: to the day, the month or the year; None if it is none.

    >>> iso_date("Mon, 2 Apr 2007 19:18:42 GMT"), iso_date("Mar 2024"), iso_date("ICLR 2019"), iso_date("soon")
    ('2007-04-02', '2024-03', '2019', None)
    """
    text = clean(text)
    if text.isdecimal() and text.isascii() and _MILLISECONDS < int(text) < 40 * _MILLISECONDS:
        return datetime.fromtimestamp(int(text) / 1000, UTC).date().isoformat()
    if found := _ISO_DATE.fullmatch(text):
        year, month, day = (int(part or 0) for part in (found.groups()[:3] if found[1] else found.groups()[3:]))
        return _iso(year, month, day)
    if (found := _DAY_MONTH.search(text)) and found[2] in _MONTHS:
        return _iso(int(found[4]), _MONTHS.index(found[2]) + 1, int(found[1] or found[3] or 0))
    found = _YEAR.search(text)
    return found[0] if found else None


def _iso(year: int, month: int, day: int) -> str | None:
    """Return as much of the date as is possible in the calendar."""
    if not 1000 <= year <= 2999:
        return None
    try:
        return date(year, month or 1, day or 1).isoformat()[: 10 if day and month else 7 if month else 4]
    except ValueError:
        return f"{year}-{month:02}" if 1 <= month <= 12 else f"{year}"
