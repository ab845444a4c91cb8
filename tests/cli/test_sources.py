"""`cro sources`: the catalogue and what headers say, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cro_cli import sources
from cro_cli.cli.app import answer
from cro_cli.cli.exits import Exit
from cro_cli.cli.sources import _systems as systems
from cro_cli.errors import OutputError, UsageError
from cro_cli.tables import BY_NAME

DEALS = "Deal ID,Deal Name,Deal Stage,Create Date,Amount,Owner\n1,Acme,Demo,2026-01-31,5,Ann\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an empty folder the current one, with no config anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    for name in ("CRO_CONFIG", "CRO_FORMAT", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


def document(*arguments: str) -> Any:  # noqa: ANN401 - any JSON
    """Return a JSON document, which the schema must describe to the last member."""
    found = json.loads(answer(["sources", *arguments, "-O", "json"]).document)
    schema = json.loads(answer(["schema", "sources"]).document)
    validator = jsonschema.Draft202012Validator(_closed(schema))
    assert [error.message for error in validator.iter_errors(found)] == []
    return found


def _closed(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(schema, list):
        return [_closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        inner["additionalProperties"] = False
    return inner


def test_the_catalogue_holds_every_format_with_its_way() -> None:
    text = answer(["sources"]).document
    for one in sources.known_formats():
        assert one.title in text
        assert f"({one.name})" in text
    assert max(map(len, text.splitlines())) <= 100
    assert "Dashboard > Customers > Export, with all columns" in text
    assert "told by id, Email, Total Spend or Delinquent" in text


def test_systems_stand_together_and_plain_files_last() -> None:
    systems = [one.system for one in sources.known_formats()]
    assert systems == sorted(systems, key=lambda one: (one == "plain", one.casefold()))
    assert systems.count("plain") == len(BY_NAME)


def test_only_one_system_or_table() -> None:
    found = document("--system", "stripe,HUBSPOT", "--table", "deals")
    assert [one["name"] for one in found["formats"]] == ["hubspot_deals"]
    found = document("--table", "deal_stages")
    assert "hubspot_deals" in [one["name"] for one in found["formats"]]  # it tells of both
    assert all("deal_stages" in one["tables"] for one in found["formats"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--system", "strip"], "--system: there is no `strip`; did you mean stripe?"),
        (["--system", "zzz"], "--system: there is no `zzz`; `cro sources` lists them"),
        (["--table", "deal"], "--table: there is no `deal`; did you mean deals?"),
        (["-O", "csv"], "--format: there is no `csv`; write one of text, json"),
    ],
)
def test_names_that_are_not_there(arguments: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        answer(["sources", *arguments])
    assert caught.value.problems == (said,)


def test_a_header_that_is_known() -> None:
    Path("x.csv").write_text(DEALS, encoding="utf-8")
    found = answer(["sources", "x.csv"])
    assert (found.code, found.problems) == (Exit.DONE, ())
    lines = found.document.splitlines()
    assert lines[:2] == [
        "x.csv: HubSpot deals → deals",
        "  the header is row 1, parted by commas",
    ]
    assert "    id                 ← Deal ID" in lines
    assert "    close_on           missing: Close Date or closedate" in lines


def test_a_header_that_is_nearly_known() -> None:
    Path("x.csv").write_text(f"Title,\n\n{DEALS.replace('Deal Stage', 'Phase')}", encoding="utf-8")
    found = answer(["sources", "x.csv"])
    assert (found.code, found.problems) == (Exit.NO_ANSWER, ())
    assert found.document.splitlines()[:4] == [
        "x.csv: no format that is known",
        "  the header is likely row 3, parted by commas",
        "  nearest:",
        "     66%  HubSpot deals (lacks Deal Stage or dealstage)",
    ]


def test_needed_columns_are_told_from_others() -> None:
    Path("x.csv").write_text(DEALS.replace("Create Date", "Begun"), encoding="utf-8")
    lines = answer(["sources", "x.csv"]).document.splitlines()
    assert "    created_on         missing, and needed: Create Date or createdate" in lines


def test_what_is_no_table_at_all() -> None:
    Path("x.csv").write_text("hello\n", encoding="utf-8")
    Path("empty.csv").write_text("", encoding="utf-8")
    found = answer(["sources", "x.csv", "empty.csv", "none.csv"])
    assert found.document == "x.csv: no format that is known\n  no row could be a header\n"
    assert sorted(found.problems) == [
        "empty.csv: is empty; export it again, or take it away",
        "none.csv: there is no such file or folder; check the path",
    ]
    assert found.code is Exit.NO_ANSWER


def test_a_folder_as_json() -> None:
    Path("exports").mkdir()
    Path("exports/a.csv").write_text(DEALS, encoding="utf-8")
    Path("exports/b.tsv").write_text("x\ty\n1\t2\n", encoding="utf-8")
    Path("exports/c.csv").write_bytes(b"\x00")
    known, stranger, refused = document("exports")["files"]
    assert (known["format"], known["row"], known["delimiter"]) == ("hubspot_deals", 1, ",")
    columns = {one["name"]: one for one in known["columns"]}
    assert columns["amount"]["found"] == "Amount"
    assert columns["close_on"]["found"] is None
    assert columns["close_on"]["wanted"] == ["Close Date", "closedate"]
    assert (stranger["format"], stranger["delimiter"]) == (None, "\t")
    assert refused["problem"].startswith("exports/c.csv: holds NUL bytes")


def test_a_format_with_several_tables_and_constants() -> None:
    Path("x.csv").write_text(
        'Record ID,Deal Name,Deal Stage,"Date entered ""Demo (Sales)"""\n1,A,Demo,2026-01-31\n',
        encoding="utf-8",
    )
    lines = answer(["sources", "x.csv"]).document.splitlines()
    assert lines[0] == "x.csv: HubSpot deals → deals, deal_stages"
    assert any(line.split() == ["deals.id", "←", "Record", "ID"] for line in lines)
    assert any(line.split()[:2] == ["deal_stages.at", "←"] for line in lines)
    Path("ads.csv").write_text("Campaign,Cost,Currency code,Month\nA,1,USD,2026-01\n")
    assert "    channel   ← always Google Ads" in answer(["sources", "ads.csv"]).document


def test_an_export_of_no_use_and_a_column_that_others_tell() -> None:
    lines = answer(["sources", "--system", "chargebee"]).document.splitlines()
    assert (
        "  Chargebee coupons of subscriptions → not read (chargebee_subscription_coupons)" in lines
    )
    header = "uuid,account_code,plan_code,state,total_recurring_amount,"
    periods = "current_period_started_at,current_period_ends_at"
    Path("s.csv").write_text(f"{header}{periods}\n", encoding="utf-8")
    lines = answer(["sources", "s.csv"]).document.splitlines()
    told = "current_period_started_at + current_period_ends_at"
    assert [line.split(" ← ")[1] for line in lines if "interval" in line] == [told, told]


def test_equal_matches_are_refused_by_name() -> None:
    Path("a.csv").write_text("id,name,segment\n1,Acme,smb\n", encoding="utf-8")
    (problem,) = answer(["sources", "a.csv"]).problems
    assert "match equally well" in problem


def test_a_file_that_is_known_but_of_no_use_says_what_to_export_instead() -> None:
    Path("x.csv").write_text("Subscription Id,Addon Id,Addon Amount\n1,2,3\n", "utf-8")
    seen = answer(["sources", "x.csv"])
    assert (seen.code, seen.document) == (Exit.NO_ANSWER, "")
    (problem,) = seen.problems
    assert "Chargebee add-ons of subscriptions" in problem
    assert "MRR summary by month" in problem


def test_systems_are_completed() -> None:
    assert "Stripe" in systems()
    assert len(set(systems())) == len(systems())


def test_formats_of_ones_own_are_shown_with_their_place() -> None:
    own = "{format: mine, must: [A, B], table: fx, columns: {currency: A, rate: B}}"
    Path("config.yaml").write_text(f"formats: [{own}]\n", encoding="utf-8")
    first = answer(["sources"]).document.splitlines()[:3]
    assert first == ["own", "  mine → fx (mine, config.yaml:1)", "    told by A, B"]
    Path("x.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    shown = answer(["sources", "x.csv"]).document.splitlines()[:2]
    assert shown == [
        "x.csv: mine (config.yaml:1) → fx",
        "  the header is row 1, parted by semicolons",
    ]


def test_nothing_in_a_header_runs_or_colours() -> None:
    Path("x.csv").write_text("Deal Name,Deal Stage,Deal ID,\x1b[31mAmount\n", encoding="utf-8")
    text = answer(["sources", "x.csv"]).document
    assert "\x1b" not in text


def test_an_input_is_never_written_to() -> None:
    Path("x.csv").write_text(DEALS, encoding="utf-8")
    with pytest.raises(OutputError):
        answer(["sources", "x.csv", "-o", "x.csv"])


def test_the_ending_of_the_file_picks_the_format(monkeypatch: pytest.MonkeyPatch) -> None:
    assert answer(["sources", "-o", "x.json"]).document.startswith("{")
    monkeypatch.setenv("CRO_FORMAT", "json")
    assert answer(["sources"]).document.startswith("{")
    monkeypatch.setenv("CRO_FORMAT", "html")  # what a report is set to says nothing here
    assert not answer(["sources"]).document.startswith("{")
