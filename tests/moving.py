"""A firm's database with something in every corner, and empty places to move it to."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.attached import attached
from desktop_crm.base.changes import Label
from desktop_crm.db.address import Address, file_address
from desktop_crm.db.database import Database
from desktop_crm.db.transfer import MoveResult, move
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact, ImportRun
from desktop_crm.services.attachments import add_attachments
from desktop_crm.services.choices import add_shipped_choices
from desktop_crm.services.complaints import ComplaintDraft, register_complaint, verify_book
from desktop_crm.services.contacts import ContactDraft, add_contact, change_contact, delete_contacts
from desktop_crm.services.custom_fields import define_field, set_custom_value
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.interactions import InteractionDraft, add_interaction
from desktop_crm.services.sample_data import add_sample_data
from desktop_crm.services.search import rebuild_search
from tests import databases

NAUGHTY = [
    "\\N", "\\", "\\\\", "a\\tb", "'; DROP TABLE contact; --", "''", '"', "a\tb\nc\r\nd\ve\ff\bg", "\x1c\x1d\x1e\x1f",
    "\x01\x7f\x80\x85\xa0\xad", "NULL", "None", "\ufeff\ufffe\uffff", "Țurcanu Ștefan", "Петров", "田中さん",
    "𝒳🇲🇩👩‍👩‍👧", "%s %d {0} $1 :x ?", "مرحبا بك", "e\u0301 é", " both ends ", "\\x41", "\\r\\n", "x" * 400,
]  # fmt: skip


def fill(database: Database, contacts: int = 25) -> None:
    """Contacts, complaints, files, own fields, strings that hurt, something undone, something in the trash."""
    with database.write(Label("New"), undoable=False) as session:
        add_shipped_choices(session)
    with database.write(Label("Sample data")) as session:
        add_sample_data(session, contacts=contacts, seed=7)
    with database.write(Label("Import of “list.xlsx”")) as session:
        number, name, notes = define_field(session, "Credit", "number"), "Naughty", "\n".join(NAUGHTY)
        ana = add_contact(session, ContactDraft(kind="organisation", name=name))
        session.get_one(Contact, ana).notes = notes
        set_custom_value(session, ana, number, "12345.6789")
        add_attachments(session, ana, [attached("blob.bin", random.Random(5).randbytes(600_000)), attached("0", b"")])
        add_interaction(session, InteractionDraft(contact_id=ana, subject=NAUGHTY[-1][:100], body=notes))
        session.add(
            ImportRun(
                change_set_id=1,
                file_name="ș",
                file_hash="",
                options={"a": [1, None]},
                counts={},
                report=b"\x00\xff\\N'",
            )
        )
        session.add_all(Contact(kind="organisation", name=text[:400], sort_name="x", name_key="x") for text in NAUGHTY)
    with database.write(Label("Complaint")) as session:
        register_complaint(session, ComplaintDraft("Broken seal \\N", contact_id=ana))
    with database.write(Label("Change")) as session:
        values = {"notes": "changed", "first_contact_on": date(2020, 2, 29)}
        change_contact(session, ana, version_of(session, ana), values)
    with database.write(Label("Delete")) as session:
        delete_contacts(session, [ana])
    undo(database)


def full_file(path: Path, contacts: int = 25) -> Address:
    """The filled database in a new file, closed."""
    address = databases.new_file(path)
    database = Database.open(address, operator="Ana", workstation="pc-1", installation="pc-1", derived=DERIVED)
    fill(database, contacts)
    database.close()
    return address


def version_of(session: Any, contact_id: int) -> int:
    """The version of a contact as it is now."""
    return int(session.get_one(Contact, contact_id).version)


@contextmanager
def empty_place(kind: str, folder: Path) -> Iterator[Address]:
    """A file that is not there yet, or a database without tables, dropped afterwards."""
    if kind == "sqlite":
        yield file_address(folder / f"back{len(list(folder.iterdir()))}.crm")
        return
    address = databases.bare_database(kind)
    try:
        yield address
    finally:
        databases.drop_database(kind, address.name)


def moved(source: Address, target: Address, **more: Any) -> MoveResult:
    """The move as the program does it."""
    return move(source, target, search=rebuild_search, book=verify_book, **more)


def count(database: Database, model: Any) -> int:
    """Rows of a table."""
    with database.read() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)
