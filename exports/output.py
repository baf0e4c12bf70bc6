"""Where an export goes: standard output, or a file that is there whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kg.errors import KgError


@contextmanager
def opened(path: Path | str | None) -> Iterator[BinaryIO]:
    """Yield a byte stream to write to: standard output for None or ``-``, else a new file.

    The file is written under another name beside ``path`` and takes its place at the end; where anything fails,
    what stood there before still stands. KgError if the folder is absent or refuses.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        stream = beside.open("wb")
    except OSError as error:
        raise KgError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        with stream:
            yield stream
        beside.replace(target)
    except OSError as error:
        raise KgError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
