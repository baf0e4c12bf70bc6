"""From a question to its readings: the forms of ``kg.ask.forms`` as regular expressions, and nothing cleverer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.ask.forms import FORMS, LEADS, WORDS
from kg.errors import NotUnderstood


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question may mean: a named query, and the words that name each of its parameters."""

    query: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One line of the table: a way to ask for a query."""

    query: str
    pattern: str

    @property
    def phrase(self) -> str:
        """The form as it is shown: of each choice the first, what may be missing left out."""
        text = re.sub(r"\[[^]]*\] ?", "", self.pattern)
        text = re.sub(r"\((\w[^|)]*)[^)]*\)", r"\1", text)
        return re.sub(r"[A-Z_]{2,}", lambda found: WORDS[found[0]].split("|")[0], text).strip()

    def readings(self, question: str) -> Iterator[Reading]:
        """Yield how this form can be read into a question: with the first name as short, then as long as it goes."""
        lower = question.lower()
        if not all(any(words in lower for words in choice) for choice in _needed(self.pattern)):
            return  # most forms: their expressions need not even be compiled
        for expression in _expressions(self.pattern):
            if found := expression.fullmatch(f" {question}"):
                slots = found.groupdict().items()
                yield Reading(self.query, tuple((slot, words.strip(_QUOTES)) for slot, words in slots))


_QUOTES = " \"'“”‘’`"


@cache
def forms() -> tuple[Form, ...]:
    """Return the forms in the table's order."""
    found = []
    query = ""
    for line in FORMS.strip().splitlines():
        named, pattern = line[:28].strip(), line[28:].strip()
        query = named or query
        found.append(Form(query, pattern))
    return tuple(found)


def shown() -> tuple[str, ...]:
    """Return one phrase a query, in the table's order, as in ``papers using {thing}``."""
    return tuple({form.query: form.phrase for form in reversed(forms())}.values())[::-1]


def understand(question: str) -> tuple[Reading, ...]:
    """Return all readings of a question, the likeliest first; NotUnderstood, with the nearest forms, if there is none.

    A reading as the question stands goes before one without its opening words ("show me all").
    """
    words = " ".join(question.split()).rstrip("?!., ")
    readings = [reading for start in _starts(words) for form in forms() for reading in form.readings(words[start:])]
    if not readings:
        raise NotUnderstood(question, _nearest(words))
    return tuple(dict.fromkeys(readings))


def _starts(words: str) -> Iterator[int]:
    """Yield where a question may begin: at its first word, and after each of its openings, up to a few."""
    start = 0
    yield start
    for _ in range(_OPENINGS):
        if found := _lead().match(words, start):
            start = found.end()
            yield start


_OPENINGS = 6  # "could you list / all / the / known": no question needs more


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(rf"(?:{_choice(LEADS)})[ ,:]+", re.IGNORECASE)


@cache
def _expressions(pattern: str) -> tuple[re.Pattern[str], ...]:
    """Return a form as regular expressions: with names as short and, where there are two, as long as they can be."""
    lengths = ("*?", "*") if pattern.count("{") > 1 else ("*?",)
    return tuple(re.compile(_expression(pattern, length), re.IGNORECASE) for length in lengths)


@cache
def _needed(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return the choices of words of which a question of this form has one each."""
    parts = (part["choice"] or part["word"] for part in _PARTS.finditer(pattern))
    return tuple(_alternatives(part) for part in parts if part)


_PARTS = re.compile(r"\{(?P<slot>\w+)\}|\[(?P<optional>[^]]*)\]|\((?P<choice>[^)]*)\)|(?P<word>[^\s\[({]+)")


def _expression(pattern: str, length: str) -> str:
    """Return the regular expression of a form; each part carries the space before it, so that it can be missing."""
    written = []
    for part in _PARTS.finditer(pattern):
        if part["slot"]:
            written.append(rf" (?P<{part['slot']}>\S.{length})")
        elif part["optional"]:
            written.append(f"(?: (?:{_choice(part['optional'])}))?")
        else:
            written.append(f" (?:{_choice(part['choice'] or part['word'])})")
    return "".join(written)


def _choice(words: str) -> str:
    """Return words and classes of words as alternatives, the longest first."""
    return "|".join(map(re.escape, _alternatives(words)))


def _alternatives(words: str) -> tuple[str, ...]:
    single = {each.lower() for word in words.split("|") for each in WORDS.get(word, word).split("|")}
    return tuple(sorted(single, key=lambda each: (-len(each), each)))


_USUAL = ("papers_using", "papers_on_task", "methods_for_task", "datasets_for_task", "code_for")
"""What is shown to a question that is like nothing we know."""

_LIKE = 60  # of 100: below, two texts share a letter here and there


def _nearest(words: str) -> list[str]:
    """Return the phrases most like a question, by the words they share."""
    from rapidfuzz import fuzz

    plain = {phrase: re.sub(r"\{\w+\}", "", phrase) for phrase in shown()}
    scores = {phrase: fuzz.token_set_ratio(words.lower(), text) for phrase, text in plain.items()}
    near = sorted((phrase for phrase in scores if scores[phrase] >= _LIKE), key=lambda phrase: -scores[phrase])
    return near[:5] or [next(form.phrase for form in forms() if form.query == query) for query in _USUAL]
