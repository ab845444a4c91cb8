"""`cro init`: what it writes, what it leaves alone, and that what it writes can be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cro_cli import sources
from cro_cli.cli.app import answer
from cro_cli.cli.configured import configured
from cro_cli.cli.exits import Exit
from cro_cli.cli.setup import writing
from cro_cli.errors import InputError, OutputError, UsageError
from cro_cli.tables import TABLES

ROOT = Path(__file__).parents[2]

_ASKED = r"^ *# \? (.*(?:\n *#   .*)*)\n(?: *#.*\n)*?( *#?[a-z_]+):"
DEALS = """\
id,type,stage,amount,currency,created_on,close_on
1,new,Won,100,USD,2025-10-01,2026-01-10
2,new,Talks,50,EUR,2026-01-02,2026-03-31
3,new,Talks,70,USD,2026-01-05,2026-04-30
4,new,Lost it,70,USD,2025-11-05,2026-01-20
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an empty folder the current one, with no config anywhere."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("CRO_CONFIG", raising=False)


def written(**files: str) -> str:
    """Write exports into a folder and return the config made for them."""
    Path("exports").mkdir()
    for stem, text in files.items():
        Path("exports", f"{stem}.csv").write_text(text, encoding="utf-8")
    found = answer(["init", "exports"])
    assert found.code is Exit.DONE
    return Path("config.yaml").read_text(encoding="utf-8")


def asked(text: str) -> list[str]:
    """Return the questions in a config, on one line each, with the key below."""
    found = re.findall(_ASKED, text, re.MULTILINE)
    return [f"{key.strip('# ')}: {' '.join(said.replace('#', ' ').split())}" for said, key in found]


def test_the_sample_company_reports_at_once() -> None:
    found = answer(["init", "--sample"])
    assert found.document == (
        "config.yaml         the config\n"
        "config.schema.json  what it may say, for editors\n"
        "sample_data         15 exports\n"
        "Next: cro report\n"
    )
    assert Path("config.schema.json").read_text("utf-8") == answer(["schema", "config"]).document
    for file in (ROOT / "sample_data").glob("*.csv"):
        assert Path("sample_data", file.name).read_bytes() == file.read_bytes()
    assert Path("config.yaml").read_bytes() == (ROOT / "config.example.yaml").read_bytes()
    report = answer(["report"])
    assert (report.code, report.problems) == (Exit.DONE, ())
    assert "Lumenloop" in report.document


def test_the_sample_company_in_a_folder_of_another_name() -> None:
    answer(["init", "--sample", "it's a demo"])
    assert len(list(Path("it's a demo").glob("*.csv"))) == 15
    assert configured(None).data == ("it's a demo",)


def test_a_schema_that_is_there_stays() -> None:
    Path("config.schema.json").write_text("mine", encoding="utf-8")
    assert "config.schema.json" not in answer(["init", "--sample"]).document
    assert Path("config.schema.json").read_text(encoding="utf-8") == "mine"


def test_the_config_names_the_schema_for_editors() -> None:
    answer(["init", "--sample"])
    first = Path("config.yaml").read_text(encoding="utf-8").partition("\n")[0]
    assert first == "# yaml-language-server: $schema=config.schema.json"


def test_nothing_is_overwritten_and_nothing_half_done() -> None:
    Path("config.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        answer(["init", "--sample"])
    assert caught.value.problems == (
        "config.yaml: is there already; nothing was written; move it away, or go to another folder",
    )
    assert [path.name for path in Path().iterdir()] == ["config.yaml"]
    assert Path("config.yaml").read_text(encoding="utf-8") == "mine"


def test_a_broken_link_counts_as_there() -> None:
    Path("config.yaml").symlink_to("nowhere")
    with pytest.raises(OutputError):
        answer(["init", "--sample"])
    assert not Path("nowhere").exists()


def test_what_cannot_be_finished_is_taken_away_again() -> None:
    Path("file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        writing.write_new({Path("a.txt"): b"a", Path("file/b.txt"): b"b"})
    assert "cannot be written" in caught.value.problems[0]
    assert [path.name for path in Path().iterdir()] == ["file"]


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_a_template_is_written_and_known(table: str) -> None:
    found = answer(["init", "--template", table])
    assert found.document.endswith(f"Next: cro sources {table}.csv\n")
    assert Path(f"{table}.csv").read_text(encoding="utf-8") == sources.example(table)
    seen = answer(["sources", f"{table}.csv"])
    assert seen.code is Exit.DONE


def test_a_template_into_a_folder() -> None:
    answer(["init", "--template", "deals", "new exports"])
    found = answer(["init", "--template", "mrr", "new exports"])
    assert found.document.endswith("Next: cro sources 'new exports/mrr.csv'\n")
    assert sorted(path.name for path in Path("new exports").iterdir()) == ["deals.csv", "mrr.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--template", "deal"], "--template: there is no `deal`; did you mean deals?"),
        (
            ["--template", "deals", "--sample"],
            "--sample and --template ask for different things; write one of them",
        ),
    ],
)
def test_what_makes_no_sense(arguments: list[str], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        answer(["init", *arguments])
    assert caught.value.problems == (said,)


def test_an_empty_folder_is_refused() -> None:
    Path("exports").mkdir()
    with pytest.raises(InputError) as caught:
        answer(["init", "exports"])
    assert caught.value.problems == (
        "exports: holds no .csv, .tsv or .txt file; put exports there as CSV",
    )
    assert not Path("config.yaml").exists()


def test_exports_of_several_days_are_told_by_their_folders() -> None:
    for day in ("2026-01-31", "2026-02-28"):
        Path(f"exports/{day}").mkdir(parents=True)
        Path(f"exports/{day}/deals.csv").write_text(DEALS)
    answer(["init", "exports"])
    text = Path("config.yaml").read_text(encoding="utf-8")
    assert "# - 2026-01-31/deals.csv: plain deals file → deals" in text
    assert "# - 2026-02-28/deals.csv: plain deals file → deals" in text


def test_a_config_says_what_it_found_and_asks_the_rest() -> None:
    text = written(
        deals=DEALS,
        notes="x,y\n1,2\n",
        mrr="customer,month,amount\na,2026-01,5\n",
        fx="currency,rate,date\nGBP,1.2,01/02/2026\n",
    )
    assert "# - deals.csv: plain deals file → deals, 4 rows, to 2026-01-05\n" in text
    assert "# - mrr.csv: plain mrr file → mrr, 1 row, to 2026-01\n" in text
    assert "# - notes.csv: ignored: no export that is known; no known export has columns" in text
    assert asked(text) == [
        (
            "data: exports/fx.csv: column 'date': the dates do not tell which of the two numbers"
            " is the month; export dates as 2026-09-30, or say `dates: day_first` or"
            " `dates: month_first` in the config"
        ),
        "fx: what is one EUR worth in USD? 1 row of deals in EUR",
        "gross_margin: unknown without it (needs the gross margin): Gross margin",
        "amount_is: deal amounts are taken as ARR",
        "stages: every open stage counts as qualified",
    ]
    # Lost last; of the others the commonest first.
    assert "    #order: [Talks, Won, Lost it]\n" in text
    assert "\ncurrency: USD\n" in text
    assert "\nfx:\n  #EUR: 1.00\n" in text


def test_a_config_that_was_written_is_one() -> None:
    text = written(deals=DEALS)
    settled = configured(None)
    assert settled.data == ("exports",)
    assert settled.said == {"data", "currency"}
    found = answer(["init", "--template", "mrr"])  # the config is no hindrance to a template
    assert found.code is Exit.DONE
    Path("config.yaml").write_text(text.replace("  #EUR: 1.00", "  EUR: 1.08"), encoding="utf-8")
    assert answer(["report", "-q"]).code is Exit.DONE


def test_the_answers_are_counted_and_the_next_command_said() -> None:
    Path("a.csv").write_text("currency,rate,date\nEUR,1.1,2026-01-31\n", encoding="utf-8")
    found = answer(["init"])
    assert found.document.splitlines()[0] == "config.yaml         the config: 1 recognised"
    assert configured(None).data == (".",)
    Path("config.yaml").unlink()
    Path("deals.csv").write_text(DEALS, encoding="utf-8")
    assert answer(["init"]).document.splitlines() == [
        "config.yaml  the config: 2 recognised",
        "Next: answer what `# ?` asks in it, then cro report",
    ]


def test_margin_and_cost_are_asked_for_where_metrics_need_them() -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)] + ["2026-01"]
    text = written(
        mrr="customer,month,amount\n" + "".join(f"A,{month},100\n" for month in months),
        spend="month,category,amount\n" + "".join(f"{month},ads,5\n" for month in months),
    )
    keys = [one.split(": ")[0] for one in asked(text)]
    assert keys == ["gross_margin", "spend_is_complete"]


def test_names_from_files_cannot_break_out_of_their_comment() -> None:
    stage = "No\u2028#data: [x]\x1b[31m"
    text = written(deals=DEALS.replace("Talks", stage).replace("Lost it", "It's: lost"))
    assert "\x1b" not in text
    assert "\u2028" not in text
    settled = configured(None)
    assert settled.data == ("exports",)
    uncommented = re.sub(r"^( *)#order:", r"\1order:", text, flags=re.MULTILINE)
    Path("config.yaml").write_text(uncommented, encoding="utf-8")
    assert "It's: lost" in configured(None).settled.stage_order
