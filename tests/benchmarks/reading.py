"""How long the strict way from a large file to its table takes, as a multiple of a plain scan.

    python tests/benchmarks/reading.py [megabytes] [runs]

Two files of Stripe invoices are read: in one, amounts and times recur (it has the rows of the
sample company again and again, each time with other ids), in the other none does. The plain scan is
`pl.scan_csv` of the same columns. Both ways run in turn, each in a process of its own, so that a
busy machine slows down both and the memory of each is its own; medians are compared.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

invoices = import_module("tests.benchmarks.invoices")

LIMIT = 2.5
MEGABYTES, RUNS = 500, 5
COLUMNS = (
    "id",
    "Customer",
    "Subscription",
    "Date (UTC)",
    "Due Date (UTC)",
    "Status",
    "Currency",
    "Subtotal",
    "Total Discount Amount",
    "Tax",
    "Total",
    "Amount Paid",
)


def plain(path: str) -> int:
    """Scan the columns that the table is made of, and do nothing with them."""
    import polars as pl

    return pl.scan_csv(path).select(COLUMNS).collect().height


def strict(path: str) -> int:
    """Read the table."""
    from cro_cli import sources

    return sources.load([path]).tables["invoices"].height


WAYS = {"plain": plain, "strict": strict}


def run(way: str, path: str) -> tuple[float, float, int]:
    """Return seconds, peak memory in MiB and rows of one way in a process of its own."""
    command = (sys.executable, __file__, way, path)
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    seconds, memory, rows = done.stdout.split()
    return float(seconds), float(memory), int(rows)


def timed(way: str, path: str) -> None:
    """Print seconds, peak memory and rows; importing is no part of the way."""
    for module in ("polars", "cro_cli.sources.loading", "cro_cli.sources.large"):
        import_module(module)
    began = time.perf_counter()
    rows = WAYS[way](path)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(seconds, memory, rows)


def compared(name: str, path: Path, runs: int) -> None:
    """Print the medians of both ways on a file, their ratio and the memory of each."""
    run("plain", str(path))  # once unmeasured, so that the file is in memory
    pairs = [(run("plain", str(path)), run("strict", str(path))) for _ in range(runs)]
    medians = {}
    print(f"amounts and times {name}")
    for number, way in enumerate(WAYS):
        times, memories, rows = zip(*(pair[number] for pair in pairs), strict=True)
        medians[way] = statistics.median(times)
        peak = max(memories)
        print(f"{way:7} {medians[way]:6.2f} s  {peak:5.0f} MiB at most  {rows[0]:,} rows")
    ratio = medians["strict"] / medians["plain"]
    print(f"ratio   {ratio:6.2f}    limit {LIMIT}, {'met' if ratio <= LIMIT else 'MISSED'}")


def main(megabytes: int, runs: int) -> None:
    """Compare both ways on both files."""
    files = {"recur": invoices.recurring, "never recur": invoices.unlike}
    for name, write in files.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "stripe_invoices.csv"
            write(path, megabytes)
            compared(name, path, runs)
    print(f"medians of {runs} runs each, in turn, on files of {megabytes} MB")


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WAYS:
        timed(*sys.argv[1:3])
    else:
        given = [int(number) for number in sys.argv[1:]]
        main(*given, *(MEGABYTES, RUNS)[len(given) :])
