"""Decide what the candidates of a paper are: group, weigh, settle overlaps, kinds and roles.

This is the last component, and the only place where pieces of evidence meet. The spans of one thing are grouped (one
key, one definition, one known name); the group's evidence is a set of features; a multinomial logistic regression
over them says how probable each kind is, or none. Its weights are a table, ``weights.tsv``, fitted on annotated
abstracts.
"""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from extractors import evidence
from extractors.evidence import Evidence
from extractors.head_nouns import head_kind
from kg.model import Span
from kg.names import key
from kg.vocabulary import Kind, Role

KINDS = (Kind.METHOD, Kind.DATASET, Kind.TASK, Kind.METRIC)


@dataclass(slots=True)
class Candidate:
    """One thing that a paper may speak of: its spans, and what was said of them, by extractor."""

    spans: set[Span] = field(default_factory=set)
    said: dict[str, set[Evidence]] = field(default_factory=lambda: defaultdict(set))


def grouped(text: str, said: Mapping[str, Iterable[Evidence]]) -> list[Candidate]:
    """Group evidence by what it speaks of: a span joins its definition's long form and its known name."""
    parent: dict[str, str] = {}

    def find(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    def join(one: str, other: str) -> None:
        first, second = sorted((find(one), find(other)))
        parent[second] = first

    keys: dict[tuple[str, Evidence], str] = {}
    for group in evidence.CANDIDATES:
        for e in said[group]:
            own = key(e.span.of(text))
            if group == "known_names" and "/" in e.span.of(text):
                own = key(e.what)
            elif group in ("known_names", "abbreviations"):
                join(own, key(e.what))
            keys[group, e] = own
    candidates: dict[str, Candidate] = defaultdict(Candidate)
    for (group, e), own in keys.items():
        candidates[find(own)].spans.add(e.span)
        candidates[find(own)].said[group].add(e)
    by_span = defaultdict(list)
    for candidate in candidates.values():
        for span in candidate.spans:
            by_span[span].append(candidate)
    for e in said["cues"]:
        for candidate in by_span[e.span]:
            candidate.said["cues"].add(e)
    return list(candidates.values())


def shape(form: str) -> str:
    words = form.split()
    if re.search(r"\d", form):
        return "digits" if len(words) == 1 else "digits, words"
    if len(words) == 1:
        if re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}", form):
            return "inner capitals"
        if form.isupper() or re.fullmatch("[A-Z]+s", form):
            return f"{min(5, sum(map(str.isupper, form)))} capitals"
        if re.search(r"[A-Z].*[A-Z]", form):
            return "some capitals"
        return "Word" if form[:1].isupper() else "word"
    if all(w[:1].isupper() for w in words):
        return "Words"
    return "words with Capital" if re.search("[A-Z]", form) else "words"


def features(text: str, candidate: Candidate, title_end: int) -> dict[str, float]:
    found: dict[str, float] = {"always": 1.0}
    for e in candidate.said["known_names"]:
        assert e.kind
        name = f"known {e.kind.key}"
        found[name] = 1.0
        found[name + ", trust"] = max(found.get(name + ", trust", -9.0), math.log(e.score / (1 - min(e.score, 0.995))))
    if candidate.said["abbreviations"]:
        found["abbreviation"] = 1.0
    if candidate.said["phrases"]:
        found["phrase"] = 1.0
    for e in candidate.said["shapes"]:
        if e.what:
            found[e.what] = 1.0
    for e in candidate.said["cues"]:
        found["cue: " + e.what] = 1.0
    forms = sorted({s.of(text) for s in candidate.spans}, key=lambda f: (-len(f), f))
    kind = head_kind(forms[0])
    if kind and len(forms[0].split()) > 1:
        found[f"head {kind.key}"] = 1.0
    for form in forms:
        found["shape: " + shape(form)] = 1.0
    if any(s.end <= title_end for s in candidate.spans):
        found["in title"] = 1.0
    n = len([s for s in candidate.spans if s.start > title_end])
    if n >= 2: found["twice"] = 1.0
    if n >= 3: found["three times"] = 1.0
    if n == 0: found["only in title"] = 1.0
    return found
