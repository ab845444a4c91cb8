"""What changed between two reports, each expectation worked out by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from cro_cli import wording
from cro_cli.comparison import Comparison, compare
from cro_cli.comparison.inputs import matched
from cro_cli.model import (
    Band,
    Better,
    Edge,
    Grid,
    Input,
    Note,
    Reading,
    Reason,
    Report,
    Scorecard,
    Status,
    Unit,
    Window,
)

OLD_DAY, DAY = dt.date(2026, 8, 31), dt.date(2026, 9, 30)
BAND = Band(Better.HIGHER, Edge(Fraction(11, 10), "a survey", 2024, "B"), Edge(Fraction(1), "own"))
NRR = Reading(
    key="nrr",
    title="NRR",
    group="Retention",
    unit=Unit.RATIO,
    better=Better.HIGHER,
    meaning="What is kept.",
    formula="kept ÷ base",
    definition="4.4",
    window=Window("12 months", dt.date(2025, 10, 1), DAY),
    value=Fraction(105, 100),
    status=Status.WATCH,
    band=BAND,
)
MRR = NRR._replace(
    key="mrr", title="MRR", unit=Unit.MONEY, value=Fraction(1000), status=Status.NO_BAND, band=None,
    window=Window("today", None, DAY),
)  # fmt: skip
CAC = NRR._replace(
    key="cac", title="CAC", value=None, status=Status.UNKNOWN, band=None,
    reason=Reason("no_input", "needs spend", "add spend.csv"),
)  # fmt: skip
FILE = Input("exports/a.csv", "own", "deals", "0" * 64, 5, 5, newest=DAY)


def report(*readings: Reading, notes: tuple[Note, ...] = (), **said: object) -> Report:
    found = Report(
        name="report",
        title="Revenue report",
        company="Acme",
        as_of=DAY,
        period="month",
        currency="EUR",
        profile="growth",
        blocks=(Scorecard(readings), *notes),
    )
    return found._replace(**said)  # type: ignore[arg-type]


def grid(found: Comparison, key: str) -> list[list[str]]:
    for block in found.report.blocks:
        if isinstance(block, Grid) and block.key == key:
            return [
                [
                    wording.cell(cell, column)
                    for cell, column in zip(row, block.columns, strict=True)
                ]
                for row in block.rows
            ]
    return []


def note(found: Comparison, title: str) -> tuple[str, ...]:
    for block in found.report.blocks:
        if isinstance(block, Note) and block.title == title:
            return block.lines
    return ()


def test_nothing_changed() -> None:
    same = report(NRR, MRR, CAC, inputs=(FILE,), notes=(Note("Taken for granted", ("x",)),))
    found = compare(same, same)
    assert found.is_empty
    assert found.worse == ()
    (block,) = found.report.blocks
    assert isinstance(block, Grid)
    assert block.title == "In short"
    assert found.report.title == "Changes since 2026-09-30"
    assert grid(found, "summary")[-2:] == [["unchanged", "3"], ["compared", "3"]]


def test_values_and_statuses() -> None:
    old = report(
        NRR._replace(value=Fraction(112, 100), status=Status.HEALTHY), MRR, CAC, as_of=OLD_DAY
    )
    new = report(
        NRR._replace(value=Fraction(99, 100), status=Status.AT_RISK),
        MRR._replace(value=Fraction(1100)),
        CAC,
    )
    found = compare(old, new)
    assert found.report.title == ("Changes since 2026-08-31: 1 came to at risk, 1 worse, 1 better")
    assert found.worse == (Status.AT_RISK,)
    assert grid(found, "statuses") == [["NRR", "healthy", "at risk", "-13.0 pp worse"]]
    assert grid(found, "values") == [
        ["NRR", "112.0%", "99.0%", "-13.0 pp", "worse", "at risk"],
        ["MRR", "1,000.00", "1,100.00", "+10.0%", "better", "no band"],
    ]
    assert grid(found, "summary") == [
        ["came to at risk", "1"],
        ["came to watch", "0"],
        ["became healthy", "0"],
        ["became unknown", "0"],
        ["worse", "1"],
        ["better", "1"],
        ["unchanged", "1"],
        ["compared", "3"],
    ]


H, W, R, U, N = Status.HEALTHY, Status.WATCH, Status.AT_RISK, Status.UNKNOWN, Status.NO_BAND


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [
        (H, W, (W,)), (H, R, (R,)), (W, R, (R,)), (U, W, (W,)), (N, R, (R,)),
        (R, W, ()), (W, W, ()), (R, R, ()), (R, H, ()), (W, U, ()), (H, N, ()),
    ],
)  # fmt: skip
def test_only_what_came_down_counts(before: Status, now: Status, worse: tuple[Status, ...]) -> None:
    old, new = report(NRR._replace(status=before)), report(NRR._replace(status=now))
    assert compare(old, new).worse == worse


def test_statuses_stand_the_worst_first_and_say_what_brought_them() -> None:
    old = report(
        NRR._replace(key="a", title="a", status=W),
        NRR._replace(key="b", title="b", status=H),
        NRR._replace(key="c", title="c", value=None, status=U),
        NRR._replace(key="d", title="d", status=W),
    )
    new = report(
        NRR._replace(key="a", title="a", status=H),
        NRR._replace(key="b", title="b", status=R, value=Fraction(1)),
        NRR._replace(key="c", title="c", status=W),
        NRR._replace(key="d", title="d", value=None, status=U),
    )
    assert grid(compare(old, new), "statuses") == [
        ["b", "healthy", "at risk", "-5.0 pp worse"],
        ["c", "unknown", "watch", "has a value now"],
        ["d", "watch", "unknown", "has no value now"],
        ["a", "watch", "healthy", "its band or how it is judged"],
    ]


def test_what_became_unknown_says_why() -> None:
    found = compare(report(CAC._replace(value=Fraction(1), status=N)), report(CAC))
    assert note(found, "Unknown now") == ("CAC: needs spend → add spend.csv",)
    assert grid(found, "summary")[3] == ["became unknown", "1"]


def test_amounts_in_another_currency_are_not_compared() -> None:
    ratio = NRR._replace(value=Fraction(106, 100))
    found = compare(report(NRR, MRR), report(ratio, MRR, currency="USD"))
    assert isinstance(found.report.blocks[0], Grid)
    assert found.report.blocks[0].key == "not_alike"
    assert grid(found, "not_alike") == [["Currency (amounts are not compared)", "EUR", "USD"]]
    assert [row[0:5] for row in grid(found, "values")] == [
        ["NRR", "105.0%", "106.0%", "+1.0 pp", "better"],
        ["MRR", "1,000.00", "1,000.00", "not comparable", ""],
    ]


def test_flows_over_another_span_are_not_compared() -> None:
    quarter = NRR._replace(window=Window("12 months", dt.date(2026, 7, 1), DAY), value=Fraction(2))
    found = compare(report(NRR), report(quarter, period="quarter"))
    assert grid(found, "not_alike") == [["Period (flows are not compared)", "month", "quarter"]]
    assert grid(found, "values")[0][3:5] == ["not comparable", ""]


def test_the_newer_report_first_is_said() -> None:
    found = compare(report(NRR), report(NRR, as_of=OLD_DAY, company="Acme SE", profile="early"))
    assert grid(found, "not_alike") == [
        ["Company", "Acme", "Acme SE"],
        ["Profile of the bands", "growth", "early"],
        ["As of (the first report is the newer one)", "2026-09-30", "2026-08-31"],
    ]


@pytest.mark.parametrize(
    ("reading", "before", "now", "change"),
    [
        # 0.02 % of an amount: too little for one decimal of a per cent, so said as an amount
        (MRR, "1000000", "1000200", ("+200", "better")),
        (NRR, "1.05", "1.0500001", ("+0.00001 pp", "better")),
        (NRR._replace(better=Better.LOWER), "1.0500001", "1.05", ("-0.00001 pp", "better")),
        (NRR._replace(better=Better.LOWER), "1.05", "1.0500001", ("+0.00001 pp", "worse")),
        (NRR._replace(better=Better.NEITHER), "1.05", "1.0500001", ("+0.00001 pp", "")),
    ],
)
def test_no_change_is_lost_in_rounding(
    reading: Reading, before: str, now: str, change: tuple[str, str]
) -> None:
    old, new = (reading._replace(value=Fraction(text), band=None) for text in (before, now))
    ((_, _, _, text, sense, _),) = grid(compare(report(old), report(new)), "values")
    assert (text, sense) == change


def test_definitions_and_bands() -> None:
    new = NRR._replace(
        formula="kept ÷ start", band=BAND._replace(healthy=BAND.healthy._replace(at=Fraction(6, 5)))
    )
    assert grid(compare(report(NRR), report(new)), "definitions") == [
        ["NRR", "formula", "kept ÷ base", "kept ÷ start"],
        [
            "NRR",
            "band",
            "≥110% (≥100%), better is higher",
            "≥120% (≥100%), better is higher",
        ],
    ]
    source = BAND._replace(healthy=BAND.healthy._replace(year=2025), profile="early")
    assert grid(compare(report(NRR), report(NRR._replace(band=source))), "definitions") == [
        ["NRR", "source of the band", "a survey 2024 (B); own (D)", "a survey 2025 (B); own (D)"]
    ]
    assert grid(compare(report(NRR), report(NRR._replace(band=None))), "definitions") == [
        ["NRR", "band", "≥110% (≥100%), better is higher", "none"]
    ]
    assert compare(report(MRR), report(MRR)).is_empty


@pytest.mark.parametrize(
    ("now", "later", "rows"),
    [
        ((), False, [["exports/a.csv", "vanished", "5 rows", ""]]),
        ((FILE, FILE._replace(file="b.csv", table="fx", kept=1)), False,
         [["b.csv", "new", "", "1 row"]]),
        ((FILE._replace(kept=4),), False, [["exports/a.csv", "shrank", "5 rows", "4 rows"]]),
        ((FILE._replace(newest=OLD_DAY),), False,
         [["exports/a.csv", "ends earlier", "2026-09-30", "2026-08-31"]]),
        ((FILE._replace(newest=None),), False,
         [["exports/a.csv", "ends earlier", "2026-09-30", "no day at all"]]),
        ((FILE,), False, []),
        ((FILE,), True,
         [["exports/a.csv", "stale: the same file", "2026-09-30", "2026-09-30"]]),
        ((FILE._replace(sha256="1" * 64),), True,
         [["exports/a.csv", "stale: nothing newer", "2026-09-30", "2026-09-30"]]),
        ((FILE._replace(newest=dt.date(2026, 10, 1)),), True, []),
        ((FILE._replace(dropped={"bad": 2}),), False,
         [["exports/a.csv", "more rows left out", "0 rows", "2 rows"]]),
        ((FILE._replace(format="crm"),), False,
         [["exports/a.csv", "taken for something else", "own", "crm"]]),
    ],
)  # fmt: skip
def test_inputs(now: tuple[Input, ...], later: bool, rows: list[list[str]]) -> None:  # noqa: FBT001
    old = report(NRR, inputs=(FILE,), as_of=OLD_DAY if later else DAY)
    assert grid(compare(old, report(NRR, inputs=now)), "inputs") == rows


def test_a_file_without_days_cannot_be_stale() -> None:
    old = report(NRR, inputs=(FILE._replace(newest=None),), as_of=OLD_DAY)
    assert grid(compare(old, report(NRR, inputs=(FILE._replace(newest=None),))), "inputs") == []


def test_a_file_is_found_again_in_another_folder_and_under_another_name() -> None:
    moved = FILE._replace(file="/data/a.csv")
    renamed = FILE._replace(file="2026-10.csv")
    other = FILE._replace(file="2026-10.csv", format="crm")
    twins = (renamed, renamed._replace(file="2026-11.csv"))
    assert matched([FILE], [moved]) == [(FILE, moved)]
    assert matched([FILE], [renamed]) == [(FILE, renamed)]
    assert matched([FILE], [other]) == [(FILE, other)]
    assert matched([FILE], twins) == [(FILE, None), (None, twins[0]), (None, twins[1])]


def test_notes_and_assumptions() -> None:
    old = report(
        NRR._replace(assumptions=("a month has 30 days",)),
        notes=(Note("Taken for granted", ("x", "y")), Note("Gone", ("z",))),
    )
    new = report(NRR._replace(notes=("few cases",)), notes=(Note("Taken for granted", ("y", "w")),))
    found = compare(old, new)
    assert note(found, "Taken for granted: new") == ("w",)
    assert note(found, "Taken for granted: no longer") == ("x",)
    assert note(found, "Gone: no longer") == ("z",)
    assert note(found, "Of single metrics: new") == ("NRR: few cases",)
    assert note(found, "Of single metrics: no longer") == ("NRR: a month has 30 days",)


def test_what_stands_in_one_report_only_is_said_and_not_compared() -> None:
    found = compare(report(NRR, CAC), report(NRR, MRR), left_out=1)
    assert grid(found, "summary")[-1] == ["compared", "1"]
    assert note(found, "Not compared") == (
        "only in the old report: CAC",
        "only in the new report: MRR",
        "1 metric was not saved with a report (`--only`)",
    )
    assert note(compare(report(NRR), report(NRR), left_out=2), "Not compared") == (
        "2 metrics were not saved with a report (`--only`)",
    )


def test_metrics_are_picked_by_key_and_by_what_they_are_now() -> None:
    old = report(NRR, MRR)
    new = report(NRR._replace(value=Fraction(1)), MRR._replace(value=Fraction(1)))
    assert [row[0] for row in grid(compare(old, new, keys=["mrr"]), "values")] == ["MRR"]
    assert [row[0] for row in grid(compare(old, new, statuses=[W]), "values")] == ["NRR"]
    assert compare(old, new, statuses=[R]).is_empty
