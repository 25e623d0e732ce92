"""Check digits of tax numbers and bank accounts."""

import pytest

from desktop_crm.services.bank_accounts import compact_iban, iban_status, shown_iban
from desktop_crm.services.tax_numbers import check_tax_number


@pytest.mark.parametrize(
    ("typed", "country", "status", "scheme"),
    [
        ("RO 18547290", "", "ok", "cui"),
        ("CUI: 18547290", "RO", "ok", "cui"),
        ("RO18547291", "", "wrong", "cui"),
        ("18547291", "RO", "wrong", "cui"),
        ("1008600038413", "", "ok", "idno"),
        ("1008600038412", "MD", "wrong", "idno"),
        ("1008600038412", "", "wrong", "idno"),
        ("7707083893", "", "ok", "inn"),
        ("ИНН 7707 083 893", "RU", "ok", "inn"),
        ("7707083894", "RU", "wrong", "inn"),
        ("500100732259", "", "ok", "inn"),
        ("500100732258", "", "wrong", "inn"),
        ("DE136695976", "", "ok", "vat"),
        ("DE 13669597", "", "wrong", "vat"),
        ("136695976", "DE", "ok", "vat"),
        ("ATU12345678", "", "ok", "vat"),
        ("0601234", "MD", "unknown", ""),
        ("7707083894", "", "unknown", ""),
        ("fără", "", "unknown", ""),
        ("", "RO", "unknown", ""),
        ("١٢٣", "RO", "unknown", ""),
    ],
)
def test_tax_numbers(typed: str, country: str, status: str, scheme: str) -> None:
    found = check_tax_number(typed, country)
    assert (found.status, found.scheme) == (status, scheme)


@pytest.mark.parametrize(("right", "country"), [("18547290", "RO"), ("7707083893", "RU"), ("1008600038413", "MD")])
def test_slips_are_noticed(right: str, country: str) -> None:
    slips = [
        right[:place] + other + right[place + 1 :]
        for place, digit in enumerate(right)
        for other in "0123456789"
        if other != digit
    ]
    noticed = [slip for slip in slips if check_tax_number(slip, country).status == "wrong"]
    assert len(noticed) / len(slips) > 0.85  # remainder 10 counts as 0: a few slip through


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("RO49 AAAA 1B31 0075 9384 0000", "ok"),
        ("ro49aaaa1b31007593840000", "ok"),
        ("MD24AG000225100013104168", "ok"),
        ("IBAN: DE89 3704 0044 0532 0130 00", "ok"),
        ("RO49AAAA1B31007593840001", "wrong"),
        ("RO49AAAA1B3100759384000", "wrong"),
        ("40702810900000000001", "unknown"),
        ("casa", "unknown"),
        ("", "unknown"),
    ],
)
def test_iban(typed: str, status: str) -> None:
    assert iban_status(typed) == status


def test_iban_as_kept_and_shown() -> None:
    assert compact_iban(" iban ro49-aaaa-1b31-0075-9384-0000 ") == "RO49AAAA1B31007593840000"
    assert shown_iban("RO49AAAA1B31007593840000") == "RO49 AAAA 1B31 0075 9384 0000"
    assert compact_iban("  40702810 9000 ") == "40702810 9000"
