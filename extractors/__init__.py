"""What reads text: one module a thing extracted, assembled in ``extractors.read``."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from kg.model import digest

__all__ = ["MODEL", "version"]

MODEL = Path(__file__).with_name("model")
"""The folder of the trained models; they ship with the code."""

_RULES = 2
"""Raised by hand whenever code changes what is extracted."""


@cache
def version() -> str:
    """Return the extractors' version: a digest of the rules' number and of every model file. Loads no library."""
    files = sorted(path for path in MODEL.iterdir() if path.suffix != ".md")
    return digest(str(_RULES), *(f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in files))[:8]
