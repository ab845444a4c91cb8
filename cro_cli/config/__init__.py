"""The config: where it is, what it may say, and a frozen value of what it says.

Errors read `file:line:column: key: what to write`, all problems of a file at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cro_cli.config.discovery import discover
from cro_cli.config.settled import DEFAULT_PROFILE, NO_HABITS, Config, Habits, OwnFormat
from cro_cli.model import Band, Better, Unit

if TYPE_CHECKING:
    from cro_cli.config.formats import Check

__all__ = ["NO_HABITS", "Config", "Habits", "OwnFormat", "discover", "load"]


def load(  # noqa: PLR0913 - each is one kind of names
    path: Path | None,
    *,
    metrics: Mapping[str, Better],
    bands: Callable[[str], Mapping[str, Band]],
    profiles: Sequence[str],
    units: Mapping[str, Unit] | None = None,
    formats: Check | None = None,
) -> Config:
    """Return the config in a file, or the defaults when there is no file.

    `metrics` are the keys that may be named, `bands` returns those of a profile. With `units`
    a band of 110 is refused where 110% is meant; `formats` checks a format of the user's own.
    Raises ConfigError.
    """
    if path is None:
        return Config(bands=bands(DEFAULT_PROFILE))
    # Only a file needs YAML and pydantic.
    from cro_cli.config.bands import Catalogue
    from cro_cli.config.loading import read_config

    return read_config(
        path, Catalogue(metrics, bands, profiles, units or {}, formats or (lambda _: ()))
    )
