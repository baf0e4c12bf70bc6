"""An answer to a SPARQL query as it is written for other tools: W3C's results formats, or RDF.

SELECT and ASK: SPARQL 1.1 Query Results JSON, XML, CSV and TSV. CONSTRUCT and DESCRIBE: RDF, serialised by pyoxigraph.
The results formats are written here because the library's writers take a whole answer, and a limit cuts it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import UnknownName
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph

RESULTS = ("srj", "srx", "csv", "tsv")
"""The formats of SELECT and ASK."""

GRAPHS = ("turtle", "nt", "xml", "jsonld")
"""The formats of CONSTRUCT and DESCRIBE."""


class Written(NamedTuple):
    """An answer as text, and what is to be warned of."""

    text: str
    warnings: tuple[str, ...] = ()


def known_format(format_: str, formats: Sequence[str], of: str) -> str:
    """Return the format; UnknownName if it is none of these."""
    if format_ not in formats:
        raise UnknownName(f"format for {of}", format_, formats, hint="there are")
    return format_


_Row = Sequence["pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | None"]


def write_rows(format_: str, columns: Sequence[str], rows: Iterable[_Row]) -> str:
    """Return the answer to a SELECT."""
    match format_:
        case "srj":
            bindings = [
                {name: _json(term) for name, term in zip(columns, row, strict=True) if term is not None} for row in rows
            ]
            return _dump({"head": {"vars": list(columns)}, "results": {"bindings": bindings}})
        case "srx":
            head = "".join(f"<variable name='{escape(name)}'/>" for name in columns)
            results = "".join(f"  <result>{_xml_row(columns, row)}</result>\n" for row in rows)
            return _xml(f"<head>{head}</head>\n<results>\n{results}</results>")
        case "tsv":  # terms as Turtle writes them, tabs and line ends in strings escaped
            lines = ["\t".join(f"?{name}" for name in columns)]
            lines += ["\t".join("" if term is None else _turtle(term) for term in row) for row in rows]
            return "\n".join(lines) + "\n"
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows([_value(term) for term in row] for row in rows)
    return stream.getvalue()


def write_truth(format_: str, answer: bool) -> str:
    """Return the answer to an ASK; CSV and TSV have no form of their own for it, so the bare word."""
    word = "true" if answer else "false"
    match format_:
        case "srj":
            return _dump({"head": {}, "boolean": answer})
        case "srx":
            return _xml(f"<head/>\n<boolean>{word}</boolean>")
    return f"{word}\n"


def write_graph(format_: str, triples: Iterable["pyoxigraph.Triple"]) -> str:
    """Return the answer to a CONSTRUCT or DESCRIBE, each triple once and in order."""
    import pyoxigraph

    formats = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "nt": pyoxigraph.RdfFormat.N_TRIPLES,
        "xml": pyoxigraph.RdfFormat.RDF_XML,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    ordered = sorted(set(triples), key=str)
    prefixes = None if format_ in ("nt", "jsonld") else dict(PREFIXES)
    stream = io.BytesIO()
    pyoxigraph.serialize(ordered, stream, formats[format_], prefixes=prefixes)
    return stream.getvalue().decode()


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _json(term: Any) -> dict[str, str]:
    sort = _sort(term)
    if sort != "literal":
        return {"type": "uri" if sort == "uri" else "bnode", "value": term.value}
    more = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value} | ({} if _is_string(term) else more)


def _xml(body: str) -> str:
    return f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n{body}\n</sparql>\n'


def _xml_row(columns: Sequence[str], row: _Row) -> str:
    cells = ((name, term) for name, term in zip(columns, row, strict=True) if term is not None)
    return "".join(f"<binding name='{escape(name)}'>{_xml_term(term)}</binding>" for name, term in cells)


def _xml_term(term: Any) -> str:
    sort = _sort(term)
    more = ""
    if sort == "literal" and term.language:
        more = f" xml:lang='{escape(term.language)}'"
    elif sort == "literal" and not _is_string(term):
        more = f" datatype='{escape(term.datatype.value)}'"
    return f"<{sort}{more}>{_xml_text(term.value)}</{sort}>"


_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _xml_text(text: str) -> str:
    """Return text for XML: what XML cannot hold is replaced, and a carriage return kept from becoming a line end."""
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text), quote=False).replace("\r", "&#13;")


def _turtle(term: Any) -> str:
    return str(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _value(term: Any) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if _sort(term) == "bnode" else str(term.value)


def _sort(term: Any) -> str:
    import pyoxigraph

    if isinstance(term, pyoxigraph.NamedNode):
        return "uri"
    return "literal" if isinstance(term, pyoxigraph.Literal) else "bnode"


def _is_string(term: Any) -> bool:
    return not term.language and term.datatype.value == PREFIXES["xsd"] + "string"
