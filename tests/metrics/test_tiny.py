from __future__ import annotations

import pytest

from tests.metrics.tiny import expand


def test_rows_that_stand_for_several_are_written_out() -> None:
    assert expand("customer,month,amount\nC9..C10,2025-12..2026-01,5\n") == (
        "customer,month,amount\nC9,2025-12,5\nC9,2026-01,5\nC10,2025-12,5\nC10,2026-01,5\n"
    )


def test_other_cells_stay_as_they_are() -> None:
    text = 'customer,amount\nC1,-1.50\nC2..D4,\n"A, Inc.",1\n'
    assert expand(text) == text


def test_a_row_that_lacks_a_cell_is_a_mistake_of_the_case() -> None:
    with pytest.raises(AssertionError):
        expand("customer,amount\nC1\n")
