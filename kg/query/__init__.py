"""Queries as files: one question a stem, in both languages; parameters typed in the header, bound and never pasted.

    // Papers that use a dataset or a method.                 the summary, one line or several
    // param thing: entity Dataset|Method = OGB               name, type (entity KINDS, string, int, date), example
    // columns: id, kind, name                                what a row holds

SPARQL has ``#`` for ``//``. A parameter is ``$thing`` in Cypher; in SPARQL it is the term between the braces of a line
``VALUES ?thing { <urn:paperkg:dataset/open-graph-benchmark> } # param``, so that a file runs as it is in any endpoint.
``texts`` reads the files, ``entities`` finds what a name denotes, ``running`` binds and runs.
"""

from kg.query.entities import Names, entities_named, find_entities, the_entity, the_paper
from kg.query.running import arguments, bind, run, run_as, run_text, written
from kg.query.texts import (
    SUFFIXES,
    NamedQuery,
    Parameter,
    QueryText,
    is_graph_query,
    named_queries,
    named_query,
    parse_query,
    read_query,
)

__all__ = [
    "SUFFIXES",
    "NamedQuery",
    "Names",
    "Parameter",
    "QueryText",
    "arguments",
    "bind",
    "entities_named",
    "find_entities",
    "is_graph_query",
    "named_queries",
    "named_query",
    "parse_query",
    "read_query",
    "run",
    "run_as",
    "run_text",
    "the_entity",
    "the_paper",
    "written",
]
