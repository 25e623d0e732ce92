"""Phones as they stand in cells: every rule and trap of the repair."""

import string
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.base.i18n import PSEUDO, language_scope
from desktop_crm.services import phones
from desktop_crm.services.phone_resolution import setting_of
from desktop_crm.services.phones import RepairedPhone, parse_number, repair_cell


def repaired(value: object, country: str = "MD", **known: str) -> list[tuple[str, str, str]]:
    return [(phone.e164, phone.extension, phone.status) for phone in repair_cell(value, country=country, **known)]


def sentences(phone: RepairedPhone) -> list[str]:
    return [reason.sentence for reason in phone.reasons]


@pytest.mark.parametrize(
    ("cell", "country", "e164"),
    [
        ("+373 22 123-456", "", "+37322123456"),
        ("022 123456", "MD", "+37322123456"),
        ("0 (22) 12-34-56", "MD", "+37322123456"),
        ("069123456", "MD", "+37369123456"),
        ("69 123 456", "MD", "+37369123456"),
        ("37369123456", "MD", "+37369123456"),
        ("0037369123456", "MD", "+37369123456"),
        ("+373 (0) 69 123 456", "RO", "+37369123456"),
        ("0264/717.306", "RO", "+40264717306"),
        ("0721.234.567", "RO", "+40721234567"),
        ("721234567", "RO", "+40721234567"),
        ("+7 (495) 123-45-67", "RO", "+74951234567"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("8-917-056-91-65", "RU", "+79170569165"),
        ("79170569165", "RU", "+79170569165"),
        ("(4862)57-72-50", "RU", "+74862577250"),
        ("8 10 373 22 123456", "RU", "+37322123456"),
        ("0040721234567", "RU", "+40721234567"),
        ("+7\u00a0495\u00a0123‑45–67", "MD", "+74951234567"),
        ("＋３７３ ２２ １２３４５６", "", "+37322123456"),
        ("+373 22 123\u00ad456", "", "+37322123456"),
        ("+39 06 1234 5678", "MD", "+390612345678"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("+48 (0) 22 123 45 67", "MD", "+48221234567"),
        ("++373 69 123 456", "RO", "+37369123456"),
        (37369123456, "MD", "+37369123456"),
        (37369123456.0, "RO", "+37369123456"),
        ("37369123456.0", "MD", "+37369123456"),
        ("37369123456,00", "MD", "+37369123456"),
        ("'069123456", "MD", "+37369123456"),
        ('="+37369123456"', "MD", "+37369123456"),
    ],
)
def test_one_number_in_many_forms(cell: object, country: str, e164: str) -> None:
    phone, *others = repair_cell(cell, country=country)
    assert not others
    assert phone.e164 == e164
    assert phone.status in {"ok", "check"}
    assert phone.digits == e164[1:]
    assert phone.last7 == e164[-7:]


def test_all_facts_of_a_number() -> None:
    (phone,) = repair_cell(" 022 123456 int.14 ", country="MD")
    assert phone == RepairedPhone(
        raw="022 123456 int.14",
        e164="+37322123456",
        candidate="",
        extension="14",
        region="MD",
        kind="work",
        line="fixed",
        status="ok",
        digits="37322123456",
        national="22123456",
        note="",
        reasons=phone.reasons,
    )
    assert phone.explanation == "Country added, extension split"


@pytest.mark.parametrize(
    ("cell", "country", "explanation"),
    [
        ("+40 721 234 567", "MD", "Unchanged"),
        ("8 (495) 123-45-67", "RU", "8 replaced by +7"),
        ("0040721234567", "MD", "00 replaced by +"),
        (69123456, "MD", "A leading zero was lost, country added"),
        ("3.73691e+10", "MD", "Excel turned it into a number; digits lost"),
        ("3,73691E+10", "MD", "Excel turned it into a number; digits lost"),
        ("ask secretary", "MD", "Moved to the note"),
        ("22.05.2019", "MD", "Looks like a date"),
        ("+373 22 1234", "MD", "Not a valid number: digits are missing"),
        ("+373 22 123 456 789", "MD", "Not a valid number: too many digits"),
        ("123-456", "MD", "Area code 22 assumed"),
        ("112", "MD", "Short number"),
        ("8765432", "", "The country is not known"),
    ],
)
def test_what_was_done_in_words(cell: object, country: str, explanation: str) -> None:
    (phone,) = repair_cell(cell, country=country, area_code="22" if country else "")
    assert phone.explanation == explanation


@pytest.mark.parametrize(
    "cell",
    [
        "069123456; 079400118",
        "069123456;079400118",
        "069123456, 079400118",
        "069123456,079400118",
        "069123456 / 079400118",
        "069123456/079400118",
        "069123456 079400118",
        "069 123 456 079 400 118",
        "069123456\n079400118",
        "069123456 | 079400118",
        "069123456 или 079400118",
        "069123456 sau 079400118",
        "069123456 și 079400118",
        "069123456 or 079400118",
        "mob. 069123456, mob. 079400118",
        "069123456,mob 079400118",
        "+37369123456+37379400118",
        "Ion 069123456, Maria 079400118",
        "069123456 Ion 079400118 Maria",
        "069123456 (Ion); 079400118 (Maria)",
    ],
)
def test_two_numbers_in_one_cell(cell: str) -> None:
    first, second = repair_cell(cell, country="MD")
    assert (first.e164, second.e164) == ("+37369123456", "+37379400118")
    assert first.status == second.status == "ok"
    assert first.extension == second.extension == ""
    assert "Two numbers in one cell" in sentences(first)
    assert [phone.note for phone in (first, second)] == (["Ion", "Maria"] if "Ion" in cell else ["", ""])


def test_three_numbers_are_counted() -> None:
    cell = repair_cell("069123456, 079400118, 022 123456", country="MD")
    assert len(cell) == 3
    assert "3 numbers in one cell" in sentences(cell[0])


@pytest.mark.parametrize("cell", ["022 12-34-77 / 78", "022 12-34-77, 78", "тел. 022 12-34-77 / 78"])
def test_last_digits_replace_those_before(cell: str) -> None:
    assert repaired(cell) == [("+37322123477", "", "ok"), ("+37322123478", "", "check")]


def test_a_local_number_takes_the_area_code_of_the_number_before() -> None:
    assert repaired("0231 23456, 65432") == [("+37323123456", "", "ok"), ("+37323165432", "", "check")]
    fax = repair_cell("тел. 0231 2-34-56 факс 6-54-32", country="MD")[1]
    assert (fax.e164, fax.kind, fax.status) == ("+37323165432", "fax", "check")


@pytest.mark.parametrize(
    ("cell", "country", "e164", "extension"),
    [
        ("022 123456 ext. 14", "MD", "+37322123456", "14"),
        ("022 123456 x14", "MD", "+37322123456", "14"),
        ("022 123456, int. 14", "MD", "+37322123456", "14"),
        ("022 123456 #14", "MD", "+37322123456", "14"),
        ("8 (423) 202-25-11, доб. 100", "RU", "+74232022511", "100"),
        ("8 (423) 202-25-11 вн.100", "RU", "+74232022511", "100"),
        ("030 23125 111 Durchwahl 5", "DE", "+493023125111", "5"),
        ("tel:+37322123456;ext=14", "MD", "+37322123456", "14"),
        ("03 3316005 extension\t12345678901234567890", "NZ", "+6433316005", "12345678901234567890"),
    ],
)
def test_extension_is_split(cell: str, country: str, e164: str, extension: str) -> None:
    assert repaired(cell, country) == [(e164, extension, "ok")]


def test_an_extension_without_a_label_is_a_guess() -> None:
    assert repaired("(800) 901-3355;7246433", "US") == [("+18009013355", "7246433", "check")]
    assert repaired("022 123456; 14") == [("+37322123456", "14", "check")]


def test_a_long_second_number_is_never_an_extension() -> None:
    first, second = repair_cell("069123456; 0794001189", country="MD")
    assert (first.e164, first.extension) == ("+37369123456", "")
    assert (second.raw, second.status) == ("0794001189", "bad")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("моб. 022123456", "mobile"),
        ("GSM: 069123456", "mobile"),
        ("раб. тел. 022123456", "work"),
        ("дом. 069123456", "home"),
        ("acasă 022123456", "home"),
        ("факс: 022123456", "fax"),
        ("022123456 (fax)", "fax"),
        ("ф. 022123456", "fax"),
        ("centrală 022123456", "main"),
        ("tel. 069123456", "mobile"),
        ("т.022123456", "work"),
        ("№ 022123456", "work"),
        ("tel./fax 022123456", "work"),
        ("ask him", "other"),
    ],
)
def test_kind_from_the_label_else_from_the_line(cell: str, kind: str) -> None:
    (phone,) = repair_cell(cell, country="MD")
    assert phone.kind == kind


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("069 123 456 Ion", "Ion"),
        ("Ion: 069 123 456", "Ion"),
        ("069123456 (Ion, șofer)", "Ion, șofer"),
        ("с 9 до 18: 069123456", "с 9 до 18"),
        ("звонить после 16:00 069123456", "звонить после 16:00"),
        ("069123456, ap. 5", "ap. 5"),
        ("069123456; Ion", "Ion"),
        ("office5@firma.md 069123456", "office5@firma.md"),
        ("069123456 22.05.2019", "22.05.2019"),
        ("viber 069123456", "viber"),
    ],
)
def test_words_become_the_note_and_no_digits(cell: str, note: str) -> None:
    (phone,) = repair_cell(cell, country="MD")
    assert (phone.e164, phone.status, phone.note, phone.raw) == ("+37369123456", "ok", note, cell)


@pytest.mark.parametrize("cell", [None, "", "  ", "\n", "-", "—", "--", " . ", float("nan")])
def test_empty_cells_hold_no_phone(cell: object) -> None:
    assert repair_cell(cell, country="MD") == ()


@pytest.mark.parametrize(
    "cell", ["ask secretary", "n/a", "+***", "12 MICROSOFT", "31/8/2011", "2019-05-22", "office@firma.md", "5", "0044"]
)
def test_what_is_no_phone_is_kept(cell: str) -> None:
    (phone,) = repair_cell(cell, country="MD")
    assert (phone.raw, phone.status, phone.e164) == (cell, "bad", "")


def test_russian_forms_in_lists_of_other_countries() -> None:
    assert repaired("+8 495 123-45-67") == [("+74951234567", "", "check")]
    assert repaired("8 (495) 123-45-67", "RO") == [("+74951234567", "", "check")]
    assert repaired("7 495 123 45 67", "RO") == [("+74951234567", "", "check")]
    assert repaired("(495)123-45-67", "RO") == [("+74951234567", "", "check")]
    assert repaired("+84 95 123 4567", "MD") == [("+84951234567", "", "ok")]
    assert repaired("+84951234567", "RU") == [("+74951234567", "", "check")]


def test_kazakhstan_shares_the_code_of_russia() -> None:
    (phone,) = repair_cell("+7 701 123 45 67", country="RU")
    assert (phone.e164, phone.region, phone.line) == ("+77011234567", "KZ", "mobile")
    assert repair_cell("8 701 123 45 67", country="RU")[0].region == "KZ"


def test_a_plus_before_a_local_number() -> None:
    assert repaired("+069 123 456") == [("+37369123456", "", "check")]


def test_area_code_of_the_city_comes_before_that_of_the_file() -> None:
    assert repaired("123-456", area_code="22") == [("+37322123456", "", "check")]
    assert repaired("123-456", area_code="022") == [("+37322123456", "", "check")]
    assert repaired("23-456", area_code="22", city="Bălți") == [("+37323123456", "", "check")]
    assert repaired("528-21-55", "RO", city="Пермь") == [("+73425282155", "", "check")]
    assert repaired("311 741", "RO", city="Târgu Mureș") == [("+40265311741", "", "check")]
    assert repaired("123-456")[0][2] == "bad"


def test_country_of_the_row_comes_before_that_of_the_file() -> None:
    assert repaired("0721 234 567", "MD", row_country="RO") == [("+40721234567", "", "ok")]
    assert repaired("069123456", "MD", row_country="RO") == [("+37369123456", "", "ok")]
    assert repaired("0721 234 567", "MD", city="Cluj-Napoca") == [("+40721234567", "", "check")]


def test_letters_are_dialled_only_where_the_digits_make_no_number() -> None:
    assert repaired("0900 DDA 6005", "NZ") == [("+649003326005", "", "check")]
    assert repaired("069 123 456 ION", "MD") == [("+37369123456", "", "ok")]


def test_short_numbers_stay() -> None:
    for cell in ("112", 112):
        (phone,) = repair_cell(cell, country="MD", area_code="22")
        assert (phone.e164, phone.digits, phone.status) == ("", "112", "ok")


def test_exponents_with_all_digits_are_numbers_again() -> None:
    assert repaired("3.73691234560E+10") == repaired("37369123456") == [("+37369123456", "", "ok")]
    (lost,) = repair_cell("3.73691e+10", country="MD")
    assert (lost.raw, lost.status) == ("3.73691e+10", "bad")


def test_not_valid_numbers_tell_what_they_would_be() -> None:
    (phone,) = repair_cell("+1 (645) 123 1234 ext. 910", country="US")
    assert (phone.e164, phone.candidate, phone.extension, phone.status) == ("", "+16451231234", "910", "bad")


def test_a_field_typed_by_hand() -> None:
    assert parse_number("069 123 456", "MD").e164 == "+37369123456"
    assert parse_number("123456", "MD", "22").e164 == "+37322123456"
    assert parse_number(" ", "MD").status == "bad"
    several = parse_number("ask; 069123456; 079400118", "MD")
    assert (several.e164, several.status) == ("+37369123456", "check")
    assert (several.raw, several.note) == ("ask; 069123456; 079400118", "ask, 079400118")


def test_reasons_follow_the_language() -> None:
    cell = repair_cell("069123456; 123456", country="MD", area_code="22")
    with language_scope(PSEUDO):
        assert all(reason.sentence.startswith("⟦") for phone in cell for reason in phone.reasons)
        assert "22" in cell[1].reasons[0].sentence


def alphanumerics(text: str) -> Counter[str]:
    return Counter(char for char in text if char.isalnum())


_NUMBER_PARTS = [
    "069123456",
    "022 12-34-56",
    "+373",
    "8 (495) 123-45-67",
    "14",
    "78",
    "0",
    "22.05.2019",
    "16:00",
    "E+10",
]
_OTHER_PARTS = ["; ", ", ", " / ", "\n", " sau ", " ", "тел. ", "fax", "ext", "x", "Ion", "a@b.md", "№", "tel:;"]
_CELL_PARTS = st.sampled_from([*_NUMBER_PARTS, *_OTHER_PARTS, *"+()#~²½\x00"])


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(
        st.text(max_size=40), st.text(string.digits + "+-()/.,; x", max_size=40), st.lists(_CELL_PARTS).map("".join)
    )
)
def test_nothing_is_ever_lost(cell: str) -> None:
    result = repair_cell(cell, country="MD", area_code="22")
    raws = " ".join(phone.raw for phone in result)
    assert not alphanumerics(cell) - alphanumerics(raws)
    assert all(phone.status == "bad" or phone.e164 or phone.digits for phone in result)
    parse_number(cell, "RU")


@settings(max_examples=600, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"0123456789", "22", "069", "+373", "+7", "8", "40", "7", " ", "-", ".", "/", "(", ")", ", ", "; "]
        )
    ),
    st.sampled_from(["MD", "RO", "RU", "IT", "US", ""]),
    st.sampled_from(["", "Chișinău", "Москва"]),
)
def test_the_short_way_gives_what_the_general_way_gives(parts: list[str], country: str, city: str) -> None:
    cell = "".join(parts)
    setting = setting_of(country, "", "", city)
    short = phones._repair_plain(cell, setting) if cell.strip() else ()
    assert not short or short == phones._repair_text(cell, setting)
