"""Revenue metrics from the exports people already have."""

from __future__ import annotations

__version__ = "0.1.0"
