"""Reading .eml: real shapes, broken ones, and what is no mail."""

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from desktop_crm.base.errors import FileMissing, WrongFormat
from desktop_crm.files.eml import plain_text, read_mail


def written(path: Path, message: EmailMessage | bytes) -> Path:
    path.write_bytes(message if isinstance(message, bytes) else message.as_bytes())
    return path


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Ana Rusu <Ana@Orhei.example>"
    made["To"] = "Firma <us@firm.example>, Ион <ion@most.example>"
    made["Cc"] = "us@firm.example"
    made["Date"] = "Sat, 01 Mar 2025 10:00:00 +0200"
    made["Message-ID"] = "<abc@orhei.example>"
    made["Subject"] = "Comandă nr. 7 – Țurcanu"
    made.set_content("Zece paleți, vă rog.\r\n\r\n\r\n\r\nAna")
    return made


def test_words_people_and_files(tmp_path: Path) -> None:
    made = message()
    made.add_alternative("<p>not this one</p>", subtype="html")
    made.add_attachment(b"PK", maintype="application", subtype="zip", filename="заказ.zip")
    mail = read_mail(written(tmp_path / "a.eml", made))
    assert (mail.subject, mail.sender) == ("Comandă nr. 7 – Țurcanu", "ana@orhei.example")
    assert mail.recipients == ("us@firm.example", "ion@most.example")
    assert mail.sent_at == datetime(2025, 3, 1, 8, tzinfo=UTC)
    assert mail.text == "Zece paleți, vă rog.\n\nAna"
    assert [(file.name, file.pieces) for file in mail.files] == [("заказ.zip", (b"PK",))]
    assert read_mail(written(tmp_path / "b.eml", message())).key == mail.key  # the same message id
    other = message()
    other.replace_header("Message-ID", "<x@y>")
    assert read_mail(written(tmp_path / "c.eml", other)).key != mail.key


def test_html_alone_is_read_as_words(tmp_path: Path) -> None:
    made = EmailMessage()
    made["From"] = "a@b.example"
    made.set_content(
        "<html><head><title>T</title><style>p {}</style></head><body><p>Bună&nbsp;ziua,</p>a<br>b"
        "<script>alert(1)</script></body></html>",
        subtype="html",
    )
    assert read_mail(written(tmp_path / "a.eml", made)).text == "Bună ziua,\na\nb"
    assert plain_text("no tags") == "no tags"
    assert plain_text("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>") == "12\n\n3"


@pytest.mark.parametrize(
    "raw",
    [
        b"From: a@b.example\nDate: nonsense\nContent-Type: text/plain; charset=klingon\n\nhello",
        b"From: <>\nSubject: =?utf-8?B?broken?=\nTo: ,,;\nContent-Type: multipart/mixed\n\n--\nhello",
        b'Message-ID: <[>\nFrom: "\xff\xfe" <a@b>\nDate: 99 Foo 20000\n\n\xff',
        b"From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!not base64!!!",
    ],
)
def test_broken_mails_are_read_as_far_as_they_go(tmp_path: Path, raw: bytes) -> None:
    mail = read_mail(written(tmp_path / "a.eml", raw))
    assert mail.sent_at is None and mail.key


@pytest.mark.parametrize("raw", [b"", b"hello world", b"PK\x03\x04\x00\x00From: x", b"a,b,c\n1,2,3\n", b"\x00" * 500])
def test_what_is_no_mail_is_refused(tmp_path: Path, raw: bytes) -> None:
    with pytest.raises(WrongFormat) as caught:
        read_mail(written(tmp_path / "notes.eml", raw))
    assert "notes.eml" in caught.value.sentence
    with pytest.raises(FileMissing):
        read_mail(tmp_path / "gone.eml")
