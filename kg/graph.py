"""An open graph: the object that the command line and Python programs ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kg import ask, query
from kg.model import Rows
from kg.record import Record
from kg.stores import generations


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the runs of a named query that it became, and their answers."""

    question: str
    query: str
    parameters: tuple[Mapping[str, str], ...]
    answers: tuple[ask.Answer, ...]


class Graph:
    """A graph folder, open for reading. Use as a context manager."""

    def __init__(self, folder: Path | str) -> None:
        """Open the graph; GraphError if there is none."""
        self.folder = Path(folder)
        self.record = Record(self.folder / generations.RECORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the record."""
        self.record.close()
