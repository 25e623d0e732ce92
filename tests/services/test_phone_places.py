"""Countries and towns as people write them, and phones as they are shown."""

import pytest

from desktop_crm.base.i18n import PSEUDO, language_scope
from desktop_crm.services.phones import (
    area_code_of_city,
    area_codes,
    country_of,
    describe_phone,
    format_phone,
    tel_uri,
)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Moldova", "MD"),
        ("Republica Moldova", "MD"),
        ("REPUBLICA MOLDOVA", "MD"),
        ("Молдова", "MD"),
        ("R. Moldova", "MD"),
        ("md", "MD"),
        ("MDA", "MD"),
        ("+373", "MD"),
        ("00373", "MD"),
        ("Moldova (+373)", "MD"),
        ("România", "RO"),
        ("Romania", "RO"),
        ("Румыния", "RO"),
        ("Россия", "RU"),
        ("РФ", "RU"),
        ("Rusia", "RU"),
        ("+7", "RU"),
        ("USA", "US"),
        ("SUA", "US"),
        ("Великобритания", "GB"),
        ("Germania", "DE"),
        ("Atlantis", ""),
        ("", ""),
        ("+999", ""),
    ],
)
def test_country_of_a_text(text: str, region: str) -> None:
    assert country_of(text) == region


@pytest.mark.parametrize(
    ("city", "country", "code"),
    [
        ("Chișinău", "MD", "22"),
        ("mun. Chisinau", "MD", "22"),
        ("г. Кишинёв", "MD", "22"),
        ("Bălţi", "MD", "231"),
        ("Бельцы", "MD", "231"),
        ("Cluj-Napoca", "RO", "264"),
        ("TIMISOARA", "RO", "256"),
        ("Târgu Mureș", "RO", "265"),
        ("București", "RO", "21"),
        ("Нижний Новгород", "RU", "831"),
        ("Орел", "RU", "4862"),
        ("Москва, ЦАО", "RU", "495"),
        ("München", "DE", "89"),
        ("Nowhere", "MD", ""),
        ("Chișinău", "", ""),
        ("", "MD", ""),
    ],
)
def test_area_code_of_a_city(city: str, country: str, code: str) -> None:
    assert area_code_of_city(city, country) == code


def test_area_codes_of_a_country() -> None:
    assert len(area_codes("MD")) > 40
    assert len(set(area_codes("RO").values())) == 41
    assert area_codes("XX") == {}


def test_shown_in_groups() -> None:
    assert format_phone("+37322123456") == "+373 22 123 456"
    assert format_phone("+37322123456", "14") == "+373 22 123 456 ext. 14"
    assert format_phone("+37322123456", style="national") == "022 123 456"
    assert format_phone("+37322123456", region="MD", style="national") == "022 123 456"
    assert format_phone("+40721234567", region="MD", style="national") == "+40 721 234 567"
    assert format_phone("+390612345678") == "+39 06 1234 5678"
    assert format_phone("") == ""
    assert format_phone("ask secretary") == "ask secretary"


def test_described_in_the_language_in_force() -> None:
    assert describe_phone("+37369123456") == "Moldova, mobile"
    assert describe_phone("+37322123456") == "Moldova, fixed line"
    assert describe_phone("+80012345678") == "toll-free"
    assert describe_phone("+3732") == ""
    assert describe_phone("") == ""
    with language_scope("ro"):
        assert describe_phone("+37369123456").startswith("Republica Moldova")
    with language_scope(PSEUDO):
        assert describe_phone("+37369123456").startswith("⟦Moldova, ⟦")


def test_a_link_that_dials() -> None:
    assert tel_uri("+37322123456", "14") == "tel:+37322123456;ext=14"
    assert tel_uri("+37322123456") == "tel:+37322123456"
