"""Names: how spellings are compared, what abbreviates what, and which names are known beforehand.

``spelling`` says when two spellings are one name, ``abbreviations`` finds definitions in a text, ``known`` reads
the name and suite tables of ``kg/data``.
"""

from kg.names.abbreviations import Abbreviation, abbreviates, find_abbreviations
from kg.names.known import Known, Membership, data_version, known, known_by_key, known_names, suites
from kg.names.plain import plain_form
from kg.names.spelling import key, normal_form, slug

__all__ = [
    "Abbreviation",
    "Known",
    "Membership",
    "abbreviates",
    "data_version",
    "find_abbreviations",
    "key",
    "known",
    "known_by_key",
    "known_names",
    "normal_form",
    "plain_form",
    "slug",
    "suites",
]
