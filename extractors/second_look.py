"""The second look: whether a thing of the paper stands, and as which kind.

The tagger finds nearly everything and much besides; here each candidate of a paper (all its mentions) is described by
what the tagger said of it, by its form, its place, its rivals and what training readers did with that form, and, in
`context_vectors`, by the encoder's states in and around it. Small models over these decide (see `trees`). A learned
re-ranking after Collins 2002; stacking of the context model's out-of-fold scores after Wolpert 1992.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.form_table import COLUMNS, FormTable
from extractors.span_table import SpanTable
from extractors.tagger import KINDS, Reading
from extractors.things import Candidate

__all__ = ["FEATURES", "KINDS", "context_vectors", "features", "known_forms", "worth_a_look"]

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.intp]

# features of the candidate whatever the kind
_PLAIN = (
    "bounds max", "bounds mean", "bounds first", "confidence max", "confidence mean", "outside min", "outside mean",
    "mentions", "mentions on path", "share on path", "begin max", "left max", "right max",
    "place first", "place last", "in title", "title only", "sentence first", "sentences in", "in last sentence",
    "bound", "forms", "pieces", "characters", "words", "capitals", "digits", "hyphens", "starts upper", "all upper",
    "inner upper", "lower only", "brackets", "title share",
    "rival bounds", "rival longer", "rival shorter", "contained by", "contains", "contained by path", "contains path",
    "seen", "required share", "optional share", "lists", "silver acronym", "silver title", "cso",
    "paper pieces", "paper candidates", "paper on path", "rank", "truncated",
    "after we", "before bracket", "after bracket", "after determiner", "context none", "context best",
)  # fmt: skip
# features of the candidate as one kind
_KINDLY = (
    "kind", "own max", "own mean", "own min", "own first", "own title", "other max", "other mean", "path own",
    "path other",
    "joint max", "rank in kind", "above in kind", "required own", "required own count", "required other",
    "optional own",
    "in list", "in other list", "context own", "context other", "own in paper",
    "rival context own", "rival context best", "lead over rivals", "longer context own", "shorter context own",
)  # fmt: skip
FEATURES = (*_PLAIN, *_KINDLY)

_DETERMINERS = frozenset(["the", "a", "an", "this", "these", "our", "their", "its", "such", "any", "some", "each"])
_CUES = frozenset(
    ["propose", "introduce", "present", "develop", "design", "call", "called", "dubbed", "named", "termed"]
)


def features(
    reading: Reading,
    found: Sequence[Candidate],
    bounds: Sequence[tuple[int, int]],
    counts: Floats,
    lists: NDArray[np.uint8],
    context: Floats,
) -> Floats:
    """Return the candidates' features, [n * 4, len(FEATURES)], kinds in the order of `KINDS` for each candidate.

    `bounds` are the text's sentences; `counts` [n, 13] and `lists` [n] a `FormTable`'s answer for the candidates'
    keys; `context` [n, 5] the context model's probabilities of nothing and of each kind.
    """
    if not found:
        return np.zeros((0, len(FEATURES)), np.float32)
    spans = SpanTable.of(found)
    plain = _plain(reading, found, spans, bounds, counts, lists, context)
    kindly = _kindly(reading, found, spans, counts, lists, context)
    count = len(found)
    joined = np.concatenate([np.repeat(plain[:, None, :], 4, axis=1), kindly], axis=2)
    return np.asarray(joined.reshape(count * 4, len(FEATURES)), np.float32)


def _plain(
    reading: Reading,
    found: Sequence[Candidate],
    spans: SpanTable,
    bounds: Sequence[tuple[int, int]],
    counts: Floats,
    lists: NDArray[np.uint8],
    context: Floats,
) -> Floats:
    text, offsets, p = reading.text, reading.offsets, reading.probabilities
    title_end = max(text.find("\n"), 0)
    begins = p[:, 1::2].sum(axis=1)
    goes_on = np.append(p[:, 2::2].sum(axis=1), 0.0)
    kept = np.append(p[:, 1:].sum(axis=1), 0.0)  # so that place -1, before the first piece, is nothing
    outside = 1 - spans.kinds.sum(axis=1)
    at = offsets[spans.first, 0]
    titled = at < title_end
    sentence = np.searchsorted([a for a, _ in bounds], at, side="right") - 1
    new = np.append(True, sentence[1:] != sentence[:-1])
    new[spans.cut] = True
    path = spans.total(spans.path >= 0)
    end = spans.cut + spans.many - 1
    best = spans.largest(spans.bounds)
    order = np.empty(len(found))
    order[np.argsort(-best, kind="stable")] = np.arange(len(found))
    seen, size = counts[:, 0], len(text)
    columns = (
        best, spans.mean(spans.bounds), spans.bounds[spans.cut],
        spans.largest(spans.confidence), spans.mean(spans.confidence), spans.smallest(outside), spans.mean(outside),
        spans.many, path, path / spans.many, spans.largest(begins[spans.first]),
        spans.largest(kept[spans.first - 1]), spans.largest(goes_on[spans.last + 1]),
        at[spans.cut] / size, at[end] / size, spans.largest(titled), spans.smallest(titled), sentence[spans.cut],
        spans.total(new), sentence[end] == len(bounds) - 1,
        *_of_the_form(reading, found), spans.mean(titled),
        *_rivals(spans), *_nested([c.key for c in found], path > 0),
        np.log1p(seen), (counts[:, 1:5].sum(axis=1) + 0.3) / (seen + 1),
        (counts[:, 5:9].sum(axis=1) + 0.1) / (seen + 1),
        lists & 15 != 0, lists >> 5 & 1, lists >> 6 & 1, lists >> 4 & 1,
        np.full(len(found), len(p)), np.full(len(found), len(found)), np.full(len(found), (path > 0).sum()), order,
        np.full(len(found), int(offsets[-1, 1]) < len(text.rstrip())),
        *_around(reading, found), context[:, 0], context[:, 1:].max(axis=1),
    )  # fmt: skip
    return np.stack(columns, axis=1, dtype=np.float32, casting="unsafe")


def _of_the_form(reading: Reading, found: Sequence[Candidate]) -> NDArray[Any]:
    """Columns, of each candidate's longest form; whether it starts in upper case, of its first mention."""
    rows: list[tuple[float, ...]] = []
    for c in found:
        form = max(c.forms, key=len)
        start = int(reading.offsets[c.spans[0].first, 0])
        rows.append((
            c.bound, len(c.forms), c.spans[0].last - c.spans[0].first + 1, len(form), len(form.split()),
            sum(map(str.isupper, form)), sum(map(str.isdigit, form)), form.count("-"),
            reading.text[start].isupper(), form.isupper(), any(map(str.isupper, form[1:])), form.islower(),
            "(" in form,
        ))  # fmt: skip
    return np.array(rows, np.float32).T


def _around(reading: Reading, found: Sequence[Candidate]) -> NDArray[Any]:
    """Columns, of the words before and after each candidate's first mention."""
    rows: list[tuple[bool, ...]] = []
    for c in found:
        start, end = int(reading.offsets[c.spans[0].first, 0]), int(reading.offsets[c.spans[0].last, 1])
        before = [word.lower() for word in reading.text[:start].rsplit(None, 3)[-2:]]
        previous = before[-1] if before else ""
        after = reading.text[end : end + 2].lstrip()
        cue = any(word.rstrip(",:") in _CUES for word in before)
        rows.append((cue, after.startswith("("), previous.startswith("("), previous in _DETERMINERS))
    return np.array(rows, np.float32).T


def _nested(keys: Sequence[str], on_path: NDArray[np.bool_]) -> tuple[NDArray[Any], ...]:
    """Return how many keys hold each, how many each holds, and whether one of these and of those is on the path."""
    held = np.array([[i != j and key in other for j, other in enumerate(keys)] for i, key in enumerate(keys)])
    holds = held.T & (np.array([len(key) for key in keys]) > 2)
    whether = (np.asarray((which & on_path).any(axis=1)) for which in (held, holds))
    return held.sum(axis=1), holds.sum(axis=1), *whether


def _kindly(
    reading: Reading,
    found: Sequence[Candidate],
    spans: SpanTable,
    counts: Floats,
    lists: NDArray[np.uint8],
    context: Floats,
) -> Floats:
    own = spans.kinds
    titled = (reading.offsets[spans.first, 0] < max(reading.text.find("\n"), 0))[:, None]
    own_max = spans.largest(own)
    rivals, longer, shorter = _overlaps(found, spans)
    over, longest, shortest = (
        np.where(m[:, :, None], context[None, :, 1:], -1.0).max(axis=1) for m in (rivals, longer, shorter)
    )
    most = over.max(axis=1, keepdims=True)
    paths = spans.total(spans.path[:, None] == np.arange(4))
    others = _others_max(own)
    listed = (lists[:, None] >> np.arange(4)) & 1
    seen = counts[:, :1] + 1
    required = counts[:, 1:5]
    columns = (
        np.arange(4), own_max, spans.mean(own), spans.smallest(own), own[spans.cut],
        spans.largest(np.where(titled, own, -1.0)), spans.largest(others), spans.mean(others),
        paths, paths.sum(axis=1, keepdims=True) - paths, spans.largest(own * spans.bounds[:, None]),
        (-own_max).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable"), (own_max > 0.5).sum(axis=0),
        (required + 0.1) / seen, required, (required.sum(axis=1, keepdims=True) - required + 0.1) / seen,
        (counts[:, 5:9] + 0.05) / seen, listed, listed.sum(axis=1, keepdims=True) > listed, context[:, 1:],
        _others_max(context[:, 1:]), own_max.sum(axis=0),
        over, most, context[:, 1:] - most, longest, shortest,
    )  # fmt: skip
    return np.stack([np.broadcast_to(c, own_max.shape) for c in columns], axis=2, dtype=np.float32, casting="unsafe")


def _others_max(values: NDArray[Any]) -> NDArray[Any]:
    """[m, 4]: for each column the largest of the three others."""
    ordered = np.sort(values, axis=1)
    return np.where(values == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])


def _rivals(spans: SpanTable) -> tuple[NDArray[Any], ...]:
    """For each candidate: the most probable bounds of an overlapping span of another, of a longer, of a shorter one."""
    size = spans.last - spans.first
    strong = np.where(spans.across(), spans.bounds[None], 0.0)
    longer = np.where(size[None] > size[:, None], strong, 0.0)
    shorter = np.where(size[None] <= size[:, None], strong, 0.0)
    return tuple(spans.largest(values.max(axis=1)) for values in (strong, longer, shorter))


def _overlaps(found: Sequence[Candidate], spans: SpanTable) -> tuple[NDArray[np.bool_], ...]:
    """[n, n]: which other candidates overlap one somewhere; of these those with the longer key, with the shorter."""
    one, other = np.nonzero(spans.across())
    touching = np.zeros((len(found), len(found)), bool)
    touching[spans.owner[one], spans.owner[other]] = True
    size = np.array([len(c.key) for c in found])
    longer = touching & (size[None] > size[:, None])
    return touching, longer, touching & ~longer


def context_vectors(reading: Reading, found: Sequence[Candidate], bounds: Sequence[tuple[int, int]]) -> Floats:
    """Return the encoder's states in and around each candidate, [n, 8 * width].

    Of its most probable mention: mean, first and last piece, the piece before and after, the mean of its sentence; then
    the mean over all mentions, and the mean over the title.
    """
    width = reading.hidden.shape[1]
    if not found:
        return np.zeros((0, 8 * width), np.float32)
    hidden = np.concatenate([reading.hidden.astype(np.float32), np.zeros((1, width), np.float32)])
    totals = np.concatenate([np.zeros((1, width)), np.cumsum(hidden[:-1], axis=0, dtype=np.float64)])

    def mean(first: Ints, after: Ints) -> NDArray[Any]:
        return np.asarray((totals[after] - totals[first]) / np.maximum(1, after - first)[:, None])

    spans = SpanTable.of(found)
    starts = reading.offsets[:, 0]
    probable = spans.bounds * spans.kinds.max(axis=1)
    chosen = np.lexsort((spans.first, -probable, spans.owner))[spans.cut]  # the best of each, the first of equals
    first, last = spans.first[chosen], spans.last[chosen]
    number = np.maximum(0, np.searchsorted([a for a, _ in bounds], starts[first], side="right") - 1)
    low, high = (np.searchsorted(starts, edge)[number] for edge in zip(*bounds, strict=True))
    title = mean(np.array([0]), np.searchsorted(starts, [max(reading.text.find("\n"), 1)]))
    rows = (
        mean(first, last + 1), hidden[first], hidden[last], hidden[first - 1], hidden[last + 1],
        mean(low, np.maximum(low + 1, high)), spans.mean(mean(spans.first, spans.last + 1)),
        np.repeat(title, len(found), axis=0),
    )  # fmt: skip
    return np.stack(rows, axis=1, dtype=np.float32, casting="unsafe").reshape(len(found), 8 * width)


def known_forms(
    table: FormTable, found: Sequence[Candidate], own: Mapping[str, Floats] | None = None
) -> tuple[Floats, NDArray[np.uint8]]:
    """Return counts [n, 13] and list bits [n] of each candidate: the counts of its best-known form, the bits of all.

    `own` is what this very paper added to the counts (normal form -> row); in training it is taken off.
    """
    keys = [key for c in found for key in c.keys]
    if not keys:
        return np.zeros((0, len(COLUMNS)), np.float32), np.zeros(0, np.uint8)
    counts, bits = table.look_up(keys)
    if own:
        for i, key in enumerate(keys):
            if key in own:
                counts[i] = np.maximum(counts[i] - own[key], 0)
    best = np.zeros((len(found), counts.shape[1]), np.float32)
    held = np.zeros(len(found), np.uint8)
    at = 0
    for i, c in enumerate(found):
        rows = slice(at, at + len(c.keys))
        # the row of the best-known form, not a mix: shares must stay shares
        best[i] = counts[rows][int(counts[rows, 0].argmax())]
        held[i] = np.bitwise_or.reduce(bits[rows])
        at = rows.stop
    return best, held


def worth_a_look(x: Floats) -> NDArray[np.bool_]:
    """Return the rows of `features` where the kind is at all likely; the others are not decided, they do not stand."""
    own, path, context = (x[:, FEATURES.index(name)] for name in ("own max", "path own", "context own"))
    return np.asarray((own > 0.03) | (path > 0) | (context > 0.15))
