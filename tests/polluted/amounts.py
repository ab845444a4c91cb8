"""Traps of amounts: how the same number is written elsewhere, and what looks like one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from tests.polluted.company import Export
from tests.polluted.trap import may_refuse, must_read, must_refuse


def _number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", ""))


def _amounts(export: Export, change: Callable[[Decimal], str]) -> Export | None:
    """Return the export with all amounts that it is read for written in another way."""
    columns = _money(export)
    return export.each(columns, lambda cell: change(_number(cell))) if columns else None


def _money(export: Export) -> list[str]:
    """Return the columns with amounts, each of a wide file among them."""
    wide = [name for name in export.header if name[:2] == "20"]
    return wide or list(export.columns.amounts)


def _american(number: Decimal) -> str:
    return f"{number:,.2f}"


def _swapped(number: Decimal, thousands: str = ".") -> str:
    text = f"{number:,.2f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", thousands)


@must_read
def thousands_apart(export: Export) -> Export | None:
    return _amounts(export, _american)


@must_read
def thousands_apart_by_spaces(export: Export) -> Export | None:
    return _amounts(export, lambda number: _american(number).replace(",", " "))


@must_read
def thousands_apart_by_narrow_spaces(export: Export) -> Export | None:
    return _amounts(export, lambda number: _american(number).replace(",", "\u202f"))


@must_read
def thousands_apart_by_apostrophes(export: Export) -> Export | None:
    return _amounts(export, lambda number: _american(number).replace(",", "'"))


@must_read
def thousands_apart_by_curly_apostrophes(export: Export) -> Export | None:
    return _amounts(export, lambda number: _american(number).replace(",", "\u2019"))


@must_read
def decimal_commas(export: Export) -> str | None:
    spoilt = _amounts(export, lambda number: f"{number:.2f}".replace(".", ","))
    return spoilt.text(";") if spoilt and _is_free(export) else None


@must_read
def decimal_commas_and_points(export: Export) -> str | None:
    spoilt = _amounts(export, _swapped)
    return spoilt.text(";") if spoilt and _is_free(export) else None


@must_read
def decimal_commas_and_spaces(export: Export) -> str | None:
    spoilt = _amounts(export, lambda number: _swapped(number, "\u00a0"))
    return spoilt.text("\t") if spoilt and _is_free(export) else None


@must_read
def decimal_commas_in_quotes(export: Export) -> Export | None:
    spoilt = _amounts(export, lambda number: f"{number:.2f}".replace(".", ","))
    return spoilt if spoilt and _is_free(export) else None


def _is_free(export: Export) -> bool:
    """Tell whether every number of a file changes with its amounts, as a locale does it."""
    return export.name not in {"Opportunity.csv", "google_ads.csv", "meta_ads.csv"} and (
        not export.name.startswith("stripe") or export.name == "stripe_customers.csv"
    )


@must_read
def dollars(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"${number:,.2f}") if _in_dollars(export) else None


@must_read
def codes_before(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"USD {number:,.2f}") if _in_dollars(export) else None


@must_read
def codes_behind(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:,.2f} USD") if _in_dollars(export) else None


@must_read
def dollars_of_the_states(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"US${number:.2f}") if _in_dollars(export) else None


def _in_dollars(export: Export) -> bool:
    currency = export.columns.currency
    codes = set(export.cells(currency)) if currency else {"USD"}
    return {code.upper() for code in codes} == {"USD"}


@must_read
def euros_and_dollars_as_their_rows_say(export: Export) -> Export | None:
    if not export.columns.currency:
        return None
    signs = {"usd": "$", "eur": "€"}
    place = export.place(export.columns.currency)
    places = {export.place(name) for name in _money(export)}
    return export.with_rows(
        [
            f"{signs[row[place].lower()]}{cell}" if at in places and cell else cell
            for at, cell in enumerate(row)
        ]
        for row in export.rows
    )


@may_refuse
def other_currency_than_the_row_says(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"£{number}") if export.columns.currency else None


@must_read
def negatives_in_brackets(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"({size:,.2f})")


@must_read
def negatives_with_the_sign_behind(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"{size:.2f}-")


@must_read
def negatives_with_a_true_minus(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"\u2212{size:.2f}")


@must_read
def negatives_with_a_space(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"- {size:.2f}")


@must_read
def negative_dollars(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"-${size:,.2f}") if _in_dollars(export) else None


@must_read
def negative_dollars_in_brackets(export: Export) -> Export | None:
    return _negatives(export, lambda size: f"(${size:,.2f})") if _in_dollars(export) else None


def _negatives(export: Export, change: Callable[[Decimal], str]) -> Export | None:
    def changed(number: Decimal) -> str:
        return change(-number) if number < 0 else str(number)

    spoilt = _amounts(export, changed)
    return None if spoilt == export else spoilt


@must_read
def signs_of_plus(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:+}")


@must_read
def more_decimals(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:.6f}")


@must_read
def no_zeros_behind(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number.normalize():f}")


@may_refuse
def zeros_in_front(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:012.2f}")


@may_refuse
def no_zero_before_the_point(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:.2f}".removeprefix("0"))


@may_refuse
def scientific(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:.9E}")


@must_refuse
def scientific_and_rounded(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number:.2E}")


@may_refuse
def thousands_as_letters(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{(number / 1000).normalize():f}k")


@may_refuse
def millions_as_letters(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{(number / 10**6).normalize():f}M")


@may_refuse
def per_cents_for_amounts(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"{number}%")


@may_refuse
def formulas_for_amounts(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"={number}")


@may_refuse
def texts_of_excel_for_amounts(export: Export) -> Export | None:
    return _amounts(export, lambda number: f'="{number}"')


@may_refuse
def apostrophes_of_excel_for_amounts(export: Export) -> Export | None:
    return _amounts(export, lambda number: f"'{number}")


@may_refuse
def arabic_digits(export: Export) -> Export | None:
    digits = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
    return _amounts(export, lambda number: str(number).translate(digits))


@may_refuse
def digits_of_full_width(export: Export) -> Export | None:
    digits = str.maketrans("0123456789", "".join(chr(0xFF10 + digit) for digit in range(10)))
    return _amounts(export, lambda number: str(number).translate(digits))


def _one_amount(word: str) -> Callable[[Export], Export | None]:
    """Return a trap that puts a word in the place of one amount."""

    def spoil(export: Export) -> Export | None:
        columns = _money(export)
        if not columns:
            return None
        place = export.place(columns[-1])
        at = next(at for at, row in enumerate(export.rows) if row[place].strip("0."))
        row = export.rows[at]
        spoilt = (*row[:place], word, *row[place + 1 :])
        return export.with_rows([*export.rows[:at], spoilt, *export.rows[at + 1 :]])

    return spoil


WRONG = {
    "not_a_number": "nan",
    "infinite": "inf",
    "beyond_all_floats": "1e309",
    "beyond_all_integers": "99999999999999999999",
    "hexadecimal": "0x1F4",
    "two_points": "1.2.3",
    "underscores": "1_000",
    "a_word": "pending",
    "an_error_of_excel": "#REF!",
    "less_than": "< 100",
    "about": "~500",
    "a_range": "100-200",
    "a_sum": "100+200",
    "two_amounts": "100 / 200",
    "a_date_for_an_amount": "2026-01-01",
    "a_sign_alone": "$",
    "brackets_that_do_not_close": "(100",
    "commas_in_odd_places": "1,23,4",
}
for _name, _word in WRONG.items():
    _spoil = _one_amount(_word)
    _spoil.__name__ = f"one_amount_is_{_name}"
    must_refuse(_spoil)


@must_refuse
def some_points_and_some_commas(export: Export) -> str | None:
    columns = _money(export)
    if not columns:
        return None
    numbers = iter(range(10**6))

    def changed(cell: str) -> str:
        text = f"{_number(cell):.2f}"
        return text.replace(".", ",") if next(numbers) % 2 else text

    return export.each(columns, changed).text(";")


@may_refuse
def thousands_that_may_be_decimals(export: Export) -> str | None:
    def changed(number: Decimal) -> str:
        return f"{number.quantize(Decimal(1)):,}"

    spoilt = _amounts(export, changed)
    if spoilt is None or spoilt.with_rows(()) is None:
        return None
    whole = all(
        _number(c) == _number(c).quantize(Decimal(1))
        for n in _money(export)
        for c in export.cells(n)
        if c
    )
    return spoilt.text(";") if whole else None
