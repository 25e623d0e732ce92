"""What was typed, and where it stands in what is shown."""

import pytest

from desktop_crm.services.search import highlight, parts
from desktop_crm.services.search_query import read_query, snippet


@pytest.mark.parametrize(
    ("text", "query", "bold"),
    [
        ("Ana Rusu", "rus", ["Rus"]),
        ("Maria Țurcanu", "turc", ["Țurc"]),
        ("Maria T\u0326urcanu", "t", ["T\u0326"]),
        ("Петров Пётр", "petr", ["Петр", "Пётр"]),
        ("Petrov", "Петр", ["Petr"]),
        ("Щукин", "s", ["Щ"]),
        ("Chirică", "c", ["C"]),
        ("Chirică", "chi", ["Chi"]),
        ("Xenia", "x", ["X"]),
        ("Orhei-Vit SA · +373 22 123 456", "rus 123", ["123"]),
        ("+373 22 123 456", "22123", ["22 123"]),
        ("+373 69 123 900", "069123", ["69 123"]),
        ("Ana Ana", "ana", ["Ana", "Ana"]),
        ("ana.rusu@x.md", "ana.rusu", ["ana", "rusu"]),
        ("Ana", "", []),
        ("", "ana", []),
        ("Ana", "zzz", []),
        ("<b>Ana</b>", "b", ["b", "b"]),
    ],
)
def test_highlight(text, query, bold):
    spans = highlight(text, query)
    assert [text[start:end] for start, end in spans] == bold
    assert [piece for piece, matched in parts(text, query) if matched] == bold
    assert "".join(piece for piece, _matched in parts(text, query)) == text


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("rus 123", ("rus",), "123"),
        ("069 123 456", (), "069123456"),
        ("+373 (22) 12-34-56", (), "37322123456"),
        ("12", (), ""),
        ("agro 35", ("agro",), ""),
        ("S.R.L. Agro", ("srl", "agro"), ""),
        ("ion_popescu@mail.md", ("ion", "popesku", "mail", "md"), ""),
        ("12a", ("12a",), ""),
    ],
)
def test_reading_what_was_typed(text, words, number):
    query = read_query(text)
    assert (query.words, query.number) == (words, number)


def test_snippets_show_the_word():
    text = "Lorem ipsum " * 20 + "Țurcanu a cerut ofertă " + "dolor sit " * 20
    found = snippet(text, read_query("turcanu"))
    assert "Țurcanu" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) <= 64
    assert snippet("short", read_query("turcanu")) == "short"
    assert len(snippet("x" * 500, read_query("turcanu"))) <= 64
