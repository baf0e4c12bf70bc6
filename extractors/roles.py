"""The role of a method or data set in its paper: proposed, used, baseline; used, introduced.

A ridge regression over the encoder's states in and around the mentions, a linear model over hashed words (`words`),
and boosted trees over their scores, cue phrases, the place, the form,
and the roles that training readers gave to that form.
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.tagger import Reading
from extractors.things import Candidate

__all__ = ["DATASET_ROLES", "METHOD_ROLES", "ROLE_FEATURES", "role_features"]

METHOD_ROLES = ("proposed", "used", "baseline")
DATASET_ROLES = ("used", "introduced")
Floats = NDArray[np.float32]

_BEFORE = {
    "propose": r"propos|introduc|present|develop|design|devis|contribut|provid|releas|creat|construct|curat|collect"
    r"|build ",
    "called": r"\b(?:call|name|dub|term|namely|denoted|coin)",
    "novel": r"\b(?:novel|new|first|simple)\b",
    "our": r"\b(?:our|this)\b",
    "we": r"\bwe\b",
    "using": r"\b(?:us(?:e|es|ed|ing)|via|by|with|employ\w*|leverag\w*|utili\w*|adopt\w*|through|apply\w*)\b",
    "based": r"\b(?:based on|builds? on|built on|upon|extend\w*|inspired|variant|generali[sz]\w+|on top of)\b",
    "than": r"\b(?:than|over|against|versus|vs|outperform\w*|surpass\w*|exceed\w*|beats?|superior)\b",
    "compared": r"\b(?:compar\w+|baselines?|competit\w+|counterparts?)\b",
    "existing": r"\b(?:existing|previous|prior|traditional|conventional|standard|popular|recent|current"
    r"|unlike|strong)\b",
    "such as": r"\b(?:such as|e\.g|like|including|includ\w+|as well as)\b",
    "evaluate": r"\b(?:evaluat\w+|experiment\w*|results?|benchmark\w*|test\w*|performance|train\w*|on)\b",
    "improve": r"\b(?:improv\w+|enhanc\w+|boost\w*)\b",
    "problem": r"\b(?:however|but|suffer\w*|limit\w+|challeng\w+|although|while|despite)\b",
}
_AFTER = {
    "does": r"^\W*(?:\([^)]*\)\W*)?(?:is|are|can|achiev\w+|outperform\w*|improv\w+"
    r"|surpass\w*|learn\w*|us\w+|allow\w*|enabl\w+|consist\w*)\b",
    "wins": r"\b(?:outperform\w*|surpass\w*|achiev\w+|exceed\w*|superior|state-of-the-art)\b",
    "which": r"^\W*(?:\([^)]*\)\W*)?(?:,|which|that|to|for)\b",
    "colon": r"^\s*:",
    "bracket": r"^\s*\(",
    "based": r"^[ -]based",
    "dataset": r"^\W*(?:data ?set|benchmark|corpus|challenge)",
    "suffers": r"\b(?:suffer\w*|limit\w+|fail\w*|struggl\w+|require\w*|however|but)\b",
}
_SENTENCE = {
    "we propose": r"\bwe (?:\w+ )?(?:propos|introduc|present|develop|design|creat|construct|releas)",
    "paper": r"\b(?:this|the) (?:paper|work|article|study)\b",
    "outperform": r"\b(?:outperform|surpass|state-of-the-art|superior|better|baseline|compar)",
    "experiment": r"\b(?:experiment|evaluat|empirical|results|demonstrat|show)",
    "background": r"\b(?:recent|existing|previous|prior|however|tradition|have been|has been|widely|typically|often)\b",
}
_RULES = tuple(
    (part, name, re.compile(rule, re.IGNORECASE))
    for part, rules in (("before", _BEFORE), ("after", _AFTER), ("sentence", _SENTENCE))
    for name, rule in rules.items()
)
_NUMBERS = (
    "place first", "place last", "mentions", "in title", "title starts", "title colon", "sentence first",
    "sentences in", "last sentence",
    "capitals", "inner upper", "lower only", "digits", "words", "characters", "bound", "standing", "best standing",
    "rank of place", "proposed so far", "seen", "form proposed", "form used", "form baseline", "form introduced",
    "form role",
    "required dataset", "rivals above", "share of mentions", "title share",
)  # fmt: skip
_SCORES = tuple(
    f"{by} {name}"
    for by in ("states", "words")
    for name in ("proposed", "used", "baseline", "dataset used", "introduced")
)
ROLE_FEATURES = (
    *_NUMBERS,
    *_SCORES,
    *(f"{part} {name}" for part, name, _ in _RULES),
    *(f"{part} {name} first" for part, name, _ in _RULES if part != "sentence"),
)


def role_features(
    reading: Reading,
    found: Sequence[Candidate],
    bounds: Sequence[tuple[int, int]],
    counts: Floats,
    standing: Floats,
    scores: Floats,
    rows: Sequence[int] | None = None,
) -> Floats:
    """Features [n, len(ROLE_FEATURES)] of the candidates, or of those at `rows` alone.

    `counts` [n, 13] are the forms' counts, `standing` [n] the second look's probability of the kind in question,
    `scores` [n, 10] the ridges' and the linear word models' for the methods' three roles and the data sets' two.
    """
    text, offsets = reading.text, reading.offsets
    title_end = max(text.find("\n"), 0)
    colon = text.find(":", 0, title_end)
    starts = np.array([a for a, _ in bounds])
    total = max(1, sum(len(c.spans) for c in found))
    best = standing.max(initial=0.0)
    described: list[list[float]] = []
    for i in range(len(found)) if rows is None else rows:
        c = found[i]
        at = [(int(offsets[s.first, 0]), int(offsets[s.last, 1])) for s in c.spans]
        inside = np.unique(np.searchsorted(starts, [a for a, _ in at], side="right") - 1)
        form = max(c.forms, key=len)
        titled = sum(a < title_end for a, _ in at)
        roles = counts[i, 9:13]
        row = [
            at[0][0] / len(text), at[-1][0] / len(text), len(at), titled > 0, at[0][0] == 0,
            0 < at[0][1] <= colon + 1 and titled > 0, int(inside[0]), len(inside), bool(inside[-1] == len(bounds) - 1),
            sum(x.isupper() for x in form), any(x.isupper() for x in form[1:]), form.islower(),
            sum(x.isdigit() for x in form),
            len(form.split()), len(form), c.bound, standing[i], best, i, 0.0,
            float(np.log1p(counts[i, 0])), *((roles + 0.2) / (roles.sum() + 0.8)), float(np.log1p(roles.sum())),
            counts[i, 2], float((standing > standing[i]).sum()), len(at) / total, titled / len(at),
        ]  # fmt: skip
        windows = {
            "before": [_before(text, a, bounds, starts) for a, _ in at],
            "after": [_after(text, a, b, bounds, starts) for a, b in at],
            "sentence": [text[bounds[j][0] : bounds[j][1]] for j in inside if j > 0] or [""],
        }
        row += scores[i].tolist()
        row += [sum(bool(rule.search(w)) for w in windows[part]) / len(windows[part]) for part, _, rule in _RULES]
        # of the first mention outside the title
        first = next((j for j, (a, _) in enumerate(at) if a >= title_end), 0)
        row += [bool(rule.search(windows[part][first])) for part, _, rule in _RULES if part != "sentence"]
        described.append(row)
    return np.array(described, np.float32).reshape(len(described), len(ROLE_FEATURES))


def _before(text: str, start: int, bounds: Sequence[tuple[int, int]], starts: NDArray[np.int64]) -> str:
    sentence = bounds[max(0, int(np.searchsorted(starts, start, side="right")) - 1)]
    return text[max(sentence[0], start - 50) : start]


def _after(text: str, start: int, end: int, bounds: Sequence[tuple[int, int]], starts: NDArray[np.int64]) -> str:
    sentence = bounds[max(0, int(np.searchsorted(starts, start, side="right")) - 1)]
    return text[end : max(end, min(sentence[1], end + 50))]
