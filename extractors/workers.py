"""Read with several processes: the papers in, their extractions out, in order, with a bounded number in flight.

A paper's extraction depends on its text alone, so who reads it makes no difference. Light to import: a worker sets its
number of threads before any numerical library is loaded.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing.connection import wait

from kg.model import Extraction, Paper

FEW = 100
"""So many papers are read in this process before others are started, which takes a second."""

_CHUNK, _AHEAD = 16, 2
"""Papers handed over at once, and how many such chunks are in flight for each worker."""

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def read(papers: Iterable[Paper], workers: int | None = None) -> Iterator[Extraction]:
    """Yield one extraction a paper, in order; with as many processes as there are cores where ``workers`` is left out.

    The first few papers are read here, one by one; only if there are more, processes are started (by spawning, so a
    program that calls this needs the usual ``if __name__ == "__main__"``). They end when reading does.
    """
    from extractors.read import read as read_here

    papers = iter(papers)
    workers = workers or _cores()
    if workers == 1:
        yield from read_here(papers)
        return
    yield from read_here(islice(papers, FEW))
    first = next(papers, None)
    if first is not None:
        yield from _read_beside(chain((first,), papers), workers)


def _cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read_beside(papers: Iterator[Paper], workers: int) -> Iterator[Extraction]:
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=_start)
    in_flight: deque[Future[list[Extraction]]] = deque()
    try:
        for chunk in iter(lambda: list(islice(papers, _CHUNK)), []):
            in_flight.append(pool.submit(_read_all, chunk))
            if len(in_flight) > workers * _AHEAD:
                yield from in_flight.popleft().result()
        while in_flight:
            yield from in_flight.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _start() -> None:
    """Make a worker: one thread, deaf to the terminal's interrupt, gone when its parent is."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def _read_all(papers: list[Paper]) -> list[Extraction]:
    from extractors.read import read as read_here

    return list(read_here(papers))
