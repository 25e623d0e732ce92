"""Folding: one spelling for all alphabets and diacritics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.base import text as text_module
from desktop_crm.base.text import digits, fold, words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("turcanu", "Țurcanu"),
        ("ţurcanu", "Țurcanu"),
        ("şerban", "Șerban"),
        ("petrov", "Петров"),
        ("елкин", "Ёлкин"),
        ("mikhail", "Михаил"),
        ("mihail", "Михаил"),
        ("yulia", "Юлия"),
        ("alexandr", "Александр"),
        ("victor", "Виктор"),
        ("chekhov", "Чехов"),
        ("schukin", "Щукин"),
        ("MÜLLER", "Müller"),
        ("papadopoulos", "Παπαδόπουλος"),
    ],
)
def test_what_is_typed_finds_what_is_kept(typed: str, kept: str) -> None:
    assert fold(typed) == fold(kept)


def test_words_and_digits() -> None:
    assert words("S.C. «Агро-Прим» SRL, nr. 12") == ["s", "k", "agro", "prim", "srl", "nr", "12"]
    assert digits("+373 (22) 123-456") == "37322123456"
    assert digits("٠٦٩") == "069"


@given(st.text(alphabet="iyйhkshщcŞşьъ k", max_size=12) | st.text(max_size=60))
def test_folding_is_final(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


def test_the_quick_way_gives_what_the_slow_one_gives() -> None:
    def slow(text: str) -> str:
        folded = text_module._slowly(text)
        for many, one in text_module._HABITS:
            while many in folded:
                folded = folded.replace(many, one)
        return folded

    signs = [chr(code) for code in range(0x3000) if chr(code).isprintable()]
    assert [sign for sign in signs if fold(sign) != slow(sign) or fold(f"ш{sign}х") != slow(f"ш{sign}х")] == []
