"""Query files: their headers, their parameters, and twins that must agree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kg import guard
from kg.errors import QueryError, UnknownName
from kg.vocabulary import Kind

SUFFIXES = {"cypher": ".cypher", "sparql": ".rq"}
"""The languages, and how the names of their files end."""

_MARK = {"cypher": "//", "sparql": "#"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a query: its name, its type, the kinds that an entity may be of (none: any), an example."""

    name: str
    type: str
    kinds: tuple[Kind, ...]
    example: str


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query in one language, with what its header says; ``columns`` are empty where it has no header."""

    language: str
    text: str
    path: Path | None = None
    summary: str = ""
    parameters: tuple[Parameter, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with its texts; one that a language cannot express has no text in it."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    cypher: QueryText | None
    sparql: QueryText | None

    def text_in(self, language: str) -> QueryText:
        """Return its text in a language; UnknownName if it has none."""
        texts = {"cypher": self.cypher, "sparql": self.sparql}
        text = texts.get(language)
        if text is None:
            have = [name for name, own in texts.items() if own]
            raise UnknownName(f"language for {self.name}", language, have, hint="there are")
        return text


def named_queries(directory: Path | None = None) -> dict[str, NamedQuery]:
    """Return the queries of a folder by name, sorted; without one, those that are shipped.

    Raises QueryError, with file and line, for a header that cannot be read and for twins that disagree.
    """
    folder = directory or _shipped()
    return {name: _of_name(folder, name) for name in _names(folder)}


def named_query(name: str, directory: Path | None = None) -> NamedQuery:
    """Return one query by name; UnknownName lists those there are. Raises what ``named_queries`` does."""
    folder = directory or _shipped()
    names = _names(folder)
    if name not in names:
        raise UnknownName("query", name, names, hint="there are")
    return _of_name(folder, name)


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise QueryError(f"{folder}: no folder of queries")
    return sorted({path.stem for suffix in SUFFIXES.values() for path in folder.glob(f"*{suffix}")})


def _of_name(folder: Path, name: str) -> NamedQuery:
    texts = {}
    for language, suffix in SUFFIXES.items():
        path = folder / f"{name}{suffix}"
        if path.exists():
            text = texts[language] = read_query(path)
            if not (text.summary and text.columns):
                raise QueryError(f"{path}:1: the header needs a summary and a line of columns")
    return _twins(name, texts)


def read_query(path: Path) -> QueryText:
    """Read a query file, of the language that its name says; QueryError if it cannot be read."""
    for language, suffix in SUFFIXES.items():
        if path.suffix == suffix:
            try:
                return parse_query(path.read_text("utf-8-sig"), language, path)
            except (OSError, UnicodeDecodeError) as error:
                raise QueryError(f"{path}: cannot be read: {error}") from error
    raise QueryError(f"{path}: a query's file ends in {' or '.join(SUFFIXES.values())}")


def parse_query(text: str, language: str, path: Path | None = None) -> QueryText:
    """Read the header of a query, if it has one; QueryError, with the line, if it declares what the text has not."""
    mark, where = _MARK[language], path or language
    summary: list[str] = []
    parameters: dict[str, Parameter] = {}
    columns: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith(mark):
            break
        said = line.removeprefix(mark).strip()
        if said.startswith("param "):
            parameter = _parameter(said, f"{where}:{number}")
            parameters[parameter.name] = parameter
        elif said.startswith("columns:"):
            columns += tuple(name.strip() for name in said.removeprefix("columns:").split(","))
        elif said:
            summary.append(said)
    used = used_parameters(text, language, f"{where}")
    if parameters and set(used) != set(parameters):
        raise QueryError(
            f"{where}:1: the header declares {', '.join(sorted(parameters))}, the text uses {', '.join(used) or 'none'}"
        )
    return QueryText(language, text, path, " ".join(summary), tuple(parameters.values()), columns)


_PARAMETER = re.compile(
    r"param (?P<name>\w+): (?:(?P<type>string|int|date)|entity(?: (?P<kinds>\w+(?:\|\w+)*))?) = (?P<example>.+)"
)


def _parameter(said: str, where: str) -> Parameter:
    found = _PARAMETER.fullmatch(said)
    if not found:
        raise QueryError(f"{where}: not a parameter; write it as: param NAME: entity KIND|KIND = EXAMPLE")
    try:
        kinds = tuple(Kind.parse(kind) for kind in (found["kinds"] or "").split("|") if kind)
    except UnknownName as error:
        raise QueryError(f"{where}: {error}") from error
    return Parameter(found["name"], found["type"] or "entity", kinds, found["example"])


def _twins(name: str, texts: Mapping[str, QueryText]) -> NamedQuery:
    one, *other = texts.values()
    for two in other:
        for what in ("summary", "parameters", "columns"):
            if getattr(one, what) != getattr(two, what):
                raise QueryError(f"{two.path}:1: its {what} differ from those of {one.path}")
    return NamedQuery(name, one.summary, one.parameters, one.columns, texts.get("cypher"), texts.get("sparql"))


def _shipped() -> Path:
    """Return the folder of our own queries: within the package once installed, beside it in a checkout."""
    package = Path(str(files("kg")))
    inside = package / "queries"
    return inside if inside.is_dir() else package.parent / "queries"


def used_parameters(text: str, language: str, where: str) -> list[str]:
    """Return the names of the parameters that a text has, sorted."""
    if language == "cypher":
        names = {t.text[1:].strip("`") for t in guard.cypher_tokens(text) if t.sort == "parameter"}
    else:
        names = {name for name, _, _ in slots(text, where)}
    return sorted(names)


def slots(text: str, where: str) -> Iterator[tuple[str, int, int]]:
    """Yield the parameters of a SPARQL text, each with the bounds of what stands between its braces."""
    tokens = list(guard.sparql_tokens(text))
    for n, token in enumerate(tokens):
        if token.sort == "comment" and token.text.lstrip("#").strip() == "param":
            line = text.count("\n", 0, token.start) + 1
            opening = next((m for m in range(n - 1, 1, -1) if tokens[m].text == "{"), 0)
            values, variable, closing = tokens[opening - 2], tokens[opening - 1], tokens[n - 1]
            at_hand = opening and values.word == "VALUES" and variable.sort == "variable" and closing.text == "}"
            if not at_hand or "\n" in text[values.start : token.start]:
                raise QueryError(f"{where}:{line}: '# param' belongs after: VALUES ?name {{ term }}")
            yield variable.text[1:], tokens[opening].end, closing.start


def is_graph_query(query: QueryText) -> bool:
    """Whether a SPARQL text asks for a graph (CONSTRUCT, DESCRIBE) and not for rows or a truth value."""
    words = (token.word for token in guard.sparql_tokens(query.text))
    form = next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")
    return form in ("CONSTRUCT", "DESCRIBE")
