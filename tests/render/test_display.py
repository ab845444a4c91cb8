from __future__ import annotations

import pytest

from cro_cli.display import clean, plain


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Acme", "Acme"),
        ("顧客 ÄÖ é", "顧客 ÄÖ é"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("a\r\nb\tc", "a  b c"),
        ("a\u2028b\xa0c", "a b c"),
        ("\u202etxt.exe\u2066", r"\u202etxt.exe\u2066"),
        ("\u200b\ufeff\xad", r"\u200b\ufeff\xad"),
        ("a\udcffb", r"a\udcffb"),  # a byte that a file name could not decode
        ("\U000e0041", r"\U000e0041"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_nothing_that_steers_a_screen_is_left(raw: str, shown: str) -> None:
    assert clean(raw) == shown


def test_what_is_our_own_has_words_in_ascii() -> None:
    assert plain("✓ ✗ ≥ ≤ · → ÷ × − – … ’ “x” Σ") == '+ x >= <= | -> / * - - ... \' "x" sum of '
    assert plain("é\u200d\x1b") == r"\xe9\u200d\x1b"
