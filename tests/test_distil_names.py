"""The name table is made from lists and marked abstracts: what is kept, found and joined, on lists made up here."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from extractors.training.name_evidence import Phrases, Readings
from extractors.training.names import distil, write
from kg.names import Known, key
from kg.vocabulary import Kind

LISTS = {
    "datasets": [
        "QuarkNet\tQuarkNet-mini|Boson\tpwc/World-Snapshot",
        "Visual\t\tpwc/World-Snapshot",
        "Muon-7 dataset\t\tmteb",
        "GluonBank\t\tcorpus:SciER",
    ],
    "methods": ["quark mixing\t\tcorpus:SciREX"],
    "tasks": ["Hadron Sorting\t\tpwc/World-Snapshot"],
    "metrics": [],
    "silver_acronyms": ["hadron sorting\tHS\tabstracts-silver\t9", "hazy skies\tHS\tabstracts-silver\t1"],
}

PAPERS = [
    ("Hadron sorting (HS) on QuarkNet", {"datasets": ["QuarkNet"], "tasks": ["hadron sorting"]}),
    ("Hadron sorting with visual cues: Visual QuarkNet", {"datasets": ["QuarkNet"], "tasks": ["hadron sorting"]}),
    ("Visual hadron sorting on MUON 7", {"datasets": ["MUON 7"], "tasks": ["hadron sorting"]}),
    ("Quark mixing is not named", {}),
]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "gazetteers").mkdir()
    for name, lines in LISTS.items():
        (tmp_path / "gazetteers" / f"gazetteer_{name}.tsv").write_text("".join(f"{line}\n" for line in lines))
    (tmp_path / "abstracts").mkdir()
    with gzip.open(tmp_path / "abstracts" / "some.jsonl.gz", "wt") as lines:
        lines.writelines(json.dumps({"title": title, "abstract": ""}) + "\n" for title, _ in PAPERS)
    (tmp_path / "train.jsonl").write_text("".join(json.dumps(annotated(*row)) + "\n" for row in PAPERS))
    return tmp_path


def annotated(title: str, marks: dict[str, list[str]]) -> dict[str, Any]:
    kinds = ("datasets", "methods", "metrics", "tasks")
    entities = {kind: [{"name": name, "aliases": []} for name in marks.get(kind, ())] for kind in kinds}
    spans = [
        {"start": at, "end": at + len(name), "kind": kind.removesuffix("s")}
        for kind, names in marks.items()
        for name in names
        if (at := title.lower().find(name.lower())) >= 0
    ]
    return {"title": title, "abstract": "", "spans": spans, **entities}


def distilled(corpus: Path) -> dict[str, Known]:
    things = distil(corpus / "gazetteers", corpus / "abstracts", Readings(corpus / "train.jsonl"))
    return {thing.name: thing for thing in things}


def test_names_are_kept_by_what_readers_marked(corpus: Path) -> None:
    things = distilled(corpus)
    quarknet = things["QuarkNet"]
    assert (quarknet.kind, quarknet.aliases, quarknet.find) == (Kind.DATASET, (), ("quarknet",))
    assert quarknet.trust > 0.7
    assert things["MUON 7"].find == ("muon 7",)
    assert {"Visual", "visual", "quark mixing", "GluonBank", "Boson"}.isdisjoint(things)


def test_an_acronym_joins_the_long_form_that_most_papers_give_it(corpus: Path) -> None:
    sorting = distilled(corpus)["hadron sorting"]
    assert (sorting.kind, sorting.aliases) == (Kind.TASK, ("HS",))
    assert sorting.sources == ("pwc", "readings")


def test_the_projects_own_names_are_always_there(corpus: Path) -> None:
    ogb = distilled(corpus)["Open Graph Benchmark"]
    assert (ogb.aliases, ogb.find) == (("OGB",), ("OGB", "Open Graph Benchmark"))


def test_two_runs_write_the_same_bytes(corpus: Path) -> None:
    for name in ("one.tsv", "two.tsv"):
        write(distilled(corpus).values(), corpus / name)
    assert (corpus / "one.tsv").read_bytes() == (corpus / "two.tsv").read_bytes()


def test_phrases_are_found_with_hyphens_plurals_and_not_across_full_stops() -> None:
    phrases = Phrases(["graph net", "CIFAR-10"])
    text = "Graph-nets on CIFAR 10. A graph. Net"
    found = [(name, text[start:end]) for name, start, end in phrases.found(text)]
    assert found == [(key("graph net"), "Graph-nets"), (key("CIFAR-10"), "CIFAR 10")]
