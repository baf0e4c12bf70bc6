"""The numbers of a sentence that measure something: value, unit, whether a gain or a level, and which form a list.

By rule. A number counts only with a unit or beside a metric, or in a list whose last member does; numbers that are
part of a name ("CIFAR-10"), a year or a count of things ("12 datasets") do not. Of "from A to B" only B is measured,
of a range only its lower end, of "98.2% (+3.3%)" only the level.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["LISTED", "Measurement", "Named", "measurements"]

Named = tuple[str, int, int]  # a name and the bounds of one of its mentions

_NUMBER = re.compile(
    r"(?<![\w.@/\-])(?P<value>[+\-−~]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\-−~]?\d*\.?\d+)"
    r"(?:\s*(?:±|\+\s?-|\+/-|\\pm)\s*\d*\.?\d+)?"  # with its deviation
    r"(?:\s*(?P<unit>\\?%|percent(?:age points?)?\b|absolute points?\b|points?\b"
    r"|pp\b|(?:\\times\b|x\b|×|X\b)(?!\s*\d)|times\b|-?fold\b(?! (?:out|cross|CV|nested|stratified)\b)"
    r"|dB\b|ms\b|fps\b|FPS\b))?"
    r"(?![\w@]|\.\d|-[A-Za-z])"
)
_UNITS = {"\\%": "%", "percent": "%", "percentage point": "points", "percentage points": "points",
"absolute point": "points",
          "absolute points": "points", "point": "points", "pp": "points", "\\times": "x", "×": "x", "X": "x",
          "times": "x",
          "fold": "x", "-fold": "x", "FPS": "fps"}  # fmt: skip
_GAIN = re.compile(
    r"\b(?:improv\w*|gains?|increas\w*|reduc\w*|decreas\w*|boost\w*|margins?|speed-?ups?|drops?|higher|lower|better|faster|fewer|"
    r"less|more|outperform\w*|surpass\w*|exceed\w*|relative|rises?|saving|saves?|superior"
    r"|by(?= (?:(?:over|about|nearly|almost|around|at least|more than|up to|as much as|an average of"
    r"|approx\.?|approximately) )?$))\b",
    re.IGNORECASE,
)
_GAIN_AFTER = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?!(?:and|or|but|while|on|in|for|over|with)\b)[\w\-]+\s+){0,3}?"
    r"(?:improve|gain|increase|reduc|decrease|boost|higher|lower|better|faster|fewer|less|more|speed-?up|drop|saving"
    r"|relative|absolute)",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:achiev\w*|reach\w*|obtain\w*|attain\w*|yield\w*|scor\w+|accuracy of|rate of|with an?|of|get\w*|report\w*)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"^\s+(?:\w+\s+)?(?:data ?sets?|benchmarks?|tasks?|languages?|images?|papers?|samples?|layers?"
    r"|parameters?|domains?|models?|"
    r"methods?|classes|categories|GPUs?|tokens?|hours?|days?|years?|subjects?|participants?|examples?|users?|baselines?)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\s+(?:sparsity|sparse|confidence|compression|pruning"
    r"|of (?:the |its |all )?(?:\w+ )?(?:data|labels|parameters|tokens))\b"
)
LISTED = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:,\s*and\b|,|/|\band\b|\\?&)\s*", re.IGNORECASE)
"""What stands between the members of a list, a bracketed remark on the one before included."""
_AND_ON = re.compile(r"[^;.,]{0,40}?\s(?:on|in|for)\s[^;.]{1,60}?\band\s+(?:by\s+)?", re.IGNORECASE)
"""What stands between the numbers of "by 5% on X and 3% on Y", which are gains or levels alike."""
_TO = re.compile(r"\s*(?:to|→|->|\\rightarrow|\\to)\s*")
_RANGE = re.compile(r"(?:\b(?:by|of|about|up|rang\w+ from|over|an?)\s*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Measurement:
    """A number of a sentence: `value` as written, its `unit` (or empty), and whether it is a gain over another.

    `series` is the same for the members of one list.
    """

    value: str
    unit: str
    change: bool
    start: int
    end: int
    series: int


def measurements(
    text: str, sentence: tuple[int, int], names: Iterable[Named] = (), metrics: Sequence[Named] = ()
) -> list[Measurement]:
    r"""Return the measured numbers of the sentence, in order; none that lies in one of `names`.

    >>> text = "Ours reaches 45.3 mAP on COCO, a gain of 3.96\\%."
    >>> [(m.value, m.unit, m.change) for m in measurements(text, (0, len(text)), metrics=[("mAP", 18, 21)])]
    [('45.3', '', False), ('3.96', '%', True)]
    """
    taken = [(a, b) for _, a, b in (*names, *metrics)]
    numbers = [
        match for match in _NUMBER.finditer(text, *sentence) if not any(a <= match.start("value") < b for a, b in taken)
    ]
    found: list[Measurement] = []
    for series, (members, change, shared) in enumerate(_series_told(text, sentence, numbers)):
        unit, counts = shared, bool(shared)
        for match in reversed(members):  # a list names its unit or its metric at the end
            start, end = match.span("value")
            unit = _unit(match) or unit
            counts = counts or bool(match["unit"]) or _beside_metric(text, start, end, metrics)
            other = _CONDITION if match["unit"] else _COUNTED
            if not counts or other.match(text[match.end() : sentence[1]]):
                continue
            gain = unit == "x" or match["value"].startswith("+") or change
            found.append(Measurement(match["value"], unit, gain, start, match.end(), series))
    return sorted(found, key=lambda m: m.start)


def _series_told(
    text: str, sentence: tuple[int, int], numbers: Sequence[re.Match[str]]
) -> Iterator[tuple[list[re.Match[str]], bool, str]]:
    """Yield the lists of numbers that a sentence states, whether they are gains, and a unit that stands further on.

    Of two joined by "to" but one is stated: of a range the lower end, which has the unit of the upper.
    """
    lists = _lists(text, numbers)
    at, change = 0, False
    while at < len(lists):
        first = last = lists[at]
        joint = text[first[-1].end() : lists[at + 1][0].start()] if at + 1 < len(lists) else "."
        said_again = at > 0 and _AND_ON.fullmatch(text, lists[at - 1][-1].end(), first[0].start())
        change = (change and bool(said_again)) or _is_change(text, sentence, first[0].start(), first[-1].end())
        if _TO.fullmatch(joint) or (not joint and lists[at + 1][0]["value"][0] in "-−~"):
            at += 1
            last = lists[at]
            over = _is_change(text, sentence, first[0].start(), last[-1].end())
            follows = _GAIN_AFTER.match(text[last[-1].end() : sentence[1]]) is not None
            if not joint or follows or _RANGE.search(text[sentence[0] : first[0].start()]):
                change = over
            else:
                first, change = last, False
        yield first, change, _unit(last[-1]) if last is not first else ""
        at += 1


def _lists(text: str, numbers: Sequence[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Return the numbers by lists: those with nothing but a comma or "and" between them, and of one unit.

    A gain in brackets behind a number, as in "98.2% (+3.3%)", is a remark on it and in no list.
    """
    lists: list[list[re.Match[str]]] = []
    for match in numbers:
        before = lists[-1][-1] if lists else None
        if before and LISTED.fullmatch(text, before.end(), match.start()) and _of_one_unit(before, match):
            lists[-1].append(match)
        elif not (before and text[before.end() : match.start()].strip() == "(" and match["value"][0] in "+-−"):
            lists.append([match])
    return lists


def _of_one_unit(one: re.Match[str], other: re.Match[str]) -> bool:
    return _unit(one) in ("", _unit(other))


def _unit(match: re.Match[str]) -> str:
    unit: str = match["unit"] or ""
    return _UNITS.get(unit, unit)


def _beside_metric(text: str, start: int, end: int, metrics: Sequence[Named]) -> bool:
    for _, a, b in metrics:
        between = text[b:start] if b <= start else text[end:a]
        if (b <= start or end <= a) and len(between) <= 14 and not re.search(r"[.;]|\d", between):
            return True
    return False


def _is_change(text: str, sentence: tuple[int, int], start: int, end: int) -> bool:
    """Whether what stands between these bounds is a gain: a word of gain is nearer before it than one of a level."""
    before = text[max(sentence[0], start - 45) : start]
    if re.search(r"(?<!up )\bto (?:\w+ )?$", before):
        return False
    gain = max((m.end() for m in _GAIN.finditer(before)), default=-1)
    level = max((m.start() for m in _LEVEL.finditer(before) if m.group().lower() != "of"), default=-1)
    return gain > level or _GAIN_AFTER.match(text[end : sentence[1]]) is not None
