"""What makes two contacts duplicates, and what does not, in Romanian, Russian and English."""

import pytest

from desktop_crm.base.errors import Cancelled
from desktop_crm.base.i18n import LANGUAGES, language_scope
from desktop_crm.base.progress import Progress
from desktop_crm.services.matching import MatchRecord, explain, find_matches, match_keys, score


def person(key=1, name="", **fields):
    return MatchRecord(key, "person", name=name, **fields)


def firm(key=1, company="", **fields):
    return MatchRecord(key, "organisation", company=company, **fields)


def level(a, b):
    match = score(a, b)
    return match.level if match else None


def codes(a, b):
    match = score(a, b)
    return {evidence.code for evidence in match.evidence} if match else set()


PHONE = {"phones": ("+37322123456",)}
NAMES = [
    ("Popescu Ion", "Ion Popescu"),  # order
    ("Țurcanu Ștefan", "Turcanu Stefan"),  # diacritics
    ("Ion Popescu", "Nelu Popescu"),  # short form
    ("Ion Popescu", "I. Popescu"),  # initial
    ("Ion Popescu", "Ion Popecsu"),  # typing error
    ("Popescu Ion Vasile", "Popescu Ion"),  # part missing
    ("Ion Popescu", "IonPopescu"),  # lost blank
    ("Иванов Пётр", "Петр Иванов"),
    ("Иванов Пётр Сергеевич", "Пётр Иванов"),
    ("Александр Волков", "Саша Волков"),
    ("Волков А.", "Александр Волков"),
    ("Кузнецова Ольга", "Кузнецов Ольга"),
    ("Михаил Щербаков", "Mihail Scherbakov"),
    ("Robert Allen", "Bob Allen"),
    ("Robert Allen", "Allen Rob"),
    ("Robert Allen", "Robert Alen"),
    ("R. Allen", "Robert Allen"),
]


@pytest.mark.parametrize(("one", "two"), NAMES)
def test_forms_of_one_name_with_one_phone_are_certain(one, two):
    assert level(person(1, one, **PHONE), person(2, two, **PHONE)) == "certain"


@pytest.mark.parametrize(("one", "two"), NAMES)
def test_a_name_alone_is_never_certain(one, two):
    assert level(person(1, one), person(2, two)) != "certain"
    assert level(person(1, one, city="Chișinău"), person(2, two, city="Chișinău")) != "certain"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Ion Popescu", "Maria Popescu"),  # family
        ("Ion Popescu", "Andrei Rusu"),  # colleagues
        ("Alexandru Popa", "Alexandra Popa"),  # one letter, but two names
        ("Maria Rusu", "Marin Rusu"),
        ("Иван Петров", "Инна Петрова"),
        ("Сергей Волков", "Ольга Волкова"),
        ("Олег Иванов", "Пётр Сидоров"),
        ("John Smith", "Mary Smith"),
        ("Daniel Brown", "Danielle Brown"),
    ],
)
def test_two_people_with_one_switchboard_and_address_are_not_duplicates(one, two):
    shared = {**PHONE, "company": "Vinuri Bucovina SRL", "city": "Chișinău", "street": "str. Florilor 5"}
    assert score(person(1, one, **shared), person(2, two, **shared)) is None


def test_colleagues_with_one_office_mailbox_are_at_most_likely():
    shared = {**PHONE, "emails": ("office@firma.md",), "company": "Firma SRL"}
    assert level(person(1, "Ion Popescu", **shared), person(2, "Maria Rusu", **shared)) != "certain"


def test_people_with_mailboxes_of_one_firm_are_not_duplicates():
    assert (
        score(person(1, "Ion Popescu", emails=("ion@f.md",)), person(2, "Maria Popescu", emails=("mia@f.md",))) is None
    )


@pytest.mark.parametrize("company", ["Vinuri Bucovina SRL", "ООО «Ромашка»", "Acme Ltd"])
def test_a_person_and_his_firm_are_not_duplicates(company):
    assert score(person(1, "Ion Popescu", company=company, **PHONE), firm(2, company, **PHONE)) is None
    assert score(MatchRecord(1, name="Ion Popescu", **PHONE), MatchRecord(2, company=company, **PHONE)) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("S.C. Vinuri Bucovina S.R.L.", "Vinuri Bucovina SRL"),
        ("ООО «Ромашка»", "Ромашка, ООО"),
        ("ООО «Ромашка»", "Romashka LLC"),
        ("Țesături Moldova SA", "TESATURI MOLDOVA"),
        ("Acme Widgets Ltd", "Acme Wigdets Limited"),
    ],
)
def test_one_firm_written_twice(one, two):
    assert level(firm(1, one, **PHONE), firm(2, two, **PHONE)) == "certain"
    assert level(firm(1, one), firm(2, two)) != "certain"


def test_a_firms_name_may_stand_in_the_name():
    named = MatchRecord(1, "organisation", name="Vinuri Bucovina SRL", **PHONE)
    assert level(named, firm(2, "Vinuri Bucovina", **PHONE)) == "certain"
    assert level(MatchRecord(1, name="ООО «Ромашка»", **PHONE), MatchRecord(2, company="Ромашка", **PHONE)) == "certain"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("S.C. Alfa S.R.L.", "S.C. Omega S.R.L."),
        ("Construct Alfa SRL", "Construct Omega SRL"),
        ("ООО «Строй-Альфа»", "ООО «Строй-Омега»"),
        ("Vinuri Banat 35 SRL", "Vinuri Banat 78 SRL"),
        ("Smith Trading Ltd", "Jones Trading Ltd"),
    ],
)
def test_firms_that_share_only_the_form_or_a_common_word_are_no_match(one, two):
    assert score(firm(1, one, city="Iași"), firm(2, two, city="Iași")) is None
    assert score(firm(1, one, **PHONE), firm(2, two, **PHONE)) is None


def test_different_tax_numbers_speak_against_one_firm():
    same = {"city": "Chișinău", **PHONE}
    match = score(
        firm(1, "Alfa SRL", tax_number="1003600012345", **same), firm(2, "Alfa SRL", tax_number="1009600098765", **same)
    )
    assert match is None or match.level == "likely"


def test_the_same_tax_number_is_enough_with_the_same_name():
    assert level(firm(1, "Alfa SRL", tax_number="RO 123456"), firm(2, "Alfa", tax_number="ro123456")) == "certain"


def test_the_same_identification_number_outweighs_a_changed_surname():
    one = person(1, given="Ana", family="Rusu", other_ids=("2001001234567",), born="1980-05-01")
    two = person(2, given="Ana", family="Ionescu", other_ids=("2001001234567",), born="1980-05-01")
    assert level(one, two) == "certain"


def test_date_of_birth_speaks_for_and_against():
    one = person(1, "Ion Popescu", city="Iași", born="1980-05-01")
    assert level(one, person(2, "Ion Popescu", city="Iași", born="1980-05-01")) == "certain"
    assert "close_born" in codes(one, person(2, "Ion Popescu", city="Iași", born="1980-05-11"))
    father = score(one, person(2, "Ion Popescu", city="Iași", born="1949-11-23"))
    assert father is None or father.score < score(one, person(2, "Ion Popescu", city="Iași")).score


def test_twins_are_not_certain():
    shared = {"family": "Rusu", "born": "1990-01-02", "street": "str. Florilor 5", "city": "Orhei", **PHONE}
    assert level(person(1, given="Ion", **shared), person(2, given="Maria", **shared)) != "certain"


def test_the_surer_of_two_patronymics():
    one = person(1, "Иванов Иван Петрович", **PHONE)
    assert level(one, person(2, "Иванов Иван Петрович", **PHONE)) == "certain"
    assert level(one, person(2, "Иванов Иван Сергеевич", **PHONE)) != "certain"


def test_different_phones_do_not_hinder_where_the_mail_is_the_same():
    one = person(1, "Ion Popescu", phones=("+37360000001",), emails=("ion.popescu@mail.md",))
    assert level(one, person(2, "Popescu Ion", phones=("+37360000002",), emails=("Ion.Popescu@mail.md",))) == "certain"


def test_a_phone_without_names_is_likely():
    assert level(MatchRecord(1, **PHONE), MatchRecord(2, "person", name="Ion Popescu", **PHONE)) == "likely"


def test_nothing_in_common_is_nothing():
    assert score(MatchRecord(1), MatchRecord(2)) is None
    assert score(person(1, "Ion Popescu"), person(2, "Maria Rusu")) is None


def test_each_code_has_its_sentence_in_each_language():
    pairs = [
        (person(1, "Ion Popescu", **PHONE), person(2, "Ion Popecsu", **PHONE)),
        (person(1, "Ion Popescu", emails=("a.b@c.md",), city="Iași"),
         person(2, "Nelu Popescu", emails=("a.b@c.md",), city="Bălți")),
        (firm(1, "Alfa SRL", tax_number="1", **PHONE), firm(2, "Alfa SRL", tax_number="1", **PHONE)),
        (person(1, "Ion Popescu", street="str. Florilor 5", city="Iași", postcode="700", born="1980-05-01"),
         person(2, "Ion Popescu", street="Florilor 5", city="Iasi", postcode="701", born="1980-05-02")),
    ]  # fmt: skip
    for code in LANGUAGES:
        with language_scope(code):
            for one, two in pairs:
                match = score(one, two)
                sentence = explain(match)
                assert sentence
                assert "{" not in sentence
                assert all(evidence.sentence in sentence for evidence in match.evidence)


def test_the_explanation_shows_the_words_as_written():
    match = score(person(1, "Țurcanu Ștefan", **PHONE), person(2, "Țurcanu Ștefna", **PHONE))
    sentence = explain(match)
    assert "+373 22 123 456" in sentence
    assert "Names differ by one letter: Ștefan / Ștefna" in sentence
    against = explain(
        score(person(1, "Ion Popescu", city="Iași", **PHONE), person(2, "Ion Popescu", city="Bălți", **PHONE))
    )
    assert "Against: Different towns: Iași / Bălți" in against


def test_pairs_inside_the_list_and_with_the_base_but_not_inside_the_base():
    base = [person(10, "Ion Popescu", **PHONE), person(11, "Ion Popescu", **PHONE)]
    new = [person(1, "Popescu Ion", **PHONE), person(2, "Ion Popescu", **PHONE), person(3, "Maria Rusu")]
    found = {(match.a, match.b) for match in find_matches(new, base)}
    assert found == {(1, 2), (1, 10), (1, 11), (2, 10), (2, 11)}


def test_an_empty_list_has_no_duplicates():
    assert find_matches([]) == []
    assert find_matches([], [person(1, "Ion Popescu")]) == []
    assert find_matches([person(1, "Ion Popescu")]) == []


def test_cancelling_stops_the_search():
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        find_matches([person(1, "Ion Popescu")], progress=progress)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (person(1, "Popescu Ion"), person(2, "Nelu Popescu")),
        (person(1, "Țurcanu Ana"), person(2, "Turcanu Anna")),
        (person(1, "Саша Волкова"), person(2, "Волкова Саша")),
        (person(1, "A", **PHONE), person(2, "B", **PHONE)),
        (person(1, emails=("A@B.md",)), person(2, emails=("a@b.md ",))),
        (firm(1, "S.C. Alfa S.R.L."), firm(2, "ALFA")),
        (firm(1, tax_number="RO 12"), firm(2, tax_number="ro12")),
        (person(1, street="str. Florilor nr. 5", city="Iași"), person(2, street="Florilor, 5", city="Iasi")),
    ],
)  # fmt: skip
def test_duplicates_share_a_stored_key(one, two):
    assert match_keys(one) & match_keys(two)


def test_stored_keys_are_short_and_do_not_change():
    record = person(
        1, "Popescu Ion", phones=("+37322123456",), emails=("Ion@Mail.md",), company="Vinuri Bucovina SRL",
        street="str. Florilor nr. 5, ap. 7", city="Chișinău", born="1980-05-01", other_ids=("2001001234567",),
    )  # fmt: skip
    assert match_keys(record) == {
        "p:+37322123456", "e:ion@mail.md", "c:bukovina vinuri", "a:5florhis", "b:19800501", "i:2001001234567",
        "n:inv|pks",
    }  # fmt: skip
    assert all(len(key) <= 62 for key in match_keys(person(2, "x" * 500, emails=("y" * 500,), company="z" * 500)))
    assert match_keys(MatchRecord(3)) == frozenset()
