"""What must hold for retention of any company (definitions 7.4)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.companies import Export, histories
from tests.properties.running import COHORTS, FIRST, Cells, each_row, months_of, running, with_rows


@given(histories(min_months=13))
def test_grr_is_at_most_one_and_at_most_nrr(history: Export) -> None:
    with running(history) as program:
        for month in range(FIRST, program.last + 1):
            nrr, grr, churn = (program.engine.result(key, month).value for key in COHORTS)
            if nrr is None or grr is None or churn is None:
                assert nrr is grr is churn is None
                continue
            assert 0 <= grr <= nrr
            assert grr <= 1
            assert 0 <= churn <= 1


@given(histories(min_months=13))
def test_nobody_a_year_ago_is_no_retention_and_says_why(history: Export) -> None:
    first, later = months_of(history)[0], months_of(history)[12]

    def nobody_yet(row: Cells) -> Cells:
        return {**row, first: "0.00"}

    year, month = later.split("-")
    with running(each_row(history, nobody_yet)) as program:
        for key in COHORTS:
            outcome = program.engine.result(key, int(year) * 12 + int(month) - 1).outcome
            assert outcome.value is None
            assert outcome.reason is not None
            assert outcome.reason.code == "no_customers_at_start"


@given(histories(min_months=13), st.data())
def test_a_new_customer_leaves_retention_as_it_is(history: Export, data: st.DataObject) -> None:
    names = months_of(history)
    start = data.draw(st.integers(1, len(names) - 1))
    newcomer = {
        "Customer ID": "cus_new",
        "Currency": "usd",
        **{name: "77.00" if place >= start else "0.00" for place, name in enumerate(names)},
    }
    year, month = names[0].split("-")
    began = int(year) * 12 + int(month) - 1 + start
    with running(history) as before, running(with_rows(history, newcomer)) as after:
        for key in COHORTS:
            # Twelve months after it began, it is a customer of a year ago itself.
            for at in range(FIRST, min(began + 12, before.last + 1)):
                assert after.engine.result(key, at).value == before.engine.result(key, at).value
