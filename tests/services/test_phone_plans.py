"""Bare digits read by the compiled plans: the very answers of the library."""

import random

import phonenumbers
import pytest

from desktop_crm.services.phone_plans import read_digits, read_text

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def examples() -> list[tuple[str, str, str]]:
    found = []
    for region in REGIONS:
        for line in phonenumbers.PhoneNumberType.values():
            number = phonenumbers.example_number_for_type(region, line)
            if number is not None:
                found.append((str(number.country_code), phonenumbers.national_significant_number(number), region))
    return found


def damaged(source: random.Random, national: str) -> str:
    """A national number with some digits changed, one missing or one too many."""
    chars = list(national)
    for _ in range(source.choice([0, 0, 1, 2, 5])):
        chars[source.randrange(len(chars))] = source.choice("0123456789")
    text = "".join(chars)
    return source.choice([text, text, text, text[:-1], text + source.choice("0123456789")])


@pytest.mark.parametrize("seed", range(4))
def test_same_answers_as_the_library(seed: int) -> None:
    source = random.Random(seed)
    known = examples()
    for _ in range(5_000):
        code, national, region = source.choice(known)
        national = damaged(source, national)
        dialled_from = source.choice([region, region, "MD", "RO", "RU", "KZ", "US", "IT", "", source.choice(REGIONS)])
        if source.random() < 0.3:
            digits = code + source.choice(["", "0", "8"]) + national
            assert read_digits(digits, dialled_from, plus=True) == read_text("+" + digits, dialled_from), digits
        else:
            prefix = source.choice(["", "0", "8", "1", "00" + code, code, code + "0", "810" + code, "011" + code, "06"])
            digits = prefix + national
            assert read_digits(digits, dialled_from) == read_text(digits, dialled_from), (digits, dialled_from)


@pytest.mark.parametrize(("code", "national", "region"), examples())
def test_every_example_of_every_region_is_valid(code: str, national: str, region: str) -> None:
    reading = read_digits(code + national, plus=True)
    assert reading is not None
    assert reading.line
    assert reading.e164 == f"+{code}{national}"
