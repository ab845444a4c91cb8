from __future__ import annotations

from typing import Any

from tests.facts.canonical import Given, Row, built, missing, rows


def _deal(name: str, status: str, close_on: str | None, **cells: str) -> Row:
    return {
        "id": name,
        "stage": "now",
        "status": status,
        "created_on": "2026-01-01",
        "close_on": close_on,
        **cells,
    }


def _path(name: str, *stages: str | None) -> list[Row]:
    return [{"deal": name, "at": "2026-01-02", "stage": stage} for stage in stages]


DEALS = [
    _deal("W1", "won", "2026-08-31"),
    _deal("W2", "won", "2026-09-01"),
    _deal("L", "lost", "2026-08-01"),
    _deal("O", "open", "2026-08-01"),
    _deal("R", "won", "2026-08-01", type="Renewal"),
    _deal("U", "won", None),
]
HISTORY = [
    *_path("W1", "Demo", "Offer", "Won"),
    *_path("W2", "Demo", "Offer", "Demo", "Won"),
    *_path("L", "Demo"),
    *_path("O", "Demo", "Offer"),
    *_path("R", "Demo"),
    *_path("U", "Demo"),
    *_path("gone", "Demo"),
]


def _stages(given: Given, at: str, **tables: list[Row]) -> list[tuple[Any, ...]]:
    return rows(given(**tables).fact("stages"), "stage", "closed", "won", at=at)


def test_closed_deals_by_the_stages_they_reached(given: Given) -> None:
    """Open deals, renewals and deals that no table knows say nothing of a stage."""
    tables = {"deals": DEALS, "deal_stages": HISTORY}
    assert _stages(given, "2026-09", **tables) == [
        ("Demo", 3, 2),  # W1, W2 (which was there twice) and L
        ("Offer", 2, 2),
        ("Won", 2, 2),
    ]
    assert _stages(given, "2026-08", **tables) == [("Demo", 2, 1), ("Offer", 1, 1), ("Won", 1, 1)]


def test_rows_without_deal_or_stage_count_nowhere(given: Given) -> None:
    blank = [*_path("W1", None), {"deal": None, "at": "2026-01-02", "stage": "Demo"}]
    nameless = [*DEALS[:1], {**DEALS[2], "id": None}]
    tables = {"deals": nameless, "deal_stages": [*_path("W1", "Demo"), *blank]}
    assert _stages(given, "2026-09", **tables) == [("Demo", 1, 1)]


def test_nothing_closed_yet_is_no_history(given: Given) -> None:
    fact = given(deals=DEALS[3:4], deal_stages=HISTORY).fact("stages")
    assert built(fact).frame.height == 0


def test_needs_deals_and_their_history(given: Given) -> None:
    assert missing(given(deals=DEALS).fact("stages")).text == "needs the stage history of deals"
    assert missing(given(deal_stages=HISTORY).fact("stages")).text == "needs deals"
