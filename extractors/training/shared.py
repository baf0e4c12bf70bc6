"""What training reads: the folder named by KG_SHARED, and what the tagger said about its papers."""

import gzip
import itertools
import json
import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.evaluate import title_key

__all__ = [
    "Outputs",
    "annotated",
    "gold",
    "load_outputs",
    "sample_unlabelled",
    "shared",
    "text_of",
    "unlabelled",
    "unseen",
]


def shared() -> Path:
    """Return the folder with the annotated papers, the corpora and the teacher; SystemExit if KG_SHARED names none."""
    folder = os.environ.get("KG_SHARED")
    if not folder or not Path(folder).is_dir():
        raise SystemExit("KG_SHARED must name the folder with annotated/, gold/, teacher/, gazetteers/ and abstracts/")
    return Path(folder)


def text_of(paper: dict[str, Any]) -> str:
    """Title, blank line, abstract: what every offset points into."""
    return f"{paper['title']}\n\n{paper['abstract']}"


def annotated() -> list[dict[str, Any]]:
    """Return the annotated training papers, in file order."""
    with (shared() / "annotated/train.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def gold(name: str) -> list[dict[str, Any]]:
    """Return a development gold (`abstracts-dev` or `seed-dev`), each paper with the abstract it was read from.

    The seeds' abstracts stand in the pasted page: the paragraph after the title.
    """
    papers = json.loads((shared() / f"gold/{name}.json").read_text("utf-8"))
    if name == "abstracts-dev":
        with (shared() / "gold/abstracts-dev.jsonl").open(encoding="utf-8") as lines:
            texts = {p["id"]: p for p in map(json.loads, lines)}
        return [p | {"abstract": texts[p["id"]]["abstract"]} for p in papers]
    page = (shared() / "seeds/huggingface-papers-page.txt").read_text("utf-8").splitlines()
    lines_ = [line.strip() for line in page if line.strip()]
    following = dict(itertools.pairwise(lines_))
    return [p | {"abstract": following[p["title"].strip()], "id": f"seed-{p['n']}"} for p in papers]


def unseen() -> set[str]:
    """Ids of sets 1 and 2 that the teacher was not trained on (set 3 it has not seen either)."""
    return set((shared() / "teacher/unseen-ids.txt").read_text("utf-8").split())


def unlabelled() -> Iterator[dict[str, Any]]:
    """Return the abstracts without annotation, in file order."""
    for path in sorted((shared() / "abstracts").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


@dataclass(frozen=True)
class Outputs:
    """What a tagger said about one paper: `offsets` [n, 2], `logits` [n, 9], `hidden` [n, width], a row a piece."""

    offsets: NDArray[np.int32]
    logits: NDArray[np.float16]
    hidden: NDArray[np.float16]


def load_outputs(folder: Path) -> dict[str, Outputs]:
    """All shards of `folder`, by paper id."""
    found: dict[str, Outputs] = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path) as shard:
            ends = np.cumsum(shard["lengths"])[:-1]
            rows = (np.split(shard[name], ends) for name in ("offsets", "logits", "hidden"))
            for paper, offsets, logits, hidden in zip(shard["ids"].tolist(), *rows, strict=True):
                found[paper] = Outputs(offsets, logits, hidden)
    return found


def sample_unlabelled(count: int, seed: int = 0) -> list[dict[str, Any]]:
    """`count` unlabelled abstracts of 400 to 2,400 characters, none of a title in the golds or the annotated papers.

    `shared()/gold` may hold only the development golds here; whatever lies there is left out, by normalised title.
    """
    taken = {title_key(p["title"]) for p in annotated()}
    for path in sorted((shared() / "gold").glob("*.json")):
        taken |= {title_key(p["title"]) for p in json.loads(path.read_text("utf-8"))}
    pool: list[dict[str, Any]] = []
    for paper in unlabelled():
        key = title_key(paper["title"])
        if key not in taken and 400 <= len(paper["abstract"]) <= 2400:
            taken.add(key)
            pool.append(paper)
    random.Random(seed).shuffle(pool)
    return pool[:count]
