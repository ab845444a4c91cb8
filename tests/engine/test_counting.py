from __future__ import annotations

from collections import Counter

import hypothesis
from hypothesis import strategies as st

from cro_cli.counting import apart
from cro_cli.engine import Engine
from cro_cli.measuring import Span
from cro_cli.metrics import METRICS
from tests.facts.canonical import Given, history, month

NOW = month("2026-09")
# A pays since 2024, B since 2025-10; C paid until 2025-12. D came and went within the last year.
MRR_ROWS = history(
    {
        "A": {"2024-08..2026-09": "10"},
        "B": {"2025-10..2026-09": "20"},
        "C": {"2024-08..2025-12": "5"},
        "D": {"2026-03..2026-05": "7"},
    }
)


def _rows(given: Given, key: str) -> int:
    return Engine(given(mrr=MRR_ROWS), METRICS, period=1).rows(key, NOW)


def test_a_row_that_several_parts_count_is_counted_once(given: Given) -> None:
    # Openings of A and C, start of B, end of C, start and end of D: both parts sum all six.
    assert _rows(given, "mrr") == 6
    assert _rows(given, "arpa") == 6


def test_rows_of_several_conditions_add_up(given: Given) -> None:
    # Of the last twelve months: B and D came, C and D left.
    assert _rows(given, "quick_ratio") == 4


def test_a_trailing_measure_does_not_count_a_row_for_each_month(given: Given) -> None:
    # Churn of twelve months counts customers at twelve month ends: the same six rows.
    assert _rows(given, "revenue_ltv") == 6


def test_no_rows_stand_behind_what_is_not_known(given: Given) -> None:
    assert _rows(given, "win_rate") == 0


CONDITIONS = {"": range(4), "a": (0, 1), "b": (1, 2)}


@hypothesis.settings(max_examples=60)
@hypothesis.given(
    st.lists(
        st.builds(
            lambda where, first, length: Span("f", where, first, first + length),
            st.sampled_from(sorted(CONDITIONS)),
            st.integers(0, 6),
            st.integers(0, 4),
        ),
        max_size=5,
    )
)
def test_spans_apart_hold_each_row_once(spans: list[Span]) -> None:
    """Rows are pairs of a month and a number, which says what conditions hold."""
    found = Counter(row for span in apart(spans) for row in _of(span))
    assert set(found.values()) <= {1}
    assert found.keys() == {row for span in spans for row in _of(span)}


def _of(span: Span) -> set[tuple[int, int]]:
    wheres = [where.strip("()") for where in span.where.split(" OR ")]
    return {
        (at, number)
        for at in range(span.first, span.last + 1)
        for where in wheres
        for number in CONDITIONS[where]
    }
