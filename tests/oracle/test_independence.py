"""The oracle is worth something only if it shares nothing with the program it judges."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
IMPLEMENTATION = (
    "billing",
    "calendar_months",
    "ledger",
    "metrics",
    "mistakes",
    "money",
    "plain",
    "plain_files",
    "plain_months",
    "plain_payers",
    "plain_prorations",
    "plain_reasons",
    "plain_usage",
    "spend",
)
LOADED = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
before = set(sys.modules)
for name in {IMPLEMENTATION!r}:
    __import__(f"tests.oracle.{{name}}")
print("\\n".join(sorted(set(sys.modules) - before)))
"""


def test_the_oracle_imports_itself_and_the_standard_library_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    loaded = {name for name in done.stdout.split() if not name.startswith("tests.oracle.")}
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert foreign == {"tests"}
