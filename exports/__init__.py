"""What writes a graph to files: one module a format.

A format is a function from an open record and a byte stream to nothing, named in ``FORMATS`` and imported when
asked for. The page for people is apart, in ``exports.html``: it tells what it left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, TypeAlias

from exports.output import opened
from kg.errors import UnknownName
from kg.record import Record

__all__ = ["FORMATS", "Format", "Writer", "format_named", "write"]

Writer: TypeAlias = Callable[[Record, BinaryIO], None]
"""Writes the whole graph to a stream, the same bytes for the same record."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the file ending people expect, one line of help, and where its writer lives."""

    name: str
    suffix: str
    summary: str
    writer: str

    def load(self) -> Writer:
        """Import and return the writer."""
        module, function = self.writer.split(":")
        writer: Writer = getattr(import_module(module), function)
        return writer


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        f.name: f
        for f in (
            Format("turtle", ".ttl", "RDF as people read it", "exports.rdf:write_turtle"),
            Format("nt", ".nt", "RDF, a triple a line; streamed, for graphs of any size", "exports.rdf:write_ntriples"),
            Format("nquads", ".nq", "the same lines, as N-Quads in the default graph", "exports.rdf:write_ntriples"),
            Format("jsonld", ".jsonld", "RDF as JSON with its context inside", "exports.rdf:write_jsonld"),
            Format("xml", ".rdf", "RDF/XML", "exports.rdf:write_xml"),
            Format("graphml", ".graphml", "for Gephi, Cytoscape, yEd and igraph", "exports.graphml:write_graphml"),
        )
    }
)


def format_named(name: str) -> Format:
    """Look a format up by its name, in any case; UnknownName lists those that exist."""
    try:
        return FORMATS[name.lower()]
    except KeyError:
        raise UnknownName("format", name, FORMATS, hint="there are") from None


def write(record: Record, format: str, path: Path | str | None = None) -> None:
    """Write the graph in a format to a file, whole or not at all; to standard output for None or ``-``.

    UnknownName for a format that is not in ``FORMATS``; KgError where the file cannot be written.
    """
    writer = format_named(format).load()
    with opened(path) as stream:
        writer(record, stream)
