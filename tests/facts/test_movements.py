from __future__ import annotations

from cro_cli.assumptions import Assumptions
from tests.facts.canonical import Given, Row, built, missing
from tests.facts.ledgers import levels, moved

LOG: Row = {"id": "m", "customer": "A", "subscription": "s", "on": "2026-01-15", "delta": "100"}


def _change(on: str, delta: str, **cells: str) -> Row:
    return {**LOG, "on": on, "delta": delta, **cells}


def test_a_log_is_summed_up_subscription_by_subscription(given: Given) -> None:
    log = [
        _change("2026-05-31", "-130"),
        LOG,
        _change("2026-03-10", "30"),
        _change("2026-03-10", "20", subscription="t"),
        _change("2026-08-31", "0"),
    ]
    facts = given(movements=log)
    assert levels(facts.fact("mrr_changes")) == "01 100, 03 150, 05 20"
    assert [name for _, _, name, _ in moved(facts.fact("mrr_changes"))] == [
        "new",
        "expansion",
        "contraction",
    ]


def test_a_change_of_plan_moves_all_there_is(given: Given) -> None:
    log = [_change("2026-01-15", "100", plan="Pro"), _change("2026-03-10", "60", plan="Scale")]
    frame = built(given(movements=[*log, _change("2026-06-30", "0")]).fact("mrr_changes")).frame
    march = frame.filter(frame["month"] == frame["month"].max())
    assert sorted(
        (plan, movement, delta // 12_000_000)
        for plan, movement, delta in march.select("plan", "movement", "delta").rows()
    ) == [("Pro", "transfer", -100), ("Scale", "expansion", 60), ("Scale", "transfer", 100)]


def test_the_whole_month_counts_by_switch(given: Given) -> None:
    log = [LOG, _change("2026-03-10", "-100"), _change("2026-06-30", "0", subscription="z")]
    for rule, expected in {
        "last_day": "01 100, 03 0",
        "first_day": "02 100, 04 0",
        "any_overlap": "01 100, 04 0",
    }.items():
        settled = Assumptions(definitions={"month_rule": rule})
        assert levels(given(movements=log, assumptions=settled).fact("mrr_changes")) == expected


def test_a_log_that_takes_away_what_it_never_added_is_refused(given: Given) -> None:
    reason = missing(given(movements=[LOG, _change("2026-03-10", "-101")]).fact("mrr_changes"))
    assert reason.text == "1 movement with more taken away than was ever added, such as s"


def test_a_change_of_nobody_is_refused(given: Given) -> None:
    nobody = {key: value for key, value in LOG.items() if key != "customer"}
    reason = missing(given(movements=[nobody]).fact("movements"))
    assert reason.text == "1 movement with no customer, such as s"
