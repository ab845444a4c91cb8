"""Invented names: companies whose domains end in .example, people, and ids as vendors make them."""

from __future__ import annotations

import string
import unicodedata
from random import Random

from company.setting import stream


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEADS = _words(
    """
    Aldr Bramb Brindl Caldr Cindr Coppl Dappl Eldr Fenn Fribb Gildr Grimb Harrl Hobb Ivrel
    Jorv Kestr Kindl Lorn Marr Mizz Nettl Nimb Oakr Ollv Pebbr Pendr Quill Quorr Ramb Rindl
    Sabr Skell Tamb Tarn Thistr Umbr Vandr Vexl Wend Wimbr Yarr Zebb
    """
)
TAILS = _words(
    """
    ackle ander arrow aster eaux elby elgate ember enby erfold ervane eswick idge ilow imoor
    ington ivale obank olme onvale orrick oswell umoss ybridge
    """
)
TRADES = _words(
    """
    Analytics Apparel Biotech Builders Cargo Ceramics Clinics Components Dental Dynamics
    Energy Farms Films Finance Foods Freight Games Health Hotels Instruments Insurance
    Interiors Labs Legal Logistics Marine Media Metals Mobility Optics Outdoors Packaging
    Pharma Print Retail Robotics Security Software Solar Sports Studios Supply Systems
    Textiles Tools Travel Water
    """
)
LEGAL = {
    "US": ("Inc.", "LLC", "Corp.", "Co.", ""),
    "CA": ("Inc.", "Ltd.", ""),
    "DE": ("GmbH", "AG", "GmbH & Co. KG"),
    "GB": ("Ltd", "Limited", "plc"),
    "FR": ("SAS", "SARL"),
    "NL": ("B.V.", "N.V."),
    "IE": ("Ltd", "DAC"),
    "AU": ("Pty Ltd", ""),
    "SG": ("Pte. Ltd.",),
    "JP": ("K.K.", "Co., Ltd."),
}
GIVEN = _words(
    """
    Ada Aino Bela Carla Dario Edda Emil Farid Greta Hana Ilse Ines Jonas Kaya Lior Lucie
    Mads Mina Nadia Noor Orla Pavel Petra Quinn Rafa Rosa Sami Selma Taro Tilda Uma Vera Wim
    Yara Zoë
    """
)
FAMILY_HEADS = _words(
    """
    Ash Bel Cor Dun Ell Far Gar Hol Ing Jan Kel Lam Mor Nor Ost Per Rav Sel Tor Ves
    """
)
FAMILY_TAILS = _words(
    """
    bury cott dale ensen fell gard holt ick lund mont nova ova quist rell sted wyn
    """
)
# Names that have broken somebody's spreadsheet, terminal or join: (billing, CRM, domain).
HARD = (
    ("Café Brûlon & Söhne GmbH", "Cafe Brulon & Soehne", "brulon.example"),
    ("Brambley, Thorne & Daughters, LLC", "Brambley, Thorne & Daughters", "brambley.example"),
    ('The "Good" Ladder Co.', 'The "Good" Ladder Company', "goodladder.example"),
    ("[/] Slashmark Studio", "[/] Slashmark Studio Ltd", "slashmark.example"),
    ("[red]tape Removals Ltd", "[red]tape Removals", "redtape.example"),
    ("青葉工房株式会社", "青葉工房株式会社", "aobakobo.example"),
    ("🚀 Liftwick Rockets", "🚀 Liftwick Rockets Inc.", "liftwick.example"),
    ("Ærø Sejlmageri ApS", "Aero Sejlmageri ApS", "aeroe-sejl.example"),
    ("O'Harrigan's Pies", "O'Harrigan's Pies Limited", "oharrigan.example"),
    ("+Nine Fitness", "+Nine Fitness", "plusnine.example"),
)
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
CHECK = string.ascii_uppercase + "012345"


def coined() -> tuple[str, ...]:
    """Return every coined word in a mixed order; each serves one company."""
    words = [head + tail for head in HEADS for tail in TAILS]
    stream("office", "names").shuffle(words)
    return tuple(words)


def domain(word: str) -> str:
    """Return the web domain of a coined word."""
    return f"{word.lower()}.example"


def company(dice: Random, word: str, country: str) -> str:
    """Return a company's name with its legal form."""
    return f"{word} {dice.choice(TRADES)} {dice.choice(LEGAL[country])}".strip()


def without_legal(name: str) -> str:
    """Return a company's name as people say it."""
    for form in sorted({form for forms in LEGAL.values() for form in forms if form}, key=len)[::-1]:
        name = name.removesuffix(f" {form}")
    return name


def person(dice: Random) -> tuple[str, str]:
    """Return a given and a family name."""
    return dice.choice(GIVEN), dice.choice(FAMILY_HEADS) + dice.choice(FAMILY_TAILS)


def mailbox(given: str, family: str) -> str:
    """Return the part before the @, in plain letters."""
    plain = unicodedata.normalize("NFD", f"{given}.{family}".lower())
    return "".join(letter for letter in plain if letter in string.ascii_lowercase + ".")


def stripe_id(dice: Random, prefix: str) -> str:
    """Return an id such as `cus_NfRz1ybM4Kd0aT`."""
    return f"{prefix}_" + "".join(dice.choices(BASE62, k=14))


def salesforce_id(prefix: str, number: int) -> str:
    """Return an 18-character record id: 15 characters and a check of their case."""
    digits = ""
    for _ in range(5):
        number, digit = divmod(number, 62)
        digits = BASE62[digit] + digits
    short = f"{prefix}5g00000{digits}"
    blocks = (short[at : at + 5] for at in (0, 5, 10))
    return short + "".join(
        CHECK[sum(letter.isupper() << place for place, letter in enumerate(block))]
        for block in blocks
    )
