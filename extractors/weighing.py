"""Weigh the evidence about a candidate: how probable each kind is, or none.

A multinomial logistic regression over plain features. Its weights are ``weights.tsv``, fitted on the annotated
abstracts of ``$KG_SHARED`` (entities that readers left optional taken out), so a probability means what it says.
"""

import csv
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from extractors.candidates import Candidate
from extractors.head_nouns import head_kind
from kg.vocabulary import Kind

KINDS = (Kind.METHOD, Kind.DATASET, Kind.TASK, Kind.METRIC)


def features(text: str, candidate: Candidate, title_end: int) -> dict[str, float]:
    """Return what there is to weigh: who found the candidate, how it looks, where it stands, its cues."""
    found = {"any": 1.0}
    for e in candidate.of("known_names"):
        if e.kind:
            trust, name = min(max(e.score, 0.01), 0.99), f"known {e.kind.key}"
            found[name] = 1.0
            found[f"{name}: trust"] = max(found.get(f"{name}: trust", -9.0), math.log(trust / (1 - trust)))
    found |= {f"found by {extractor}": 1.0 for extractor in ("abbreviations", "phrases") if candidate.of(extractor)}
    found |= {e.what: 1.0 for e in (*candidate.of("shapes"), *candidate.of("cues")) if e.what}
    forms = candidate.forms(text)
    if not candidate.of("known_names"):  # how far the look of a known name can be trusted is in its trust
        found |= {f"looks like {shape(form)}": 1.0 for form in forms}
    head = head_kind(max(forms, key=len))
    if head:
        found[f"head noun of {head.key}"] = 1.0
    in_title = sum(span.end <= title_end for span in candidate.spans)
    in_abstract = len(candidate.spans) - in_title
    facts = {
        "in title": in_title,
        "only in title": not in_abstract,
        "twice": in_abstract > 1,
        "thrice": in_abstract > 2,
    }
    return found | {name: 1.0 for name, holds in facts.items() if holds}


def shape(form: str) -> str:
    """Say what a form looks like.

    >>> [shape(form) for form in ("CIFAR-10", "iSeeBetter", "GANs", "Adam", "Visual Genome", "link prediction")]
    ['word with digits', 'word with inner capitals', '3 capitals', 'Word', 'Words', 'words']
    """
    words = form.split()
    if re.search(r"\d", form):
        return "word with digits" if len(words) == 1 else "words with digits"
    if len(words) > 1:
        return (
            "Words"
            if all(w[0].isupper() for w in words)
            else "words with a capital"
            if form != form.lower()
            else "words"
        )
    if re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}", form):
        return "word with inner capitals"
    if re.fullmatch(r"[A-Z]+s?", form):
        return f"{min(5, sum(map(str.isupper, form)))} capitals"
    if re.search(r"[A-Z].*[A-Z]", form):
        return "Com-Pound"
    return "Word" if form[0].isupper() else "word"


def probabilities(found: Mapping[str, float]) -> dict[Kind, float]:
    """Return the probability of each kind; what is missing to one is that of no kind."""
    table = _weights()
    sums = [0.0] * len(KINDS)
    for name, value in found.items():
        for n, weight in enumerate(table.get(name, ())):
            sums[n] += value * weight
    powers = [math.exp(s) for s in sums]
    return {kind: power / (1 + sum(powers)) for kind, power in zip(KINDS, powers, strict=True)}


@cache
def _weights() -> Mapping[str, tuple[float, ...]]:
    lines: Iterable[str] = (files("extractors") / "weights.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader(lines, delimiter="\t")
    return {row["feature"]: tuple(float(row[kind.key]) for kind in KINDS) for row in rows}
