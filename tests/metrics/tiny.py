"""Companies of a few rows: written as canonical CSV files, read and reported the real way."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from cro_cli import benchmarks, config, sources
from cro_cli.metrics import METRICS
from cro_cli.model import Reading, Report
from cro_cli.reports import REPORTS
from cro_cli.request import Request

AS_OF = dt.date(2026, 9, 30)

_MONTHS = re.compile(r"(\d{4})-(\d\d)\.\.(\d{4})-(\d\d)")
_NUMBERED = re.compile(r"([A-Za-z]+)(\d+)\.\.\1(\d+)")


def read(  # noqa: PLR0913 - they are what a company is described by
    folder: Path,
    tables: Mapping[str, str],
    key: str,
    *,
    as_of: dt.date = AS_OF,
    period: str = "month",
    settings: Mapping[str, object] | None = None,
) -> Reading:
    """Return the reading of one metric of a company whose files can be read.

    Where rows cannot be used it is unknown for their sake, and they are found and said.
    """
    done = report(folder, tables, key, as_of=as_of, period=period, settings=settings)
    (reading,) = done.readings
    is_of_rows = reading.reason is not None and reading.reason.wrong is not None
    assert [one.id for one in done.findings] == ["E414"] * is_of_rows, done.findings
    assert all(one.row is not None for one in done.findings)
    return reading


def report(
    folder: Path,
    tables: Mapping[str, str],
    *keys: str,
    as_of: dt.date = AS_OF,
    period: str = "month",
    settings: Mapping[str, object] | None = None,
) -> Report:
    """Return the report on a company, of these metrics alone."""
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(expand(text), encoding="utf-8")
    file = folder / "config.yaml"
    file.write_text(yaml.safe_dump({"currency": "USD", **(settings or {})}), encoding="utf-8")
    settled = _config(file)
    paths = [str(folder / f"{name}.csv") for name in tables]
    return REPORTS[0].build(
        sources.load(paths, exclude_bad_rows=settled.bad_rows == "exclude"),
        settled,
        Request(as_of=as_of, period=period, metrics=keys),
    )


def _config(file: Path) -> config.Config:
    return config.load(
        file,
        metrics={metric.key: metric.better for metric in METRICS},
        units={metric.key: metric.unit for metric in METRICS},
        bands=benchmarks.bands,
        profiles=benchmarks.PROFILES,
    )


def expand(text: str) -> str:
    """Write out rows that stand for several: months 2026-01..2026-03, ids C1..C9."""
    header, *rows = csv.reader(io.StringIO(text))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        assert len(row) == len(header), row
        writer.writerows(itertools.product(*(list(_cells(cell)) for cell in row)))
    return out.getvalue()


def _cells(cell: str) -> Iterator[str]:
    if span := _MONTHS.fullmatch(cell):
        first, last = (int(span[n]) * 12 + int(span[n + 1]) - 1 for n in (1, 3))
        yield from (f"{month // 12}-{month % 12 + 1:02d}" for month in range(first, last + 1))
    elif span := _NUMBERED.fullmatch(cell):
        yield from (f"{span[1]}{number}" for number in range(int(span[2]), int(span[3]) + 1))
    else:
        yield cell
