"""The house stands as it was drawn: small files, imports that point one way, examples that run."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cro_cli

ROOT = Path(__file__).parents[1]
PACKAGE = Path(cro_cli.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages([str(PACKAGE)], "cro_cli.")
    if not module.name.endswith("__main__")
)

LONGEST = 350
USUAL = 200

# An import that each contract forbids, by the file that gets it.
TRESPASSES = {
    "Layers point downward": ("tables/table.py", "import cro_cli.engine"),
    "Rendering knows no frames and no metrics": (
        "render/json_document/__init__.py",
        "import polars",
    ),
    "Numbers know no terminal": ("engine.py", "import rich.text"),
    "Areas of metrics do not know each other": (
        "metrics/risk.py",
        "import cro_cli.metrics.funnel",
    ),
    "Facts do not know each other but by name": (
        "facts/spend.py",
        "import cro_cli.facts.quotas",
    ),
    "Renderers do not know each other": (
        "render/json_document/__init__.py",
        "import cro_cli.render.text",
    ),
}


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [command, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_imports_point_one_way() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_contract_notices_who_trespasses(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "cro_cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name, line in TRESPASSES.values():
        with (tmp_path / "cro_cli" / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    done = lint_imports(tmp_path)
    for contract in TRESPASSES:
        assert f"{contract} BROKEN" in done.stdout, done.stdout + done.stderr


def test_files_are_about_one_thing() -> None:
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert [str(file) for file, count in lines.items() if count > LONGEST] == []
    assert sum(count <= USUAL for count in lines.values()) >= 0.8 * len(lines)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
