from __future__ import annotations

import datetime as dt

import pytest

from cro_cli import months
from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing, month
from tests.facts.ledgers import levels, moved

LINE: Row = {
    "id": "l",
    "customer": "A",
    "subscription": "s",
    "amount": "100",
    "period_start_on": "2026-01-15",
    "period_end_on": "2026-02-15",
    "issued_on": "2026-01-15",
}
# No revenue: it carries the data to the end of June.
CARRIER: Row = {**LINE, "id": "z", "type": "one_off", "issued_on": "2026-06-30"}


def _line(**cells: object) -> Row:
    return {**LINE, **cells}


def _ledger(given: Given, *rows: Row, **said: object) -> str:
    settled = Assumptions()._replace(**said)  # type: ignore[arg-type]
    facts = given(invoice_lines=[*rows, CARRIER], assumptions=settled)
    return levels(facts.fact("mrr_changes"))


def _months(number: int, **cells: object) -> list[Row]:
    """Return so many monthly lines, from 15 January on."""
    return [
        _line(
            id=f"l{at}",
            period_start_on=f"2026-0{at + 1}-15",
            period_end_on=f"2026-0{at + 2}-15",
            issued_on=f"2026-0{at + 1}-15",
            **cells,
        )
        for at in range(number)
    ]


def test_periods_that_follow_each_other_are_no_movement(given: Given) -> None:
    assert _ledger(given, *_months(4)) == "01 100, 05 0"


@pytest.mark.parametrize(
    ("weeks", "said", "expected"),
    [
        (1, "52/12", "433.3333"),  # 100 × 52 ÷ 12, as a weekly subscription; by days it is 434.52
        (1, "4", "400"),
        (2, "4.33", "216.5"),  # 100 × 4.33 ÷ 2
        (2, "52/12", "216.6667"),
        (3, "4", "144.8413"),  # 21 days are no interval: 100 ÷ 21 × 365 ÷ 12
    ],
)
def test_a_line_of_a_week_or_two_counts_in_weeks(
    given: Given, weeks: int, said: str, expected: str
) -> None:
    ends = dt.date(2026, 1, 26) + dt.timedelta(weeks=weeks)
    line = _line(period_start_on="2026-01-26", period_end_on=str(ends), issued_on="2026-01-26")
    switch = {"definitions": {"weeks_per_month": said}, "complete_from": dt.date(2026, 1, 31)}
    assert _ledger(given, line, **switch) == f"01 {expected}, 02 0"


def test_a_year_in_one_line_is_a_twelfth_of_it_each_month(given: Given) -> None:
    """Not all of it in the month in which it was billed."""
    year = _line(amount="1200", period_end_on="2027-01-15")
    said = {"complete_from": dt.date(2026, 1, 31)}
    assert _ledger(given, year, **said) == "01 100"


@pytest.mark.parametrize(
    ("start", "end", "monthly"),
    [
        ("2026-01-15", "2026-02-14", "100"),  # a month but for a day
        ("2026-01-31", "2026-02-28", "100"),
        ("2026-01-15", "2026-04-12", "33.3333"),  # three days short of a quarter
        ("2026-01-15", "2026-04-11", "35.3682"),  # 100 ÷ 86 days × 365 ÷ 12
        ("2026-01-15", "2026-01-25", "304.1667"),  # 100 ÷ 10 days × 365 ÷ 12, gone by the 31st
    ],
)
def test_a_term_counts_by_its_months_or_its_days(
    given: Given, start: str, end: str, monthly: str
) -> None:
    line = _line(period_start_on=start, period_end_on=end)
    shown = _ledger(given, line, definitions={"month_rule": "any_overlap"})
    first = "03" if monthly.startswith("3") and not monthly.startswith("304") else "01"
    assert shown.startswith(f"{first} {monthly}")


def test_what_a_change_of_plan_is_billed_as_adds_up(given: Given) -> None:
    """From 100 to 160 in the middle of June's thirty days: half of each is credited and billed."""
    june = {
        "period_start_on": "2026-06-01",
        "period_end_on": "2026-07-01",
        "issued_on": "2026-06-01",
    }
    part = {**june, "period_start_on": "2026-06-16", "proration": True}
    lines = [
        _line(**june, plan="Pro"),
        _line(**part, id="c", plan="Pro", amount="-50"),
        _line(**part, id="d", plan="Scale", amount="80"),
    ]
    assert _ledger(given, *lines) == "06 160"


def test_a_part_of_a_february_is_scaled_by_its_own_days(given: Given) -> None:
    whole = {"period_start_on": "2026-02-01", "period_end_on": "2026-03-01"}
    part = {**whole, "period_start_on": "2026-02-15", "proration": True}
    # 14 of 28 days: 25 for the half are 50 a month, where 14 days alone would come to 54.17.
    lines = [_line(**whole), _line(**part, id="p", amount="25")]
    assert _ledger(given, *lines) == "02 150, 03 0"


def test_credits_do_not_reduce_unless_a_switch_says_so(given: Given) -> None:
    """A credit note may be written as a positive amount of type credit."""
    for amount in ("30", "-30"):
        note = _line(id="n", type="credit", amount=amount)
        assert _ledger(given, LINE, note) == "01 100, 02 0"
        said = {"definitions": {"credit_notes": "reduce"}}
        assert _ledger(given, LINE, note, **said) == "01 70, 02 0"


def test_a_credit_of_one_plan_may_go_beyond_it_while_its_customer_pays_for_more(
    given: Given,
) -> None:
    lines = [_line(plan="Pro"), _line(id="n", plan="Care", type="credit", amount="30")]
    said = {"definitions": {"credit_notes": "reduce"}}
    assert _ledger(given, *lines, **said) == "01 70, 02 0"


def test_lines_of_a_credit_note_are_credits(given: Given) -> None:
    lines = [_line(invoice="i1"), _line(id="n", invoice="i2", amount="30"), CARRIER]
    invoices = [{"id": "i1", "type": "charge"}, {"id": "i2", "type": "credit"}]
    facts = given(invoice_lines=lines, invoices=invoices)
    assert levels(facts.fact("mrr_changes")) == "01 100, 02 0"


def test_tax_and_discount_by_switch(given: Given) -> None:
    line = _line(tax="19", discount="11")
    assert _ledger(given, line) == "01 100, 02 0"
    assert _ledger(given, line, definitions={"taxes": "include"}) == "01 119, 02 0"
    assert _ledger(given, line, definitions={"discounts": "none"}) == "01 111, 02 0"
    # A line without tax and discount has none.
    both = {"definitions": {"taxes": "include", "discounts": "none"}}
    assert _ledger(given, line, _line(id="m", subscription="t"), **both) == "01 230, 02 0"


def test_a_credit_for_a_part_of_a_period_is_one_by_its_type_too(given: Given) -> None:
    """Half of June is given back: 50 for 15 days of 30, as much as a month less at 100."""
    june = {"period_start_on": "2026-06-01", "period_end_on": "2026-07-01"}
    half = {**june, "period_start_on": "2026-06-16", "proration": True, "type": "credit"}
    lines = [
        _line(**june, id="a", amount="300", issued_on="2026-06-01"),
        _line(**half, id="c", amount="50", issued_on="2026-06-16", invoice="i1"),
    ]
    assert _ledger(given, *lines) == "06 200"
    # An invoice that says it charges does not make a charge of its credit lines.
    invoices = [{"id": "i1", "type": "charge"}]
    facts = given(invoice_lines=[*lines, CARRIER], invoices=invoices)
    assert levels(facts.fact("mrr_changes")) == "06 200"


@pytest.mark.parametrize("day", [None, "2026-01-15"])
def test_a_line_of_nothing_for_no_time_is_none(given: Given, day: str | None) -> None:
    nothing = _line(id="0", amount="0", period_start_on=day, period_end_on=day)
    assert _ledger(given, LINE, nothing, definitions={"free_is_churn": "false"}) == "01 100, 02 0"


@pytest.mark.parametrize(
    ("days", "first"),
    [("2026-03-01", "2025-12"), ("2026-03-02", "2026-01")],  # 45 days are a month, 46 are two
)
def test_lines_are_whole_after_their_longest_term_since_the_first_invoice(
    given: Given, days: str, first: str
) -> None:
    """What begins in January is billed in December."""
    line = _line(issued_on="2025-12-20", period_end_on=days)
    fact = built(given(invoice_lines=[line, CARRIER]).fact("invoice_lines"))
    assert fact.first == month(first)


@pytest.mark.parametrize("column", ["plan", "description"])
def test_what_is_paid_once_is_told_by_words_of_the_config(given: Given, column: str) -> None:
    once = _line(id="o", subscription="t", **{column: "Set-Up fee"})
    assert _ledger(given, LINE, once, one_off_words=("set-up",)) == "01 100, 02 0"


def test_what_is_no_recurring_service_is_left_out(given: Given) -> None:
    others = [
        _line(id="u", type="usage"),
        _line(id="o", type="one_off", period_start_on=None, period_end_on=None),
        _line(id="d", status="draft"),
        _line(id="v", status="Void"),
        _line(id="0", amount="0", period_start_on=None, period_end_on=None),
    ]
    assert _ledger(given, LINE, *others) == "01 100, 02 0"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"customer": None}, "1 invoice line with no customer, such as x"),
        ({"period_start_on": None}, "1 invoice line with no service period, such as x"),
        ({"period_end_on": "2026-01-15"}, "1 invoice line with no service period, such as x"),
        (
            {"period_end_on": "2026-01-14"},
            "1 invoice line with a service period that ends before it starts, such as x",
        ),
        ({"amount": "-1"}, "1 invoice line with a negative amount, such as x"),
    ],
)
def test_what_cannot_be_valued_is_named(given: Given, cells: Row, text: str) -> None:
    bad = {**LINE, "id": "x", **cells}
    assert missing(given(invoice_lines=[LINE, bad]).fact("invoice_lines")).text == text
    settled = Assumptions(exclude_bad_rows=True)
    fact = built(given(invoice_lines=[LINE, bad], assumptions=settled).fact("invoice_lines"))
    assert fact.assumptions == (f"computed without {text}",)
    assert fact.frame.height == 1


def test_lines_know_everything_only_after_the_longest_of_them(given: Given) -> None:
    """A year billed in the month before the first line would be missing until then."""
    year = _line(id="y", customer="B", amount="1200", period_end_on="2027-01-15")
    fact = built(given(invoice_lines=[*_months(2), year, CARRIER]).fact("mrr_changes"))
    assert (fact.first, fact.first_flow) == (month("2026-12"), month("2027-01"))
    assert fact.begins is not None
    assert fact.begins.text == "invoice lines begin in 2026-01 and run up to 12 months"

    settled = Assumptions(complete_from=months.end(month("2026-02")))
    facts = given(invoice_lines=[*_months(2), year, CARRIER], assumptions=settled)
    fact = built(facts.fact("mrr_changes"))
    assert fact.first == month("2026-02")
    # What was there before February is its opening balance.
    assert moved(fact) == [
        ("2026-02", "A", "opening", 100),
        ("2026-02", "B", "opening", 100),
        ("2026-03", "A", "churn", -100),
    ]


def test_who_paid_before_the_first_whole_month_comes_back_later(given: Given) -> None:
    settled = Assumptions(complete_from=months.end(month("2026-03")))
    again = _line(id="a", period_start_on="2026-05-01", period_end_on="2026-06-01")
    for free_is_churn in ("true", "false"):
        said = settled._replace(definitions={"free_is_churn": free_is_churn})
        facts = given(invoice_lines=[LINE, again, CARRIER], assumptions=said)
        assert moved(facts.fact("mrr_changes"))[0] == ("2026-05", "A", "reactivation", 100)


@pytest.mark.parametrize(("end", "first"), [("2026-03-18", "2026-02"), ("2026-03-19", "2026-03")])
def test_the_longest_line_is_told_in_whole_months(given: Given, end: str, first: str) -> None:
    """76 days of 365 are 2.4986 months, 77 are 2.53."""
    january = "2026-01-01"
    line = _line(period_start_on=january, issued_on=january, period_end_on=end)
    fact = built(given(invoice_lines=[line, CARRIER]).fact("mrr_changes"))
    assert fact.first == month(first)


def test_a_line_without_an_invoice_date_begins_with_its_period(given: Given) -> None:
    first, second = _months(2)
    assert _ledger(given, {**first, "issued_on": None}, second) == "01 100, 03 0"


@pytest.mark.parametrize(
    ("cells", "name"),
    [({"invoice": "I9"}, "l"), ({"invoice": "I9", "id": None}, "I9"), ({"id": None}, "A")],
)
def test_a_line_is_named_by_its_id_or_its_invoice_or_its_customer(
    given: Given, cells: Row, name: str
) -> None:
    line = _line(amount="-1", **cells)
    reason = missing(given(invoice_lines=[line, CARRIER]).fact("mrr_changes"))
    assert reason.text == f"1 invoice line with a negative amount, such as {name}"


def test_monthly_lines_know_everything_at_once(given: Given) -> None:
    fact = built(given(invoice_lines=[*_months(2), CARRIER]).fact("mrr_changes"))
    assert (fact.first, fact.begins) == (month("2026-01"), None)


def test_more_taken_away_than_was_billed_is_refused(given: Given) -> None:
    part = _line(id="p", proration=True, amount="-101")
    reason = missing(given(invoice_lines=[LINE, part, CARRIER]).fact("mrr_changes"))
    assert reason.text == "the MRR of A falls below zero in 2026-01"


def test_periods_that_end_on_their_last_paid_day_are_noticed(given: Given) -> None:
    lines = [
        _line(id="1", period_start_on="2026-01-01", period_end_on="2026-01-31"),
        _line(id="2", period_start_on="2026-02-01", period_end_on="2026-02-28"),
    ]
    facts = given(invoice_lines=[*lines, CARRIER])
    assert any("end_inclusive" in note for note in built(facts.fact("mrr_changes")).notes)
    assert _ledger(given, *lines, definitions={"end_inclusive": "true"}) == "01 100, 03 0"


def test_lines_without_any_invoice_date_are_refused(given: Given) -> None:
    reason = missing(given(invoice_lines=[{**LINE, "issued_on": None}]).fact("invoice_lines"))
    assert reason.code == "no_invoice_dates"


@pytest.mark.parametrize(("before", "movement"), [("0", "new"), ("60", "reactivation")])
def test_who_had_a_free_service_before_the_first_whole_month_is_new(
    given: Given, before: str, movement: str
) -> None:
    """Three months in a line make March the first whole month; who comes in May never paid."""
    quarter = {"period_end_on": "2026-04-15", "amount": before}
    later = {"period_start_on": "2026-05-15", "period_end_on": "2026-06-15"}
    lines = [_line(**quarter), _line(**later, id="m", issued_on="2026-05-15"), CARRIER]
    settled = Assumptions()._replace(definitions={"free_is_churn": "false"})
    ledger = built(given(invoice_lines=lines, assumptions=settled).fact("mrr_changes")).frame
    may = ledger.filter(month=month("2026-05"))
    assert may.get_column("movement").to_list() == [movement]
