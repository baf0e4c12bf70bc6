"""From what the tagger saw to what a paper says: entities with kinds, roles and probabilities, and their relations.

The one place where the small models meet. Each step is a function of the reading and of arrays that are shipped in
`model/decisions.npz`; nothing here looks at another paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.form_table import FormTable
from extractors.relations import PREDICATES, End, evidence, pair_features
from extractors.roles import DATASET_ROLES, METHOD_ROLES, role_features
from extractors.second_look import KINDS, context_vectors, features, known_forms, worth_a_look
from extractors.tagger import Reading
from extractors.things import Candidate, candidates
from extractors.trees import Forest, Ridge
from extractors.words import Page, hashed, mention_tokens, token_scores
from kg.names import known
from kg.vocabulary import Kind

__all__ = ["Entity", "Link", "Models", "Offers", "Paper", "decide", "entities", "offers", "role_scores", "standing"]

Floats = NDArray[np.float32]
_TRUSTED = 0.7  # of a known name: so often readers marked it as what the list says
_CONSIDERED = 0.25  # an entity less probable than this is no end of a relation
_CHANCE = 0.1  # a well-known name that is firm as nothing stands if it is so probable


@dataclass(frozen=True)
class Models:
    """All that decides: arrays of `decisions.npz` and the table of `forms.npz`."""

    forms: FormTable
    context: Ridge
    kind: Forest
    role_context: tuple[Ridge, Ridge]
    role: tuple[Forest, Forest]
    pairs: Mapping[str, Forest]
    words: Mapping[str, tuple[NDArray[Any], NDArray[Any]]]
    least: float
    least_pair: Mapping[str, float]

    @classmethod
    def from_folder(cls, folder: Path) -> "Models":
        """Return the models shipped in `folder`."""
        with np.load(folder / "decisions.npz") as data:
            arrays = {name: data[name] for name in data.files}
        words = {
            name: (arrays[f"words.{name}.weights"].astype(np.float32), arrays[f"words.{name}.bias"])
            for name in ("method", "dataset", *PREDICATES)
        }
        return cls(
            FormTable.from_file(folder / "forms.npz"),
            Ridge.from_arrays(arrays, "context"),
            Forest.from_arrays(arrays, "kind"),
            (Ridge.from_arrays(arrays, "context.method"), Ridge.from_arrays(arrays, "context.dataset")),
            (Forest.from_arrays(arrays, "role.method"), Forest.from_arrays(arrays, "role.dataset")),
            {name: Forest.from_arrays(arrays, f"pair.{name}") for name in PREDICATES},
            words,
            float(arrays["least"]),
            {name: float(arrays[f"least.{name}"]) for name in PREDICATES},
        )


@dataclass(frozen=True)
class Paper:
    """One paper under decision: its reading, candidates, sentences (bounds in characters) and words."""

    reading: Reading
    found: list[Candidate]
    bounds: Sequence[tuple[int, int]]
    page: Page

    @classmethod
    def from_reading(cls, reading: Reading, bounds: Sequence[tuple[int, int]]) -> "Paper":
        """Return the candidates of `reading`, with its text's sentences `bounds`."""
        page = Page.from_text(reading.text, reading.offsets.tolist(), bounds)
        return cls(reading, candidates(reading), list(bounds), page)


@dataclass(frozen=True)
class Entity:
    """A thing that stands: `score` is the probability that it does, `roles` the roles' probabilities (or empty).

    `evidence` is the sentence (its number) of the fact that follows from kind and role.
    """

    candidate: Candidate
    kind: str
    name: str
    score: float
    role: str | None
    roles: tuple[float, ...]
    evidence: int


@dataclass(frozen=True)
class Link:
    """A relation between two of the paper's entities, with the number of the sentence that best supports it."""

    subject: Entity
    predicate: str
    object: Entity
    score: float
    evidence: int


def decide(reading: Reading, bounds: Sequence[tuple[int, int]], models: Models) -> tuple[list[Entity], list[Link]]:
    """Return the entities and relations of one paper; `bounds` are its sentences, the title first."""
    paper = Paper.from_reading(reading, bounds)
    if not paper.found:
        return [], []
    counts, lists = known_forms(models.forms, paper.found)
    states = context_vectors(reading, paper.found, bounds)
    probable = standing(paper, counts, lists, models.context.scores(states), models.kind)
    sure = _well_known(paper.found, probable, models.least)
    probable[sure] *= np.array(KINDS) == Kind.DATASET.key
    roles = _roles(paper, states, counts, probable, models)
    named = {id(paper.found[i]) for i in sure}
    kept = entities(paper, probable, roles, _CHANCE)
    kept = [e for e in kept if e.score >= _CONSIDERED or id(e.candidate) in named]
    firm = {id(e) for e in kept if e.score >= models.least or id(e.candidate) in named}
    found = _judged(offers(paper, kept, models.words), models)
    relations = [
        replace(link, evidence=evidence(paper.page, link.subject.candidate, link.object.candidate))
        for link in found
        if id(link.subject) in firm and id(link.object) in firm and link.score >= models.least_pair[link.predicate]
    ]
    return [e for e in kept if id(e) in firm], relations


def _well_known(found: Sequence[Candidate], probable: Floats, least: float) -> list[int]:
    """Return the candidates that by name are datasets the field knows, may be that, and are firm as nothing else."""
    datasets = probable[:, KINDS.index(Kind.DATASET.key)]
    doubtful = np.flatnonzero((datasets >= _CHANCE) & (probable.max(axis=1) < least)).tolist()
    return [i for i in doubtful if any(_is_dataset(form) for form in found[i].forms)]


def _is_dataset(form: str) -> bool:
    thing = known(Kind.DATASET, form)
    return thing is not None and thing.trust >= _TRUSTED and thing.means(form)


def standing(paper: Paper, counts: Floats, lists: NDArray[np.uint8], context: Floats, forest: Forest) -> Floats:
    """[n, 4]: the probability that each candidate stands as each kind; zero where it isn't worth a look."""
    x = features(paper.reading, paper.found, paper.bounds, counts, lists, context)
    rows = worth_a_look(x)
    probable = np.zeros(len(x), np.float32)
    if rows.any():
        probable[rows] = forest.probabilities(x[rows])
    return probable.reshape(-1, 4)


def _roles(paper: Paper, states: Floats, counts: Floats, probable: Floats, models: Models) -> list[Floats]:
    """Of methods [n, 3] and of data sets [n, 2]: each candidate's roles' probabilities, zeros where none is wanted."""
    roles = [np.zeros((len(paper.found), len(names)), np.float32) for names in (METHOD_ROLES, DATASET_ROLES)]
    kinds = probable.argmax(axis=1)
    for number in range(2):
        rows = np.flatnonzero((kinds == number) & (probable[:, number] >= _CHANCE)).tolist()
        if rows:
            scores = np.zeros((len(paper.found), 10), np.float32)
            scores[rows] = role_scores(paper, states, models, rows)
            standing_ = probable[:, number]
            x = role_features(paper.reading, paper.found, paper.bounds, counts, standing_, scores, rows)
            roles[number][rows] = models.role[number].probabilities(x)
    return roles


def role_scores(paper: Paper, states: Floats, models: Models, rows: Sequence[int]) -> Floats:
    """[len(rows), 10]: linear scores of the roles of the candidates at `rows`, from the states and from the words."""
    spans = (paper.found[i].spans for i in rows)
    tokens = [hashed(mention_tokens(paper.page, [(s.first, s.last) for s in own])) for own in spans]
    by_words = [token_scores(tokens, *models.words[name]) for name in ("method", "dataset")]
    return np.concatenate([*(ridge.scores(states[rows]) for ridge in models.role_context), *by_words], axis=1)


def entities(paper: Paper, probable: Floats, roles: Sequence[Floats], least: float) -> list[Entity]:
    """Return the candidates whose best kind is at least as probable as `least`, in order of first mention."""
    kept: list[Entity] = []
    for i, candidate in enumerate(paper.found):
        kind = int(probable[i].argmax())
        if probable[i, kind] < least:
            continue
        names = (METHOD_ROLES, DATASET_ROLES)[kind] if kind < 2 else ()
        shares = tuple(float(v) for v in roles[kind][i]) if kind < 2 else ()
        role = names[int(np.argmax(shares))] if names else None
        inside = [paper.page.sentence[s.first] for s in candidate.spans]
        evidence_ = next((number for number in inside if number > 0), 0)
        kept.append(Entity(candidate, KINDS[kind], _name(candidate), float(probable[i, kind]), role, shares, evidence_))
    return kept


def _name(candidate: Candidate) -> str:
    """Return the clearest form: the most frequent spelling of the longest one that is no "long form (SHORT)" run."""
    plain = [form for form in candidate.forms if "(" not in form] or list(candidate.forms)
    return max(plain, key=lambda form: (len(form), form))


@dataclass(frozen=True)
class Offers:
    """Pairs of one paper with a predicate they allow: `links` not yet scored, their features `x` [n, PAIR_FEATURES]."""

    links: list[Link]
    x: Floats


def offers(paper: Paper, kept: Sequence[Entity], words: Mapping[str, Any]) -> Offers:
    """All pairs of `kept` with every predicate they allow. Their evidence is not looked for: few of them will stand."""
    ends = [_end(entity) for entity in kept]
    pairs, x = pair_features(paper.page, ends, words)
    found: list[Link] = []
    rows: list[int] = []
    for predicate, (_, kind) in PREDICATES.items():
        for n, (s, o) in enumerate(pairs):
            if ends[o].kind == kind:
                found.append(Link(kept[s], predicate, kept[o], -1.0, -1))
                rows.append(n)
    return Offers(found, x[rows])


def _judged(offered: Offers, models: Models) -> list[Link]:
    """Return the links with their probabilities."""
    scores = np.zeros(len(offered.links), np.float32)
    for name in PREDICATES:
        rows = [n for n, link in enumerate(offered.links) if link.predicate == name]
        if rows:
            scores[rows] = models.pairs[name].probabilities(offered.x[rows])
    return [replace(link, score=float(score)) for link, score in zip(offered.links, scores, strict=True)]


def _end(entity: Entity) -> End:
    share = dict(zip((METHOD_ROLES, DATASET_ROLES)[entity.kind == "dataset"], entity.roles, strict=False))
    roles = tuple(share.get(name, 0.0) for name in ("proposed", "used", "baseline", "introduced"))
    return End(entity.candidate, entity.kind, entity.score, roles)
