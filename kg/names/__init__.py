"""Names: how spellings are compared, what abbreviates what, and which names are known beforehand.

``spelling`` says when two spellings are one name, ``abbreviations`` finds definitions in a text, ``known`` reads
the name and suite tables of ``kg/data``.
"""

from kg.names.abbreviations import Abbreviation, abbreviates, find_abbreviations
from kg.names.comparison import AGREED, LOOSE, Verdict, compare, halves, loose, meanings
from kg.names.known import (
    Known,
    Membership,
    Sense,
    Subtask,
    data_version,
    known,
    known_by_key,
    known_names,
    senses,
    senses_by_key,
    subtasks,
    suites,
)
from kg.names.near import ALIKE, near
from kg.names.plain import plain_form
from kg.names.spelling import ends_in_capital_s, key, normal_form, slug

__all__ = [
    "AGREED",
    "ALIKE",
    "LOOSE",
    "Abbreviation",
    "Known",
    "Membership",
    "Sense",
    "Subtask",
    "Verdict",
    "abbreviates",
    "compare",
    "data_version",
    "ends_in_capital_s",
    "find_abbreviations",
    "halves",
    "key",
    "known",
    "known_by_key",
    "known_names",
    "loose",
    "meanings",
    "near",
    "normal_form",
    "plain_form",
    "senses",
    "senses_by_key",
    "slug",
    "subtasks",
    "suites",
]
