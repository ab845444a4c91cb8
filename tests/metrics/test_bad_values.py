"""A value that cannot be read makes unknown what reads it, and nothing else."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from cro_cli.model import Reading, Status
from tests.metrics import tiny

TABLES = {
    "mrr": "customer,month,amount\nA,2026-08..2026-09,100\nB,2026-09,lots\n",
    "deals": (
        "id,type,stage,status,amount,created_on,close_on\n"
        "w1,new,Won,won,100,2026-05-01,2026-09-30\n"
        "l1,new,Lost,lost,much,2026-05-01,2026-09-30\n"
    ),
}
KEYS = ("mrr", "win_rate", "average_deal_size", "arpa", "pipeline_velocity")


def readings(folder: Path, settings: dict[str, object]) -> dict[str, Reading]:
    report = tiny.report(folder, TABLES, *KEYS, settings=settings)
    return {reading.key: reading for reading in report.readings}


def test_only_what_reads_the_value_is_unknown(tmp_path: Path) -> None:
    found = readings(tmp_path, {})
    known = {key for key, reading in found.items() if reading.value is not None}
    assert known == {"win_rate"}
    assert found["win_rate"].value == Fraction(1, 2)
    assert all(found[key].status is Status.UNKNOWN for key in set(KEYS) - known)


def test_the_reason_names_file_row_and_column(tmp_path: Path) -> None:
    found = readings(tmp_path, {})
    for key, file, row in (("mrr", "mrr.csv", 4), ("average_deal_size", "deals.csv", 3)):
        reason = found[key].reason
        assert reason is not None
        assert reason.code == "bad_value"
        assert f"{file} row {row} column amount" in reason.text


def test_rows_with_bad_values_can_be_left_out(tmp_path: Path) -> None:
    found = readings(tmp_path, {"bad_rows": "exclude"})
    assert found["mrr"].value == 100
    assert found["average_deal_size"].value == 100
    assert found["win_rate"].value == 1  # the lost deal went with its amount
