"""How long a report takes, as a multiple of importing the libraries it stands on.

    python tests/benchmarks/startup.py [runs]

Both are run in turn, so that a busy machine slows down both; the medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIMIT = 1.6
RUNS = 15

IMPORTS = (sys.executable, "-c", "import polars, typer, rich.console, yaml, pydantic")
REPORT = (sys.executable, "-m", "cro_cli", "report", "-c", "config.example.yaml")


def seconds(command: tuple[str, ...]) -> float:
    """Return the time of one run, from start to exit; byte code is there, as when installed."""
    environ = {**os.environ, "LC_ALL": "C"}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, env=environ)
    return time.perf_counter() - began


def main(runs: int) -> None:
    """Print both medians and their ratio."""
    for command in (IMPORTS, REPORT):  # once unmeasured: byte code and disk caches
        seconds(command)
    pairs = [(seconds(IMPORTS), seconds(REPORT)) for _ in range(runs)]
    imports, report = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = report / imports
    print(f"imports  {imports:.3f} s  {' '.join(IMPORTS[1:])}")
    print(f"report   {report:.3f} s  {' '.join(REPORT[1:])}")
    print(f"ratio    {ratio:.2f}     limit {LIMIT}, {'met' if ratio < LIMIT else 'MISSED'}")
    print(f"medians of {runs} runs each, in turn")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
