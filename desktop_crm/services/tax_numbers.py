"""Tax numbers: looked at, never refused.

Check digits as published: Romania CUI/CIF (control key 753217532), Moldova IDNO (weights 7 3 1), Russia ИНН (10 and
12 digits). Other countries of the EU: the shape of the VAT number only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from desktop_crm.base.i18n import N_

Status = Literal["ok", "wrong", "unknown"]
SCHEMES = {"cui": "CUI/CIF", "idno": "IDNO", "inn": "ИНН", "vat": N_("VAT number")}
_SCHEME_OF_COUNTRY = {"RO": "cui", "MD": "idno", "RU": "inn"}

# the part behind the country code, by the European Commission's VIES
_VAT_SHAPES = {
    "AT": r"U\d{8}",
    "BE": r"[01]?\d{9}",
    "BG": r"\d{9,10}",
    "CY": r"\d{8}[A-Z]",
    "CZ": r"\d{8,10}",
    "DE": r"\d{9}",
    "DK": r"\d{8}",
    "EE": r"\d{9}",
    "EL": r"\d{9}",
    "ES": r"[A-Z0-9]\d{7}[A-Z0-9]",
    "FI": r"\d{8}",
    "FR": r"[A-HJ-NP-Z0-9]{2}\d{9}",
    "HR": r"\d{11}",
    "HU": r"\d{8}",
    "IE": r"\d[A-Z0-9+*]\d{5}[A-Z]{1,2}",
    "IT": r"\d{11}",
    "LT": r"(\d{9}|\d{12})",
    "LU": r"\d{8}",
    "LV": r"\d{11}",
    "MT": r"\d{8}",
    "NL": r"[A-Z0-9+*]{9}B[A-Z0-9+*]{2}",
    "PL": r"\d{10}",
    "PT": r"\d{9}",
    "SE": r"\d{12}",
    "SI": r"\d{8}",
    "SK": r"\d{10}",
    "XI": r"(\d{9}|\d{12}|(GD|HA)\d{3})",
}
_LABEL = re.compile(r"^(C\.?U\.?I\.?|C\.?I\.?F\.?|IDNO|IDNP|ИНН|INN|VAT|TVA)\b[\s:№#.]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s.\-–—/]+")


@dataclass(frozen=True, slots=True)
class TaxNumber:
    """What a tax number looks like: ``scheme`` of :data:`SCHEMES` or "", ``compact`` without blanks and labels."""

    status: Status
    scheme: str
    country: str
    compact: str


def check_tax_number(text: str, country: str = "") -> TaxNumber:
    """Look at a tax number; *country* (ISO 3166) helps where the number itself does not say."""
    compact = _SEPARATORS.sub("", _LABEL.sub("", text.strip())).upper()
    prefix, rest = compact[:2], compact[2:]
    if prefix == "RO" and rest.isdigit():
        return TaxNumber("ok" if is_cui(rest) else "wrong", "cui", "RO", compact)
    if prefix in _VAT_SHAPES and any(char.isdigit() for char in rest):
        fits = re.fullmatch(_VAT_SHAPES[prefix], rest)
        return TaxNumber("ok" if fits else "wrong", "vat", "GR" if prefix == "EL" else prefix, compact)
    if not (compact.isascii() and compact.isdigit()):
        return TaxNumber("unknown", "", country.upper(), compact)
    return _bare(compact, country.upper())


def _bare(number: str, country: str) -> TaxNumber:
    """A number without a prefix: by its country, else by whichever check digits fit."""
    scheme = _SCHEME_OF_COUNTRY.get(country)
    if scheme is not None:
        if country == "MD" and len(number) != 13:  # (older fiscal and VAT codes have other shapes)
            return TaxNumber("unknown", "", country, number)
        return TaxNumber("ok" if _CHECKS[scheme](number) else "wrong", scheme, country, number)
    if country:
        shape = _VAT_SHAPES.get("EL" if country == "GR" else country)
        fits = shape is not None and re.fullmatch(shape, number)
        return TaxNumber("ok" if fits else "unknown", "vat" if fits else "", country, number)
    for country_code, candidate in (("MD", "idno"), ("RU", "inn"), ("RO", "cui")):
        if _CHECKS[candidate](number):
            return TaxNumber("ok", candidate, country_code, number)
    only = {13: ("MD", "idno"), 12: ("RU", "inn")}.get(len(number))
    return TaxNumber("wrong", only[1], only[0], number) if only else TaxNumber("unknown", "", "", number)


def is_cui(digits: str) -> bool:
    """Romania: 2 to 10 digits, the last one checks the others."""
    if not re.fullmatch(r"[0-9]{2,10}", digits):
        return False
    body = digits[:-1].zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(body, (7, 5, 3, 2, 1, 7, 5, 3, 2), strict=True))
    return total * 10 % 11 % 10 == int(digits[-1])


def is_idno(digits: str) -> bool:
    """Moldova: 13 digits, the last one checks the others."""
    if not re.fullmatch(r"[0-9]{13}", digits):
        return False
    total = sum(int(digit) * (7, 3, 1)[index % 3] for index, digit in enumerate(digits[:-1]))
    return total % 10 == int(digits[-1])


def is_inn(digits: str) -> bool:
    """Russia: 10 digits (organisations) or 12 (people), with one or two check digits."""
    if re.fullmatch(r"[0-9]{10}", digits):
        return _inn_digit(digits[:9], (2, 4, 10, 3, 5, 9, 4, 6, 8)) == digits[9]
    if re.fullmatch(r"[0-9]{12}", digits):
        first = _inn_digit(digits[:10], (7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
        second = _inn_digit(digits[:11], (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8))
        return digits[10:] == first + second
    return False


def _inn_digit(digits: str, weights: tuple[int, ...]) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return str(total % 11 % 10)


_CHECKS: dict[str, Callable[[str], bool]] = {"cui": is_cui, "idno": is_idno, "inn": is_inn}
