"""Quality against speed: trained models side by side, each a folder like `extractors/model`.

    KG_SHARED=FOLDER python benchmarks/taggers.py MODEL...

Reads the 150 abstracts of the development gold with each, in a process of its own, on one thread: the size of its
tagger, processor milliseconds an abstract for the tagger and for the whole reading, and the figures of ``kg eval``.
Without KG_SHARED it ends at once.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

FIGURES = ("micro.f1", "method.f1", "dataset.f1", "task.f1", "metric.f1", "roles.method", "roles.dataset")
FIGURES += ("relations.f1", "relations.matched.f1")


def main() -> None:
    """Print the table, a line a folder."""
    if not os.environ.get("KG_SHARED"):
        sys.exit("KG_SHARED must name the folder that holds gold/")
    columns = "".join(f"{name.removesuffix('.f1'):>18}" for name in FIGURES)
    print(f"{'':<24}{'MB':>6}{'ms tagger':>11}{'ms in all':>11}{columns}", flush=True)
    for folder in sys.argv[1:]:
        subprocess.run([sys.executable, __file__, "--one", folder], check=True)


def one(folder: Path) -> None:
    """Read the gold's abstracts with the models in `folder` and print a line."""
    import extractors

    extractors.MODEL = folder  # before anything reads it from there

    from extractors import tagger
    from extractors.read import nlp, read
    from kg.evaluate import evaluate
    from kg.model import Paper
    from kg.sources import read_sources

    gold = Path(os.environ["KG_SHARED"]) / "gold"
    papers = [item for item in read_sources([str(gold / "abstracts-dev.jsonl")]) if isinstance(item, Paper)]
    nlp()
    for paper in papers[:5]:  # warm
        list(read([paper]))
    start = time.process_time()
    extractions = list(read(papers))
    whole = time.process_time() - start
    start = time.process_time()
    for paper in papers:
        tagger.shipped().read(paper.text)
    alone = time.process_time() - start
    report = evaluate(
        json.loads((gold / "abstracts-dev.json").read_text("utf-8")),
        [extraction.as_json(paper) for paper, extraction in zip(papers, extractions, strict=True)],
        resamples=0,
    )
    size = (folder / "tagger.onnx").stat().st_size / 1e6
    figures = "".join(f"{report.figures[name].value:>18.3f}" for name in FIGURES)
    each = 1000 / len(papers)
    print(f"{folder.name:<24}{size:>6.0f}{alone * each:>11.1f}{whole * each:>11.1f}{figures}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(Path(sys.argv[2]))
    else:
        main()
