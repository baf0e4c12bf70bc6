"""From the fields of a record, under whatever names its source gives them, to a paper.

The names are those of the arXiv metadata dump, OpenAlex works, Semantic Scholar, Hugging Face daily papers, Papers
with Code, Crossref, OpenReview, Zotero, Scopus and Web of Science, and of tables made by hand. Case, spaces, hyphens
and underscores in them do not count.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.errors import BadRecord
from kg.model import Paper
from kg.sources.cleaning import paper
from kg.sources.dates import iso_date

Fields = Mapping[str, Any]

TITLE = ("title", "displayname", "papertitle", "articletitle", "documenttitle")
_ABSTRACT = ("abstract", "summary", "description", "abstractinvertedindex", "abstracttext", "abstractnote")
_AUTHORS = ("authorsparsed", "authors", "author", "authorships", "authornames", "creators", "authorfullnames")
_DATE = (
    *("publicationdate", "published", "publishedat", "publisheddate", "date", "versions", "issued", "submitted"),
    *("created", "publicationyear", "year", "pubyear", "updatedate", "updated"),
)
_VENUE = (
    *("venue", "journal", "journalref", "proceeding", "booktitle", "conference", "containertitle", "sourcetitle"),
    *("publicationtitle", "publicationvenue", "primarylocation", "hostvenue"),
)
_URLS = (
    *("url", "urls", "urlabs", "landingpageurl", "link", "links", "entryid", "primarylocation", "paperurl"),
    *("urlpdf", "pdfurl", "openaccesspdf"),
)
_OWN_ID = ("id", "paperid", "corpusid", "uid", "key", "identifier")
_SCHEMES: Mapping[str, str] = {"arxivid": "arxiv", "arxiv": "arxiv", "eprint": "arxiv", "doi": "doi", "pmid": "pmid"}
_IDENTIFIERS = ("identifiers", "externalids", "ids")
_SCHEME_NAMES: Mapping[str, str] = {"pubmed": "pmid", "pubmedcentral": "pmcid"}

LISTS = ("results", "data", "papers", "items", "works", "records", "entries", "publications")
"""Where an object without a title holds a list of papers."""
_ENVELOPES = ("paper", "message", "content")
"""Where an object without a title holds the paper, or the list, itself."""


def fields_of(record: Mapping[str, Any]) -> Fields:
    """Return the record with its names reduced to their letters and digits; of two that fall together, the first."""
    fields: dict[str, Any] = {}
    for name, value in record.items():
        fields.setdefault(re.sub(r"[\W_]+", "", name).casefold(), value)
    return fields


def unfolded(value: Any) -> Iterator[Any]:
    """Yield the records that a JSON value holds: itself, or those of the list that it is or has."""
    value = _unwrapped(value)
    if isinstance(value, list):
        yield from map(_unwrapped, value)
    else:
        yield value


def _unwrapped(value: Any) -> Any:
    """Take a paper, or a list of papers, out of its envelope; what else the envelope says is kept with the paper."""
    while isinstance(value, dict) and not _first(fields_of(value), TITLE):
        inner = next(((name, value[name]) for name in _ENVELOPES if isinstance(value.get(name), dict)), None)
        if not inner:
            return next((value[name] for name in LISTS if isinstance(value.get(name), list)), value)
        value = {**{name: other for name, other in value.items() if name != inner[0]}, **inner[1]}
    return value


def read_record(record: Any, source: str, line: int, raw: str) -> Paper | BadRecord:
    """Return the paper that a record holds, or why it holds none."""
    try:
        if not isinstance(record, Mapping):
            raise ValueError(f"{_kind_of(record)}, not an object with a title")
        return _paper(fields_of(record))
    except (ValueError, RecursionError) as error:
        return bad_record(source, line, str(error), raw)


def bad_record(source: str, line: int, cause: str, raw: str) -> BadRecord:
    """Return the bad record, its text cut to what a person would look at."""
    return BadRecord(source, line, cause, raw if len(raw) <= 2000 else raw[:2000] + " ...")


def _paper(fields: Fields) -> Paper:
    """Build the paper; ValueError says what is wrong with its title or abstract, the rest is taken where it fits."""
    own_id = _first(fields, _OWN_ID)
    return paper(
        _text("title", _first(fields, TITLE)),
        _text("abstract", _first(fields, _ABSTRACT)),
        date=next(filter(None, (iso_date(text) for name in _DATE for text in _dates(fields.get(name)))), None),
        authors=_authors(_first(fields, _AUTHORS)),
        venue=next(filter(None, (_name(fields.get(name)) for name in _VENUE)), None),
        own_id=str(own_id) if isinstance(own_id, str | int | float) else None,
        identifiers=_identifiers(fields),
        urls=(url for name in _URLS for url in _addresses(fields.get(name))),
    )


def _first(fields: Fields, names: Iterable[str]) -> Any:
    """Return the first of these fields that holds something; OpenReview wraps each as ``{"value": ...}``."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict) and value.keys() == {"value"}:
            value = value["value"]
        if value not in (None, "", [], {}) and value == value:  # a missing number is NaN
            return value
    return None


def _text(name: str, value: Any) -> str:
    """Return a field as text: as it is, a list's parts joined, OpenAlex's index of word positions unrolled."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if isinstance(value, dict) and all(isinstance(at, list) for at in value.values()):
        places = [(n, word) for word, at in value.items() for n in at]
        if all(isinstance(n, int) for n, _ in places):
            return " ".join(word for _, word in sorted(places))
    raise ValueError(f"the {name} is {_kind_of(value)}, not text")


def _kind_of(value: Any) -> str:
    kinds = {type(None): "null", bool: "a truth value", str: "a string", list: "a list", dict: "an object"}
    return kinds.get(type(value), "a number")


def _dates(value: Any) -> Iterator[str]:
    """Yield what may be dates in a field: text, a number, arXiv's list of versions, Crossref's ``date-parts``."""
    match value:
        case str() | int():
            yield str(value)
        case float() if value.is_integer():  # a year in a column that has gaps
            yield str(int(value))
        case [{"created": str(created)}, *_]:
            yield created
        case {"date-parts": [[*parts], *_]}:
            yield "-".join(map(str, parts))


def _authors(value: Any) -> Iterator[str]:
    """Yield the authors' names from a string, a list of names, of objects, or of ``[last, first, suffix]``."""
    match value:
        case str():
            names = re.split(r"\s*;\s*" if ";" in value else r",?\s+and\s+|,\s*", value.strip("[]"))
            yield from (name.strip(" '\"") for name in names)
        case [*authors]:
            for author in authors:
                match author:
                    case str():
                        yield author
                    case [str(last), str(first), *_]:
                        yield f"{first} {last}"
                    case dict():
                        yield _author(fields_of(author))


def _author(fields: Fields) -> str:
    if isinstance(fields.get("author"), dict):
        return _author(fields_of(fields["author"]))
    whole = _first(fields, ("name", "displayname", "fullname", "rawauthorname"))
    parts = (_first(fields, ("given", "first", "firstname")), _first(fields, ("family", "last", "lastname")))
    return str(whole or " ".join(str(part) for part in parts if part))


def _name(value: Any) -> str | None:
    """Return the name of a venue: a string, the first of a list, or what an object calls itself or its source."""
    match value:
        case str():
            return value
        case [first, *_]:
            return _name(first)
        case dict():
            fields = fields_of(value)
            return next(filter(None, (_name(fields.get(n)) for n in ("name", "displayname", "value", "source"))), None)
    return None


def _identifiers(fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield scheme and value of what a record gives in fields of its own, or in a list or object of identifiers."""
    for name in _IDENTIFIERS:
        given = fields.get(name)
        pairs = given.items() if isinstance(given, dict) else given if isinstance(given, list) else ()
        for pair in pairs:
            match pair:
                case [str(scheme), str() | int() as value]:
                    yield _SCHEME_NAMES.get(scheme.casefold(), scheme.casefold()), str(value)
    for name, scheme in _SCHEMES.items():
        value = _first(fields, (name,))
        if isinstance(value, str | int | float):
            yield scheme, str(value)


def _addresses(value: Any) -> Iterator[str]:
    """Yield the addresses in a field: a string with one or several, a list, or objects that hold one."""
    match value:
        case str():
            yield from re.split(r"[\s;|]+", value.strip())
        case [*several]:
            for item in several:
                yield from _addresses(item)
        case dict():
            fields = fields_of(value)
            yield from (
                url for name in ("url", "href", "landingpageurl", "pdfurl") for url in _addresses(fields.get(name))
            )
