"""Traps of ids, words, flags and currencies, of rows said twice and rows that do not count."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from tests.polluted.company import Export
from tests.polluted.trap import may_refuse, must_read, must_refuse

_EMPTY = {
    "null": "NULL",
    "null_in_small_letters": "null",
    "null_of_postgres": "\\N",
    "none": "None",
    "nan": "NaN",
    "not_a_time": "NaT",
    "not_available": "N/A",
    "not_available_of_excel": "#N/A",
    "a_dash": "-",
    "two_dashes": " --",
    "a_long_dash": "\u2014",
    "blank": "(blank)",
}


def _filled(
    word: str, of: Callable[[Export], tuple[str, ...]]
) -> Callable[[Export], Export | None]:
    def spoil(export: Export) -> Export | None:
        places = {export.place(name) for name in of(export)}
        return export.with_rows(
            [word if at in places and not cell else cell for at, cell in enumerate(row)]
            for row in export.rows
        )

    return spoil


for _name, _word in _EMPTY.items():
    _spoil = _filled(_word, lambda export: export.columns.dates)
    _spoil.__name__ = f"no_date_is_{_name}"
    may_refuse(_spoil)
    _spoil = _filled(_word, lambda export: export.columns.ids)
    _spoil.__name__ = f"no_id_is_{_name}"
    may_refuse(_spoil)
    _spoil = _filled(_word, lambda export: export.header)
    _spoil.__name__ = f"nothing_at_all_is_{_name}"
    may_refuse(_spoil)


# ---- ids


@must_read
def ids_with_spaces(export: Export) -> Export:
    return export.each(export.columns.ids, lambda cell: f"\u00a0{cell} ")


@must_read
def ids_of_salesforce_in_15_characters(export: Export) -> Export | None:
    def short(cell: str) -> str:
        return cell[:15] if len(cell) == 18 and cell.startswith("00") else cell

    return export.each(export.columns.ids, short)


@must_read
def null_ids_of_salesforce(export: Export) -> Export | None:
    if export.name not in {"Opportunity.csv", "Lead.csv"}:
        return None
    return _filled("000000000000000AAA", lambda export: export.columns.ids)(export)


@may_refuse
def ids_as_formulas(export: Export) -> Export:
    return export.each(export.columns.ids, lambda cell: f'="{cell}"')


@may_refuse
def ids_with_an_apostrophe(export: Export) -> Export:
    return export.each(export.columns.ids, lambda cell: f"'{cell}")


@must_refuse
def ids_in_scientific_notation(export: Export) -> Export | None:
    column = next(iter(export.columns.ids), "")
    if not column:
        return None
    numbers = iter(range(10**6))
    return export.each([column], lambda _: f"1.2021{next(numbers) // 9}E+17")


@must_refuse
def ids_in_scientific_notation_of_other_locales(export: Export) -> Export | None:
    column = next(iter(export.columns.ids), "")
    return export.each([column], lambda _: "5,00E+17") if column else None


@must_refuse
def ids_lost(export: Export) -> Export | None:
    key = {"quotas.csv", "Account.csv", "bamboohr_headcount.csv"}
    column = next(iter(export.columns.ids), "")
    return export.each([column], lambda _: "") if column and export.name not in key else None


# ---- words


@must_read
def words_shouted(export: Export) -> Export | None:
    status = export.columns.status
    return export.each([status], str.upper) if status else None


@must_read
def words_of_other_spelling(export: Export) -> Export | None:
    status = export.columns.status
    return (
        export.each([status], lambda cell: cell.replace("canceled", "Cancelled"))
        if status
        else None
    )


@must_refuse
def words_that_nobody_knows(export: Export) -> Export | None:
    status = export.columns.status
    return export.each([status], lambda _: "in limbo") if status else None


@must_read
def flags_as_numbers(export: Export) -> Export:
    return export.each(export.columns.flags, lambda cell: "1" if cell == "true" else "0")


@must_read
def flags_as_words(export: Export) -> Export:
    return export.each(export.columns.flags, lambda cell: "Yes" if cell == "true" else "No")


@must_read
def flags_of_excel(export: Export) -> Export:
    return export.each(export.columns.flags, str.upper)


@must_refuse
def flags_that_say_perhaps(export: Export) -> Export | None:
    if export.name not in {"Opportunity.csv", "stripe_subscriptions.csv"}:
        return None
    return export.each(export.columns.flags, lambda _: "maybe")


# ---- currencies


@must_read
def currencies_in_any_case(export: Export) -> Export | None:
    number = count()

    def changed(code: str) -> str:
        ways = (code.upper(), code.lower(), code.title(), f" {code} ")
        return ways[next(number) % len(ways)]

    currency = export.columns.currency
    return export.each([currency], changed) if currency else None


@may_refuse
def currencies_as_signs(export: Export) -> Export | None:
    signs = {"USD": "$", "EUR": "€"}
    currency = export.columns.currency
    return export.each([currency], lambda cell: signs[cell.upper()]) if currency else None


@must_refuse
def currencies_without_a_rate(export: Export) -> Export | None:
    currency = export.columns.currency
    if not currency or export.name == "stripe_customers.csv":
        return None
    return export.each([currency], lambda _: "XAG")


@must_refuse
def currencies_that_are_none(export: Export) -> Export | None:
    currency = export.columns.currency
    if not currency or export.name == "stripe_customers.csv":
        return None
    return export.each([currency], lambda _: "dollars")


# ---- rows said twice, and rows that do not count


@must_read
def rows_said_twice(export: Export) -> Export | None:
    """Repeat rows where an id tells that they are the same."""
    if not export.columns.ids or export.name.startswith(("MRR", "quotas")):
        return None
    return export.with_rows([row for row in export.rows for _ in range(2)])


@must_refuse
def rows_that_contradict_each_other(export: Export) -> Export | None:
    if export.name not in {"stripe_subscriptions.csv", "Opportunity.csv", "stripe_invoices.csv"}:
        return None
    place = export.place(export.columns.amounts[-1])
    row = next(row for row in export.rows if row[place])
    return export.with_rows([*export.rows, (*row[:place], "1.99", *row[place + 1 :])])


def _not_counting(column: str, name: str, yes: str, no: str) -> Callable[[Export], Export | None]:
    def spoil(export: Export) -> Export | None:
        if export.name != name:
            return None
        if column not in export.header:
            wide = Export(
                name, (), (*export.header, column), tuple((*row, no) for row in export.rows)
            )
        else:
            wide = export
        place, key = wide.place(column), wide.place(wide.columns.ids[0])
        more = []
        for row in wide.rows[:20]:
            cells = list(row)
            cells[place], cells[key] = yes, f"{row[key][:8]}X{row[key][9:]}"
            more.append(cells)
        return wide.with_rows([*wide.rows, *more])

    return spoil


for _name, _spoil in {
    "subscriptions_of_test_mode": _not_counting("Mode", "stripe_subscriptions.csv", "Test", "Live"),
    "subscriptions_not_live": _not_counting(
        "livemode", "stripe_subscriptions.csv", "false", "true"
    ),
    "deals_deleted": _not_counting("IsDeleted", "Opportunity.csv", "true", "false"),
    "deals_deleted_by_number": _not_counting("IsDeleted", "Opportunity.csv", "1", "false"),
    "leads_deleted": _not_counting("IsDeleted", "Lead.csv", "TRUE", "false"),
    "deals_deleted_by_yes": _not_counting("IsDeleted", "Opportunity.csv", "Yes", "no"),
    "deals_deleted_in_german": _not_counting("IsDeleted", "Opportunity.csv", "WAHR", "FALSCH"),
    "deals_deleted_in_french": _not_counting("IsDeleted", "Opportunity.csv", "VRAI", "FAUX"),
}.items():
    _spoil.__name__ = _name
    must_read(_spoil)
