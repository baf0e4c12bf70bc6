"""How things are shown: rows and answers on stdout, what happens on the way on stderr."""

import csv
import json
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnknownName

if TYPE_CHECKING:
    from kg.graph import Asked
    from kg.model import Rows
    from kg.query import NamedQuery
    from kg.stores.sparql_results import Written

ROWS_FORMATS = ("table", "json", "jsonl", "csv", "tsv")
"""What the rows of any query can be printed as."""


def say(text: str) -> None:
    """Print a line on stderr."""
    print(text, file=sys.stderr)


def note(verbose: bool) -> Callable[[str], None]:
    """Return what hears of things passed over: ``say`` if that was asked for."""
    return say if verbose else lambda text: None


def print_json(value: Any) -> None:
    """Print JSON, indented for a person at a terminal, on one line for a program."""
    print(json.dumps(value, ensure_ascii=False, indent=None if not sys.stdout.isatty() else 2))


def print_asked(asked: "Asked") -> None:
    """Print the named query that a question became, and each answer with its sentences."""
    for parameters in asked.parameters:
        print(f"= kg query {asked.query} " + " ".join(f"{name}={value}" for name, value in parameters.items()))
    if not asked.answers:
        print("\nno answer")
    for answer in asked.answers:
        own = "".join(f"  {name} {value}" for name, value in answer.columns.items() if value is not None)
        print(f"\n{answer.name}  [{answer.id}]{own}")
        for fact in answer.evidence:
            said = f"“{fact['quote']}”" if fact["quote"] is not None else f"no paper's sentence: {fact['by']}"
            subject = "" if fact["subject"] == answer.name else f"{fact['subject']} "
            print(f"  {subject}{fact['predicate']} {fact['object']}\n    {said}")


def print_queries(queries: "Sequence[NamedQuery]", directory: "Path | None", as_json: bool) -> None:
    """Print named queries: what each answers, its parameters, and a command that runs it."""
    from_ = f" --queries {shlex.quote(str(directory))}" if directory else ""
    commands = [
        shlex.join(["kg", "query", q.name, *(f"{p.name}={p.example}" for p in q.parameters)]) + from_ for q in queries
    ]
    if as_json:
        return print_json([_query_json(q, command) for q, command in zip(queries, commands, strict=True)])
    for q, command in zip(queries, commands, strict=True):
        print(f"{q.name}\n  {q.summary}")
        for parameter in q.parameters:
            kinds = " or ".join(kind.key for kind in parameter.kinds)
            print(f"    {parameter.name}: {kinds or ('anything' if parameter.type == 'entity' else parameter.type)}")
        print(f"  $ {command}\n")
    return None


def _query_json(query: "NamedQuery", command: str) -> dict[str, Any]:
    parameters = [
        {"name": p.name, "type": p.type, "kinds": [kind.value for kind in p.kinds], "example": p.example}
        for p in query.parameters
    ]
    languages = [name for name, text in (("cypher", query.cypher), ("sparql", query.sparql)) if text]
    return {
        **{"name": query.name, "summary": query.summary, "parameters": parameters, "columns": list(query.columns)},
        **{"languages": languages, "example": command},
    }


def warn(warnings: Iterable[str]) -> None:
    """Print an engine's warnings on stderr."""
    for warning in warnings:
        say(f"kg: warning: {warning}")


def print_rows(rows: "Rows", format_: str = "table") -> None:
    """Print the rows of a query in one of ROWS_FORMATS, the engine's warnings on stderr; UnknownName for another.

    JSON is one array of objects, JSONL an object a line. In CSV and TSV what is unknown is an empty cell, a list, an
    object or a truth value its JSON, and cells are quoted where they must be.
    """
    if format_ not in ROWS_FORMATS:
        raise UnknownName("format", format_, ROWS_FORMATS, hint="there are")
    warn(rows.warnings)
    match format_:
        case "json":
            print_json(rows.as_dicts())
        case "jsonl":
            sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows.as_dicts())
        case "csv" | "tsv":
            writer = csv.writer(sys.stdout, delimiter="," if format_ == "csv" else "\t", lineterminator="\n")
            writer.writerow(rows.columns)
            writer.writerows([_cell(value) for value in row] for row in rows.rows)
        case _:
            _print_table(rows)


def print_found(found: "Rows") -> None:
    """Print what a search found: the name, the id, and where the words stand, bold on a terminal."""
    if not found.rows:
        say("nothing found")
    for row in found.as_dicts():
        shown = " ".join(str(row["snippet"]).translate(_CONTROLS).split())
        if sys.stdout.isatty():
            shown = "".join(f"\x1b[1m{part}\x1b[0m" if n % 2 else part for n, part in enumerate(shown.split("**")))
        print(f"{row['name']}  [{row['id']}]\n  {shown}")


def print_written(answer: "Written") -> None:
    """Print an answer that is text already, the engine's warnings on stderr."""
    warn(answer.warnings)
    sys.stdout.write(answer.text)


def _print_table(rows: "Rows") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in rows.columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(_cell(value).translate(_CONTROLS)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    return console.print(table)


_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127, *range(128, 160)), "�")
"""A terminal would obey them; a paper's text must not speak to it."""


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Count papers on stderr while they are read; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda stage: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        tasks: dict[str, Any] = {}

        def advance(stage: str) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=None)
            progress.advance(tasks[stage])

        yield advance


@contextmanager
def progress_bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on stderr how much of a known amount is done; silent where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
