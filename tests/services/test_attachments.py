"""Files inside the database: whole, limited, found, gone with their contact."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.base.attached import LIMIT, PIECE, AttachmentTooLarge, attached, file_name, is_program, size_text
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, FileDamaged, FileMissing, FileUnreadable, NotFound
from desktop_crm.base.progress import Progress
from desktop_crm.db import undo
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.files.attached import read_attached, write_attached
from desktop_crm.model import AttachmentPart
from desktop_crm.services.attachments import (
    add_attachments,
    attachment_file,
    attachments_of,
    remove_attachment,
    rename_attachment,
)
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.search import search


def do(database: Database, action: Any, *args: Any, **more: Any) -> Any:
    return database.do(Label("Test"), action, *args, **more)


def ask(database: Database, query: Any, *args: Any) -> Any:
    with database.read() as session:
        return query(session, *args)


@pytest.fixture
def ana(database: Database) -> int:
    return do(database, add_contact, ContactDraft(name="Ana Rusu"))


def test_a_file_goes_in_and_comes_out_whole(database: Database, ana: int, tmp_path: Path) -> None:
    content = bytes(range(256)) * (PIECE // 128) + b"end"  # two pieces and a bit
    source = tmp_path / "Oferta 118.pdf"
    source.write_bytes(content)
    (row_id,) = do(database, add_attachments, ana, [read_attached(source)])
    (line,) = ask(database, attachments_of, ana)
    assert (line.name, line.size, line.media_type) == ("Oferta 118.pdf", len(content), "application/pdf")
    assert database.info().counts["attachment_part"] == 3
    out = write_attached(tmp_path / "out.pdf", ask(database, attachment_file, row_id))
    assert out.read_bytes() == content
    assert [group.kind for group in ask(database, search, "oferta").groups] == ["contact"]
    do(database, rename_attachment, row_id, "Contract")
    assert ask(database, attachments_of, ana)[0].name == "Contract.pdf"
    assert ask(database, search, "oferta").groups == ()
    do(database, remove_attachment, row_id)
    assert ask(database, attachments_of, ana) == ()
    with pytest.raises(NotFound):
        ask(database, attachment_file, row_id)
    undo.undo(database)
    assert ask(database, attachment_file, row_id).size == len(content)
    undo.undo(database)
    undo.undo(database)
    counts = database.info().counts
    assert (counts["attachment"], counts["attachment_part"]) == (0, 0)
    undo.redo(database)
    assert b"".join(ask(database, attachment_file, row_id).pieces) == content
    assert database.check().ok


def test_a_copied_database_has_its_files(
    sqlite_database: Database, opened: Callable[..., Database], tmp_path: Path
) -> None:
    ana = do(sqlite_database, add_contact, ContactDraft(name="Ana Rusu"))
    (row_id,) = do(sqlite_database, add_attachments, ana, [attached("a.txt", b"abc")])
    backup = sqlite_database.backup(tmp_path)
    copy = tmp_path / "copy.crm"
    shutil.copyfile(backup, copy)
    again = opened(parse_address(str(copy)))
    assert b"".join(ask(again, attachment_file, row_id).pieces) == b"abc"


def test_what_is_damaged_is_not_given_out(database: Database, ana: int) -> None:
    (row_id,) = do(database, add_attachments, ana, [attached("a.txt", b"abc")])
    with database.write(Label("Damage")) as session:
        part = session.query(AttachmentPart).one()
        part.content = b"abd"
    with pytest.raises(FileDamaged):
        ask(database, attachment_file, row_id)


def test_too_large_missing_and_cancelled(sqlite_database: Database, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as target:
        target.truncate(LIMIT + 1)
    with pytest.raises(AttachmentTooLarge) as caught:
        read_attached(large)
    assert "film.mp4" in caught.value.sentence and "26.2 MB" in caught.value.sentence
    with pytest.raises(FileMissing):
        read_attached(tmp_path / "nothing.txt")
    with pytest.raises(FileUnreadable):
        read_attached(tmp_path)
    ana = do(sqlite_database, add_contact, ContactDraft(name="Ana Rusu"))
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        do(sqlite_database, add_attachments, ana, [attached("a.txt", b"abc")], progress=progress)
    assert ask(sqlite_database, attachments_of, ana) == ()


@pytest.mark.parametrize("name", ["setup.EXE", "a.pdf.exe", "run.sh", "x.lnk", "x.bat. ", "macro.vbs"])
def test_programs_are_known(name: str) -> None:
    assert is_program(name)


def test_names_and_sizes() -> None:
    assert not is_program("offer.pdf") and not is_program("exe")
    assert file_name("C:\\temp\\..\\a<b>.txt") == "a_b_.txt"
    assert file_name("../../etc/passwd") == "passwd"
    assert file_name("\n") == "_" and file_name("..") == "file"
    assert len(file_name("x" * 500 + ".pdf")) == 200 and file_name("x" * 500 + ".pdf").endswith(".pdf")
    assert [size_text(size) for size in (12, 320_400, 1_400_000)] == ["12 B", "320 kB", "1.4 MB"]
