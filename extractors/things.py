"""The things a paper may speak of: candidate spans grouped by normal form, long and short forms bound together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.tagger import Reading, Span, candidate_spans
from kg.names import plain_form

__all__ = ["Candidate", "candidates", "is_short_for"]

# nouns that name a thing's kind and nothing more, singular, by kind: method, dataset, task, metric
_NOUNS = (
    frozenset(
        [
            "model",
            "method",
            "approache",
            "approach",
            "framework",
            "algorithm",
            "technique",
            "mechanism",
            "module",
            "architecture",
            "system",
            "strategy",
        ]
    ),
    frozenset(["dataset", "benchmark", "corpu", "corpora", "corpus", "collection", "challenge"]),
    frozenset(["task", "problem"]),
    frozenset(["score", "metric", "measure"]),
)


@dataclass(frozen=True)
class Candidate:
    """One thing of one paper, of a kind not yet decided.

    `key` is the normal form of its most probable span, `keys` all normal forms, `forms` the surface forms in order of
    first mention, `also` forms with or without a general noun ("BERT model", "BERT") that the text holds at a mention
    but no span is, `spans` its mentions in order of place, `bound` whether several forms were joined.
    """

    key: str
    keys: tuple[str, ...]
    forms: tuple[str, ...]
    also: tuple[str, ...]
    spans: tuple[Span, ...]
    bound: bool


def candidates(reading: Reading) -> list[Candidate]:
    """Every group of candidate spans of `reading`, in order of first mention."""
    text, offsets = reading.text, reading.offsets.tolist()
    groups: dict[str, list[Span]] = {}
    variants: dict[str, dict[str, str]] = {}
    for span in _trimmed(candidate_spans(reading.probabilities), text, offsets):
        key = plain_form(text[offsets[span.first][0] : offsets[span.last][1]])
        if key:
            groups.setdefault(key, []).append(span)
            for form in _variants(span, text, offsets):
                variants.setdefault(key, {}).setdefault(plain_form(form), form)
    heads = _bind(groups, text, offsets)
    for key, others in variants.items():
        for other in others:
            if other in groups and _head(heads, key) != _head(heads, other):
                heads[_head(heads, key)] = _head(heads, other)
    joined: dict[str, list[str]] = {}
    for key in groups:
        joined.setdefault(_head(heads, key), []).append(key)
    found = [_candidate(keys, groups, variants, text, offsets) for keys in joined.values()]
    return sorted(found, key=lambda c: (c.spans[0].first, c.spans[0].last))


def _trimmed(spans: Sequence[Span], text: str, offsets: Sequence[Sequence[int]]) -> list[Span]:
    """`spans` without punctuation at their ends; of those that then agree, the most probable."""
    found: dict[tuple[int, int], Span] = {}
    for span in spans:
        first, last = span.first, span.last
        while first < last and not text[offsets[first][0]].isalnum():
            first += 1
        while last > first and not (text[offsets[last][0]].isalnum() or text[offsets[last][0]] in "+*"):
            last -= 1
        known = found.get((first, last))
        if known is None or (span.path >= 0, span.bounds) > (known.path >= 0, known.bounds):
            same = (first, last) == (span.first, span.last)
            found[first, last] = span if same else replace(span, first=first, last=last)
    return [found[at] for at in sorted(found)]


def _candidate(
    keys: Sequence[str],
    groups: dict[str, list[Span]],
    variants: dict[str, dict[str, str]],
    text: str,
    offsets: Sequence[Sequence[int]],
) -> Candidate:
    spans = sorted((s for key in keys for s in groups[key]), key=lambda s: (s.first, s.last))
    forms = dict.fromkeys(text[offsets[s.first][0] : offsets[s.last][1]] for s in spans)
    key = max(keys, key=lambda k: (max(s.bounds for s in groups[k]), k))
    written = {plain_form(form) for form in forms}
    also = {other: form for k in keys for other, form in variants.get(k, {}).items() if other not in written}
    every = tuple(sorted({*keys, *also}))
    return Candidate(key, every, tuple(forms), tuple(sorted(also.values())), tuple(spans), len(keys) > 1)


def _variants(span: Span, text: str, offsets: Sequence[Sequence[int]]) -> list[str]:
    """Return the span without the general noun at its end, or with the one that follows ("BERT model" is BERT)."""
    nouns = _NOUNS[max(range(4), key=lambda k: span.kinds[k])]
    start, end = offsets[span.first][0], offsets[span.last][1]
    found: list[str] = []
    if span.last > span.first and _singular(text[offsets[span.last][0] : end]) in nouns:
        shorter = text[start : offsets[span.last - 1][1]].rstrip(" -")
        if len(plain_form(shorter)) > 1 and not _bare(shorter):
            found.append(shorter)
    elif span.last + 1 < len(offsets) and not _bare(text[start:end]):
        after, stop = offsets[span.last + 1]
        if text[end:after] == " " and _singular(text[after:stop]) in nouns:
            found.append(text[start:stop])
    return found


def _bare(form: str) -> bool:
    """Whether a form is one common word, which a general noun makes another thing of ("tree" and "tree model")."""
    return form.isalpha() and form.islower()


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _head(heads: dict[str, str], key: str) -> str:
    while key in heads:
        key = heads[key]
    return key


def _bind(groups: dict[str, list[Span]], text: str, offsets: Sequence[Sequence[int]]) -> dict[str, str]:
    """Short key -> long key for "long form (SHORT)" and "SHORT (long form)"."""
    ending: dict[int, list[tuple[float, str, Span]]] = {}
    for key, spans in groups.items():
        for span in spans:
            ending.setdefault(span.last, []).append((span.bounds, key, span))
    heads: dict[str, str] = {}
    for key, spans in groups.items():
        for span in spans:
            before, after = span.first - 1, span.last + 1
            if before < 1 or after >= len(offsets) or text[offsets[before][0]] != "(":
                continue
            if text[offsets[after][0]] not in "),;":
                continue
            inner = text[offsets[span.first][0] : offsets[span.last][1]]
            for _, other, outer in sorted(ending.get(before - 1, []), reverse=True, key=lambda e: (e[0], e[1])):
                outside = text[offsets[outer.first][0] : offsets[outer.last][1]]
                if other != key and (is_short_for(inner, outside) or is_short_for(outside, inner)):
                    if _head(heads, key) != _head(heads, other):
                        heads[_head(heads, key)] = _head(heads, other)
                    break
    return heads


def is_short_for(short: str, long: str) -> bool:
    """Whether `short` may abbreviate `long`: its letters in order in it, from the first on (Schwartz and Hearst 2003).

    >>> is_short_for("GNNs", "graph neural networks"), is_short_for("owl", "graph neural networks")
    (True, False)
    """
    if " " in short or len(short) > 12 or len(long) <= len(short) or not any(c.isupper() for c in short):
        return False
    letters = [c for c in plain_form(short) if c.isalnum()]
    if len(letters) < 2:
        return False
    rest = iter(long.lower())
    if letters[0] != long[0].lower():
        return False
    return all(any(c == letter for c in rest) for letter in letters)
