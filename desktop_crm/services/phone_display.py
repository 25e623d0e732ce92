"""Phones as people read them: grouped digits, a line on what it is, a link that dials."""

from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat

from desktop_crm.base.i18n import _, pgettext
from desktop_crm.base.text import digits as digits_of
from desktop_crm.services.phone_places import country_name
from desktop_crm.services.phone_plans import read_digits

INTERNATIONAL, NATIONAL = "international", "national"


def line_name(line: str) -> str:
    """Name of a kind of line: “mobile”, “fixed line”."""
    names = {
        "mobile": pgettext("phone line", "mobile"),
        "fixed": pgettext("phone line", "fixed line"),
        "fixed_or_mobile": pgettext("phone line", "fixed or mobile"),
        "toll_free": pgettext("phone line", "toll-free"),
        "premium": pgettext("phone line", "premium rate"),
        "shared_cost": pgettext("phone line", "shared cost"),
        "voip": pgettext("phone line", "internet telephony"),
        "personal": pgettext("phone line", "personal number"),
        "pager": pgettext("phone line", "pager"),
        "uan": pgettext("phone line", "company number"),
        "voicemail": pgettext("phone line", "voice mail"),
    }
    return names.get(line, "")


@lru_cache(maxsize=50_000)
def _formatted(e164: str, region: str, style: str) -> str:
    reading = read_digits(digits_of(e164), plus=True) if e164.startswith("+") else None
    if reading is None:
        return e164
    national = reading.national
    number = phonenumbers.PhoneNumber(
        country_code=reading.country_code,
        national_number=int(national),
        italian_leading_zero=national.startswith("0") or None,
        number_of_leading_zeros=len(national) - len(national.lstrip("0")) or None,
    )
    abroad = bool(region) and reading.region != region
    form = PhoneNumberFormat.INTERNATIONAL if style != NATIONAL or abroad else PhoneNumberFormat.NATIONAL
    text: str = phonenumbers.format_number(number, form)
    return text


def format_phone(e164: str, extension: str = "", region: str = "", style: str = INTERNATIONAL) -> str:
    """The number in groups: “+373 22 123 456 ext. 14”; in national style “022 123 456”.

    With a *region* the national style is for numbers of that region only; others stay international.
    """
    text = _formatted(e164, region, style)
    return _("{number} ext. {extension}").format(number=text, extension=extension) if extension else text


@lru_cache(maxsize=20_000)
def _place_and_line(e164: str) -> tuple[str, str]:
    reading = read_digits(digits_of(e164), plus=True) if e164.startswith("+") else None
    return (reading.region, reading.line) if reading else ("", "")


def describe_phone(e164: str) -> str:
    """Where and what it is: “Moldova, mobile”; empty for a number that is not valid."""
    region, line = _place_and_line(e164)
    if not line:
        return ""
    if region in {"", "001"}:
        return line_name(line)
    return _("{country}, {line}").format(country=country_name(region), line=line_name(line))


def tel_uri(e164: str, extension: str = "") -> str:
    """The link that dials: ``tel:+37322123456;ext=14``."""
    return f"tel:{e164};ext={extension}" if extension else f"tel:{e164}"
