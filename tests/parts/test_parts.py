"""Rows coded, spread and kept: what is told apart stays so, and what is not is noticed."""

from __future__ import annotations

import pickle
import tempfile

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cro_cli.parts import coding
from cro_cli.parts.coding import KIND, PROOF, Coder, TooManyKindsError, texts_of
from cro_cli.parts.dense import Laid, NotToldError, laid, numbers_of
from cro_cli.parts.keep import Kept
from cro_cli.parts.spread import Spread, spread

ROWS = pl.DataFrame(
    {
        "customer": ["a", "b", "a", "c", "b"],
        "plan": ["Pro", "Max", "Pro", None, "Pro"],
        "amount": [1, 2, 3, 4, 5],
    }
)
HIGH = 2**20  # what two hashes differ by is below it, or not


def hashes(*values: int) -> pl.Series:
    return pl.Series(values, dtype=pl.UInt64)


# ---- coded


def test_ids_become_numbers_and_other_texts_a_kind() -> None:
    coder = Coder(["customer"])
    coded = coder.coded(ROWS)
    assert coded.columns == ["amount", "customer", f"customer{PROOF}", KIND]
    assert coded["customer"].n_unique() == 3
    texts = coder.kinds().select(pl.all().gather(coded[KIND]))
    assert texts["plan"].cast(pl.String).to_list() == ROWS["plan"].to_list()
    assert texts["plan"].dtype == pl.Enum(["Max", "Pro"])


def test_a_kind_has_one_number_in_all_pieces() -> None:
    coder = Coder(["customer"])
    first, second = coder.coded(ROWS.head(2)), coder.coded(ROWS.tail(3))
    assert first[KIND][0] == second[KIND][0]
    plans = coder.kinds()["plan"].gather(pl.concat([first, second])[KIND])
    assert plans.to_list() == ROWS["plan"].to_list()


def test_too_many_kinds_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "MOST", 2)
    with pytest.raises(TooManyKindsError):
        Coder(["customer"]).coded(ROWS)
    coder = Coder(["customer"])
    coder.coded(ROWS.head(2))
    with pytest.raises(TooManyKindsError):
        coder.coded(ROWS.slice(3, 1))


def test_texts_told_by_numbers_are_of_the_same_kinds() -> None:
    coder = Coder(["customer"])
    numbered = ROWS.with_columns(pl.col("plan").cast(pl.Enum(["Pro", "Lite", "Max"])))
    first, second = coder.coded(ROWS), coder.coded(numbered)
    assert first[KIND].to_list() == second[KIND].to_list()
    assert second.columns == ["amount", "customer", f"customer{PROOF}", KIND]
    assert coder.kinds()["plan"].gather(first[KIND]).to_list() == ROWS["plan"].to_list()


def test_ids_that_are_few_have_one_number_in_all_pieces() -> None:
    coder = Coder(["customer"])
    first, *others = (
        coder.coded(ROWS.with_columns(pl.col("customer").cast(kind)))
        for kind in (pl.String, pl.Enum(["a", "b", "c"]), pl.Enum(["c", "b", "a"]))
    )
    assert all(one.equals(first) for one in others)


def test_kinds_that_may_be_too_many_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    numbered = ROWS.with_columns(pl.col("plan").cast(pl.Enum(["Max", "Pro"])), other=pl.lit("x"))
    monkeypatch.setattr(coding, "MOST", 3)
    coder = Coder(["customer"])
    coder.coded(numbered)
    assert set(coder.kinds().rows()) == {("Max", "x"), ("Pro", "x"), (None, "x")}


# ---- laid


def laid_out(of: pl.Series, proofs: pl.Series, within: pl.Series | None = None) -> Laid:
    rows = pl.DataFrame({"at": range(of.len()), "one": of, f"one{PROOF}": proofs})
    if within is None:
        return laid(rows, ["one"])
    same = {"other": within, f"other{PROOF}": within}
    return laid(rows.with_columns(**same), ["one", "other"])


def test_rows_stand_in_order_of_their_ids_which_are_numbered_from_0() -> None:
    found = laid_out(hashes(HIGH * 7, HIGH, HIGH * 7), hashes(1, 2, 1))
    assert found.rows.to_dict(as_series=False) == {"at": [1, 0, 2], "one": [0, 1, 1]}
    assert found.ids["one"].hashes.to_list() == [HIGH, HIGH * 7]
    assert found.ids["one"].proofs.to_list() == [2, 1]


@pytest.mark.parametrize(
    "own",
    [
        pytest.param((HIGH**3, HIGH**2, HIGH**3, HIGH**2), id="high digits"),
        pytest.param((9, 3, 9, 3), id="low digits"),  # which high ones do not tell apart
    ],
)
def test_ids_are_numbered_within_others(own: tuple[int, ...]) -> None:
    whose = hashes(HIGH * 7, HIGH * 7, HIGH * 7, HIGH)
    found = laid_out(whose, whose, hashes(*own))
    assert found.rows.to_dict(as_series=False) == {
        "at": [3, 1, 0, 2],
        "one": [0, 1, 1, 1],
        "other": [0, 1, 2, 2],
    }
    assert found.ids["other"].hashes.to_list() == [own[1], own[1], own[0]]


def test_one_id_each_is_numbered_as_the_others_are() -> None:
    whose = hashes(HIGH * 7, HIGH, HIGH * 7)
    found = laid_out(whose, whose, hashes(5, 9, 5))
    assert found.rows.to_dict(as_series=False) == {
        "at": [1, 0, 2],
        "one": [0, 1, 1],
        "other": [0, 1, 1],
    }
    assert found.ids["other"].hashes.to_list() == [9, 5]
    rows = pl.DataFrame({"one": whose, f"one{PROOF}": whose, "other": hashes(5, 9, 5)})
    with pytest.raises(NotToldError):
        laid(rows.with_columns(hashes(1, 2, 3).alias(f"other{PROOF}")), ["one", "other"])


def test_ids_whose_hashes_begin_alike_are_told_apart() -> None:
    found = laid_out(hashes(HIGH + 2, HIGH + 1, HIGH + 2), hashes(1, 2, 1))
    assert found.rows.to_dict(as_series=False) == {"at": [1, 0, 2], "one": [0, 1, 1]}


def test_two_ids_of_one_hash_are_noticed() -> None:
    with pytest.raises(NotToldError):
        laid_out(hashes(HIGH, HIGH), hashes(1, 2))


def test_more_rows_than_have_a_place_are_numbered_too() -> None:
    many = pl.select((pl.int_range(HIGH + 1, dtype=pl.UInt64) % 3) * HIGH).to_series()
    found = laid_out(many, many)
    assert found.ids["one"].hashes.to_list() == [0, HIGH, 2 * HIGH]
    assert found.rows["at"].head(3).to_list() == [0, 3, 6]
    assert found.rows["one"].is_sorted()


def test_ids_of_another_table_have_the_same_numbers() -> None:
    known = laid_out(hashes(HIGH * 7, HIGH), hashes(1, 2)).ids["one"]
    found = numbers_of(hashes(HIGH * 7, HIGH * 9, 0), hashes(1, 5, 5), known)
    assert found.to_list() == [1, None, None]
    with pytest.raises(NotToldError):
        numbers_of(hashes(HIGH), hashes(3), known)


# ---- kept


def pieces(count: int) -> list[Spread]:
    return [spread(ROWS.head(3), "customer", count), spread(ROWS.tail(2), "customer", count)]


@pytest.mark.parametrize("most", [None, 0, 10**6])
def test_a_part_has_its_rows_in_their_order(most: int | None) -> None:
    kept = Kept(3, most)
    for piece in pieces(3):
        kept.add(piece)
    parts = [kept.part(number) for number in range(3)]
    assert kept.height == sum(part.height for part in parts) == ROWS.height
    assert_frame_equal(pl.concat(parts).sort("amount"), ROWS)
    for customer in "abc":
        (own,) = (part for part in parts if customer in part["customer"])
        amounts = own.filter(pl.col("customer") == customer)["amount"]
        assert amounts.to_list() == ROWS.filter(customer=customer)["amount"].to_list()


@pytest.mark.parametrize("most", [None, 0])
def test_what_stands_beside_rows_is_kept_as_they_are(most: int | None) -> None:
    other = Kept(3, most).another()
    assert (other.count, other.is_far, other.height) == (3, most is not None, 0)


@pytest.mark.parametrize("most", [None, 0])
def test_rows_that_are_shared_are_the_same_for_who_gets_a_copy(most: int | None) -> None:
    kept = Kept(3, most)
    for piece in pieces(3):
        kept.add(piece)
    before = [kept.part(number) for number in range(3)]
    kept.share()
    kept.share()
    copy = pickle.loads(pickle.dumps(kept))  # noqa: S301 - of this test
    assert (copy.count, copy.height) == (3, ROWS.height)
    for number in range(3):
        assert_frame_equal(kept.part(number), before[number])
        assert_frame_equal(copy.part(number), before[number])


def test_kinds_of_several_coders_have_numbers_apart() -> None:
    coders = [Coder([], first) for first in (0, 9)]
    rows = [pl.DataFrame({"plan": plans}) for plans in (["Pro", "Max"], ["Max", None, "Eco"])]
    numbers = [one.coded(own)[KIND] for one, own in zip(coders, rows, strict=True)]
    texts = texts_of([coders[1].known, coders[0].known])["plan"]
    assert texts.len() == 12
    for own, kinds in zip(rows, numbers, strict=True):
        assert texts.gather(kinds).to_list() == own["plan"].to_list()


def test_without_a_place_for_a_file_all_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    kept = Kept(1, 0)
    for piece in pieces(1):
        kept.add(piece)
    assert_frame_equal(kept.part(0), ROWS)
    assert_frame_equal(kept.part(0), ROWS)
