"""The page: what it shows, that it opens without a network, and that it works in a browser."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_graph import BY, ENTITIES, PAPERS, sentences_of

from exports.html import PHRASES, SHAPES, Shown, write_html
from kg.model import Alias, Entity, Extraction, Fact, Paper, Qualifiers
from kg.record import Record
from kg.vocabulary import PREDICATES, Kind, paper_predicate, roles_of

TOPICS = ("graph", "speech", "vision", "translation", "retrieval", "planning")
SIZES = {Kind.METHOD: 90, Kind.DATASET: 60, Kind.TASK: 36, Kind.METRIC: 12}


def fill_with_crowd(record: Record, papers: int = 180) -> None:
    """Fill a record with papers in six fields: a few things that all speak of, many that one does."""
    chance = Random(7)
    named: dict[str, Entity] = {}
    facts = []
    for n in range(papers):
        topic = n % len(TOPICS)
        said = []
        for kind, size in SIZES.items():
            for _ in range(chance.choice((0, 1) if kind is Kind.METRIC else (1, 1, 2, 3))):
                rank = min(int(chance.paretovariate(0.9)) - 1, size // 6 - 1)
                field = topic if chance.random() > 0.2 else 0
                name = f"{TOPICS[field].title()}{kind.value}-{rank}"
                entity = Entity(f"{kind.key}/{name.lower()}", kind, name, (Alias(name.upper(), 1, "same spelling"),))
                said.append((named.setdefault(entity.id, entity), chance.choice(roles_of(kind) or (None,))))
        words = [f"We speak of {entity.name} in passage {n}." for entity, _ in said]
        paper = Paper(f"paper/src:{n:04}", f"On {TOPICS[topic]} and what became of it, part {n}", " ".join(words), f"{2015 + n % 10}")
        spans = sentences_of(paper)
        record.put(paper, Extraction(paper.id, BY, spans))
        for (entity, role), span in zip(said, spans[1:], strict=True):
            predicate = paper_predicate(entity.kind, role).name
            facts.append(Fact(paper.id, predicate, entity.id, paper.id, span, chance.randint(50, 99) / 100, BY))
    unique = {fact.id: fact for fact in facts}
    record.resolve_to(named.values(), unique.values(), [])
