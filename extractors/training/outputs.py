"""Run a tagger over papers and keep its logits and hidden states, a shard at a time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from extractors.pieces import WordPiece
from extractors.training.shared import text_of

__all__ = ["write_outputs"]


def write_outputs(
    session: Any, tokens: WordPiece, papers: Sequence[dict[str, Any]], folder: Path, *, part: int = 0, parts: int = 1
) -> None:
    """Shards of 100 papers under `folder`; those there already are skipped. `part` of `parts` processes share them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, start in enumerate(range(0, len(papers), 100)):
        path = folder / f"{number:05d}.npz"
        if number % parts != part or path.exists():
            continue
        batch = papers[start : start + 100]
        columns: dict[str, list[Any]] = {"offsets": [], "logits": [], "hidden": []}
        for paper in batch:
            encoding = tokens.encode(text_of(paper))
            logits, hidden = session.run(["logits", "hidden"], {"ids": np.array([encoding.ids], np.int64)})
            columns["offsets"].append(np.array(encoding.offsets, np.int32).reshape(-1, 2))
            columns["logits"].append(logits[encoding.first].astype(np.float16))
            columns["hidden"].append(hidden[encoding.first].astype(np.float16))
        arrays: Any = {name: np.concatenate(rows) for name, rows in columns.items()}
        lengths = np.array([len(rows) for rows in columns["offsets"]])
        partial = path.with_suffix(".part.npz")
        np.savez(partial, ids=np.array([p["id"] for p in batch]), lengths=lengths, **arrays)
        partial.rename(path)
