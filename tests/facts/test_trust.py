"""Which of several shapes is believed, and what is said of the others."""

from __future__ import annotations

import polars as pl
import pytest

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, history, missing, month
from tests.facts.ledgers import levels, moved

SUBSCRIPTION: Row = {
    "id": "s",
    "customer": "A",
    "status": "active",
    "amount": "100",
    "interval": "month",
    "started_on": "2026-01-15",
    "updated_on": "2026-09-30",
}
VERSION: Row = {
    "id": "v",
    "customer": "A",
    "version": "1",
    "amount": "90",
    "interval": "month",
    "started_on": "2026-01-15",
    "updated_on": "2026-09-30",
}
LINE: Row = {
    "id": "l",
    "customer": "X",
    "amount": "40",
    "period_start_on": "2026-09-01",
    "period_end_on": "2026-10-01",
    "issued_on": "2026-09-30",
}
MRR = history({"A": {"2026-08": "70", "2026-09": "80"}})


def test_the_history_is_believed_before_versions_and_these_before_the_present(
    given: Given,
) -> None:
    everything = {"mrr": MRR, "subscription_versions": [VERSION], "subscriptions": [SUBSCRIPTION]}
    fact = built(given(**everything).fact("mrr_changes"))
    assert levels(fact) == "08 70, 09 80"
    source, day = "MRR is taken from the history of MRR by month, not from", "on 2026-09-30"
    assert fact.notes == (
        f"{source} the versions of subscriptions, which say 10.00 more {day} (1 customer differs)",
        f"{source} the subscriptions, which say 20.00 more {day} (1 customer differs)",
    )
    del everything["mrr"]
    assert levels(given(**everything).fact("mrr_changes")) == "01 90"
    del everything["subscription_versions"]
    assert levels(given(**everything).fact("mrr_changes")) == "01 100"


def test_differences_that_cancel_each_other_are_said(given: Given) -> None:
    versions = [VERSION, {**VERSION, "id": "w", "customer": "B", "amount": "110"}]
    present = [SUBSCRIPTION, {**SUBSCRIPTION, "id": "t", "customer": "B"}]
    fact = built(given(subscription_versions=versions, subscriptions=present).fact("mrr_changes"))
    (note,) = fact.notes
    assert note.endswith("which say as much on 2026-09-30 (2 customers differ)")


def test_the_same_from_both_is_said(given: Given) -> None:
    present = [{**SUBSCRIPTION, "amount": "90"}]
    fact = built(given(subscription_versions=[VERSION], subscriptions=present).fact("mrr_changes"))
    (note,) = fact.notes
    assert note.endswith("not from the subscriptions, which say the same of 2026-09-30")


def test_the_present_is_compared_at_the_month_end_nearest_to_its_day(given: Given) -> None:
    # 80 since September; in August it was 70.
    def note(updated_on: str, amount: str = "80", as_of: str = "2026-09") -> str:
        present = [{**SUBSCRIPTION, "amount": amount, "updated_on": updated_on}]
        told = given(mrr=MRR, subscriptions=present, months=(as_of,)).fact("mrr_changes")
        return built(told).notes[0].partition("which say ")[2]

    assert note("2026-09-16") == "the same of 2026-09-30"
    assert note("2026-09-28", as_of="2026-08") == "the same of 2026-09-30"
    assert note("2026-09-15") == "10.00 more on 2026-08-31 (1 customer differs)"
    assert note("2026-10-16") == "the same of 2026-09-30"
    said = "5.00 more on 2026-09-30, at present prices (1 customer differs)"
    assert note("2026-10-16", amount="85") == said


def test_two_histories_are_compared_at_the_as_of_date(given: Given) -> None:
    """A paid 70 in August and 80 since, the versions say 90 of both."""
    told = given(mrr=MRR, subscription_versions=[VERSION], months=("2026-08",))
    (note,) = built(told.fact("mrr_changes")).notes
    assert note.endswith("which say 20.00 more on 2026-08-31 (1 customer differs)")


def test_the_present_is_not_compared_with_the_history_that_is_made_of_it(given: Given) -> None:
    days = {"subscription_versions": ("2026-08-31", "2026-09-30")}
    told = given(
        subscription_versions=[VERSION], subscriptions=[SUBSCRIPTION], snapshots=days
    ).fact("mrr_changes")
    assert (levels(told), built(told).notes) == ("01 90", ())
    named = Assumptions(ledger_from=("subscriptions",))
    present = given(
        subscription_versions=[VERSION],
        subscriptions=[SUBSCRIPTION],
        snapshots=days,
        assumptions=named,
    )
    assert levels(present.fact("mrr_changes")) == "01 100"


def test_versions_in_the_folder_of_a_day_are_compared_with_the_present(given: Given) -> None:
    days = {"subscription_versions": ("2026-09-30",)}
    fact = given(subscription_versions=[VERSION], subscriptions=[SUBSCRIPTION], snapshots=days)
    (note,) = built(fact.fact("mrr_changes")).notes
    assert note.endswith("which say 10.00 more on 2026-09-30 (1 customer differs)")


def test_two_systems_without_a_common_customer_are_put_together(given: Given) -> None:
    fact = built(given(subscriptions=[SUBSCRIPTION], invoice_lines=[LINE]).fact("mrr_changes"))
    assert (levels(fact, "A"), levels(fact, "X")) == ("09 100", "09 40")
    assert fact.first == month("2026-09")
    assert "history" in fact.lacks
    assert "past_amounts" in fact.lacks_before_last
    assert fact.assumptions == (
        "subscriptions are valued at their present price since they began",
        "nobody who came has left since: the export holds no ended subscriptions",
    )
    assert fact.notes == (
        "MRR of customers who are not in the invoice lines is taken from the subscriptions",
    )


def test_of_two_systems_nothing_counts_beyond_what_both_know(given: Given) -> None:
    # Known to the end of August: the 28th is no month end.
    present = [{**SUBSCRIPTION, "updated_on": "2026-09-28"}, {**SUBSCRIPTION, "id": "t"}]
    present[1] |= {"customer": "B", "started_on": "2026-09-20", "updated_on": "2026-09-20"}
    versions = [{**VERSION, "customer": "X"}]
    fact = built(given(subscriptions=present, subscription_versions=versions).fact("mrr_changes"))
    assert (levels(fact, "A"), levels(fact, "B"), fact.last) == ("01 100", "", month("2026-08"))


def test_two_systems_are_known_from_the_month_from_which_both_are(given: Given) -> None:
    """The versions open with a balance in January, the history in August: so does the whole."""
    begun = {**VERSION, "customer": "X", "since_on": "2024-01-15"}
    fact = built(given(mrr=MRR, subscription_versions=[begun]).fact("mrr_changes"))
    assert (fact.first, levels(fact)) == (month("2026-08"), "08 160, 09 170")


def test_who_is_free_stays_a_customer_of_two_systems_too(given: Given) -> None:
    """A leaves the history of MRR, X goes on for nothing in the versions.

    Of A the versions say the same, which nobody asks them.
    """
    rows = history({"A": {"2026-07..2026-08": "70"}, "B": {"2026-08..2026-09": "5"}})
    x = {**VERSION, "id": "x", "customer": "X", "ended_on": "2026-09-10"}
    free = {**x, "version": "2", "amount": "0", "started_on": "2026-09-10", "ended_on": None}
    a = {**free, "id": "a", "customer": "A", "started_on": "2026-01-15"}
    settled = Assumptions(
        ledger_from=("mrr", "subscription_versions"), definitions={"free_is_churn": "false"}
    )
    facts = given(mrr=rows, subscription_versions=[x, free, a], assumptions=settled)
    assert moved(facts.fact("mrr_changes")) == [
        ("2026-07", "A", "opening", 70),
        ("2026-07", "X", "opening", 90),
        ("2026-08", "B", "new", 5),
        ("2026-09", "A", "churn", -70),
        ("2026-09", "X", "contraction", -90),
    ]


def test_two_systems_begin_for_the_reason_of_the_later_one(given: Given) -> None:
    """A year's line of January makes the lines whole in December; versions begin in January."""
    yearly = {**LINE, "period_start_on": "2025-01-15", "period_end_on": "2026-01-15"}
    lines = [{**yearly, "issued_on": "2025-01-15"}, {**LINE, "id": "m"}]
    old = {**VERSION, "started_on": "2025-01-15", "since_on": "2024-01-15"}
    for begun, code, first in (
        (old, "lines_begin", "2025-12"),
        ({**old, "started_on": "2026-02-15"}, "history_begins", "2026-02"),
        ({**VERSION, "started_on": "2025-01-15"}, "lines_begin", "2025-12"),
    ):
        told = given(subscription_versions=[begun], invoice_lines=lines).fact("mrr_changes")
        fact = built(told)
        assert fact.begins is not None
        assert (fact.begins.code, fact.first) == (code, month(first))


def test_who_paid_before_the_data_of_the_second_system_is_not_new(given: Given) -> None:
    back = {**VERSION, "customer": "X", "started_on": "2026-09-10", "since_on": "2024-01-15"}
    rows = [back, {**VERSION, "id": "w", "customer": "Y"}]
    told = moved(given(mrr=MRR, subscription_versions=rows).fact("mrr_changes"))
    assert ("2026-09", "X", "reactivation", 90) in told


def test_who_is_left_out_of_either_system_is_counted(given: Given) -> None:
    mrr = [*MRR, *history({"O": {"2026-09": "7"}})]
    lines = [LINE, {**LINE, "id": "m", "customer": "P", "amount": "5"}]
    settled = Assumptions(excluded=("O", "P"))
    fact = built(given(mrr=mrr, invoice_lines=lines, assumptions=settled).fact("mrr_changes"))
    assert fact.notes[-1] == (
        "left out as own, test or partner accounts: 2 customers with an MRR of 12.00 on 2026-09-30"
    )


INCLUSIVE: list[Row] = [
    {**LINE, "id": start, "period_start_on": start, "period_end_on": end}
    for start, end in (("2026-04-01", "2026-04-30"), ("2026-05-01", "2026-05-31"))
]


def test_of_three_systems_all_that_is_to_be_said_is_said(given: Given) -> None:
    """Of X the lines know more than two that end on their last day; B is in the present alone."""
    present = [SUBSCRIPTION, {**SUBSCRIPTION, "id": "t", "customer": "B"}]
    settled = Assumptions(ledger_from=("subscription_versions", "invoice_lines", "subscriptions"))
    facts = given(
        subscription_versions=[VERSION],
        invoice_lines=[*INCLUSIVE, LINE],
        subscriptions=present,
        assumptions=settled,
    )
    whose, versions = "MRR of customers who are not in", "the versions of subscriptions"
    # 100 of B and 10 more of A, less the 40 of X
    *said, remark = built(facts.fact("mrr_changes")).notes
    assert said == [
        f"{whose} {versions} is taken from the invoice lines",
        f"{whose} {versions} or the invoice lines is taken from the subscriptions",
        (
            f"MRR is taken from {versions} and the invoice lines, not from the subscriptions, "
            "which say 70.00 more on 2026-09-30 (3 customers differ): "
            f"10.00 more than {versions} (1 customer differs); "
            "40.00 less than the invoice lines (1 customer differs); "
            "100.00 more of customers who are in none of these (1)"
        ),
    ]
    assert "end on their last paid day" in remark


def test_a_third_system_is_compared_with_each_of_two_that_are_put_together(given: Given) -> None:
    """Of 80 of A, 40 of X and 5 of Y in September the present says 65, 55 and nothing."""
    present = [
        {**SUBSCRIPTION, "amount": "65"},
        {**SUBSCRIPTION, "id": "t", "customer": "X", "amount": "55"},
    ]
    lines = [LINE, {**LINE, "id": "m", "customer": "Y", "amount": "5"}]
    facts = given(mrr=MRR, invoice_lines=lines, subscriptions=present)
    joined, note = built(facts.fact("mrr_changes")).notes
    history, others = "the history of MRR by month", "the invoice lines"
    assert joined == f"MRR of customers who are not in {history} is taken from {others}"
    assert note == (
        f"MRR is taken from {history} and {others}, not from the subscriptions, which say "
        "5.00 less on 2026-09-30 (3 customers differ): "
        f"15.00 less than {history} (1 customer differs); "
        f"10.00 more than {others} (2 customers differ)"
    )


def test_a_third_system_may_say_what_one_of_two_says(given: Given) -> None:
    present = [{**SUBSCRIPTION, "amount": "80"}, {**SUBSCRIPTION, "id": "t", "customer": "X"}]
    facts = given(mrr=MRR, invoice_lines=[LINE], subscriptions=present)
    _, note = built(facts.fact("mrr_changes")).notes
    assert note.endswith(
        "which say 60.00 more on 2026-09-30 (1 customer differs): "
        "the same as the history of MRR by month; "
        "60.00 more than the invoice lines (1 customer differs)"
    )
    more = [*present, {**present[0], "id": "u", "customer": "Y", "amount": "5"}]
    lines = [LINE, {**LINE, "id": "m", "customer": "Y", "amount": "65"}]
    facts = given(mrr=MRR, invoice_lines=lines, subscriptions=more)
    _, note = built(facts.fact("mrr_changes")).notes
    assert note.endswith("; as much as the invoice lines (2 customers differ)")
    same = [present[0], {**present[1], "amount": "40"}]
    facts = given(mrr=MRR, invoice_lines=[LINE], subscriptions=same)
    _, note = built(facts.fact("mrr_changes")).notes
    assert note.endswith(
        "and the invoice lines, not from the subscriptions, which say the same of 2026-09-30"
    )


def test_a_fourth_system_names_all_three(given: Given) -> None:
    """The log of movements alone knows D."""
    log = {"id": "d", "customer": "D", "subscription": "s", "on": "2026-06-02", "delta": "7"}
    shapes = ("mrr", "subscription_versions", "invoice_lines", "movements")
    facts = given(
        mrr=MRR,
        subscription_versions=[{**VERSION, "customer": "B"}],
        invoice_lines=[LINE],
        movements=[log, {**log, "on": "2026-09-30", "delta": "0"}],
        assumptions=Assumptions(ledger_from=shapes),
    )
    assert built(facts.fact("mrr_changes")).notes[2] == (
        "MRR of customers who are not in the history of MRR by month, the versions of "
        "subscriptions or the invoice lines is taken from the log of movements"
    )


def test_a_second_system_tells_why_it_may_have_no_revenue(given: Given) -> None:
    """No month end is before the last day of a month."""
    told = given(subscription_versions=[VERSION], invoice_lines=INCLUSIVE).fact("mrr_changes")
    (note,) = built(told).notes
    assert "end on their last paid day" in note


def test_a_second_system_without_revenue_is_not_named(given: Given) -> None:
    trial = {**SUBSCRIPTION, "customer": "B", "status": "trialing", "updated_on": "2026-07-01"}
    fact = built(given(mrr=MRR, subscriptions=[trial]).fact("mrr_changes"))
    assert (fact.notes, levels(fact)) == ((), "08 70, 09 80")


def test_the_config_names_the_order(given: Given) -> None:
    settled = Assumptions(ledger_from=("subscriptions",))
    everything = {"mrr": MRR, "subscriptions": [SUBSCRIPTION], "invoice_lines": [LINE]}
    fact = built(given(**everything, assumptions=settled).fact("mrr_changes"))
    assert levels(fact) == "01 100"
    assert fact.notes == ()

    settled = Assumptions(ledger_from=("mrr", "subscriptions"))
    both = [SUBSCRIPTION, {**SUBSCRIPTION, "id": "t", "customer": "B"}]
    fact = built(given(mrr=MRR, subscriptions=both, assumptions=settled).fact("mrr_changes"))
    assert (levels(fact, "A"), levels(fact, "B")) == ("08 70, 09 80", "08 100")
    assert fact.notes[0].startswith("MRR of customers who are not in the history")
    assert "which say 120.00 more on 2026-09-30 (2 customers differ)" in fact.notes[1]


def test_a_shape_that_is_named_and_not_there_is_missed(given: Given) -> None:
    settled = Assumptions(ledger_from=("mrr", "movements"))
    reason = missing(given(mrr=MRR, assumptions=settled).fact("mrr_changes"))
    assert reason.text == (
        "needs the log of movements: `ledger.from` names movements, and no file holds any"
    )


def test_a_shape_that_cannot_be_read_is_said_or_refused(given: Given) -> None:
    broken = {**LINE, "period_end_on": None}
    fact = built(given(subscription_versions=[VERSION], invoice_lines=[broken]).fact("mrr_changes"))
    assert fact.notes == (
        "the invoice lines are not used: 1 invoice line with no service period, such as l",
    )
    settled = Assumptions(ledger_from=("subscription_versions", "invoice_lines"))
    facts = given(subscription_versions=[VERSION], invoice_lines=[broken], assumptions=settled)
    assert missing(facts.fact("mrr_changes")).code == "unusable_invoice_line"


def test_of_two_shapes_nothing_is_told_after_the_first_of_them_ends(given: Given) -> None:
    """A leaves in August, which the subscriptions of B do not reach."""
    leaves = {**VERSION, "ended_on": "2026-08-10", "status": "canceled"}
    other = {**SUBSCRIPTION, "customer": "B", "updated_on": "2026-06-30"}
    for free in ("true", "false"):
        settled = Assumptions(definitions={"free_is_churn": free})
        facts = given(subscription_versions=[leaves], subscriptions=[other], assumptions=settled)
        fact = built(facts.fact("mrr_changes"))
        assert set(fact.frame.get_column("month")) == {month("2026-01")}


def test_customers_come_to_the_difference_class_by_class(given: Given) -> None:
    mrr = history({name: {"2026-09": amount} for name, amount in (("B", "50"), ("C", "10.01"))})
    present = [
        {**SUBSCRIPTION, "id": name + amount, "customer": name, "amount": amount}
        for name, amount in (("A", "80"), ("B", "60"), ("B", "5.5"), ("D", "7"))
    ]
    versions = [VERSION, {**VERSION, "id": "w", "customer": "E", "amount": "1"}]
    told = given(mrr=[*MRR, *mrr], subscriptions=present, subscription_versions=versions)
    frame = built(told.fact("disagreements")).frame
    cents = pl.col("believed", "other") // 12 // 10**4
    rows = frame.select("shape", "customer", "difference", cents).rows()
    assert rows == [
        ("subscription_versions", "A", "amount", 8000, 9000),
        ("subscription_versions", "B", "only_here", 5000, 0),
        ("subscription_versions", "C", "only_here", 1001, 0),
        ("subscription_versions", "E", "only_there", 0, 100),
        ("subscriptions", "A", "same", 8000, 8000),
        ("subscriptions", "B", "amount", 5000, 6550),
        ("subscriptions", "C", "only_here", 1001, 0),
        ("subscriptions", "D", "only_there", 0, 700),
    ]
    # 10 - 50 - 10.01 + 1 and 15.50 - 10.01 + 7
    of_versions, of_present = built(told.fact("mrr_changes")).notes
    assert "which say 49.01 less on 2026-09-30 (4 customers differ)" in of_versions
    assert "which say 12.49 more on 2026-09-30 (3 customers differ)" in of_present


def test_a_company_of_two_ids_is_in_both(given: Given) -> None:
    """Acme pays 80 as `A` and as `B`, Bolt 50 as `C` and 100 as `D`; of `S` both know the same."""
    present = [
        {**SUBSCRIPTION, "id": name, "customer": name, "amount": amount}
        for name, amount in (("B", "80"), ("D", "100"), ("S", "10"))
    ]
    mrr = [*MRR, *history({"C": {"2026-09": "50"}, "S": {"2026-09": "10"}})]
    names = {"A": "Acme Inc.", "B": "ACME", "C": "Bolt", "D": "Bolt Ltd"}
    for known, expected in (
        (names, ["duplicate", "duplicate", "only_here"]),
        ({**names, "B": "Else"}, ["only_here", "only_there", "only_here"]),
        ({**names, "C": "acme"}, ["only_here", "only_there", "only_here"]),
    ):
        customers = [{"id": one, "name": name} for one, name in known.items()]
        told = built(
            given(
                mrr=mrr,
                subscriptions=present,
                customers=[*customers, {"id": "X", "name": None}],
            ).fact("disagreements")
        ).frame
        kinds = dict(told.select("customer", "difference").rows())
        assert [kinds[name] for name in "ABCDS"] == [*expected, "only_there", "same"]


@pytest.mark.parametrize(
    ("paid", "over", "expected"),
    [
        ("60", "2026-05-01", "discount_overrun"),
        ("60", "2026-12-01", "same"),
        ("50", "2026-05-01", "amount"),
        ("80", "2026-05-01", "same"),
    ],
)
def test_a_discount_that_is_over_is_still_in_the_history(
    given: Given, paid: str, over: str, expected: str
) -> None:
    """80 less 20 until a day; the other way round where the subscriptions are believed."""
    given_off = {**SUBSCRIPTION, "amount": "80", "discount": "20", "discount_end_on": over}
    mrr = history({"A": {"2026-01..2026-09": paid}})
    for first in ((), ("subscriptions", "mrr")):
        settled = Assumptions(ledger_from=first)
        facts = given(mrr=mrr, subscriptions=[given_off], assumptions=settled)
        told = built(facts.fact("disagreements")).frame
        assert told.get_column("difference").to_list() == [expected]


def test_without_anything_to_compare_nobody_differs(given: Given) -> None:
    assert built(given(mrr=MRR).fact("disagreements")).frame.is_empty()
    assert missing(given().fact("disagreements")).code == "missing_table"
