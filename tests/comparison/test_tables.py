"""What changed in the tables of two reports, each expectation worked out by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from cro_cli import wording
from cro_cli.comparison import Comparison, compare
from cro_cli.model import Cell, Column, Grid, Note, Report, Status, Unit

OLD_DAY, DAY = dt.date(2026, 8, 31), dt.date(2026, 9, 30)
MONTH = Column("month", "Month")
COLUMNS = (MONTH, Column("mrr", "MRR", Unit.MONEY), Column("nrr", "NRR", Unit.RATIO))
Row = tuple[Cell, ...]


def row(month: str, mrr: str, nrr: str, status: Status | None = None) -> Row:
    return Cell(text=month), Cell(value=Fraction(mrr)), Cell(value=Fraction(nrr), status=status)


def report(*rows: Row, columns: tuple[Column, ...] = COLUMNS, **said: object) -> Report:
    found = Report(
        name="trend",
        title="Trend",
        company="Acme",
        as_of=DAY,
        period="month",
        currency="EUR",
        profile="growth",
        blocks=(Grid("months", "Month by month", columns, rows),),
    )
    return found._replace(**said)  # type: ignore[arg-type]


def shown(found: Comparison, key: str = "months") -> list[list[str]]:
    for block in found.report.blocks:
        if isinstance(block, Grid) and block.key == key:
            return [
                [
                    wording.cell(cell, column)
                    for cell, column in zip(one, block.columns, strict=True)
                ]
                for one in block.rows
            ]
    return []


def note(found: Comparison) -> tuple[str, ...]:
    for block in found.report.blocks:
        if isinstance(block, Note) and block.title == "Tables and rows that are not in both":
            return block.lines
    return ()


def test_nothing_changed() -> None:
    same = report(row("2026-08", "100", "1"))
    found = compare(same, same)
    assert found.is_empty
    assert found.report.title == "Trend: changes since 2026-09-30"
    assert shown(found, "summary") == [
        ["cells of tables that changed", "0"],
        ["cells of tables compared", "2"],
    ]
    assert len(found.report.blocks) == 1


def test_a_past_month_that_is_another_now() -> None:
    old = report(row("2026-07", "100", "1"), row("2026-08", "110", "1.05"), as_of=OLD_DAY)
    new = report(row("2026-08", "121", "1.03"), row("2026-09", "130", "1.1"))
    found = compare(old, new)
    assert found.report.title == "Trend: changes since 2026-08-31: 2 values changed"
    assert shown(found) == [
        ["2026-08", "MRR", "110.00", "121.00", "+10.0%"],
        ["2026-08", "NRR", "105.0%", "103.0%", "-2.0 pp"],
    ]
    assert note(found) == ("Month by month, new: 2026-09", "Month by month, no longer: 2026-07")


def test_a_change_too_small_for_its_digits_is_said() -> None:
    old, new = report(row("2026-08", "100", "1.05")), report(row("2026-08", "100", "1.0500001"))
    assert shown(compare(old, new)) == [["2026-08", "NRR", "105.0%", "105.0%", "+0.00001 pp"]]


def test_amounts_in_another_currency_are_not_compared() -> None:
    old = report(row("2026-08", "100", "1.05"))
    new = report(row("2026-08", "108", "1.06"), currency="USD")
    found = compare(old, new)
    assert [one[1] for one in shown(found)] == ["NRR"]
    assert shown(found, "summary")[1] == ["cells of tables compared", "1"]


H, W, R, N = Status.HEALTHY, Status.WATCH, Status.AT_RISK, Status.NO_BAND


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [(H, W, (W,)), (W, R, (R,)), (None, R, (R,)), (N, W, (W,)), (R, W, ()), (W, H, ()), (W, W, ())],
)
def test_a_cell_that_came_down_counts(
    before: Status | None, now: Status, worse: tuple[Status, ...]
) -> None:
    old, new = (report(row("2026-08", "1", "1", status)) for status in (before, now))
    assert compare(old, new).worse == worse


def test_only_picks_cells_by_what_they_are_now() -> None:
    old = report(row("2026-07", "1", "1", H), row("2026-08", "1", "1", H))
    new = report(row("2026-07", "2", "0.9", R), row("2026-08", "2", "0.95", W))
    assert [one[:2] for one in shown(compare(old, new, statuses=[R]))] == [["2026-07", "NRR"]]
    assert compare(old, new, statuses=[H]).is_empty


PARTS = (Column("of", "Of"), Column("part", "Part"), Column("n", "N", Unit.COUNT),
         Column("row", "Row"), Column("file", "File"))  # fmt: skip


def part(of: str, name: str, n: int, where: str = "1") -> Row:
    return Cell(text=of), Cell(text=name), Cell(value=Fraction(n)), Cell(text=where), Cell(text="a")


def test_rows_are_told_apart_by_as_many_words_as_it_takes() -> None:
    old = report(part("NRR", "now", 5), part("NRR", "before", 4, "2"), columns=PARTS)
    new = report(part("NRR", "before", 4, "7"), part("NRR", "now", 6), columns=PARTS)
    # Where a row stands in its file is no change.
    assert shown(compare(old, new)) == [["NRR, now", "N", "5", "6", "+1"]]


def test_rows_that_nothing_tells_apart_are_compared_in_their_order() -> None:
    old = report(part("NRR", "now", 5), part("NRR", "now", 4), columns=PARTS)
    new = report(part("NRR", "now", 5), part("NRR", "now", 9), columns=PARTS)
    assert shown(compare(old, new)) == [["NRR, (2)", "N", "4", "9", "+5"]]


def test_words_are_compared_but_not_days_and_drawings() -> None:
    columns = (Column("a", "A"), Column("b", "B"))

    def words(text: str) -> Report:
        return report((Cell(text="x"), Cell(text=text)), columns=columns)

    assert shown(compare(words("≥110%"), words("≥120%"))) == [["x", "B", "≥110%", "≥120%", ""]]
    assert shown(compare(words(""), words("new"))) == [["x", "B", "–", "new", ""]]
    assert compare(words("to 2026-08-31"), words("to 2026-09-30")).is_empty
    assert compare(words("▁▂█ ✓!"), words("▂▂█ ✗!")).is_empty


def test_tables_of_one_report_only_are_named() -> None:
    other = Grid("segments", "By segment", COLUMNS, (row("x", "1", "1"),))
    old, new = report(), report()
    with_other = old._replace(blocks=(*old.blocks, other))
    assert note(compare(with_other, new)) == ("only in the old report: By segment",)
    assert note(compare(new, with_other)) == ("only in the new report: By segment",)


def test_a_catalogue_has_no_day() -> None:
    words = (Cell(text="nrr"), Cell(text="a")), (Cell(text="nrr"), Cell(text="b"))
    columns = (Column("metric", "Metric"), Column("band", "Band"))
    old, new = (
        report(one, columns=columns, as_of=None, name="metrics", title="Metrics") for one in words
    )
    found = compare(old, new)
    assert found.report.title == "Metrics: changes: 1 value changed"
