"""What a relation's sentence measures: which of its numbers is meant, on which metric and data set.

By rule: lists of numbers and of data sets that are equally long go in step; else a number belongs to the data set that
follows it before the next number, or to the nearest. A metric is the nearest that no clause divides from the number.
A number that the sentence gives another method, or as the lead over another, is none of the relation's.
"""

import re
from collections.abc import Sequence

from extractors.measurements import LISTED, Measurement, Named, measurements

__all__ = ["Named", "qualifiers"]

_HAS = re.compile(
    r"\W*(?:(?!by\b)\w+\W+){0,2}?(?:(?:achiev|reach|obtain|attain|yield|scor|get|giv)(?!\w*ing\b)|has\b|have\b)\w*\W",
    re.IGNORECASE,
)
_AMID = re.compile(r"\b(?:via|with|using|by|of|over|than|through|for)\s+(?:[\w\-]+\s+){0,2}$")
_ON = re.compile(r"\s*(?:on|for|with)\s+(?:the\s+)?", re.IGNORECASE)
_THAN = re.compile(r"\b(?:than|over|against|versus|vs\.?|compared (?:to|with))\s+(?:[\w\-]+\s+){0,4}$", re.IGNORECASE)
_BY = re.compile(r"\s*(?:\([^()]*\)\s*)?by\s+(?:\w+\s+){0,2}", re.IGNORECASE)
_CLAUSE = re.compile(r";|\b(?:while|whereas|whilst|without)\b", re.IGNORECASE)


def qualifiers(
    text: str,
    sentence: tuple[int, int],
    *,
    metrics: Sequence[Named],
    datasets: Sequence[Named],
    methods: Sequence[Named] = (),
    about: str | None = None,
    subject: str | None = None,
    rival: str | None = None,
) -> dict[str, str | bool]:
    """`metric`, `dataset`, `value`, `unit`, `change` of the sentence, as far as it gives them.

    `about` names the data set that the relation is with: its own measurement is taken, or none. Without it, the first
    measurement and the data set nearest to it. `subject` and `rival` are the methods that a measurement must be of and
    be over, where the sentence says. Names are those of the paper's entities.
    """
    inside = [[n for n in named if sentence[0] <= n[1] < sentence[1]] for named in (metrics, datasets, methods)]
    found = measurements(text, sentence, [*inside[1], *inside[2]], inside[0])
    own: dict[str, str | bool] = {}
    matched = _by_dataset(text, sentence, found, inside[1])
    candidates = [
        (m, name)
        for m, name in zip(found, matched, strict=True)
        if about in (None, name)
        and (subject is None or _owner(text, m, found, inside[2], subject) in (None, subject))
        and (rival is None or rival in (_rivals(text, m, found, inside[2]) or [rival]))
    ]
    if not candidates:
        if about is None and inside[1]:
            own["dataset"] = inside[1][0][0]
        if len({name for name, _, _ in inside[0]}) == 1:
            own["metric"] = inside[0][0][0]
        return own
    best, dataset = candidates[0]
    if metric := _metric(text, best, found, inside[0]):
        own["metric"] = metric
    if about is None and dataset:
        own["dataset"] = dataset
    own["value"] = best.value
    if best.unit:
        own["unit"] = best.unit
    own["change"] = best.change
    return own


def _metric(text: str, measured: Measurement, every: Sequence[Measurement], metrics: Sequence[Named]) -> str:
    """Return the nearest metric in the number's clause; one that is nearer to other numbers only if need be."""

    def within_clause(metric: Named) -> bool:
        _, start, end = metric
        between = text[end : measured.start] if end <= measured.start else text[measured.end : start]
        return not _CLAUSE.search(between)

    near = [metric for metric in metrics if within_clause(metric)]
    nearest = [min((_gap(m, metric), m.series, m.end) for m in every) for metric in near]
    own = [metric for metric, (_, series, _) in zip(near, nearest, strict=True) if series == measured.series]
    shared = [metric for metric, (_, _, end) in zip(near, nearest, strict=True) if metric[1] < end]
    return _nearest(measured, own or shared)


def _owner(
    text: str, measured: Measurement, every: Sequence[Measurement], methods: Sequence[Named], subject: str
) -> str | None:
    """Return the method that the sentence gives the number: "91% on X", "X reaches 91%"; None where it does not say."""
    series = [m for m in every if m.series == measured.series]
    for names in _lists(text, sorted(methods, key=lambda n: n[1])):
        if len(names) == len(series) > 1 and subject in [name for name, _, _ in names]:
            return names[series.index(measured)][0]
    for name, start, _ in methods:
        if not measured.change and start >= measured.end and _ON.fullmatch(text, measured.end, start):
            return name
    before = max(((end, start, name) for name, start, end in methods if end <= measured.start), default=None)
    if before is None or _AMID.search(text[: before[1]]) or not _HAS.match(text, before[0], measured.start):
        return None
    return before[2]


def _rivals(text: str, measured: Measurement, every: Sequence[Measurement], methods: Sequence[Named]) -> list[str]:
    """Return the methods that the number is a lead over: "5% over X and Y", "outperforms X by 5%"; none if not said."""
    series = [m for m in every if m.series == measured.series]
    stop = min((m.start for m in every if m.start > series[-1].start), default=len(text))
    for names in _lists(text, sorted(methods, key=lambda n: n[1])):
        follows = series[-1].end <= names[0][1] < stop and _THAN.search(text, series[-1].end, names[0][1])
        leads = names[-1][2] <= series[0].start and _BY.fullmatch(text, names[-1][2], series[0].start)
        if follows or leads:
            in_step = len(names) == len(series) > 1
            return [names[series.index(measured)][0]] if in_step else [name for name, _, _ in names]
    return []


def _by_dataset(
    text: str, sentence: tuple[int, int], found: Sequence[Measurement], datasets: Sequence[Named]
) -> list[str]:
    """Return the data set of each measurement."""
    mentions = sorted(datasets, key=lambda n: n[1])
    names = list(dict.fromkeys(name for name, _, _ in mentions))
    plain = [m for m in found if not _bracketed(text, sentence, m)]
    if names and "respectively" in text[slice(*sentence)].lower() and len(names) == len(plain):
        return [names[max(0, sum(other.start <= m.start for other in plain) - 1)] for m in found]
    lists = _lists(text, mentions)
    result: list[str] = []
    for m in found:
        series = [other for other in found if other.series == m.series]
        nearest = min(lists, key=lambda names: min(_gap(each, name) for name in names for each in series), default=[])
        if len(nearest) == len(series) > 1:
            result.append(nearest[series.index(m)][0])
            continue
        bracket = text.rfind("(", sentence[0], m.start)
        if _bracketed(text, sentence, m) and (
            before := [n for n in mentions if n[2] <= bracket and not text[n[2] : bracket].strip()]
        ):
            result.append(before[-1][0])
            continue
        last = series[-1]
        stop = min((other.start for other in found if other.start > last.start), default=sentence[1])
        following = [n for n in mentions if last.end <= n[1] < stop]
        result.append(following[0][0] if following else _nearest(m, datasets))
    return result


def _bracketed(text: str, sentence: tuple[int, int], measured: Measurement) -> bool:
    return text.rfind("(", sentence[0], measured.start) > text.rfind(")", sentence[0], measured.start)


def _lists(text: str, mentions: Sequence[Named]) -> list[list[Named]]:
    """Return the mentions by lists: those with nothing but a comma or "and" between them."""
    lists: list[list[Named]] = []
    for mention in mentions:
        if lists and LISTED.fullmatch(text, lists[-1][-1][2], mention[1]):
            lists[-1].append(mention)
        else:
            lists.append([mention])
    return lists


def _nearest(measured: Measurement, named: Sequence[Named]) -> str:
    return min(((_gap(measured, each), each[1], each[0]) for each in named), default=(0, 0, ""))[2]


def _gap(measured: Measurement, name: Named) -> int:
    return min(abs(name[1] - measured.end), abs(measured.start - name[2]))
