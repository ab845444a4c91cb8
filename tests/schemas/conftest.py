from __future__ import annotations

from tests.render.conftest import report

__all__ = ["report"]
