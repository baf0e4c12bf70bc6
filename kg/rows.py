"""Rows: what a query gives back, here and in Python programs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from kg.errors import RequestError

if TYPE_CHECKING:
    import pandas
    import polars

Value = str | int | float | bool | None | list[Any] | dict[str, Any]
"""A cell of an answer: plain JSON. A node is ``{"id", "labels", "properties"}``, an edge ``{"type", "start", ...}``."""

_SHOWN = 100  # rows in a notebook; the rest is counted


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to a query: column names and rows, in the engine's order, and what the engine warned of.

    Iterating gives one dict a row; ``rows`` has them as tuples.

    >>> rows = Rows(("id", "year"), (("paper/1", 2023), ("paper/2", 2024)))
    >>> len(rows), [row["year"] for row in rows], rows.column("id")
    (2, [2023, 2024], ['paper/1', 'paper/2'])
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def at_least(self, confidence: float) -> "Rows":
        """Return the rows without those of facts less confident; all where there is no column of that name."""
        if "confidence" not in self.columns:
            return self
        place = self.columns.index("confidence")
        cells = ((row, row[place]) for row in self.rows)
        kept = (row for row, cell in cells if not isinstance(cell, (int, float)) or cell >= confidence)
        return Rows(self.columns, tuple(kept), self.warnings)

    def as_dicts(self) -> list[dict[str, Value]]:
        """Return one dict a row, keys the column names."""
        return list(self)

    def column(self, name: str) -> list[Value]:
        """Return the values of one column; RequestError, with those there are, if there is none of that name."""
        if name not in self.columns:
            raise RequestError(f"no column {name!r}; there are: {', '.join(self.columns)}")
        at = self.columns.index(name)
        return [row[at] for row in self.rows]

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a pandas data frame; RequestError where pandas is not installed."""
        _need("pandas")
        import pandas

        return pandas.DataFrame(list(self.rows), columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """Return a polars data frame; RequestError where polars is not installed."""
        _need("polars")
        import polars

        return polars.DataFrame(list(self.rows), schema=list(self.columns), orient="row", infer_schema_length=None)

    def _repr_html_(self) -> str:
        """Return the first rows as a table for a notebook; whatever a paper says is text there, never markup."""
        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell_text(value))}</td>' for value in row)}</tr>" for row in self.rows[:_SHOWN]
        )
        more = f"<p>{len(self) - _SHOWN:,} more rows</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def cell_text(value: Value) -> str:
    """Return a cell as text: nothing for None, JSON for what is no text.

    >>> [cell_text(value) for value in ("a", None, True, 0.5, ["b"])]
    ['a', '', 'true', '0.5', '["b"]']
    """
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _need(library: str) -> None:
    if find_spec(library) is None:
        raise RequestError(f"{library} is not installed; install it with: pip install {library}")
