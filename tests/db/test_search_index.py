"""The search index itself: the same answers from FTS5, PostgreSQL and MariaDB."""

from __future__ import annotations

import pytest

from desktop_crm.base.changes import Label
from desktop_crm.base.text import fold
from desktop_crm.db import search_index
from desktop_crm.db.database import Database
from desktop_crm.model.session import SearchEntry

LABEL = Label("Try the search")


@pytest.fixture
def derived():
    """Here the index is filled by hand."""
    return ()


def entry(record_id, name, words="", digits=(), kind="contact"):
    return SearchEntry(record_id, kind, fold(name), fold(words), tuple(digits))


def put(database: Database, *entries: SearchEntry) -> None:
    with database.write(LABEL) as session:
        session.search_index.put(session, entries)


def remove(database: Database, *record_ids: int, kind: str = "contact") -> None:
    with database.write(LABEL) as session:
        session.search_index.remove(session, kind, record_ids)


def find(database: Database, text: str, digits: str = "", kinds=("contact",), limit: int = 200) -> list[int]:
    with database.read() as session:
        return [found[1] for found in session.search_index.find(session, fold(text).split(), digits, kinds, limit)]


def test_every_word_begins_some_word_in_any_alphabet_and_case(database):
    put(database, entry(1, "Maria Țurcanu", "Кишинёв"), entry(2, "Пётр Ёлкин", "Chişinău"), entry(3, "Ana Rusu"))
    assert find(database, "turcanu") == find(database, "ŢURC") == find(database, "Țu ma") == [1]
    assert find(database, "elkin") == find(database, "елкин") == find(database, "petr elk") == [2]
    assert find(database, "kishinev") == [1]
    assert find(database, "chisinau") == [2]
    assert find(database, "rusu turcanu") == []


def test_prefixes_of_every_length_find(database):
    name = "Constantinopolitanescu"
    put(database, entry(1, name), entry(2, "Rusu", f"lucrat la {name}"))
    for length in range(1, len(name) + 1):
        assert find(database, name[:length]) == [1, 2]
    assert find(database, name + "i") == []


def test_short_words_and_stop_words_of_databases_are_words(database):
    put(database, entry(1, "A", "or"), entry(2, "The Who", "in to of"), entry(3, "Ы", "юг"))
    assert find(database, "a") == [1]
    assert find(database, "the who") == find(database, "of in") == [2]
    assert find(database, "ю") == [3]


def test_name_hits_come_first_then_the_newest(database):
    put(database, entry(5, "Rusu Ana"), entry(1, "Rusnac"), entry(9, "Popa", "rusu"), entry(7, "Ion", "rusca"))
    assert find(database, "rus") == [5, 1, 9, 7]


def test_the_best_names_are_found_among_thousands(database):
    crowd = [entry(1000 + number, f"Vasile Ionescu{number}") for number in range(3000)]
    put(database, entry(1, "Ion"), entry(2, "Ionel Popa"), entry(3, "Popa Ion"), *crowd)
    found = find(database, "ion", limit=40)
    assert found[0] == 1
    assert {1, 2, 3} <= set(found)
    assert len(found) == 40
    assert len(find(database, "ion", limit=100_000)) == 3003


def test_any_part_of_the_digits_of_one_number(database):
    put(
        database,
        entry(1, "Ana Rusu", digits=("37322123456",)),
        entry(2, "Ion", digits=("37369123900", "37322555111")),
        entry(3, "Oana", "123456"),
    )
    number = "37322123456"
    for start in range(len(number) - 2):
        for end in range(start + 3, len(number) + 1):
            assert 1 in find(database, "", number[start:end])
    assert find(database, "", "123456") == [1]
    assert find(database, "", "123") == [2, 1]
    assert find(database, "rus", "123") == [1]
    assert find(database, "", "900373") == []  # not across two numbers
    assert find(database, "", "3736912390022") == []
    assert find(database, "", "12") == []
    assert find(database, "", "121") == []


def test_replacing_and_removing_leave_nothing_stale(database):
    put(database, entry(1, "Ana Rusu", "Orhei", ("37322123456",)), entry(2, "Ion Rusu"))
    put(database, entry(1, "Maria Popa", "Bender", ("37369000111",)))
    assert find(database, "rus") == [2]
    assert find(database, "ana") == find(database, "orhei") == find(database, "", "123456") == []
    assert find(database, "maria popa bender") == find(database, "", "69000") == [1]
    remove(database, 1, 77)
    assert find(database, "maria") == find(database, "", "69000") == []
    put(database, entry(1, "Ana Rusu"))
    assert find(database, "rusu") == [2, 1]
    with database.read() as session:
        assert session.search_index.count(session, "contact") == 2


def test_of_two_entries_for_one_record_the_last_counts(database):
    put(database, entry(1, "Ana"), entry(1, "Maria"))
    assert find(database, "ana") == []
    assert find(database, "maria") == [1]


def test_kinds_are_kept_apart(database):
    put(database, entry(1, "Ana"), entry(2, "Ana called", "about pallets", kind="interaction"))
    assert find(database, "ana", kinds=("contact",)) == [1]
    assert find(database, "ana", kinds=("interaction",)) == [2]
    with database.read() as session:
        assert session.search_index.find(session, ["ana"]) == [("contact", 1), ("interaction", 2)]
    remove(database, 1, 2)
    assert find(database, "pallets", kinds=("interaction",)) == [2]
    with pytest.raises(ValueError, match="no records of kind"):
        find(database, "ana", kinds=("dragon",))


def test_clear_forgets_everything_and_the_index_works_on(database):
    put(database, entry(1, "Ana"), entry(2, "Ana called", kind="interaction"))
    with database.write(LABEL) as session:
        session.search_index.clear(session)
    assert find(database, "ana", kinds=()) == []
    put(database, entry(3, "Ana"))
    assert find(database, "ana", kinds=()) == [3]


@pytest.mark.parametrize(
    "text",
    [
        '"', "'", "''; DROP TABLE search_contact; --", "ana AND", "NEAR(ana, 2)", "ana*", "*", "^ana", "name:ana",
        "-ana", "+ana", "(", "ana)", "\0", "an\0a", "%", "_", "\\", "ana OR 1=1", "{ana}", "@1",
        "<ana", "~ana", ":*", "& !", "𝓪𝓷𝓪", "日本語", "ﷺ", "e\u0301", "\ud7ff", "🙂", "²½", "ა", "𞤀", "x" * 5000,
        "zq", "क्षि",
    ],
)  # fmt: skip
def test_signs_of_query_languages_are_only_signs(database, text):
    put(database, entry(1, "Ana", "zq"), entry(2, text, text))
    find(database, text)
    assert 1 in find(database, "ana")
    with database.read() as session:
        session.search_index.find(session, [text])
    if any(char.isalnum() for char in fold(text)) and "ana" not in text:
        with database.read() as session:
            assert ("contact", 2) in session.search_index.find(session, [fold(text)])


def test_a_rolled_back_write_leaves_no_entries(database):
    put(database, entry(1, "Ana"))
    with pytest.raises(ZeroDivisionError), database.write(LABEL) as session:
        session.search_index.put(session, [entry(1, "Maria"), entry(2, "Oana")])
        raise ZeroDivisionError
    assert find(database, "ana") == [1]
    assert find(database, "maria") == find(database, "oana") == []


def test_ids_of_63_bits(database):
    top = (1 << 63) - 1
    put(database, entry(top, "Ana"), entry(1, "Ana"))
    assert find(database, "ana") == [top, 1]


def test_drop_and_create_again(sqlite_database):
    with sqlite_database.write(LABEL) as session:
        search_index.drop(session.connection())
        search_index.create(session.connection(), search_index.KINDS)
        session.search_index.put(session, [entry(1, "Ana")])
    assert find(sqlite_database, "ana") == [1]
