"""Address books: what phones and mail programs write, and what outside readers found in the samples."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.base.errors import Cancelled, FileEmpty, WrongFormat
from desktop_crm.base.progress import Progress
from desktop_crm.base.vcard import PartialDate, VCard, VCardAddress, VCardJob, VCardMessenger, VCardPhone, VCardText
from desktop_crm.files.vcard import AddressBook, read_vcards
from desktop_crm.files.vcard_card import partial_date

# RFC 6350 6.2.2: a list of suffixes; shown as one text
SUFFIXES = {("ing. jr,M.Sc."): "ing. jr, M.Sc."}
# AOSP's own expectation, where the reader behind expected/ gave up
ADDRESSES = {
    "Hermann v. Brevern\\": [
        "",
        "",
        "Hermann v. Brevern\\ 9999999\\ Packstation 999",
        "Hamburg",
        "",
        "99999",
        "Deutschland",
    ]
}


@pytest.mark.samples("vcf")
def test_samples(sample: str, samples: Path, expected: Callable[[str], dict]) -> None:
    said = expected(sample)["cards"]
    if not said:
        with pytest.raises(FileEmpty):
            read_vcards(samples / sample)
        return
    cards = read_vcards(samples / sample).cards
    assert len(cards) == len(said)
    for card, other in zip(cards, said, strict=True):
        assert card.full_name == other.get("FN", [""])[0]
        name = [*other.get("N", [[]])[0], "", "", "", "", ""][:5]
        assert [card.family, card.given, card.middle, card.prefix, card.suffix] == [SUFFIXES.get(p, p) for p in name]
        numbers = [each["value"].removeprefix("tel:").partition(";ext=") for each in other.get("TEL", [])]
        assert [(phone.text, phone.extension) for phone in card.phones] == [(n, e) for n, _sign, e in numbers]
        assert [email.text for email in card.emails] == [each["value"] for each in other.get("EMAIL", [])]
        places = [[*each["components"], "", "", "", "", "", ""][:7] for each in other.get("ADR", [])]
        assert [[a.po_box, a.extended, a.street, a.city, a.region, a.postcode, a.country] for a in card.addresses] == [
            ADDRESSES.get(place[2], place) for place in places
        ]
        if "PHOTO" in other and "<binary" in other["PHOTO"][0]:
            assert card.photo


def read(tmp_path: Path, *lines: str | bytes, version: str = "3.0", **options) -> AddressBook:
    content = b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    path = tmp_path / "book.vcf"
    head = f"BEGIN:VCARD\r\nVERSION:{version}\r\n".encode()
    path.write_bytes(head + content + b"\r\nEND:VCARD\r\n")
    return read_vcards(path, **options)


def one(tmp_path: Path, *lines: str | bytes, version: str = "3.0") -> VCard:
    book = read(tmp_path, *lines, version=version)
    assert len(book.cards) == 1
    return book.cards[0]


def test_a_whole_card_of_3_0(tmp_path: Path) -> None:
    card = one(
        tmp_path,
        "N:Rusu;Ion;Petru,Vasile;Dr.;Jr.",
        "FN:Dr. Ion Rusu",
        "NICKNAME:Ionel,Nelu",
        "ORG:Lux\\; Co;Vânzări",
        "TITLE:Director",
        "ROLE:Decide",
        "TEL;TYPE=CELL,VOICE;PREF=1:+373 69 123 456",
        "EMAIL;TYPE=WORK:ion@lux.md",
        "ADR;TYPE=HOME:;;str. Florilor\\, 5;Orhei;;MD-3500;Moldova",
        "URL:https://lux.md",
        "BDAY:1980-02-03T00:00:00Z",
        "X-ANNIVERSARY:2001-05-06",
        "NOTE:one\\ntwo\\, three\\\\four",
        "CATEGORIES:VIP,Orhei\\, centru",
        "X-SKYPE:ion.rusu",
        "IMPP:xmpp:ion@lux.md",
        "REV:20240101T000000Z",
    )
    assert (card.family, card.given, card.middle, card.prefix, card.suffix) == (
        "Rusu",
        "Ion",
        "Petru Vasile",
        "Dr.",
        "Jr.",
    )
    assert card.nickname == "Ionel, Nelu"
    assert card.jobs == (VCardJob("Director", "Decide", ("Lux; Co", "Vânzări")),)
    assert card.organisation == ("Lux; Co", "Vânzări")
    assert card.phones == (VCardPhone("+373 69 123 456", ("cell", "voice", "pref")),)
    assert card.emails == (VCardText("ion@lux.md", ("work",)),)
    assert card.addresses == (
        VCardAddress(street="str. Florilor, 5", city="Orhei", postcode="MD-3500", country="Moldova", types=("home",)),
    )
    assert card.birthday == PartialDate(1980, 2, 3)
    assert card.anniversary == PartialDate(2001, 5, 6)
    assert card.note == "one\ntwo, three\\four"
    assert card.categories == ("VIP", "Orhei, centru")
    assert card.messengers == (VCardMessenger("skype", "ion.rusu"), VCardMessenger("xmpp", "ion@lux.md"))
    assert [each.name for each in card.others] == ["REV"]


def test_folding_inside_a_letter(tmp_path: Path) -> None:
    name = "Țurcanu".encode()
    assert one(tmp_path, b"FN:" + name[:1] + b"\r\n " + name[1:]).full_name == "Țurcanu"


def test_soft_breaks_and_old_parameters_of_2_1(tmp_path: Path) -> None:
    card = one(
        tmp_path,
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=D0=B0=D0=\r\n=BD=D0=BE=D0=B2;=D0=9F=D1=91=D1=82=D1=80",
        "TEL;CELL;VOICE:069",
        "NOTE;QUOTED-PRINTABLE:a=0D=0Ab",
        version="2.1",
    )
    assert (card.family, card.given) == ("Иванов", "Пётр")
    assert card.phones[0].types == ("cell", "voice")
    assert card.note == "a\nb"


@pytest.mark.parametrize("indent", ["  ", " ", ""])
def test_a_photo_does_not_swallow_the_next_property(tmp_path: Path, indent: str) -> None:
    photo = bytes(range(256)) * 2
    text = base64.b64encode(photo).decode()
    lines = [text[index : index + 60] for index in range(0, len(text), 60)]
    folded = ("\r\n" + indent).join(["PHOTO;ENCODING=BASE64;JPEG:", *lines])
    card = one(tmp_path, folded, "", "TEL:1", version="2.1")
    assert card.photo == photo
    assert card.phones == (VCardPhone("1"),)


def test_photos_as_data_and_as_links(tmp_path: Path) -> None:
    card = one(tmp_path, "PHOTO:data:image/png;base64,AAEC", version="4.0")
    assert card.photo == b"\x00\x01\x02"
    card = one(tmp_path, "PHOTO;VALUE=uri:http://x.md/a.jpg", version="4.0")
    assert (card.photo, card.others[0].value) == (None, "http://x.md/a.jpg")


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r"])
def test_the_charset_on_the_line_counts(tmp_path: Path, charset: str) -> None:
    line = f"FN;CHARSET={charset}:".encode() + "Пётр".encode(charset)
    assert one(tmp_path, line).full_name == "Пётр"


def test_the_charset_of_another_line_is_taken_where_none_is_named(tmp_path: Path) -> None:
    book = read(tmp_path, b"LABEL;CHARSET=windows-1251:x", "FN:Щукин Пётр Ильич".encode("cp1251"))
    assert book.cards[0].full_name == "Щукин Пётр Ильич"
    assert book.notes[0].sentence == "The text was read as Windows-1251."


def test_a_told_encoding_counts_where_the_line_names_none(tmp_path: Path) -> None:
    assert read(tmp_path, "FN:Müller".encode("cp1250"), encoding="cp1250").cards[0].full_name == "Müller"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_other_unicode(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "book.vcf"
    path.write_bytes("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Țurcanu\r\nEND:VCARD\r\n".encode(encoding))
    assert read_vcards(path).cards[0].full_name == "Țurcanu"


def test_labels_of_groups(tmp_path: Path) -> None:
    card = one(
        tmp_path, "item1.TEL:1", "item1.X-ABLabel:_$!<HomeFax>!$_", "item2.EMAIL:a@b.md", "item2.X-ABLabel:Contabil"
    )
    assert card.phones == (VCardPhone("1", label="homefax"),)
    assert card.emails == (VCardText("a@b.md", label="Contabil"),)


def test_several_jobs_in_order_and_by_group(tmp_path: Path) -> None:
    card = one(tmp_path, "ORG:A", "TITLE:Chief", "ORG:B", "TITLE:Guard")
    assert card.jobs == (VCardJob("Chief", "", ("A",)), VCardJob("Guard", "", ("B",)))
    card = one(tmp_path, "a.TITLE:Chief", "b.ORG:B", "b.TITLE:Guard", "a.ORG:A")
    assert card.jobs == (VCardJob("Chief", "", ("A",)), VCardJob("Guard", "", ("B",)))
    card = one(tmp_path, "ORG:A", "TITLE:Chief", "TITLE:Owner")
    assert card.jobs == (VCardJob("Chief", "", ("A",)), VCardJob("Owner", "", ("A",)))


def test_phones_as_links_with_extension(tmp_path: Path) -> None:
    card = one(tmp_path, 'TEL;VALUE=uri;TYPE="work,voice":tel:+1-418-656-9254;ext=102', version="4.0")
    assert card.phones == (VCardPhone("+1-418-656-9254", ("work", "voice"), "102"),)


def test_parameters_in_quotes_may_hold_anything(tmp_path: Path) -> None:
    card = one(tmp_path, 'ADR;LABEL="a: b; c^nd";TYPE=home:;;Street;City;;;', version="4.0")
    assert card.addresses[0].street == "Street"
    assert card.addresses[0].types == ("home",)


def test_cards_inside_cards(tmp_path: Path) -> None:
    book = read(
        tmp_path, "FN:Boss", "AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Helper", "END:VCARD", "TEL:1", version="2.1"
    )
    assert [card.full_name for card in book.cards] == ["Boss", "Helper"]
    assert book.cards[0].phones == (VCardPhone("1"),)
    book = read(tmp_path, "FN:Boss", "AGENT:BEGIN:VCARD\\nFN:Helper\\nTEL:2\\nEND:VCARD\\n", "TEL:1")
    assert [(card.full_name, card.phones[0].text) for card in book.cards] == [("Boss", "1"), ("Helper", "2")]


def test_a_missing_end_loses_nobody(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\nBEGIN:VCARD\nFN:C\n")
    book = read_vcards(path)
    assert [(card.full_name, card.line) for card in book.cards] == [("A", 1), ("B", 3), ("C", 6)]
    assert [note.row for note in book.notes] == [1, 6]


def test_groups_and_languages(tmp_path: Path) -> None:
    card = one(tmp_path, "KIND:group", "FN:Doe", "MEMBER:urn:uuid:1", version="4.0")
    assert (card.kind, card.members) == ("group", ("urn:uuid:1",))
    card = one(tmp_path, "FN;ALTID=1;LANGUAGE=en:Yamada", "FN;ALTID=1;LANGUAGE=ja:山田", version="4.0")
    assert (card.full_name, card.others[0].value) == ("Yamada", "山田")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("19850412", PartialDate(1985, 4, 12)),
        ("1985-04-12", PartialDate(1985, 4, 12)),
        ("1985-04", PartialDate(1985, 4)),
        ("1985", PartialDate(1985)),
        ("--0412", PartialDate(None, 4, 12)),
        ("--04-12", PartialDate(None, 4, 12)),
        ("---12", PartialDate(None, None, 12)),
        ("19531015T231000Z", PartialDate(1953, 10, 15)),
        ("circa 1800", None),
        ("1985-13-01", None),
    ],
)
def test_partial_dates(text: str, date: PartialDate | None) -> None:
    assert partial_date(text) == date


def test_dates_in_words_are_kept(tmp_path: Path) -> None:
    card = one(tmp_path, "BDAY;VALUE=text:circa 1800", version="4.0")
    assert (card.birthday, card.others[0].value) == (None, "circa 1800")
    assert one(tmp_path, "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-03").birthday == PartialDate(None, 2, 3)


def test_unknown_properties_and_lines_are_not_lost(tmp_path: Path) -> None:
    book = read(tmp_path, "NOTE:a", "b", "X-CUSTOM;A=1:x\\,y")
    assert book.cards[0].note == "a\nb"
    assert book.cards[0].others[0].value == "x\\,y"


def test_a_card_without_a_name_has_one_to_show(tmp_path: Path) -> None:
    assert one(tmp_path, "N:Roid;Ando").display_name == "Ando Roid"
    assert one(tmp_path, "ORG:Lux").display_name == "Lux"
    assert one(tmp_path, "TEL:1").display_name == ""


def test_other_files_are_no_address_books(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_text("name,phone\nIon,1\n")
    with pytest.raises(WrongFormat):
        read_vcards(path)
    path.write_bytes(b"\xef\xbb\xbf")
    with pytest.raises(FileEmpty):
        read_vcards(path)


def test_cancel(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        read(tmp_path, "FN:A", progress=progress)
