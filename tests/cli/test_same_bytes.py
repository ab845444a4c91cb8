"""Same inputs, same bytes: in every format, with any number of threads and any hash seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import cro_cli
from cro_cli.render import FORMATS
from cro_cli.reports import REPORTS

ROOT = Path(cro_cli.__file__).parents[1]
PROGRAM = """
import hashlib, json, sys
from cro_cli.cli.app import answer
found = {}
for line in json.load(sys.stdin):
    document = answer(line).document.encode("utf-8", "backslashreplace")
    found[" ".join(line)] = [len(document), hashlib.sha256(document).hexdigest()]
json.dump(found, sys.stdout)
"""
NEEDS = {"explain": ["nrr"]}


def lines() -> list[list[str]]:
    """Return command lines: the first report in every format, the others in two."""
    first, *others = REPORTS
    drawn = [(first, given) for given in FORMATS]
    drawn += [
        (spec, given) for spec in others for given in FORMATS if given.name in {"html", "json"}
    ]
    return [
        [
            spec.name, *NEEDS.get(spec.name, []), "-c", "config.example.yaml", "-O", given.name,
            *(["--to", "ann@example.com"] if given.sent else []),
        ]
        for spec, given in drawn
    ]  # fmt: skip


def bytes_of(threads: int, seed: int) -> dict[str, list[object]]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=json.dumps(lines()),
        env={**os.environ, "POLARS_MAX_THREADS": str(threads), "PYTHONHASHSEED": str(seed)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


def test_neither_threads_nor_hash_seeds_change_a_byte() -> None:
    first = bytes_of(1, 0)
    assert len(first) == len(lines())
    assert all(length for length, _ in first.values())
    assert bytes_of(4, 4242) == first
    assert bytes_of(2, 7) == first
