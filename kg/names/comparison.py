"""Whether two names of one kind are one thing, judged by the names and the tables alone.

A decision is scored: 1 where a table or the spelling settles it, less where a rule only makes it likely. Each rule
keeps all numbers of a name, so that no two versions or sizes are ever likely to be one.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.names.abbreviations import abbreviates
from kg.names.known import Known, Sense, known, senses
from kg.names.spelling import ends_in_capital_s, key, normal_form
from kg.vocabulary import Kind

AGREED = 0.75
"""The share of papers that explain an abbreviation in one way, from which on it has one meaning."""

LOOSE, HALF, SHAPE, NEARLY = 0.9, 0.95, 0.8, 0.9
"""How sure the rules are: of one name but for a general noun, an ending or an order; of one half of a form; of an
abbreviation that nobody explains but whose letters fit. The last is how alike two long forms are that are one."""

_CERTAIN = 5
"""In so many papers a meaning is found before the abbreviation is written out within longer names."""

_HEADS = {
    Kind.DATASET: "dataset|data set|data|corpus|benchmark|benchmark dataset|database|suite",
    Kind.METHOD: "model|algorithm|method|architecture|framework|approach|technique|optimizer|network|family",
    Kind.TASK: "task|problem|benchmark task",
    Kind.METRIC: "score|metric|measure|value",
}
_HEAD = {kind: re.compile(rf"(.+?)(?: (?:{heads}))+$") for kind, heads in _HEADS.items()}
_LAST = {kind: frozenset(head.rpartition(" ")[2] for head in heads.split("|")) for kind, heads in _HEADS.items()}
"""General nouns at the end, which say of what kind the thing is; their last words."""

_PROPER = re.compile(r"\S*(?:\d|(?<=\S)[A-Z])\S*|[A-Z]\S+")
"""One word with a capital or a number: a name, not a description."""

_OF = re.compile(r"((?:(?! of ).)+) of ((?:(?! of ).)+)")
_SYNONYMS = {
    "two dimensional": "2d",
    "three dimensional": "3d",
    "four dimensional": "4d",
    "convolutional net ": "convolutional network ",
    "entropic ": "entropy ",
    "estimate ": "estimation ",
    "feedforward net ": "feedforward network ",
    "fine grain ": "fine grained ",
    "ive text summarization": "ive summarization",
    "kalman filtering": "kalman filter",
    "multi modality ": "multimodal ",
    "multiple choice ": "multi choice ",
    "multiple object ": "multi object ",
    "neural net ": "neural network ",
    "relationship ": "relation ",
}
_SAID = re.compile("|".join(_SYNONYMS))
_DERIVED = re.compile(r"(?<=.{4}[st]ion)al\b|(?<=\bexperiment)al\b|(?<=[^\W\d_]{3})(?<![siu])s(?= [^\W\d])")
"""convolutional, convolution; and the plural of a word before another, which MOTS20 has not."""

_AT = re.compile(r"(?<=[^\W\d_]{3})(?<![siu])s(?= \d)")
"""The plural before the number of a metric: Hits@10."""

_HALVES = re.compile(r"(.*?[^\W\d_].*?)[-– ]?\{?(\d[\w.]*)(?:\s?[/,]\s?[-–]?(?:\1[-– ]?)?(\d[\w.]*))+\}?")
_YEAR = re.compile(r"\b(?:19|20)(\d\d)$")
_ACRONYM = re.compile(r"\b[A-Z]{3,}(?=s?\b)")
_NUMBER = re.compile(r"\d+(?:\.\d+)*[^\W\d_]?\b|\d+")
_PIECE = re.compile(r"\d[\w.]*")


class Verdict(NamedTuple):
    """Whether two names are one thing, how sure that is, and why."""

    same: bool
    score: float
    reason: str


def compare(kind: Kind, one: str, other: str) -> Verdict:
    """Judge two names of one kind; symmetric.

    >>> compare(Kind.DATASET, "CIFAR10", "CIFAR-10").same, compare(Kind.DATASET, "CIFAR-10", "CIFAR-100").reason
    (True, 'another number or version')
    """
    one, other = sorted((one.strip(), other.strip()), key=lambda name: (len(name), name))
    if one.casefold() == other.casefold():
        return Verdict(True, 1.0, "same spelling")
    if key(one) == key(other):
        if ends_in_capital_s(one) != ends_in_capital_s(other) and not _same_letters(one, other):
            return Verdict(False, 1.0, "an S that belongs to the name")
        return Verdict(True, 1.0, "differs in case, hyphen or plural")
    things = known(kind, one), known(kind, other)
    if things[0] and things[0] == things[1]:
        return Verdict(True, 1.0, f"known name ({', '.join(things[0].sources)})")
    if {key(one), key(other)} & {*map(key, halves(one)), *map(key, halves(other))}:
        return Verdict(True, HALF, "one of the two that the other names")
    if numbers(kind, one) != numbers(kind, other):
        return Verdict(False, 1.0, "another number or version")
    return _likely(kind, one, other, things)


def _likely(kind: Kind, one: str, other: str, things: tuple[Known | None, Known | None]) -> Verdict:
    if loose(kind, one) == loose(kind, other):
        return Verdict(True, LOOSE, "differs in a general noun, an inner ending or the order of words")
    if any(_loosely_known(kind, thing, name) for thing, name in zip(things, (other, one), strict=True)):
        return Verdict(True, LOOSE, "a known name with a general noun or another ending")
    share, said = meaning(one, other, kind)
    if said:
        if share >= AGREED:
            return Verdict(True, share, said)
        return Verdict(False, 1 - share, said)
    if all(things):
        return Verdict(False, 1.0, "two known names")
    return Verdict(False, 0.9, "nothing says so")


def _loosely_known(kind: Kind, thing: Known | None, name: str) -> bool:
    """Whether the name is loosely one of a known thing's: PPO, proximal policy optimization algorithm."""
    return thing is not None and loose(kind, name) in {loose(kind, form) for form in thing.forms}


def _same_letters(one: str, other: str) -> bool:
    """Whether only case, hyphens and the like tell two spellings apart: Epic-Kitchens, EPIC-KITCHENS."""
    return [c for c in one.casefold() if c.isalnum()] == [c for c in other.casefold() if c.isalnum()]


def numbers(kind: Kind, name: str) -> Counter[str]:
    """Return the numbers of a name, each as often as it stands there: its versions and sizes."""
    return Counter(_NUMBER.findall(_plainest(kind, name)))


def halves(name: str) -> tuple[str, ...]:
    """Return the names that one form gives together, none if it is one name.

    >>> halves("CIFAR-10/100"), halves("TCP/IP")
    (('CIFAR-10', 'CIFAR-100'), ())
    """
    found = _HALVES.fullmatch(name.strip())
    if not found:
        return ()
    stem = name.strip()[: found.start(2)].rstrip("{")
    return tuple(stem + number for number in _PIECE.findall(name.strip()[len(found[1]) :]))


@lru_cache(maxsize=1 << 20)
def loose(kind: Kind, name: str) -> str:
    """Return what names share that differ in a general noun, in an inner ending or in the order around "of".

    >>> loose(Kind.TASK, "classification of nodes") == loose(Kind.TASK, "node classification task")
    True
    """
    words = plainest = _plainest(kind, name)
    if words.rpartition(" ")[2] in _LAST.get(kind, ()):
        found = _HEAD[kind].fullmatch(words)
        words = found[1] if found and _stands_alone(kind, name, found[1]) else words
    if " of " in words and kind in (Kind.TASK, Kind.METRIC) and (turned := _OF.fullmatch(words)):
        words = f"{turned[2]} {turned[1]}"
    if "al" in words or "s " in words:
        words = _DERIVED.sub("", words)
        words = _AT.sub("", words) if kind is Kind.METRIC else words
    return key(name) if words == plainest == normal_form(name) else key(words)


def _plainest(kind: Kind, name: str) -> str:
    """Return the normal form with synonyms said in one way and well-known abbreviations written out."""
    words = normal_form(_ACRONYM.sub(_written_out, name) if " " in name.strip() and not name.islower() else name)
    words = _SAID.sub(lambda said: _SYNONYMS[said[0]], f"{words} ").rstrip()
    return _YEAR.sub(r"\1", words) if kind is Kind.DATASET and words[-1:].isdigit() else words


def _written_out(short: re.Match[str]) -> str:
    told = senses(short[0])
    certain = told and told[0].papers >= _CERTAIN and told[0].papers / told[0].of >= AGREED
    return normal_form(told[0].long) if certain else short[0]


def _stands_alone(kind: Kind, name: str, rest: str) -> bool:
    """Whether what is left of a name without its general noun still names the thing."""
    is_network = kind is Kind.METHOD and name.rstrip("s").endswith("etwork")  # graph attention is no network
    if known(kind, rest) is not None and (not is_network if " " in rest else known(kind, name) is None):
        return True
    written = name.strip().split()
    if kind is Kind.TASK:
        return " " in rest or (len(written) > 1 and bool(re.fullmatch(r"[A-Z]{2,}\w*", written[0])))
    words = [word for word in written[: len(rest.split())] if word]
    return len(written) > 1 and len(words) >= 1 and _PROPER.fullmatch(words[-1]) is not None and _is_name(words)


def _is_name(words: list[str]) -> bool:
    return len(words) == 1 or any(re.search(r"\d|(?<=\S)[A-Z]", word) for word in words)


def meaning(short: str, long: str, kind: Kind) -> tuple[float, str]:
    """Return the share of papers that explain the abbreviation so, and what is to be said of it; "" if nothing is."""
    told, of = meanings(kind, short)
    same = [sense for sense in told if loose(kind, sense.long) == loose(kind, long)]
    if not same:
        return _unexplained(kind, short, long, told)
    papers = sum(sense.papers for sense in same)
    if papers / of >= AGREED and (papers > 1 or len(key(short)) > 2):
        return papers / of, f"abbreviation in {papers} of {of} papers that explain it"
    return min(papers / of, AGREED - 0.01), f"{short} has several meanings"


def meanings(kind: Kind, short: str) -> tuple[list[Sense], int]:
    """Return what an abbreviation may stand for among things of a kind, and how many papers explain it so."""
    found = senses(short)
    told = [sense for sense in found if not _of_another_kind(kind, sense.long)]
    others = sum(sense.papers for sense in found if sense not in told)
    return told, (found[0].of - others) if found else 0


def _unexplained(kind: Kind, short: str, long: str, told: Sequence[Sense]) -> tuple[float, str]:
    """Judge a long form that no paper gives: it may be nearly the one that most give, or the letters may fit."""
    if " " not in long or not abbreviates(short, long):
        return 0.0, ""
    if not told:
        fits = " " not in short and len(key(short)) > 3 and sum(letter.isupper() for letter in short) > 1
        described = long.islower() and kind in _HEAD and _HEAD[kind].fullmatch(normal_form(long))  # no name at all
        return (SHAPE, "abbreviation by its letters") if fits and not described else (0.0, "")
    from rapidfuzz import fuzz

    first = told[0]
    alike = fuzz.ratio(normal_form(long), normal_form(first.long)) / 100
    if alike >= NEARLY and first.papers / first.of >= AGREED:
        return round(alike, 4), f"abbreviation, nearly {first.long}"
    return 0.0, f"{short} mostly stands for {first.long}"


def _of_another_kind(kind: Kind, name: str) -> bool:
    """Whether a name is well known, but only of another kind of thing."""
    return known(kind, name) is None and any(known(other, name) for other in Kind if other is not kind)
