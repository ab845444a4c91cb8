"""What recognising a header costs with many formats, as a multiple of what it costs with few.

    python tests/benchmarks/recognition.py [runs]

The shipped formats are copied under further names until there are FEW or MANY. Each run is cold:
formats are read from disk, then a header among them is recognised, then one that is unknown.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from cro_cli.sources import catalogue, recognition

FEW, MANY = 15, 100
LIMIT = 0.020  # seconds
RUNS = 40
SHIPPED = Path(catalogue.__file__).parent

KNOWN = b"id,Customer ID,Plan,Interval,Amount,Status,Current Period End (UTC),Quantity,Currency\n"
# Twenty rows with every delimiter: each could be the header, so each is compared.
STRANGE = b"name,city;x|y\tz\n" + b"Acme,Oslo;1|2\t3\n" * 19


def copies(folder: Path, wanted: int) -> None:
    """Fill a folder with so many formats; a copy asks for one header more, so none are equal."""
    originals = sorted(SHIPPED.glob("*.yaml"))
    originals = originals[:: max(len(originals) // wanted, 1)]  # of every system some
    for number, path in zip(range(wanted), _endless(originals), strict=False):
        text = path.read_text(encoding="utf-8")
        if number >= len(originals):
            text = text.replace("must: [", f"must: [Extra {number}, ", 1)
        (folder / f"{number:03}_{path.name}").write_text(text, encoding="utf-8")


def _endless(paths: list[Path]) -> Iterator[Path]:
    return (paths[number % len(paths)] for number in count())


def seconds(folder: Path, data: bytes) -> float:
    """Return the time of one cold recognition."""
    catalogue.FOLDER = folder
    for known in (catalogue.known_before, catalogue.heads, catalogue.parsed):
        known.cache_clear()
    began = time.process_time()
    recognition.recognise(data, "export.csv")
    return time.process_time() - began


def main(runs: int) -> None:
    """Print both medians and their ratio."""
    sys.dont_write_bytecode = True  # nothing is kept from one run for the next
    with tempfile.TemporaryDirectory() as few_name, tempfile.TemporaryDirectory() as many_name:
        few, many = Path(few_name), Path(many_name)
        copies(few, FEW)
        copies(many, MANY)
        for what, data in (("known", KNOWN), ("unknown", STRANGE)):
            pairs = [(seconds(few, data), seconds(many, data)) for _ in range(runs)]
            quick, slow = (statistics.median(times) for times in zip(*pairs, strict=True))
            print(f"{what} header, ratio {slow / quick:.1f}")
            print(f"  {FEW} formats {1000 * quick:5.2f} ms")
            verdict = "met" if slow < LIMIT else "MISSED"
            print(f"  {MANY} formats {1000 * slow:5.2f} ms, limit {1000 * LIMIT:.0f} ms {verdict}")
    print(f"medians of {runs} cold runs each, in turn, in processor time")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS)
