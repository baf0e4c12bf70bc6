"""What reads text: one module a thing extracted, assembled in ``extractors.read``."""

from functools import cache
from importlib.resources import files

from kg.model import digest
from kg.names import data_version

__all__ = ["version"]

_RULES = 1
"""Raised by hand whenever a rule changes what is extracted."""


@cache
def version() -> str:
    """Return the extractors' version: a digest of the rules' number and of all data they use. Loads no library."""
    weights = (files("extractors") / "weights.tsv").read_text("utf-8")
    return digest(str(_RULES), data_version(), weights)[:8]
