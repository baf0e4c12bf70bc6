"""How well and how fast papers are read.

    KG_SHARED=FOLDER python benchmarks/extraction.py [PAPERS]   PAPERS: how many abstracts to time, 200 if not said

Prints the figures of ``kg eval`` on the development golds; then abstracts a second of the whole pipeline (read, extract
resolve, record) with one process and with two, and the peak memory of the largest process. Start-up is included.
"""

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

GOLDS = (("abstracts-dev", "gold/abstracts-dev.jsonl"), ("seed-dev", "seeds/huggingface-papers-page.txt"))
SHOWN = ("method", "dataset", "task", "metric", "micro", "relations", "relations.matched", "repository")


def quality(shared: Path) -> None:
    """Print a line a gold: F1 by kind, roles' accuracy, relations' F1, calibration errors."""
    for gold, source in GOLDS:
        command = [sys.executable, "-m", "kg", "eval", "--json", shared / "gold" / f"{gold}.json", shared / source]
        report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        figures = {name: figure["value"] for name, figure in report["figures"].items()}
        parts = [f"{name} {figures[f'{name}.f1']:.3f}" for name in SHOWN]
        parts += [f"{name} {figures[name]:.3f}" for name in ("roles.method", "roles.dataset")]
        parts += [f"ece {name} {report[f'{name}_calibration_error']:.3f}" for name in ("entity", "relation")]
        print(f"{gold}: " + ", ".join(parts))


def speed(shared: Path, count: int) -> None:
    """Build a graph of unlabelled abstracts, once on one core, once on two."""
    path = sorted((shared / "abstracts").glob("*.jsonl.gz"))[0]
    with tempfile.TemporaryDirectory() as folder, gzip.open(path, "rt", encoding="utf-8") as lines:
        source = Path(folder) / "papers.jsonl"
        source.write_text("".join(islice(lines, count)), "utf-8")
        for cores in (1, 2):
            used = sorted(os.sched_getaffinity(0))[:cores]
            command = [sys.executable, "-m", "kg", "build", "-g", f"{folder}/{cores}.kg", str(source)]
            start = time.perf_counter()
            subprocess.run(
                command,
                check=True,
                stderr=subprocess.DEVNULL,
                preexec_fn=lambda used=used: os.sched_setaffinity(0, used),
            )
            seconds = time.perf_counter() - start
            print(
                f"{cores} core(s): {count / seconds:.1f} abstracts/s ({seconds:.1f} s), load {os.getloadavg()[0]:.1f}"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory of the largest process: {peak} MB")


def main() -> None:
    """Print both."""
    shared = Path(os.environ["KG_SHARED"])
    quality(shared)
    speed(shared, int(sys.argv[1]) if len(sys.argv) > 1 else 200)


if __name__ == "__main__":
    main()
