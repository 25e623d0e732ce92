"""Character sets of old files: short texts of our users must never become Chinese."""

import pytest

from desktop_crm.files.encoding import guess_encoding, known_encoding

RUSSIAN = ["Имя,Телефон\nИванов Пётр,+7 495 123-45-67\n", "ООО «Ромашка»;ул. Ленина, 5\n", "Щукина Юлия\n", "Фамилия\n"]
ROMANIAN = [
    "Nume,Oraș\nŢurcanu Ştefan,Chişinău\n".replace("ș", "ş"),
    "Brânză și țesături\n",
    "Mureșan Mădălina, Bălți\n",
]
GERMAN = ["Name;Straße\nJürgen Müller;Königsallee 5\n", "Größe\n", "Hélène Lefèvre, Besançon\n"]
POLISH = ["Imię,Miasto\nŁukasz Wójcik,Łódź\n", "Jiří Dvořák, Plzeň, Česká\n", "Győző Szűcs, Hódmezővásárhely\n"]


@pytest.mark.parametrize("text", RUSSIAN)
@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_russian(text: str, encoding: str) -> None:
    content = text.encode(encoding, "replace")
    if "?" in content.decode(encoding):
        pytest.skip("this set has no such quotation marks")
    assert content.decode(guess_encoding(content)) == text


@pytest.mark.parametrize("text", [each.replace("ș", "ş").replace("ț", "ţ") for each in ROMANIAN])
@pytest.mark.parametrize("encoding", ["cp1250", "iso8859-2"])
def test_romanian(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert content.decode(guess_encoding(content)) == text


@pytest.mark.parametrize("text", GERMAN)
def test_western(text: str) -> None:
    assert text.encode("cp1252").decode(guess_encoding(text.encode("cp1252"))) == text


@pytest.mark.parametrize("text", POLISH)
def test_eastern(text: str) -> None:
    assert text.encode("cp1250").decode(guess_encoding(text.encode("cp1250"))) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["name,phone\nIon,069123456\n", "Имя;Телефон\nПётр;+373 22 123456\n", "Țurcanu;x\n" * 9]
)
def test_unicode_with_and_without_mark(text: str, encoding: str) -> None:
    content = text.encode(encoding)
    assert content.decode(guess_encoding(content)) == text


def test_a_few_broken_bytes_leave_utf8_utf8() -> None:
    assert guess_encoding("Țurcanu, Ștefan, Brânză, Mădălina\n".encode() * 4 + b"\xe9\n") == "utf-8"


def test_names_of_people_and_files() -> None:
    assert known_encoding("Windows-1251") == "cp1251"
    assert known_encoding("no such set") == ""
    assert known_encoding("base64") == ""  # a codec, but of bytes
