"""Formats are told by their headers, wherever these stand and whatever else is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.sources import Loaded, catalogue, decoding, recognition
from cro_cli.sources.recognition import Recognised, Unknown
from cro_cli.sources.signature import normalise

HERE = Path(__file__).parent
Load = Callable[..., Loaded]
Refused = Callable[..., tuple[str, ...]]


def recognised(text: str, file: str = "a.csv") -> Recognised:
    found = recognition.recognise(text.encode(), file)
    assert isinstance(found, Recognised)
    return found


def header_of(case: str) -> list[str]:
    text = decoding.decode((HERE / case / "export.csv").read_bytes(), "a.csv")
    found = recognition.recognise(text.data, "a.csv")
    assert isinstance(found, Recognised)
    return list(found.header.cells)


def format_of(case: str) -> str:
    """Return the format that a case is for: its name begins with it, a variant may follow."""
    plain = case.removeprefix("plain_")
    names = (one.name for one in catalogue.signatures())
    return max((one for one in names if f"{plain}_".startswith(f"{one}_")), key=len)


CASES = sorted(path.parent.name for path in HERE.glob("*/export.csv"))


@pytest.mark.parametrize("case", [one for one in CASES if not one.startswith("plain_")])
def test_order_case_and_further_columns_change_nothing(case: str) -> None:
    cells = [cell for cell in header_of(case) if '"' not in cell]
    mixed = ["Extra", "x__c", "foo (metadata)", *(f" {one.upper()}\u00a0" for one in cells[::-1])]
    found = recognised(",".join(f'"{cell}"' for cell in mixed) + "\n")
    assert found.signature.name == format_of(case)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("\ufeffid", "id"),
        (" Deal \u00a0 Name ", "deal name"),
        ("Deal - Title*", "deal - title"),
        ("*ContactName", "contactname"),
        ("Total:", "total"),
        ("Stage \u2191", "stage"),
        ("Straße", "strasse"),
    ],
)
def test_headers_are_compared_without_their_dress(raw: str, plain: str) -> None:
    assert normalise(raw) == plain


def test_header_is_found_below_a_title() -> None:
    text = 'My report\n"Acme, Inc.",x\n\n\nCampaign,Cost,Currency code,Month\nA,1,USD,2026-01\n'
    found = recognised(text)
    assert (found.signature.name, found.row) == ("google_ads", 5)
    assert text.encode()[found.start :].startswith(b"A,1")


def test_header_that_stands_too_low_is_not_found() -> None:
    text = "\n".join(["x,y"] * 20 + ["currency,rate,date", "EUR,1,2026-01-01"])
    assert isinstance(recognition.recognise(text.encode(), "a.csv"), Unknown)


def test_plain_form_is_meant_before_a_vendors() -> None:
    # Both forms fit: this header has all that a plain file of invoices needs, and Stripe's too.
    own = "id,customer,issued_on,status,total,subtotal,subscription,amount_paid"
    text = f"{own},Amount Due,Amount Paid,Date (UTC)\n"
    assert recognised(text).signature.name == "invoices"


def test_few_plain_columns_do_not_hide_a_vendors_export() -> None:
    # Id and Name are columns of plain customers and accounts too.
    assert recognised("Id,Name,AccountSource\n").signature.name == "salesforce_accounts"
    assert recognised("Id,Name,ActualCost,StartDate\n").signature.name == "salesforce_campaigns"


def test_plans_in_cents_are_no_plain_prices() -> None:
    # Six of these columns are those of a plain price list, in which 2500 would be 2,500.00.
    text = "id,amount,currency,interval,interval_count,product_id,nickname,livemode,usage_type\n"
    assert recognised(text).signature.name == "stripe_api_plans"
    assert recognised(text.replace(",livemode,usage_type", "")).signature.name == "stripe_api_plans"


def test_id_alone_makes_no_customers() -> None:
    assert isinstance(recognition.recognise(b"id,Note\n1,2\n", "a.csv"), Unknown)
    found = recognition.recognise(
        b"id,Created date (UTC),Amount,Converted Amount\n1,2,3,4\n", "a.csv"
    )
    assert isinstance(found, Unknown)


def test_name_of_the_file_decides_between_equal_plain_forms(load: Load) -> None:
    text = "id,name,segment\n1,Acme,smb\n"
    assert list(load(customers=text).tables) == ["customers"]
    assert list(load(our_accounts_2026=text).tables) == ["accounts"]


def test_equal_plain_forms_are_an_error_that_names_both(refused: Refused) -> None:
    assert refused(a="id,name,segment\n1,Acme,smb\n") == (
        (
            "a.csv: plain customers file and plain accounts file match equally well; call it"
            " customers.csv or accounts.csv, or add a column that only one of them has"
        ),
    )


def test_more_of_a_signature_is_the_better_match() -> None:
    # A history has all the columns of an opportunity, and is none.
    header = "Id,OpportunityId,CreatedDate,StageName,Amount,CloseDate\n"
    assert recognised(header).signature.name == "salesforce_opportunity_history"


def test_every_signature_but_its_own_refuses_a_format() -> None:
    for case in CASES:
        headers = frozenset(map(normalise, header_of(case))) - {""}
        own = format_of(case)
        vendors = (one for one in catalogue.signatures() if not one.template)
        fits = [one.name for one in vendors if one.matches(headers)]
        assert fits in ([own], []), case


def test_missing_key_column_is_refused(refused: Refused) -> None:
    assert refused(a="Deal - Title,Deal - Status\nAcme,Open\n") == (
        "a.csv: looks like Pipedrive deals but has no column for the deal id; add it to the export",
    )


def test_other_missing_columns_are_said(load: Load) -> None:
    loaded = load(a="Deal - ID,Deal - Title,Deal - Status\n1,Acme,Open\n")
    assert [(one.code, one.text, one.fields) for one in loaded.findings] == [
        ("missing_column", "has no column for the stage", ("deals.stage",)),
        ("missing_column", "has no column for the day the deal was created", ("deals.created_on",)),
    ]
    assert loaded.supplied == {"deals.id", "deals.name", "deals.status"}


def test_template_is_the_header_of_a_table() -> None:
    assert sources.template("fx") == "currency,rate,date,units,base"


def test_common_words_are_meant_only_where_nothing_else_is() -> None:
    words = "customer_id,timestamp,feature,value"
    assert recognised(words).signature.name == "usage_events"
    vendors = [one for one in catalogue.signatures() if not one.template and not one.last]
    for case in CASES:
        cells = [cell for cell in header_of(case) if '"' not in cell] + words.split(",")
        if any(one.matches(frozenset(map(normalise, cells))) for one in vendors):
            assert not recognised(",".join(cells)).signature.last, case


def test_common_words_come_near_to_no_header() -> None:
    found = recognition.recognise(b"customer_id,timestamp,feature\n1,2,3\n", "a.csv")
    assert isinstance(found, Unknown)
    assert "Usage table" not in found.near
