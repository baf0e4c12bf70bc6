"""How things are shown: rows and answers on stdout, what happens on the way on stderr."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import Asked
    from kg.model import Rows


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
        print(f"\n{answer.name}  [{answer.id}]")
        for fact in answer.evidence:
            said = f"“{fact['quote']}”" if fact["quote"] is not None else f"no paper's sentence: {fact['by']}"
            print(f"  {fact['subject']} {fact['predicate']} {fact['object']}\n    {said}")


def print_rows(rows: "Rows", as_json: bool) -> None:
    """Print the rows of a query as a table or as JSON, the engine's warnings on stderr."""
    for warning in rows.warnings:
        say(f"kg: warning: {warning}")
    if as_json:
        return print_json(rows.as_dicts())
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for column in rows.columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows.rows:
        table.add_row(*(Text(_cell(value)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, highlight=False)
    return console.print(table)


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
