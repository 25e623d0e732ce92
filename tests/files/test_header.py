"""Where the header is, in lists as people keep them."""

from datetime import date

import pytest

from desktop_crm.files.header import find_header, is_data, is_known


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([("Nume", "Telefon"), ("Ion", "069123456")], 0),
        ([("Имя", "Телефон", "Адрес"), ("Иван", "123", "Москва")], 0),
        ([("Lista clienților", None, None), ("Nume", "Telefon", "Oraș"), ("Ion", "069123456", "Orhei")], 1),
        ([("Raport din 01.02.2024", None), ("Client", "E-mail"), ("Ion", "ion@mail.md")], 1),
        ([("Ion Rusu", "069123456"), ("Ana", "079111222")], None),
        ([("ion@mail.md",), ("ana@mail.md",)], None),
        ([("Ion", "Chișinău"), ("Ana", "Bălți"), ("Eva", "Chișinău")], None),
        ([("Firma X", date(2020, 1, 1)), ("Firma Y", date(2021, 1, 1))], None),
        ([("Company", "2019", "2020"), ("Lux", "1", "2")], 0),
        ([("Widget", "Kolor"), ("a1", "12"), ("a2", "14")], 0),
        ([("FirstName", "LastName", "E-mail 1 - Value"), ("A", "B", "a@b.cd")], 0),
        ([("№", "Наименование", "ИНН"), ("1", "ООО Лес", "7701234567")], 0),
        ([("name",), ("Robert",)], 0),
        ([("foo",)] * 5, None),
        ([], None),
    ],
)
def test_find_header(rows: list, header: int | None) -> None:
    assert find_header(rows) == header


@pytest.mark.parametrize(
    "value",
    ["a@b.md", "+373 22 123456", "12.5", "$5,000.00", "(45.20)", "2024-01-15", "15.01.2024", "www.x.md", 5, True],
)
def test_data(value: object) -> None:
    assert is_data(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["Phone 2", "Q1 2024", "Adresa", "E-mail", "№ п/п", None, ""])
def test_no_data(value: object) -> None:
    assert not is_data(value)  # type: ignore[arg-type]


def test_known_words_in_three_languages() -> None:
    assert all(
        map(
            is_known,
            ["Phone 1", "E-mail Address", "Localitatea", "Отчество", "ФИО", "last_contact"],
        )
    )
    assert not any(map(is_known, ["Ion", "Chișinău", "Lux Optim", 5, None]))
