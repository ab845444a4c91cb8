"""Currencies whose smallest unit is no hundredth (ISO 4217)."""

from __future__ import annotations

_FRANCS = ("BIF", "DJF", "GNF", "KMF", "RWF", "XAF", "XOF", "XPF")
WHOLE = (*_FRANCS, "CLP", "JPY", "KRW", "PYG", "VND", "VUV")
THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")
