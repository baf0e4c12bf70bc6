"""What reads text: one module a thing extracted, assembled in ``extractors.read``."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from kg.model import digest
from kg.names import data_version

__all__ = ["MODEL", "version"]

MODEL = Path(__file__).with_name("model")
"""The folder of the trained models; they ship with the code."""

_RULES = 4
"""Raised by hand whenever code changes what is extracted."""


@cache
def version() -> str:
    """Return the extractors' version: a digest of the rules' number, the name table and every model file."""
    files = sorted(path for path in MODEL.iterdir() if path.suffix != ".md")
    return digest(
        str(_RULES), data_version(), *(f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in files)
    )[:8]
