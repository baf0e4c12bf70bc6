"""What can go wrong, in one place.

Every error that a user can cause is a ``KgError``; the command line prints its text on one line and
exits with its code. Nothing else is caught there: another exception is a bug of ours.

    KgError                    1   failed
    ├── BadRecord              -   one record of a source; set aside, reported, the rest goes on
    ├── SourceError            1   a source that cannot be read at all
    ├── GraphError             1   a graph that is missing, damaged or in use
    └── RequestError           2   what was asked for is wrong
        ├── UnknownName            no entity, query, kind, format or parameter of that name
        ├── AmbiguousName          a name that denotes several entities
        ├── QueryError             the text of a query does not parse, or the engine refuses it
        ├── UnsafeQuery            a query that would write, read files or use the network
        └── NotUnderstood          plain words outside the grammar
"""

from collections.abc import Iterable, Sequence


class KgError(Exception):
    """The base of all errors that are shown to a user."""

    exit_code = 1


class BadRecord(KgError, ValueError):
    """One record of a source is unusable; carries where it stands and why."""

    def __init__(self, source: str, line: int, cause: str, raw: str = "") -> None:
        super().__init__(source, line, cause)
        self.source, self.line, self.cause, self.raw = source, line, cause, raw

    def __str__(self) -> str:
        return f"{self.source}:{self.line}: {self.cause}"


class SourceError(KgError, OSError):
    """A source as a whole cannot be read: absent, binary, of no known format."""

    def __init__(self, source: str, cause: str) -> None:
        super().__init__(source, cause)
        self.source, self.cause = source, cause

    def __str__(self) -> str:
        return f"{self.source}: {self.cause}"


class GraphError(KgError, RuntimeError):
    """A graph folder is missing, damaged, of another version or being written by another process."""


class RequestError(KgError, ValueError):
    """The request is wrong; nothing was done."""

    exit_code = 2


class UnknownName(RequestError, LookupError):
    """Nothing has this name; carries what does exist or comes near."""

    def __init__(self, what: str, name: str, available: Iterable[str] = (), hint: str = "did you mean") -> None:
        self.what, self.name, self.available, self.hint = what, name, tuple(available), hint
        super().__init__(what, name)

    def __str__(self) -> str:
        known = f"; {self.hint}: {', '.join(self.available)}" if self.available else ""
        return f"unknown {self.what} {self.name!r}{known}"


class AmbiguousName(RequestError, LookupError):
    """A name denotes several entities; carries their ids."""

    def __init__(self, name: str, ids: Sequence[str]) -> None:
        self.name, self.ids = name, tuple(ids)
        super().__init__(name, self.ids)

    def __str__(self) -> str:
        return f"{self.name!r} denotes several things, give one of their ids: {', '.join(self.ids)}"


class QueryError(RequestError):
    """A query text is wrong, by its grammar or by the engine's word."""


class UnsafeQuery(RequestError):
    """A query that is refused before any engine sees it."""


class NotUnderstood(RequestError):
    """Plain words that the grammar of ``ask`` does not cover; carries the forms it does."""

    def __init__(self, text: str, forms: Iterable[str]) -> None:
        self.text, self.forms = text, tuple(forms)
        super().__init__(text)

    def __str__(self) -> str:
        return f"not understood: {self.text!r}; try one of: {'; '.join(self.forms)}"
