"""Which config file a run uses, told from what the command line hands in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FILE = "config.yaml"


def discover(explicit: str | None, environ: Mapping[str, str], cwd: Path) -> Path | None:
    """Return the config file of a run; None when there is none.

    The order is `--config`, `CRO_CONFIG`, `config.yaml` in the folder, the user's XDG config
    folder. A file that was named is returned whether it exists or not, so that loading it says so.
    Paths stay as relative as `cwd` is, and are printed so.
    """
    named = explicit if explicit is not None else environ.get("CRO_CONFIG") or None
    if named is not None:
        return cwd / named
    candidates = (cwd / FILE, *_of_the_user(environ))
    return next((path for path in candidates if _is_there(path)), None)


def _of_the_user(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where the user's own config lies; a relative XDG folder is void by its standard."""
    folder = Path(environ.get("XDG_CONFIG_HOME") or "")
    if folder.is_absolute():
        return (folder / "cro" / FILE,)
    home = environ.get("HOME")
    return (Path(home, ".config", "cro", FILE),) if home else ()


def _is_there(path: Path) -> bool:
    """Tell whether a file is there; a broken link is, as it must not be passed over in silence."""
    try:
        return path.is_file() or path.is_symlink()
    except OSError:  # the folder itself may not be searched
        return False
