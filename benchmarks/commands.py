"""How long whole commands take, beside a bare Python start in the same run.

    python benchmarks/commands.py [SOURCE]      SOURCE: papers to build the graph from; the example papers if left out

Prints a table: the least, median and greatest of seven runs in seconds, and the median's ratio to Python's own start.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

RUNS = 7


def seconds(command: list[str], runs: int = RUNS) -> list[float]:
    """Time whole processes, output thrown away."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return sorted(times)


def main() -> None:
    """Build a graph, then time each command on it."""
    source = sys.argv[1] if len(sys.argv) > 1 else str(files("kg") / "data" / "example.jsonl")
    kg = [sys.executable, "-m", "kg"]
    with tempfile.TemporaryDirectory() as folder:
        graph = str(Path(folder) / "papers.kg")
        rows = [
            ("python -c pass", seconds([sys.executable, "-c", "pass"])),
            ("kg build (new graph)", seconds([*kg, "build", "-g", graph, source], runs=1)),
            ("kg build (nothing new)", seconds([*kg, "build", "-g", graph, source])),
            ("kg --help", seconds([*kg, "--help"])),
            ('kg ask "papers using OGB"', seconds([*kg, "ask", "-g", graph, "papers using OGB"])),
            ("  ... --engine sparql", seconds([*kg, "ask", "-g", graph, "--engine", "sparql", "papers using OGB"])),
            ("kg query papers_using thing=OGB", seconds([*kg, "query", "-g", graph, "papers_using", "thing=OGB"])),
        ]
    bare = statistics.median(rows[0][1])
    print(f"{'command':<34}{'min':>7}{'median':>8}{'max':>7}{'x python':>10}")
    for name, times in rows:
        middle = statistics.median(times)
        print(f"{name:<34}{times[0]:>7.2f}{middle:>8.2f}{times[-1]:>7.2f}{middle / bare:>10.1f}")


if __name__ == "__main__":
    main()
