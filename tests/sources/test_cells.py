"""Bad cells are findings; each says where it stands, what is wrong and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.model import Severity
from cro_cli.sources import Loaded
from cro_cli.sources.cells import Cell

Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]

COLUMNS = [
    "id",
    "customer",
    "amount",
    "interval",
    "started_on",
    "status",
    "currency",
    "quantity",
    "cancel_at_period_end",
]
SUBSCRIPTIONS = ",".join(COLUMNS) + "\n"


def said(loaded: Loaded) -> list[tuple[int | None, str, str, str]]:
    return [(one.row, one.column, one.text, one.remedy) for one in loaded.findings]


def test_each_kind_of_bad_cell_is_said(load: Load) -> None:
    loaded = load(a=SUBSCRIPTIONS + "s1,c1,x,decade,soon,gone,dollars,many,perhaps\n")
    statuses = (
        "active, trialing, past_due, canceled, unpaid, incomplete, incomplete_expired, paused, "
        "future, draft"
    )
    word = "is no known word for this column"
    assert sorted(said(loaded), key=lambda one: COLUMNS.index(one[1])) == [
        (2, "amount", "'x' is no amount", "write it as 1234.56"),
        (
            2,
            "interval",
            "'decade' is no known billing interval",
            "write day, week, month or year; how many of them goes into `interval_count`",
        ),
        (2, "started_on", "'soon' is no date", "write it as 2026-09-30"),
        (2, "status", f"'gone' {word}", f"known are {statuses}"),
        (2, "currency", "'dollars' is no currency code", "write it as USD"),
        (2, "quantity", "'many' is no number", "write it as 1234.56"),
        (2, "cancel_at_period_end", "'perhaps' is neither yes nor no", "write true or false"),
    ]
    assert {one.severity for one in loaded.findings} == {Severity.ERROR}
    (amount,) = [one for one in loaded.findings if one.column == "amount"]
    assert (amount.fields, amount.table) == (("subscriptions.amount",), "subscriptions")
    assert amount.value == "x"
    assert loaded.tables["subscriptions"].select("amount", "interval").row(0) == (None, None)


def test_flags_and_words_in_other_spellings(load: Load) -> None:
    loaded = load(
        a=SUBSCRIPTIONS
        + "s1,c1,1,Monthly,2026-01-01,Past Due,usd,,YES\n"
        + "s2,c1,1,ANNUALLY,2026-01-01,In Trial,,2,0\n"
    )
    assert loaded.tables["subscriptions"].select(
        "interval", "status", "currency", "quantity", "cancel_at_period_end"
    ).rows() == [
        ("month", "past_due", "USD", None, True),
        ("year", "trialing", None, 2_000_000, False),
    ]
    assert [one.id for one in loaded.findings] == ["W327"]


def test_a_bad_cell_that_would_fill_screens_is_cited_by_its_beginning(load: Load) -> None:
    rows = "".join(f"s{size},c1,{'x' * size},month,2026-01-01,,,,\n" for size in (200, 201))
    short, long = load(a=SUBSCRIPTIONS + rows).findings
    assert short.text == f"'{'x' * 200}' is no amount"
    assert long.text == f"'{'x' * 200}'… (201 characters) is no amount"
    assert long.value == "x" * 201


def test_many_bad_cells_of_a_column_are_summed_up(load: Load) -> None:
    rows = "".join(f"s{number},c1,x,month,2026-01-01,,,,\n" for number in range(1010))
    loaded = load(a=SUBSCRIPTIONS + rows)
    assert len(loaded.findings) == 11
    more = "1,000 more cells: is no amount"
    assert said(loaded)[-1] == (None, "amount", more, "write it as 1234.56")


def test_empty_required_cell_is_said(load: Load) -> None:
    loaded = load(a="id,stage,created_on,amount\nd1,,2026-01-01,5\n , Lead,,6\n")
    assert said(loaded) == [
        (3, "id", "is empty, but every row needs it", "fill it in, or take the row out"),
        (2, "stage", "is empty, but every row needs it", "fill it in, or take the row out"),
        (3, "created_on", "is empty, but every row needs it", "fill it in, or take the row out"),
    ]


def test_bad_rows_are_left_out_on_demand(load: Load) -> None:
    text = (
        "id,stage,created_on,amount\nd1,Lead,2026-01-01,x\nd2,,2026-01-01,5\nd3,Lead,2026-01-01,5\n"
    )
    kept = load(a=text)
    assert kept.tables["deals"].height == 3
    loaded = load(a=text, exclude_bad_rows=True)
    assert loaded.tables["deals"].get_column("id").to_list() == ["d3"]
    assert {one.severity for one in loaded.findings} == {Severity.WARNING}
    assert loaded.inputs[0].dropped == {"bad": 2}
    assert (loaded.inputs[0].rows, loaded.inputs[0].kept) == (3, 1)


def test_sound_rows_are_not_left_out(load: Load) -> None:
    text = "id,stage,created_on,amount\nd1,Lead,2026-01-01,1\n"
    loaded = load(a=text, exclude_bad_rows=True)
    assert loaded.inputs[0].dropped == {}
    assert loaded.tables["deals"].height == 1


def test_spoiled_ids_are_found(load: Load) -> None:
    loaded = load(a="id,stage,created_on,amount,account_id\n1.20210E+17,Lead,2026-01-01,5,007\n")
    text = "'1.20210E+17' was turned into a rounded number by a spreadsheet"
    assert said(loaded) == [(2, "id", text, "export the file again")]
    assert loaded.tables["deals"].get_column("account_id").to_list() == ["007"]


def test_ids_stay_text(load: Load) -> None:
    ids = ["007", "123456789012345678", "123456789012345679", "0015g0000000DWiAAM"]
    text = "id,name,email\n" + "".join(f"{one},x,\n" for one in ids)
    assert load(a=text).tables["customers"].get_column("id").to_list() == ids


def test_ambiguous_dates_refuse_the_file(refused: Refused) -> None:
    assert refused(a="id,stage,created_on,amount\nd1,Lead,1/2/2026,5\n") == (
        (
            "a.csv: column 'created_on': the dates do not tell which of the two numbers is the"
            " month; export dates as 2026-09-30, or say `dates: day_first` or"
            " `dates: month_first` in the config"
        ),
    )


def test_ambiguous_amounts_refuse_the_file(refused: Refused) -> None:
    assert refused(a="id;stage;created_on;amount\nd1;Lead;2026-01-01;1.234\n") == (
        (
            "a.csv: amounts such as 1.234 can be read with a decimal point or a decimal comma, and"
            " no other amount of the file tells which; export amounts as 1234.56, or say"
            " `decimals: point` or `decimals: comma` in the config"
        ),
    )


def test_decimal_comma_holds_for_plain_numbers_of_the_file_too(load: Load) -> None:
    header = "id,stage,created_on,amount\n"
    loaded = load(a=header + 'd1,Lead,2026-01-01,1.234\nd2,Lead,2026-01-01,"5,5"\n')
    assert loaded.tables["deals"].get_column("amount").to_list() == [1_234_000_000, 5_500_000]


@pytest.mark.parametrize(
    ("start", "end", "month"),
    [("2026-01-01", "2026-01-31", "2026-01"), ("2026-01-15", "2026-02-14", None)],
)
def test_spend_over_several_months_is_refused(
    load: Load, refused: Refused, start: str, end: str, month: str | None
) -> None:
    text = f"Reporting starts,Reporting ends,Campaign name,Amount spent (USD)\n{start},{end},A,5\n"
    if month:
        assert str(load(a=text).tables["spend"].item(0, "month")).startswith(month)
    else:
        assert refused(a=text) == (
            (
                f"a.csv: row 2: cost is given for {start} to {end}, more than one month at once;"
                " add a breakdown by month (or day) to the report and export it again"
            ),
        )


@pytest.mark.parametrize(
    "line", ["All time", '"July 8, 2025 - August 3, 2025"', "x - y", "Smarch 8, 2025 - x 2025"]
)
def test_google_report_without_a_month_is_refused(refused: Refused, line: str) -> None:
    text = f"Campaign report\n{line}\nCampaign,Cost,Currency code\nA,5,USD\n"
    (problem,) = refused(a=text)
    assert problem.endswith("add a breakdown by month (or day) to the report and export it again")


def test_meta_currency_may_have_a_column_of_its_own(load: Load) -> None:
    loaded = load(a="Day,Campaign name,Amount spent,Currency\n2026-01-31,A,5,eur\n")
    assert loaded.tables["spend"].select("month", "currency").rows()[0][1] == "EUR"


def test_status_that_flags_do_not_settle_stays_open_to_the_stage(load: Load) -> None:
    header = "Id,StageName,CloseDate,Amount,CreatedDate,IsWon\n"
    loaded = load(
        a=header + "0065g0000000NfkAAE,Won,2026-01-01,5,2026-01-01,true\n"
        "0065g0000000NfKAAU,Lost,2026-01-01,5,2026-01-01,false\n"
    )
    assert loaded.tables["deals"].get_column("status").to_list() == ["won", None]


def test_supplied_names_what_files_have(load: Load) -> None:
    loaded = load(
        a="Campaign,Cost,Currency code,Month\nBrand,5,USD,2026-01-01\n",
        b="month,category,amount,new_share\n2026-01,sales,100,50%\n",
    )
    assert loaded.supplied == {
        f"spend.{name}"
        for name in ("month", "category", "channel", "campaign", "amount", "currency", "new_share")
    }


def test_whole_thousands_in_a_comma_file_may_be_meant(refused: Refused) -> None:
    (problem,) = refused(a="id,stage,created_on,amount\nd1,Lead,2026-01-01,€1.234\n")
    assert problem.startswith("a.csv: amounts such as 1.234 can be read with a decimal point or")


def test_rates_have_their_decimals(load: Load) -> None:
    loaded = load(a="currency,rate,date\nEUR,1.085,2026-01-01\nGBP,1.25 ,2026-01-01\n")
    assert loaded.tables["fx"].get_column("rate").to_list() == [
        1_085_000_000_000,
        1_250_000_000_000,
    ]


def test_plain_exports_need_no_second_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_again(*_: object, **__: object) -> None:
        pytest.fail("a plain column was read twice")

    monkeypatch.setattr(Cell, "careful", read_again)
    for case in ("salesforce_accounts", "salesforce_leads", "stripe_mrr", "google_ads"):
        path = Path(__file__).parent / case / "export.csv"
        text = path.read_text(encoding="utf-8").replace("n/a", "")
        copy = tmp_path / f"{case}.csv"
        copy.write_text(text, encoding="utf-8")
        sources.load([str(copy)])


def test_decimal_comma_holds_for_counts_too(load: Load, refused: Refused) -> None:
    header = "id;customer;amount;interval;started_on;quantity\n"
    loaded = load(a=header + "s1;c1;5,5;month;2026-01-01;1.500\n")
    assert loaded.tables["subscriptions"].item(0, "quantity") == 1_500_000_000
    (problem,) = refused(a=header + "s1;c1;5;month;2026-01-01;1.500\n")
    assert problem.startswith("a.csv: amounts such as 1.500 can be read with")


def test_closed_deal_that_does_not_say_whether_it_was_won(load: Load) -> None:
    header = "Id,StageName,CloseDate,Amount,CreatedDate,IsClosed,IsWon\n"
    loaded = load(a=header + "0065g0000000NfkAAE,Done,2026-01-01,5,2026-01-01,true,\n")
    assert loaded.tables["deals"].item(0, "status") is None


def test_count_with_a_currency_is_no_count(load: Load) -> None:
    loaded = load(a="month,department,fte\n2026-01,Sales,5 EUR\n")
    assert said(loaded) == [(2, "fte", "'5 EUR' is no number", "write it as 1234.56")]
    assert loaded.supplied == {"headcount.month", "headcount.department", "headcount.fte"}


def test_columns_of_one_kind_are_read_each_by_itself(load: Load) -> None:
    header = "id,customer,issued_on,due_on,status,subtotal,total\n"
    loaded = load(a=header + "i1,c1,2026-01-01,x,open,5,n/a\n" + "i2,c1,2026-01-02,,paid,6,7\n")
    columns = ("issued_on", "due_on", "subtotal", "total")
    invoices = loaded.tables["invoices"].select(columns)
    assert [str(one) for one in invoices.get_column("issued_on")] == ["2026-01-01", "2026-01-02"]
    assert invoices.drop("issued_on").rows() == [
        (None, 5_000_000, None),
        (None, 6_000_000, 7_000_000),
    ]
    assert [one.column for one in loaded.findings] == ["due_on", "total"]


XERO = "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,InvoiceAmountDue,LineAmount,Type"


def test_one_column_of_dates_tells_for_all_that_are_written_alike(load: Load) -> None:
    loaded = load(a=f"{XERO}\nA,1,31/01/2026,2/3/2026,1,0,1,Sales invoice\n")
    (invoice,) = loaded.tables["invoices"].to_dicts()
    assert invoice["due_on"] == dt.date(2026, 3, 2)


def test_dates_written_alike_that_tell_nothing_are_refused(refused: Refused) -> None:
    assert refused(a=f"{XERO}\nA,1,1/2/2026,2/3/2026,1,0,1,Sales invoice\n") == (
        (
            "a.csv: column 'InvoiceDate' and 'DueDate': the dates do not tell which of the two"
            " numbers is the month; export dates as 2026-09-30, or say `dates: day_first` or"
            " `dates: month_first` in the config"
        ),
    )


def test_ids_lose_what_spreadsheets_and_programs_add_to_them(load: Load) -> None:
    rows = '"=""007""",a\n\'0008,b\n8001.0,c\n1.0,d\n8002,e\n'
    ids = load(accounts=f"id,name\n{rows}").tables["accounts"].get_column("id").to_list()
    assert ids == ["007", "0008", "8001", "1.0", "8002"]


@pytest.mark.parametrize("day", ["0000-01-01", "0000-01-01T00:00:00Z", "01.01.0000", "1 Jan 0000"])
def test_the_year_0_is_no_date_and_no_fault(load: Load, day: str) -> None:
    header = "id,customer,amount,interval,started_on\n"
    loaded = load(a=f"{header}1,c1,5,month,{day}\n2,c1,5,month,2026-01-01\n")
    assert loaded.inputs[0].newest == dt.date(2026, 1, 1)
    assert [one.text for one in loaded.findings] == [f"{day!r} is no date"]
    months = load(b="month,revenue\n0000-01,5\n2026-01,5\n")
    assert [one.text for one in months.findings] == ["'0000-01' is no month"]
