"""Every format reads its export beside it into the table and the findings beside that.

`export.csv` has the vendor's header, `expected.csv` the canonical columns that are not empty
throughout (`expected_<table>.csv` those of a further table that it tells of), `findings.txt` the
format, the count of rows and everything that was noticed.
"""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from cro_cli import sources, tables
from cro_cli.errors import InputError
from cro_cli.sources import Loaded, catalogue
from cro_cli.tables import MICROS, RATE_UNITS, Kind

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/expected.csv"))
NOT_READ = sorted(path.parent.name for path in HERE.glob("*/refused.txt"))


def shown(value: object, kind: Kind) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        units = RATE_UNITS if kind is Kind.RATE else MICROS
        return f"{(Decimal(value) / units).normalize():f}"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, dt.date):
        return value.isoformat()[:7] if kind is Kind.MONTH else value.isoformat()
    return str(value)


def rows_of(name: str, frame: pl.DataFrame) -> list[list[str]]:
    """Return a table as text: its columns that are not empty throughout, then its rows."""
    kinds = {column.name: column.kind for column in tables.BY_NAME[name].columns}
    filled = [one for one in frame.columns if frame.get_column(one).null_count() < frame.height]
    body = [
        [shown(value, kinds[one]) for one, value in zip(filled, row, strict=True)]
        for row in frame.select(filled).rows()
    ]
    return [filled, *body]


def notes_of(loaded: Loaded) -> list[str]:
    (record,) = loaded.inputs
    dropped = "".join(f", {name} {count}" for name, count in record.dropped.items())
    also = [f"also {count} rows of {table}" for table, count in record.also.items()]
    newest = record.newest.isoformat() if record.newest else "never"
    lines = [
        f"{record.format}, {record.encoding}",
        f"rows {record.rows}, kept {record.kept}{dropped}",
        *also,
        f"newest {newest}",
    ]
    for one in loaded.findings:
        place = f"row {one.row}, {one.column}: " if one.row else ""
        lines.append(f"{one.severity.value}: {place}{one.text}")
    return lines


@cache
def loaded_from(case: str) -> Loaded:
    return sources.load([str(HERE / case / "export.csv")])


@pytest.mark.parametrize("case", CASES)
def test_export_becomes_its_table(case: str) -> None:
    loaded = loaded_from(case)
    expected = {
        path.stem.removeprefix("expected"): path for path in HERE.glob(f"{case}/exp*_*.csv")
    }
    expected |= {f"_{loaded.inputs[0].table}": HERE / case / "expected.csv"}
    assert {f"_{name}" for name in loaded.tables} == set(expected)
    for name, frame in loaded.tables.items():
        with expected[f"_{name}"].open(encoding="utf-8", newline="") as file:
            assert rows_of(name, frame) == list(csv.reader(file))
    assert notes_of(loaded) == (HERE / case / "findings.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", CASES)
def test_table_has_every_column_in_order_and_type(case: str) -> None:
    loaded = loaded_from(case)
    dtypes = {
        Kind.TEXT: pl.String(),
        Kind.DATE: pl.Date(),
        Kind.MONTH: pl.Date(),
        Kind.MOMENT: pl.Datetime("us"),
        Kind.FLAG: pl.Boolean(),
    }
    for name, frame in loaded.tables.items():
        columns = tables.BY_NAME[name].columns
        assert frame.columns == [column.name for column in columns]
        assert frame.dtypes == [dtypes.get(column.kind, pl.Int64()) for column in columns]


def test_every_format_has_a_case() -> None:
    vendors = {one.name for one in catalogue.signatures() if not one.template}
    plain = {one.name for one in catalogue.signatures() if one.template}
    assert {*CASES, *NOT_READ} >= vendors | {f"plain_{name}" for name in plain}


@pytest.mark.parametrize("case", NOT_READ)
def test_export_of_no_use_is_refused_by_name_and_ignored_in_a_folder(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_bytes((HERE / case / "export.csv").read_bytes())
    (tmp_path / "in" / "fx.csv").write_text("currency,rate\nEUR,1.1\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        sources.load(["in/a.csv"])
    said = (HERE / case / "refused.txt").read_text("utf-8").strip()
    assert caught.value.problems == (f"in/a.csv: {said}",)
    assert [one.problem for one in sources.look_at(["in/a.csv"])] == [f"in/a.csv: {said}"]
    loaded = sources.load(["in"])
    assert [(one.file, f"{one.text}; {one.remedy}") for one in loaded.findings] == [
        ("in/a.csv", f"ignored: {said}")
    ]


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda table: table.name)
def test_template_is_recognised_as_its_own_table(table: tables.Table) -> None:
    header = frozenset(sources.template(table.name).split(","))
    fits = [
        one.name
        for one in catalogue.signatures()
        if one.matches(header) and one.template and header <= frozenset(table_columns(one.name))
    ]
    assert fits == [table.name]


def table_columns(name: str) -> list[str]:
    return [column.name for column in tables.BY_NAME[name].columns]
