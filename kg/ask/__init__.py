"""Plain words to a named query, and its rows to answers with evidence.

``forms`` is the grammar, two tables; ``grammar`` reads a question by it; ``names`` finds what its names denote;
``answers`` groups rows. No language model, no guessing: what fits no form is refused with the nearest forms that exist.
"""

from kg.ask.answers import EVIDENCE_COLUMNS, Answer, answers
from kg.ask.grammar import Form, Reading, forms, shown, understand
from kg.ask.names import Meaning, meaning

__all__ = [
    "EVIDENCE_COLUMNS",
    "Answer",
    "Form",
    "Meaning",
    "Reading",
    "answers",
    "forms",
    "meaning",
    "shown",
    "understand",
]
