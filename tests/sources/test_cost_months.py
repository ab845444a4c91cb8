"""A cost belongs to the month of its row; where only a span is told, to the month that holds it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cro_cli.sources import Loaded

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

ADVICE = "add a breakdown by month (or day) to the report and export it again"
LINKEDIN = "Start Date (in UTC),Campaign Name,Total Spent\n"


def linkedin(start: str, end: str, *days: str) -> str:
    rows = "".join(f"{day},A,1\n" for day in days)
    return f"Report\nReport Start: {start}, Report End: {end}\n\n{LINKEDIN}{rows}"


def months(loaded: Loaded) -> list[str]:
    return [f"{month:%Y-%m}" for month in loaded.tables["spend"]["month"]]


@pytest.mark.parametrize(
    ("start", "end", "days", "expected"),
    [
        ("09/03/2026", "09/04/2026", ["9/3/2026", "9/3/2026"], ["2026-09", "2026-09"]),
        # Rows of single days may cross the end of a month.
        (
            "08/31/2026",
            "09/02/2026",
            ["8/31/2026", "9/1/2026", "9/2/2026"],
            ["2026-08", "2026-09", "2026-09"],
        ),
        ("07/20/2026", "09/02/2026", ["7/20/2026", "8/1/2026"], ["2026-07", "2026-08"]),
        ("09/07/2026", "09/27/2026", ["9/7/2026", "9/21/2026"], ["2026-09", "2026-09"]),
    ],
)
def test_first_days_tell_whether_rows_are_days_weeks_or_months(
    load: Load, start: str, end: str, days: list[str], expected: list[str]
) -> None:
    assert months(load(a=linkedin(start, end, *days))) == expected


def test_week_across_two_months_is_refused(refused: Refused) -> None:
    text = linkedin("08/24/2026", "09/06/2026", "8/24/2026", "8/31/2026")
    assert refused(a=text) == (
        (
            "a.csv: row 6: cost is given for 2026-08-31 to 2026-09-06, more than one month at once;"
            f" {ADVICE}"
        ),
    )


def test_report_over_two_months_is_refused(refused: Refused) -> None:
    text = linkedin("08/24/2026", "09/06/2026", "8/24/2026")
    assert refused(a=text) == (
        (
            "a.csv: row 5: cost is given for 2026-08-24 to 2026-09-06, more than one month at once;"
            f" {ADVICE}"
        ),
    )


def test_first_days_without_the_last_one_are_refused(refused: Refused) -> None:
    assert refused(a=f"{LINKEDIN}9/3/2026,A,1\n") == (
        f"a.csv: nothing says which month the cost belongs to; {ADVICE}",
    )


def test_google_week_across_two_months_is_refused(refused: Refused) -> None:
    (problem,) = refused(a="Week,Campaign,Currency code,Cost\n2026-08-31,A,CAD,70\n")
    assert problem.startswith("a.csv: row 2: cost is given for 2026-08-31 to 2026-09-06")


@pytest.mark.parametrize(
    ("span", "month"),
    [
        ("27. Januar 2026 - 31. Januar 2026", "2026-01"),
        ("1 févr. 2026 – 28 févr. 2026", "2026-02"),
        ("1 de mayo de 2026 - 31 de mayo de 2026", "2026-05"),
        ("Aug 1, 2026 - Aug 31, 2026", "2026-08"),
    ],
)
def test_span_above_the_header_is_read_in_several_languages(
    load: Load, span: str, month: str
) -> None:
    text = f'Report\n"{span}"\nCampaign,Cost,Currency code\nA,5,USD\n'
    assert months(load(a=text)) == [month]


def test_month_given_as_a_span_is_that_month_only_if_it_is_one(load: Load) -> None:
    header = "Month,Campaign name,Amount spent (USD)\n"
    loaded = load(a=header + "2026-07-01 - 2026-07-31,A,1\n2026-07-01 - 2026-08-31,B,2\n")
    assert loaded.tables["spend"]["month"].to_list()[1] is None
    assert [(one.row, one.text) for one in loaded.findings] == [
        (3, "'2026-07-01 - 2026-08-31' is no month")
    ]


def test_account_without_campaigns_has_no_rows(refused: Refused) -> None:
    text = '"Campaign name","Reporting starts","Amount spent (USD)"\n"No data available."\n'
    assert refused(a=text) == (
        "a.csv: has no rows that count (no data 1); export it again, or take it away",
    )
