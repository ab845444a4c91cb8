"""The template of each table loads as it stands, without anything to say about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.sources.examples import EXAMPLES, example
from cro_cli.tables import TABLES, Table


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_template_loads_cleanly(table: Table, tmp_path: Path) -> None:
    path = tmp_path / f"{table.name}.csv"
    path.write_text(example(table.name), encoding="utf-8")
    loaded = sources.load([str(path)])
    assert loaded.findings == ()
    assert {name: frame.height for name, frame in loaded.tables.items()} == {table.name: 2}
    assert [(one.format, one.kept) for one in loaded.inputs] == [(table.name, 2)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_template_has_every_column_and_most_of_them_filled(table: Table) -> None:
    header = example(table.name).partition("\n")[0]
    assert header == sources.template(table.name)
    filled = {name for row in EXAMPLES[table.name] for name, value in row.items() if value}
    assert filled <= {column.name for column in table.columns}
    assert len(filled) * 2 > len(table.columns)


def test_all_templates_together_agree(tmp_path: Path) -> None:
    for table in TABLES:
        (tmp_path / f"{table.name}.csv").write_text(example(table.name), encoding="utf-8")
    assert sources.load([str(tmp_path)]).findings == ()
