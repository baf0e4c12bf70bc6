"""Score extractions against a gold file: entities, roles, relations, confidence.

A gold file is a JSON list of papers in the guide's form (`methods`, `datasets`, `tasks`, `metrics`, `repos`,
`relations`, `relations_optional`); an extraction is a dict as `kg extract` prints it. Papers match by normalised
title. Everything here is plain Python: counts per paper, of which `kg.figures` makes shares.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.figures import Bin, Counts, Figure, calibration_error, figures, reliability
from kg.names import plain_form

__all__ = ["Error", "Report", "evaluate", "title_key"]

KINDS = {"method": "methods", "dataset": "datasets", "task": "tasks", "metric": "metrics"}
MICRO = ("method", "dataset", "task")
SIGNATURES = {
    "EXTENDS": ("method", "method"),
    "OUTPERFORMS": ("method", "method"),
    "EVALUATED_ON": ("method", "dataset"),
    "APPLIED_TO": ("method", "task"),
}
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?")

Paper = Mapping[str, Any]
Triple = tuple[int, str, int]


def title_key(title: str) -> str:
    """Return the form under which papers are matched: letters and digits of the title, lower case."""
    return "".join(c for c in title.lower() if c.isalnum())


@dataclass(frozen=True)
class Error:
    """One thing that counts against a reading: what is wrong with a name or a relation of a paper.

    `kind` is an entity's kind or a relation's predicate; `wrong` is `false positive`, `miss`, or says of a role which
    was read and which is right; `score` is what the reading gave, none for a miss.
    """

    paper: str
    kind: str
    name: str
    wrong: str
    score: float | None


@dataclass(frozen=True)
class Report:
    """All figures of one run, by name such as `method.f1`, `micro.precision`, `roles.method`, `relations.f1`."""

    papers: int
    missing: tuple[str, ...]
    figures: dict[str, Figure]
    entity_reliability: tuple[Bin, ...]
    relation_reliability: tuple[Bin, ...]
    errors: tuple[Error, ...]

    def as_dict(self) -> dict[str, Any]:
        """Return the report's figures as plain dicts and lists, for `--json`."""
        return {
            "papers": self.papers,
            "missing": list(self.missing),
            "figures": {name: vars(figure) for name, figure in self.figures.items()},
            "entity_reliability": [vars(b) for b in self.entity_reliability],
            "relation_reliability": [vars(b) for b in self.relation_reliability],
            "entity_calibration_error": calibration_error(self.entity_reliability),
            "relation_calibration_error": calibration_error(self.relation_reliability),
        }


@dataclass
class _Gold:
    """The gold entities of one kind in one paper."""

    names: list[str] = field(default_factory=list)
    forms: list[set[str]] = field(default_factory=list)
    required: list[bool] = field(default_factory=list)
    roles: list[set[str]] = field(default_factory=list)

    def matches(self, forms: set[str]) -> list[int]:
        return [i for i, own in enumerate(self.forms) if own & forms]


@dataclass
class _Scored:
    paper: str
    counts: Counts = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    entities: list[tuple[float, bool]] = field(default_factory=list)
    relations: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, name: str, amount: float = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + amount

    def fault(self, kind: str, name: str, wrong: str, score: float | None = None) -> None:
        self.errors.append(Error(self.paper, kind, name, wrong, score))


def evaluate(gold: Iterable[Paper], extractions: Iterable[Paper], *, resamples: int = 1000, seed: int = 0) -> Report:
    """Return every figure of `extractions` on the papers of `gold`; a gold paper without an extraction counts as empty.

    Roles' accuracy is over required gold methods (datasets) that were found, by the best-scored entity that found
    them. `relations.f1` is end to end; `relations.matched.f1` is over relations whose two ends were both found.
    """
    by_title = {title_key(e["title"]): e for e in extractions}
    missing: list[str] = []
    scored: list[_Scored] = []
    for paper in gold:
        extraction = by_title.get(title_key(paper["title"]))
        if extraction is None:
            missing.append(paper["title"])
        scored.append(_score(paper, extraction or {}))
    measured = figures([s.counts for s in scored], resamples, seed)
    return Report(
        papers=len(scored),
        missing=tuple(missing),
        figures=measured,
        entity_reliability=reliability([pair for s in scored for pair in s.entities]),
        relation_reliability=reliability([pair for s in scored for pair in s.relations]),
        errors=tuple(error for s in scored for error in s.errors),
    )


def _score(paper: Paper, extraction: Paper) -> _Scored:
    scored = _Scored(paper["title"])
    found: dict[tuple[str, str], list[int]] = {}
    golds = {kind: _gold(paper, kind) for kind in KINDS}
    entities = extraction.get("entities", [])
    for kind, gold in golds.items():
        _score_kind(scored, kind, gold, [e for e in entities if e["kind"] == kind], found)
    _score_repositories(scored, paper, [e["name"] for e in entities if e["kind"] == "repository"])
    _score_relations(scored, paper, extraction, golds, found)
    return scored


def _gold(paper: Paper, kind: str) -> _Gold:
    gold = _Gold()
    for entity in paper.get(KINDS[kind], []):
        gold.names.append(entity["name"])
        gold.forms.append({plain_form(n) for n in (entity["name"], *entity["aliases"])} - {""})
        gold.required.append(bool(entity["required"]))
        gold.roles.append(set((entity.get("role") or "").split("|")))
    return gold


def _score_kind(
    scored: _Scored, kind: str, gold: _Gold, entities: Sequence[Paper], found: dict[tuple[str, str], list[int]]
) -> None:
    names = (kind, "micro") if kind in MICRO else (kind,)
    best: dict[int, Paper] = {}
    for entity in sorted(entities, key=lambda e: (-e["score"], e["name"])):
        forms = {plain_form(n) for n in (entity["name"], *entity["surface_forms"])} - {""}
        hits = gold.matches(forms)
        found[kind, entity["name"]] = sorted({*hits, *found.get((kind, entity["name"]), [])})
        for hit in hits:
            best.setdefault(hit, entity)
        if hits and not any(gold.required[i] for i in hits):
            continue
        scored.entities.append((entity["score"], bool(hits)))
        if not hits:
            scored.fault(kind, entity["name"], "false positive", entity["score"])
        for name in names:
            scored.add(f"{name}.kept")
            scored.add(f"{name}.right", bool(hits))
    for i, required in enumerate(gold.required):
        if not required:
            continue
        for name in names:
            scored.add(f"{name}.gold")
            scored.add(f"{name}.found", i in best)
        if i not in best:
            scored.fault(kind, gold.names[i], "miss")
        elif kind in ("method", "dataset"):
            role = best[i]["role"] or "used"
            scored.add(f"roles.{kind}.cases")
            scored.add(f"roles.{kind}.right", role in gold.roles[i])
            if role not in gold.roles[i]:
                wrong = f"role {role}, not {' or '.join(sorted(gold.roles[i]))}"
                scored.fault(kind, gold.names[i], wrong, best[i]["score"])


def _score_repositories(scored: _Scored, paper: Paper, names: Sequence[str]) -> None:
    gold, kept = ({_address(n) for n in urls} for urls in (paper.get("repos", []), names))
    scored.add("repository.kept", len(kept))
    scored.add("repository.right", len(kept & gold))
    scored.add("repository.gold", len(gold))
    scored.add("repository.found", len(kept & gold))


def _address(url: str) -> str:
    return _SCHEME.sub("", url.strip().lower()).rstrip("/.").removesuffix(".git")


def _score_relations(
    scored: _Scored,
    paper: Paper,
    extraction: Paper,
    golds: Mapping[str, _Gold],
    found: Mapping[tuple[str, str], list[int]],
) -> None:
    required = _gold_relations(paper.get("relations", []), golds)
    optional = _gold_relations(paper.get("relations_optional", []), golds)
    seen: dict[str, set[int]] = {}
    for (kind, _), hits in found.items():
        seen.setdefault(kind, set()).update(hits)
    right: set[int] = set()
    wrong: dict[tuple[Any, ...], float] = {}
    for relation in sorted(extraction.get("relations", []), key=lambda r: -r["score"]):
        predicate = relation["predicate"]
        if predicate not in SIGNATURES:
            continue
        kinds = SIGNATURES[predicate]
        ends = [found.get((kind, relation[end]), []) for kind, end in zip(kinds, ("subject", "object"), strict=True)]
        read: set[Triple] = {(s, predicate, o) for s in ends[0] for o in ends[1]}
        stated = {i for i, alternatives in enumerate(required) if alternatives & read}
        if stated:
            if not stated <= right:
                scored.relations.append((relation["score"], True))
            right |= stated
        elif not any(alternatives & read for alternatives in optional):
            key: tuple[Any, ...] = min(read) if read else (relation["subject"], predicate, relation["object"])
            if key not in wrong:
                wrong[key] = relation["score"]
                scored.relations.append((relation["score"], False))
                name = _relation(relation["subject"], relation["object"])
                scored.fault(predicate, name, "false positive", relation["score"])
    # a wrong relation between two ends that were both matched is keyed by gold entities
    matched_wrong = [key for key in wrong if isinstance(key[0], int)]
    reachable = [
        i
        for i, alternatives in enumerate(required)
        if any(s in seen.get(SIGNATURES[p][0], ()) and o in seen.get(SIGNATURES[p][1], ()) for s, p, o in alternatives)
    ]
    for i, alternatives in enumerate(required):
        predicate = next(iter(alternatives))[1] if alternatives else ""
        for name in ("relations", f"relations.{predicate}"):
            scored.add(f"{name}.gold")
            scored.add(f"{name}.found", i in right)
            scored.add(f"{name}.kept", i in right)
            scored.add(f"{name}.right", i in right)
        if i not in right:
            subject, _, object_ = min(alternatives)
            names = (golds[kind].names[n] for kind, n in zip(SIGNATURES[predicate], (subject, object_), strict=True))
            scored.fault(predicate, _relation(*names), "miss")
    for key in wrong:
        for name in ("relations", f"relations.{key[1]}"):
            scored.add(f"{name}.kept")
    scored.add("relations.matched.gold", len(reachable))
    scored.add("relations.matched.found", len(right))
    scored.add("relations.matched.right", len(right))
    scored.add("relations.matched.kept", len(right) + len(matched_wrong))


def _relation(subject: str, object_: str) -> str:
    return f"{subject} -> {object_}"


def _gold_relations(relations: Iterable[Sequence[str]], golds: Mapping[str, _Gold]) -> list[set[Triple]]:
    """Each gold relation as the set of triples of gold entities that its two names may mean."""
    result: list[set[Triple]] = []
    for subject, predicate, object_ in relations:
        if predicate not in SIGNATURES or subject == "Paper":
            continue
        ends = [
            golds[kind].matches({plain_form(name)} - {""})
            for kind, name in zip(SIGNATURES[predicate], (subject, object_), strict=True)
        ]
        triples: set[Triple] = {(s, predicate, o) for s in ends[0] for o in ends[1]}
        if triples and triples not in result:
            result.append(triples)
    return result
