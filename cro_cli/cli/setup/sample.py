"""The sample company: its exports, which ship with the program, and the config made for them."""

from __future__ import annotations

from pathlib import Path

import cro_cli
from cro_cli.config.template import Filling, filled, quoted
from cro_cli.config.template import Path as Key

FOLDER = "sample_data"
_PACKAGE = Path(cro_cli.__file__).parent


def files() -> list[Path]:
    """Return the exports: in the package when it was installed, beside it in a checkout."""
    shipped, own = _PACKAGE / "_sample", _PACKAGE.parent / FOLDER
    return sorted((shipped if shipped.is_dir() else own).glob("*.csv"))


def config(folder: str) -> str:
    """Return the config for the exports in a folder."""
    values: dict[Key, str] = {
        ("company",): "Lumenloop",
        ("data",): quoted(folder),
        ("currency",): "USD",
        ("fx",): "\n  EUR: 1.08",
    }
    return filled(Filling(values=values))
