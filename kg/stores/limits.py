"""Limits that hold even where an engine cannot be stopped: only a process can always be ended.

The engines look at their own time limits, but not everywhere: one long sort, one long string, and they are deaf. On
the command line nothing else runs, so ``ending_process`` ends the process itself. A Python program must live on, so
there ``ChildCypher`` and ``ChildSparql`` have the engine in a child, which is ended in its stead and started again.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from select import select
from typing import IO, Any, Literal, TypeVar

from kg.errors import GraphError, KgError, QueryError
from kg.model import Rows, Value
from kg.stores.sparql_results import Written

TIMEOUT = 30.0
"""Seconds that a query may take where nothing else is said."""

_Answer = TypeVar("_Answer", Rows, Written)

GRACE = 0.5
"""Seconds after the limit in which an engine may still stop by itself, which costs less than a process."""


@contextmanager
def ending_process(timeout: float, exit_code: int = QueryError.exit_code) -> Iterator[None]:
    """End this whole process, with one line on stderr, if the block takes longer than ``timeout`` seconds.

    Within the block Ctrl-C ends it too, at once, which Python would do only after the engine returns.
    """

    def end() -> None:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            os.write(2, f"kg: stopped after {timeout:g} s\n".encode())
        os._exit(exit_code)

    timer = threading.Timer(timeout + GRACE, end)
    timer.daemon = True
    timer.start()
    before = None
    if threading.current_thread() is threading.main_thread():
        before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        timer.cancel()
        if before is not None:
            signal.signal(signal.SIGINT, before)


class ChildCypher:
    """The Cypher store of a graph's folder, in a process of its own; without the facts below ``at_least``."""

    language: Literal["cypher"] = "cypher"

    def __init__(self, folder: Path, at_least: float = 0.0) -> None:
        """Take the folder; the process starts with the first query."""
        self._child = _Child(folder, self.language, at_least)

    def query(
        self,
        text: str,
        parameters: Mapping[str, Value] | None = None,
        *,
        timeout: float = TIMEOUT,
        limit: int | None = None,
    ) -> Rows:
        """Do what ``CypherStore.query`` does; QueryError after ``timeout`` seconds whatever the engine is at."""
        return self._child.ask(Rows, "query", text, dict(parameters or {}), timeout=timeout, limit=limit)

    def close(self) -> None:
        """End the process."""
        self._child.end()


class ChildSparql:
    """The SPARQL store of a graph's folder, in a process of its own; without the facts below ``at_least``."""

    language: Literal["sparql"] = "sparql"

    def __init__(self, folder: Path, at_least: float = 0.0) -> None:
        """Take the folder; the process starts with the first query."""
        self._child = _Child(folder, self.language, at_least)

    def query(
        self, text: str, *, timeout: float = TIMEOUT, limit: int | None = None, name: Callable[[str], str] = str
    ) -> Rows:
        """Do what ``SparqlStore.query`` does; QueryError after ``timeout`` seconds whatever the engine is at.

        ``name`` must be a function that pickles: one of a module, no lambda.
        """
        return self._child.ask(Rows, "query", text, timeout=timeout, limit=limit, name=name)

    def write(self, text: str, format_: str, *, timeout: float = TIMEOUT, limit: int | None = None) -> Written:
        """Do what ``SparqlStore.write`` does; QueryError after ``timeout`` seconds whatever the engine is at."""
        return self._child.ask(Written, "write", text, format_, timeout=timeout, limit=limit)

    def close(self) -> None:
        """End the process."""
        self._child.end()


_SERVE = "from kg.stores.limits import serve; serve()"


class _Child:
    """A process with a store that is asked through its stdin and answers through its stdout, one query at a time."""

    def __init__(self, folder: Path, language: str, at_least: float) -> None:
        self._folder, self._language, self._at_least = folder, language, at_least
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, answers: type[_Answer], method: str, *arguments: Any, timeout: float, **options: Any) -> _Answer:
        """Have the store's method answer, or raise what it raised; the child is ended where it is late."""
        with self._lock:
            answered = False
            try:
                self._process = self._process or self._start()
                answer = self._exchange(self._process, (method, arguments, {**options, "timeout": timeout}), timeout)
                answered = True
            finally:
                if not answered:  # late, gone, or the asker was interrupted: its answer must not meet the next query
                    self._kill()
        if isinstance(answer, Exception):
            raise answer
        if not isinstance(answer, answers):
            raise GraphError(f"{self._folder}: the engine's process answered {type(answer).__name__}")
        return answer

    def _exchange(self, process: "subprocess.Popen[bytes]", query: Any, timeout: float) -> object:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("started with pipes")
        try:
            pickle.dump(query, process.stdin)
            process.stdin.flush()
            if not select([process.stdout], [], [], timeout + GRACE)[0]:
                raise QueryError(f"stopped after {timeout:g} s")
            return pickle.load(process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise QueryError(f"the engine's process died of the query: {self._cause(process)}") from error

    def _start(self) -> "subprocess.Popen[bytes]":
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        process = self._process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(self._folder), self._language, str(self._at_least)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )
        if process.stdout is None or not select([process.stdout], [], [], 600)[0]:
            raise GraphError(f"{self._folder}: the {self._language} engine does not start")
        try:
            ready = pickle.load(process.stdout)  # opening the store is no part of a query's time
        except (EOFError, pickle.UnpicklingError) as error:
            raise GraphError(f"{self._folder}: the {self._language} engine does not start") from error
        if isinstance(ready, Exception):
            raise ready
        return process

    @staticmethod
    def _cause(process: "subprocess.Popen[bytes]") -> str:
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        code = process.returncode
        return signal.Signals(-code).name if code is not None and code < 0 else f"exit {code}"

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()

    def end(self) -> None:
        """End the process, if it runs."""
        with self._lock:
            self._kill()

    def __del__(self) -> None:
        self._kill()


def serve() -> None:
    """Be the child: open the store of argv's folder and answer the queries on stdin until there are no more."""
    folder, language, at_least = Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])
    answers: IO[bytes] = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever an engine prints must not stand between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to hear
    from kg.stores import generations

    def answer(value: object) -> None:
        pickle.dump(value, answers)
        answers.flush()

    try:
        opens = generations.cypher_store if language == "cypher" else generations.sparql_store
        store = opens(folder, at_least)
    except GraphError as error:
        return answer(error)
    answer(None)
    while True:
        try:
            method, arguments, options = pickle.load(sys.stdin.buffer)
        except EOFError:
            return None
        try:
            answer(getattr(store, method)(*arguments, **options))
        except KgError as error:
            answer(error)
