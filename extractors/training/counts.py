"""Count over the annotated papers how readers took each form, and note which name lists hold it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from extractors.form_table import COLUMNS, LISTS, FormTable, form_hash, occurring
from extractors.pieces import pieces
from extractors.tagger import KINDS
from extractors.training.shared import shared, text_of
from kg.names import plain_form

__all__ = ["count_forms", "own_counts", "write_table"]

_DROPPED = re.compile(r"[^a-z0-9+]")
# names that only these corpora give: their licences do not let us ship what is made from them
_NOT_SHIPPED = {"corpus:SciER", "corpus:SciERC", "corpus:ner_dataset_recognition"}


def _norms(text: str) -> list[str]:
    return [_DROPPED.sub("", text[a:b].lower()) for a, b in pieces(text)]


def _marked(paper: dict[str, Any]) -> dict[str, set[int]]:
    """Return normal form -> columns that the readers of this paper add to (required wins over optional)."""
    marked: dict[str, set[int]] = {}
    for number, kind in enumerate(KINDS):
        for entity in paper[f"{kind}s"]:
            columns = {1 + number + (0 if entity["required"] else 4)}
            if kind == "method" or entity.get("role") == "introduced":
                columns.add(COLUMNS.index(entity["role"]))
            for name in (entity["name"], *entity["aliases"]):
                marked.setdefault(plain_form(name), set()).update(columns)
    marked.pop("", None)
    return marked


def own_counts(paper: dict[str, Any], known: set[str]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """Return what `paper` itself adds to the counts: normal form -> row of `COLUMNS`."""
    marked = _marked(paper)
    rows: dict[str, np.ndarray[Any, np.dtype[np.float32]]] = {}
    for key in occurring(_norms(text_of(paper)), known) | marked.keys():
        row = np.zeros(len(COLUMNS), np.float32)
        row[0] = 1
        for column in marked.get(key, ()):
            row[column] = 1
        rows[key] = row
    return rows


def _listed() -> dict[str, int]:
    bits: dict[str, int] = {}
    for number, name in enumerate(LISTS):
        for line in (shared() / f"gazetteers/gazetteer_{name}.tsv").read_text("utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) > 2 and set(columns[2].split("|")) <= _NOT_SHIPPED:
                continue
            for form in (columns[0], *(columns[1].split("|") if len(columns) > 1 else ())):
                if key := plain_form(form):
                    bits[key] = bits.get(key, 0) | 1 << number
    return bits


def count_forms(papers: Iterable[dict[str, Any]]) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
    """Return normal form -> counts over `papers`, for every form that a reader of any of them marked."""
    papers = list(papers)
    known = {key for paper in papers for key in _marked(paper)}
    totals: dict[str, np.ndarray[Any, np.dtype[np.float32]]] = {}
    for paper in papers:
        for key, row in own_counts(paper, known).items():
            totals[key] = totals[key] + row if key in totals else row
    return totals


def write_table(papers: Iterable[dict[str, Any]], path: Path) -> FormTable:
    """Count, add the name lists, and write the table that ships."""
    totals, bits = count_forms(papers), _listed()
    keys = sorted(totals.keys() | bits.keys(), key=form_hash)
    nothing = np.zeros(len(COLUMNS), np.float32)
    table = FormTable(
        np.array([form_hash(k) for k in keys], np.uint64),
        np.array([totals.get(k, nothing) for k in keys], np.uint16),
        np.array([bits.get(k, 0) for k in keys], np.uint8),
    )
    np.savez_compressed(path, hashes=table.hashes, counts=table.counts, lists=table.lists)
    return table
