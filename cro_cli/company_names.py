"""What two systems call one company: names and web domains in a plain form (definitions 6.1)."""

from __future__ import annotations

import polars as pl

FREE_MAIL = (
    "163.com",
    "aol.com",
    "btinternet.com",
    "free.fr",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hey.com",
    "hotmail.com",
    "icloud.com",
    "laposte.net",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "t-online.de",
    "web.de",
    "yahoo.com",
    "yahoo.co.uk",
    "yandex.ru",
    "zoho.com",
)

_LEGAL = (
    r"( (inc|incorporated|llc|llp|lp|ltd|limited|corp|corporation|co|company|plc|gmbh|ag|kg|ug|se|"
    r"sa|sas|sarl|srl|spa|bv|nv|ab|as|asa|aps|oy|oyj|pty|pte|kk|sl|sro|zoo|holding|holdings|group))+$"
)

_HOST = r"^(?:[a-z]+://)?(?:www\.)?([^/:?#]*)"


def plain_domain(domain: pl.Expr) -> pl.Expr:
    """Return the host of a web address or domain; null where it is one of free mail."""
    host = domain.str.to_lowercase().str.extract(_HOST)
    return pl.when(host.is_in(FREE_MAIL) | (host == "")).then(None).otherwise(host)


def plain_name(column: str = "name") -> pl.Expr:
    """Return a name without accents, signs and legal forms, in small letters."""
    # Dots vanish rather than part words, so that `B.V.` is the legal form `BV`.
    plain = (
        pl.col(column)
        .str.normalize("NFKD")
        .str.replace_all(r"[\p{M}.]", "")
        .str.to_lowercase()
        .str.replace_all(r"[^\p{L}\p{N}]+", " ")
        .str.strip_chars()
        .str.replace(_LEGAL, "")
    )
    return pl.when(plain == "").then(None).otherwise(plain)
