"""Running the command line as a person does: a process, its two streams, its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def kg(*arguments: str | Path, cwd: Path, code: int = 0, stdin: str | bytes | None = None) -> str:
    """Run ``kg``, check its exit code, and return its stdout."""
    return run(*arguments, cwd=cwd, code=code, stdin=stdin)[0]


def kg_json(*arguments: str | Path, cwd: Path) -> list[dict[str, Any]]:
    """Run a command with --json: stdout is one JSON array and nothing else."""
    rows = json.loads(kg(*arguments, "--json", cwd=cwd))
    assert isinstance(rows, list)
    return rows


def run(*arguments: str | Path, cwd: Path, code: int = 0, stdin: str | bytes | None = None) -> tuple[str, str]:
    """Run ``kg``, check its exit code and that no traceback shows, and return stdout and stderr."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    environment = {name: value for name, value in os.environ.items() if name != "KG_GRAPH"}
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, input=data, capture_output=True, env=environment, check=False)
    out, err = done.stdout.decode(), done.stderr.decode()
    assert done.returncode == code, f"{command} exited {done.returncode}, not {code}\n{out}\n{err}"
    assert "Traceback" not in err
    return out, err
