"""Full names typed in one field."""

import pytest

from desktop_crm.services.person_names import PersonName, initials, parse_person_name


@pytest.mark.parametrize(
    ("typed", "given", "middle", "family"),
    [
        ("Ion Popescu", "Ion", "", "Popescu"),
        ("Popescu Ion", "Ion", "", "Popescu"),
        ("POPESCU Ion", "Ion", "", "POPESCU"),
        ("Ion POPESCU", "Ion", "", "POPESCU"),
        ("Ana-Maria Țurcanu", "Ana-Maria", "", "Țurcanu"),
        ("Țurcanu Ana-Maria", "Ana-Maria", "", "Țurcanu"),
        ("Popescu Ana Maria", "Ana", "Maria", "Popescu"),
        ("Ana Maria Popescu", "Ana", "Maria", "Popescu"),
        ("Popescu, Ion", "Ion", "", "Popescu"),
        ("Popescu, Ion Vasile", "Ion", "Vasile", "Popescu"),
        ("Иван Иванов", "Иван", "", "Иванов"),
        ("Иванов Иван", "Иван", "", "Иванов"),
        ("Иванов Иван Петрович", "Иван", "Петрович", "Иванов"),
        ("Иван Петрович Иванов", "Иван", "Петрович", "Иванов"),
        ("Петрова Мария Ильинична", "Мария", "Ильинична", "Петрова"),
        ("Абрамович Роман Аркадьевич", "Роман", "Аркадьевич", "Абрамович"),
        ("Роман Аркадьевич Абрамович", "Роман", "Аркадьевич", "Абрамович"),
        ("Ольга Сергеевна", "Ольга", "Сергеевна", ""),
        ("Иванов И.П.", "И.", "П.", "Иванов"),
        ("И. П. Иванов", "И.", "П.", "Иванов"),
        ("Ivanov Ivan Petrovich", "Ivan", "Petrovich", "Ivanov"),
        ("Ivan Petrovich Sidorov", "Ivan", "Petrovich", "Sidorov"),
        ("John Smith", "John", "", "Smith"),
        ("J. R. Smith", "J.", "R.", "Smith"),
        ("Ludwig van Beethoven", "Ludwig", "", "van Beethoven"),
        ("Charles de la Fontaine", "Charles", "", "de la Fontaine"),
        ("  Thomas   Weber ", "Thomas", "", "Weber"),
        ("Ion", "Ion", "", ""),
        ("Иванов", "", "", "Иванов"),
    ],
)
def test_parts(typed: str, given: str, middle: str, family: str) -> None:
    assert parse_person_name(typed) == PersonName(given_name=given, middle_name=middle, family_name=family)


def test_titles() -> None:
    assert parse_person_name("dr. Ion Popescu") == PersonName("dr.", "Ion", "", "Popescu")
    assert parse_person_name("г-жа Петрова Мария") == PersonName("г-жа", "Мария", "", "Петрова")
    assert parse_person_name("John Smith Jr.") == PersonName("", "John", "", "Smith", "Jr.")
    assert parse_person_name("John Smith, PhD") == PersonName("", "John", "", "Smith", "PhD")


@pytest.mark.parametrize("typed", ["", "   ", "Цой Гэ", "Вася 2-й подъезд", "Xq", "a, b, c", ",", "кассир"])
def test_unsure_stays_as_typed(typed: str) -> None:
    assert not parse_person_name(typed).known


@pytest.mark.parametrize(
    ("name", "organisation", "expected"),
    [
        ("Orhei-Vit SA", True, "OS"),
        ("Agroprim SRL", True, "AS"),
        ("«Северный мост» ООО", True, "СМ"),
        ("S.C. Agro Trans S.R.L.", True, "AT"),
        ("Ana Rusu", False, "AR"),
        ("Elena Țurcanu", False, "EȚ"),
        ("Cher", False, "C"),
        ("???", False, ""),
    ],
)
def test_initials(name: str, organisation: bool, expected: str) -> None:
    assert initials(name, organisation=organisation) == expected
