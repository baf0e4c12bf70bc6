"""What a sentence measures: value, unit, whether it is a change or a level, and on which metric and data set.

By rule. A number counts only with a unit or beside a metric; numbers that are part of a name ("CIFAR-10"), a year or
a count of things ("12 datasets") do not.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Measurement", "Named", "measurements", "qualifiers"]

Named = tuple[str, int, int]  # a name and the bounds of one of its mentions

_NUMBER = re.compile(
    r"(?<![\w.@/\-])(?P<value>[+\-−~]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+\-−~]?\d*\.?\d+)"
    r"(?:\s*(?P<unit>\\?%|percent(?:age points?)?\b|absolute points?\b|points?\b"
    r"|pp\b|\\times\b|x\b|×|X\b|times\b|-?fold\b|dB\b|ms\b|fps\b|FPS\b))?"
    r"(?![\w@]|\.\d|-[A-Za-z])"
)
_UNITS = {"\\%": "%", "percent": "%", "percentage point": "points", "percentage points": "points",
"absolute point": "points",
          "absolute points": "points", "point": "points", "pp": "points", "\\times": "x", "×": "x", "X": "x",
          "times": "x",
          "fold": "x", "-fold": "x", "FPS": "fps"}  # fmt: skip
_GAIN = re.compile(
    r"\b(?:improv\w*|gains?|increas\w*|reduc\w*|decreas\w*|boost\w*|margins?|speed-?ups?|drops?|higher|lower|better|faster|fewer|"
    r"less|more|outperform\w*|surpass\w*|exceed\w*|relative|rises?|saving|saves?|superior|over|by)\b",
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


@dataclass(frozen=True)
class Measurement:
    """A number of a sentence: `value` as written, its `unit` (or empty), and whether it is a gain over another."""

    value: str
    unit: str
    change: bool
    start: int
    end: int


def measurements(
    text: str, sentence: tuple[int, int], names: Iterable[Named] = (), metrics: Sequence[Named] = ()
) -> list[Measurement]:
    r"""Return the measured numbers of the sentence, in order; none that lies in one of `names`.

    >>> text = "Ours reaches 45.3 mAP on COCO, a gain of 3.96\\%."
    >>> [(m.value, m.unit, m.change) for m in measurements(text, (0, len(text)), metrics=[("mAP", 18, 21)])]
    [('45.3', '', False), ('3.96', '%', True)]
    """
    taken = [(a, b) for _, a, b in (*names, *metrics)]
    found: list[Measurement] = []
    for match in _NUMBER.finditer(text, *sentence):
        start, end = match.span("value")
        unit = match["unit"] or ""
        if any(a <= start < b for a, b in taken):
            continue
        if not unit and (_COUNTED.match(text[end : sentence[1]]) or not _beside_metric(text, start, end, metrics)):
            continue
        found.append(
            Measurement(match["value"], _UNITS.get(unit, unit), _is_change(text, sentence, match), start, match.end())
        )
    return found


def qualifiers(
    text: str,
    sentence: tuple[int, int],
    *,
    metrics: Sequence[Named],
    datasets: Sequence[Named],
    methods: Sequence[Named] = (),
    about: str | None = None,
) -> dict[str, str | bool]:
    """`metric`, `dataset`, `value`, `unit`, `change` of the sentence, as far as it gives them.

    `about` names the data set that the relation is with: its own measurement is taken, or none. Without it, the first
    measurement and the data set nearest to it. Names are those of the paper's entities.
    """
    inside = [[n for n in named if sentence[0] <= n[1] < sentence[1]] for named in (metrics, datasets, methods)]
    found = measurements(text, sentence, [*inside[1], *inside[2]], inside[0])
    own: dict[str, str | bool] = {}
    matched = _by_dataset(text, sentence, found, inside[1])
    if about is not None:
        found = [m for m, name in zip(found, matched, strict=True) if name == about]
        matched = [about] * len(found)
    if not found:
        if about is None and inside[1]:
            own["dataset"] = inside[1][0][0]
        if len({name for name, _, _ in inside[0]}) == 1:
            own["metric"] = inside[0][0][0]
        return own
    best = found[0]
    if metric := _nearest(best, inside[0]):
        own["metric"] = metric
    if about is None and matched[0]:
        own["dataset"] = matched[0]
    own["value"] = best.value
    if best.unit:
        own["unit"] = best.unit
    own["change"] = best.change
    return own


def _beside_metric(text: str, start: int, end: int, metrics: Sequence[Named]) -> bool:
    for _, a, b in metrics:
        between = text[b:start] if b <= start else text[end:a]
        if (b <= start or end <= a) and len(between) <= 14 and not re.search(r"[.;]|\d", between):
            return True
    return False


def _is_change(text: str, sentence: tuple[int, int], match: re.Match[str]) -> bool:
    if match["value"].startswith("+") or (match["unit"] or "") in ("x", "X", "×", "times", "\\times", "fold", "-fold"):
        return True
    before = text[max(sentence[0], match.start() - 45) : match.start()]
    after = text[match.end() : min(sentence[1], match.end() + 30)]
    gain = max((m.end() for m in _GAIN.finditer(before)), default=-1)
    level = max((m.start() for m in _LEVEL.finditer(before) if m.group().lower() != "of"), default=-1)
    following = re.match(
        r"\s*(?:\([^)]*\)\s*)?(?:\w+\s+){0,2}?(?:improve|gain|increase|reduc|decrease|boost|higher|lower|better|faster|fewer|less|speed-?up|drop|relative|absolute)",
        after,
        re.IGNORECASE,
    )
    return following is not None or gain > level


def _by_dataset(
    text: str, sentence: tuple[int, int], found: Sequence[Measurement], datasets: Sequence[Named]
) -> list[str]:
    """Return the data set of each measurement: in step if as many are listed, else the next after it or the nearest."""
    names = list(dict.fromkeys(name for name, _, _ in sorted(datasets, key=lambda n: n[1])))
    if "respectively" in text[slice(*sentence)].lower() and len(names) == len(found):
        return names
    result: list[str] = []
    for number, m in enumerate(found):
        stop = found[number + 1].start if number + 1 < len(found) else sentence[1]
        following = [n for n in sorted(datasets, key=lambda n: n[1]) if m.end <= n[1] < stop]
        result.append(following[0][0] if following else _nearest(m, datasets))
    return result


def _nearest(measured: Measurement, named: Sequence[Named]) -> str:
    gaps = [(min(abs(a - measured.end), abs(measured.start - b)), a, name) for name, a, b in named]
    return min(gaps)[2] if gaps else ""
