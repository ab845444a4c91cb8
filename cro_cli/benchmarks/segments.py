"""The segments of a company by the names that people give them."""

from __future__ import annotations

_NAMES = {
    "smb": ("smb", "smbs", "small business", "small and medium business"),
    "mid": ("mid", "mid-market", "mid market", "midmarket", "mm"),
    "ent": ("ent", "enterprise", "enterprises"),
}
_BY_NAME = {name: segment for segment, names in _NAMES.items() for name in names}


def segment_of(name: str) -> str | None:
    """Return the segment of benchmarks that a name stands for, None when it stands for none.

    >>> segment_of("Mid-Market"), segment_of("Nordics")
    ('mid', None)
    """
    return _BY_NAME.get(name.strip().casefold())
