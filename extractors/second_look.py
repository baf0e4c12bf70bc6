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
from extractors.tagger import KINDS, Reading
from extractors.things import Candidate

__all__ = ["FEATURES", "KINDS", "context_vectors", "features", "known_forms", "worth_a_look"]

Floats = NDArray[np.float32]

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
    plain = _plain(reading, found, bounds, counts, lists, context)
    kindly = _kindly(reading, found, counts, lists, context)
    count = len(found)
    joined = np.concatenate([np.repeat(plain[:, None, :], 4, axis=1), kindly], axis=2)
    return np.asarray(joined.reshape(count * 4, len(FEATURES)), np.float32)


def _plain(
    reading: Reading,
    found: Sequence[Candidate],
    bounds: Sequence[tuple[int, int]],
    counts: Floats,
    lists: NDArray[np.uint8],
    context: Floats,
) -> Floats:
    text, offsets, p = reading.text, reading.offsets, reading.probabilities
    starts = np.array([a for a, _ in bounds])
    title_end = max(text.find("\n"), 0)
    begins = p[:, 1::2].sum(axis=1)
    goes_on = np.append(p[:, 2::2].sum(axis=1), 0.0)
    kept = p[:, 1:].sum(axis=1)
    occupied = _rivals(found, len(p))
    best = np.array([max(s.bounds for s in c.spans) for c in found])
    order = np.empty(len(found))
    order[np.argsort(-best, kind="stable")] = np.arange(len(found))
    keys = [c.key for c in found]
    on_path = [any(s.path >= 0 for s in c.spans) for c in found]
    rows: list[list[float]] = []
    for i, c in enumerate(found):
        spans = c.spans
        own = [s.bounds for s in spans]
        outside = [1 - sum(s.kinds) for s in spans]
        at = [int(offsets[s.first, 0]) for s in spans]
        inside = np.unique(np.searchsorted(starts, at, side="right") - 1)
        form = max(c.forms, key=len)
        head = text[at[0] : int(offsets[spans[0].last, 1])]
        before = text[: at[0]].rsplit(None, 3)[-2:] if at[0] else []
        previous = before[-1].lower() if before else ""
        after = text[int(offsets[spans[0].last, 1]) :][:2]
        in_title = [a < title_end for a in at]
        path = sum(s.path >= 0 for s in spans)
        longer = [j for j in range(len(found)) if j != i and c.key in keys[j]]
        shorter = [j for j in range(len(found)) if j != i and keys[j] in c.key and len(keys[j]) > 2]
        rival, rival_longer, rival_shorter = occupied[i]
        seen = counts[i, 0]
        rows.append([
            max(own), sum(own) / len(own), own[0], max(s.confidence for s in spans),
            sum(s.confidence for s in spans) / len(spans), min(outside), sum(outside) / len(outside),
            len(spans), path, path / len(spans), max(float(begins[s.first]) for s in spans),
            max(float(kept[s.first - 1]) if s.first else 0.0 for s in spans),
            max(float(goes_on[s.last + 1]) for s in spans),
            at[0] / len(text), at[-1] / len(text), any(in_title), all(in_title), int(inside[0]), len(inside),
            bool(inside[-1] == len(bounds) - 1),
            c.bound, len(c.forms), spans[0].last - spans[0].first + 1, len(form), len(form.split()),
            sum(x.isupper() for x in form), sum(x.isdigit() for x in form), form.count("-"),
            head[:1].isupper(), form.isupper(), any(x.isupper() for x in form[1:]), form.islower(), "(" in form,
            sum(in_title) / len(in_title),
            rival, rival_longer, rival_shorter, len(longer), len(shorter),
            any(on_path[j] for j in longer), any(on_path[j] for j in shorter),
            float(np.log1p(seen)), (counts[i, 1:5].sum() + 0.3) / (seen + 1), (counts[i, 5:9].sum() + 0.1) / (seen + 1),
            int(lists[i] & 15 != 0), int(lists[i] >> 5 & 1), int(lists[i] >> 6 & 1), int(lists[i] >> 4 & 1),
            len(p), len(found), sum(on_path), float(order[i]), int(offsets[-1, 1]) < len(text.rstrip()),
            any(w.lower().rstrip(",:") in _CUES for w in before), after.lstrip().startswith("("),
            previous.startswith("("),
            previous in _DETERMINERS, float(context[i, 0]), float(context[i, 1:].max()),
        ])  # fmt: skip
    return np.array(rows, np.float32)


def _kindly(
    reading: Reading, found: Sequence[Candidate], counts: Floats, lists: NDArray[np.uint8], context: Floats
) -> Floats:
    title_end = max(reading.text.find("\n"), 0)
    kinds = [np.array([s.kinds for s in c.spans]) for c in found]  # one [mentions, 4] each
    own_max = np.array([k.max(axis=0) for k in kinds])
    rivals, longer, shorter = _overlaps(found)
    ranked = (-own_max).argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    above_half = (own_max > 0.5).sum(axis=0)
    in_paper = own_max.sum(axis=0)
    numbers = np.arange(4)
    rows = np.zeros((len(found), 4, len(_KINDLY)), np.float32)
    for i, c in enumerate(found):
        own = kinds[i]
        weights = np.array([s.bounds for s in c.spans])
        titled = np.array([reading.offsets[s.first, 0] < title_end for s in c.spans])
        paths = np.bincount([s.path for s in c.spans if s.path >= 0], minlength=4)
        seen = counts[i, 0] + 1
        over, longest, shortest = (
            np.where(m[i, :, None], context[:, 1:], -1.0).max(axis=0) for m in (rivals, longer, shorter)
        )
        others = _others_max(own)
        listed = np.array([int(lists[i]) & 15 & (1 << k) != 0 for k in numbers])
        required = counts[i, 1:5]
        columns = (
            numbers, own_max[i], own.mean(axis=0), own.min(axis=0), own[0],
            own[titled].max(axis=0) if titled.any() else -1.0,
            others.max(axis=0), others.mean(axis=0), paths, paths.sum() - paths, (own * weights[:,
            None]).max(axis=0), ranked[i],
            above_half, (required + 0.1) / seen, required, (required.sum() - required + 0.1) / seen,
            (counts[i, 5:9] + 0.05) / seen, listed, listed.sum() > listed, context[i, 1:],
            _others_max(context[i : i + 1, 1:])[0],
            in_paper, over, over.max(), context[i, 1:] - over.max(), longest, shortest,
        )  # fmt: skip
        for place, column in enumerate(columns):
            rows[i, :, place] = column
    return rows


def _others_max(values: NDArray[Any]) -> NDArray[Any]:
    """[m, 4]: for each column the largest of the three others."""
    ordered = np.sort(values, axis=1)
    return np.where(values == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])


def _rivals(found: Sequence[Candidate], length: int) -> list[tuple[float, float, float]]:
    """For each candidate: the most probable bounds of an overlapping span of another, of a longer, of a shorter one."""
    spans = [(s.first, s.last, s.bounds, i) for i, c in enumerate(found) for s in c.spans]
    first, last, bounds, owner = (np.array(column) for column in zip(*spans, strict=True))
    overlap = (first[:, None] <= last[None]) & (first[None] <= last[:, None]) & (owner[:, None] != owner[None])
    size = last - first
    strong = np.where(overlap, bounds[None], 0.0)
    longer = np.where(size[None] > size[:, None], strong, 0.0).max(axis=1)
    shorter = np.where(size[None] <= size[:, None], strong, 0.0).max(axis=1)
    result = np.zeros((len(found), 3))
    np.maximum.at(result, owner, np.stack([strong.max(axis=1), longer, shorter], axis=1))
    return [(float(a), float(b), float(c)) for a, b, c in result]


def _overlaps(found: Sequence[Candidate]) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """[n, n]: which other candidates overlap one somewhere; of these those with the longer key, with the shorter."""
    spans = [(s.first, s.last, i) for i, c in enumerate(found) for s in c.spans]
    first, last, owner = (np.array(column) for column in zip(*spans, strict=True))
    across = (first[:, None] <= last[None]) & (first[None] <= last[:, None])
    touching = np.zeros((len(found), len(found)), bool)
    touching[owner[np.nonzero(across)[0]], owner[np.nonzero(across)[1]]] = True
    np.fill_diagonal(touching, False)
    size = np.array([len(c.key) for c in found])
    longer = touching & (size[None] > size[:, None])
    return touching, longer, touching & ~longer


def context_vectors(reading: Reading, found: Sequence[Candidate], bounds: Sequence[tuple[int, int]]) -> Floats:
    """Return the encoder's states in and around each candidate, [n, 8 * width].

    Of its most probable mention: mean, first and last piece, the piece before and after, the mean of its sentence; then
    the mean over all mentions, and the mean over the title.
    """
    hidden = reading.hidden.astype(np.float32)
    width = hidden.shape[1]
    if not found:
        return np.zeros((0, 8 * width), np.float32)
    totals = np.concatenate([np.zeros((1, width), np.float64), np.cumsum(hidden, axis=0, dtype=np.float64)])

    def mean(first: int, last: int) -> NDArray[Any]:
        return np.asarray((totals[last + 1] - totals[first]) / max(1, last + 1 - first))

    starts = reading.offsets[:, 0]
    title = mean(0, max(0, int(np.searchsorted(starts, max(reading.text.find("\n"), 1))) - 1))
    nothing = np.zeros(width)
    rows = np.zeros((len(found), 8, width), np.float32)
    for i, c in enumerate(found):
        s = max(c.spans, key=lambda s: (s.bounds * max(s.kinds), -s.first))
        at = int(starts[s.first])
        sentence = next(((a, b) for a, b in bounds if a <= at < b), (at, at + 1))
        inside = np.searchsorted(starts, sentence)
        rows[i] = [
            mean(s.first, s.last), hidden[s.first], hidden[s.last],
            hidden[s.first - 1] if s.first else nothing,
            hidden[s.last + 1] if s.last + 1 < len(hidden) else nothing,
            mean(int(inside[0]), max(int(inside[0]), int(inside[1]) - 1)),
            np.mean([mean(m.first, m.last) for m in c.spans], axis=0), title,
        ]  # fmt: skip
    return rows.reshape(len(found), 8 * width)


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
