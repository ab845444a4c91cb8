"""Whatever stands in the file: a config, or problems that point into it; never anything else."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cro_cli.config import load
from cro_cli.config.schema import SECTIONS
from cro_cli.errors import ConfigError
from cro_cli.model import Better

METRICS = {"mrr": Better.NEITHER, "nrr": Better.HIGHER, "pipeline_coverage": Better.RANGE}

KEYS = sorted({key for keys in SECTIONS.values() for key in keys.__annotations__})
NAMES = st.sampled_from([*KEYS, "healthy", "watch", "nrr", "mrr", "EUR", "eur", "x", "no", "<<"])
SCALARS = st.sampled_from(
    [None, "", "arr", "tcv", "2026-09", "78%", "1.08", "growth", "nrr", "no", "[", "x" * 50]
) | st.one_of(st.booleans(), st.integers(), st.floats(), st.dates(), st.text(max_size=5))
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
MARKUP = st.lists(
    st.sampled_from(
        [
            *KEYS,
            *(
                ": ",
                ":",
                "\n",
                "\n  ",
                "- ",
                "[",
                "]",
                "{",
                "}",
                ", ",
                "'",
                '"',
                "&a ",
                "*a",
                "!t ",
            ),
            *(
                "|\n",
                ">\n",
                "\t",
                "# c",
                "%",
                "? ",
                "<<: ",
                "---\n",
                "...\n",
                "\u2028",
                "0123",
                "no",
            ),
        ]
    ),
    max_size=12,
).map("".join)


def check(content: bytes) -> None:
    """Load a file: what is raised must be a ConfigError, of problems that look as they should."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "config.yaml")
        path.write_bytes(content)
        problems = _problems(path)
        assert all(problem.startswith(f"{path}:") for problem in problems)
        assert {len(problem.split("\n")) for problem in problems} <= {1, 3}
        assert not any(char in problem for problem in problems for char in "\t\r\x1b\x85\u202e")


def _problems(path: Path) -> tuple[str, ...]:
    try:
        load(path, metrics=METRICS, bands=lambda _: {}, profiles=("growth",))
    except ConfigError as error:
        return error.problems or ("no problem",)
    return ()


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_any_keys_and_values(document: dict[str, object]) -> None:
    check(yaml.safe_dump(document, allow_unicode=True).encode(errors="replace"))


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_markup(text: str) -> None:
    check(text.encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes(content: bytes) -> None:
    check(content)
