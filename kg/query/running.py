"""Parameters to bound values, and a query to rows."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from kg import guard
from kg.errors import QueryError, UnknownName
from kg.model import Rows, Value
from kg.query.entities import Names, the_entity
from kg.query.texts import NamedQuery, Parameter, QueryText, slots, used_parameters
from kg.stores import AnswersCypher, AnswersSparql, sparql
from kg.stores.sparql_results import Written
from kg.triples import Iri, Literal, date_literal, literal
from kg.vocabulary import KIND_OF_IRI, PREDICATE_OF_IRI, identifier, iri


def arguments(pairs: Iterable[str], parameters: Sequence[Parameter] = ()) -> dict[str, Value]:
    """Read ``name=value`` pairs of a command line; where no parameter is declared, digits are a number."""
    values: dict[str, Value] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise QueryError(f"{pair!r} is no parameter; write it as name=value")
        values[name] = int(value) if not parameters and re.fullmatch(r"-?\d+", value, re.ASCII) else value
    return values


def bind(query: QueryText, given: Mapping[str, Value], names: Names) -> dict[str, Value]:
    """Return the values of a query's parameters: an entity's id for any of its names, the others by their type.

    A query that declares none takes what it is given. Raises UnknownName, AmbiguousName, QueryError.
    """
    declared = {parameter.name: parameter for parameter in query.parameters}
    known = declared or dict.fromkeys(used_parameters(query.text, query.language, query.language))
    for name in given:
        if name not in known:
            raise UnknownName("parameter", name, known, hint="there are")
    return {name: _value(declared[name], value, names) if declared else value for name, value in given.items()}


def _require_all(query: QueryText, given: Mapping[str, Value]) -> None:
    for parameter in query.parameters:
        if parameter.name not in given:
            raise QueryError(f"the query needs {parameter.name}, for example {parameter.name}={parameter.example!r}")


def _value(parameter: Parameter, value: Value, names: Names) -> Value:
    match parameter.type:
        case "entity":
            return the_entity(names, str(value), parameter.kinds).id
        case "int":
            try:
                return int(str(value))
            except ValueError:
                raise QueryError(f"{parameter.name}={value}: not a whole number") from None
        case "date" if date_literal(str(value)).datatype is None:
            raise QueryError(f"{parameter.name}={value}: not a date such as 2024, 2024-01 or 2024-01-31")
    return str(value)


def _with_terms(query: QueryText, values: Mapping[str, Value]) -> str:
    """Return a SPARQL text with these values in place of the examples, serialised by the RDF library."""
    types = {parameter.name: parameter.type for parameter in query.parameters}
    text, shift = query.text, 0
    for name, start, end in slots(query.text, query.language):
        if name in values:
            written = f" {sparql.term(_term(types.get(name, ''), values[name]))} "
            text = text[: start + shift] + written + text[end + shift :]
            shift += len(written) - (end - start)
    return text


def _term(type_: str, value: Value) -> Iri | Literal:
    match value:
        case str() if type_ == "entity":
            return Iri(iri(value))
        case str() if type_ == "date":
            return date_literal(value)
        case str() | int() | float():
            return literal(value)
    raise QueryError(f"{value!r} has no form in SPARQL")


def written(query: QueryText, values: Mapping[str, Value]) -> str:
    """Return a query's text as it is run with these values: in SPARQL they stand in it, in Cypher beside it."""
    if query.language == "sparql":
        return _with_terms(query, values)
    given = "".join(f"// with ${name} = {value!r}\n" for name, value in values.items())
    return f"{query.text.rstrip()}\n{given}"


def run(
    query: NamedQuery,
    given: Mapping[str, Value],
    names: Names,
    store: AnswersCypher | AnswersSparql,
    *,
    timeout: float = 30.0,
    limit: int | None = None,
) -> Rows:
    """Run a named query in the store's language; both give the same rows: IRIs become ids, kinds and predicates.

    Raises what ``run_text`` does, and UnknownName where the query has no text in that language.
    """
    text = query.text_in(store.language)
    _require_all(text, given)
    return _run(text, given, names, store, timeout, limit, _plain)


def run_text(
    query: QueryText,
    given: Mapping[str, Value],
    names: Names,
    store: AnswersCypher | AnswersSparql,
    *,
    timeout: float = 30.0,
    limit: int | None = None,
) -> Rows:
    """Run a query of the user's own; IRIs stay IRIs. A SPARQL text runs with its own term where none is given.

    Raises UnsafeQuery, UnknownName or AmbiguousName for a parameter, QueryError with the engine's reason.
    """
    if query.language == "cypher":
        _require_all(query, given)
    return _run(query, given, names, store, timeout, limit, str)


def run_as(
    format_: str,
    query: QueryText,
    given: Mapping[str, Value],
    names: Names,
    store: AnswersSparql,
    *,
    timeout: float = 30.0,
    limit: int | None = None,
) -> Written:
    """Run a SPARQL query of the user's own and return its answer in a standard format.

    Raises what ``run_text`` does, and UnknownName for a format that the query's form does not have.
    """
    guard.check(query.text, query.language)
    text = _with_terms(query, bind(query, given, names))
    return store.write(text, format_, timeout=timeout, limit=limit)


def _run(
    query: QueryText,
    given: Mapping[str, Value],
    names: Names,
    store: AnswersCypher | AnswersSparql,
    timeout: float,
    limit: int | None,
    name: Callable[[str], str],
) -> Rows:
    guard.check(query.text, query.language)
    values = bind(query, given, names)
    if store.language == "sparql":
        return store.query(_with_terms(query, values), timeout=timeout, limit=limit, name=name)
    return store.query(query.text, values, timeout=timeout, limit=limit)


def _plain(name: str) -> str:
    """Return what Cypher has for an IRI: an id, a predicate's name, a kind; else the IRI."""
    if name in KIND_OF_IRI:
        return KIND_OF_IRI[name].value
    return identifier(name) or PREDICATE_OF_IRI.get(name, name)
