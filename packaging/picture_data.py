"""Databases for the pictures: the sample firm with something on every page, and an empty one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.files import source as files_source
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.files.sheet_writer import SheetColumn, write_xlsx
from desktop_crm.model.session import CrmSession
from desktop_crm.services import importing
from desktop_crm.services.alarms import alarms_due, see_alarms
from desktop_crm.services.contact_lists import contact_ids
from desktop_crm.services.contact_views import ContactsView, Filter
from desktop_crm.services.contacts import delete_contacts
from desktop_crm.services.custom_fields import define_field
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.import_runs import IMPORT_LABEL
from desktop_crm.services.reminders import ReminderDraft, add_reminder
from desktop_crm.services.sample_data import add_sample_data
from desktop_crm.services.saved_views import save_view
from desktop_crm.services.shipped import add_shipped

WHO = {"operator": "Olga", "workstation": "pictures", "installation": "pictures"}
COLLEAGUE = {"operator": "Ion", "workstation": "pictures 2", "installation": "pictures 2"}
SHEET = "clienti-2024.xlsx"
HEADERS = ("Firma", "Persoana", "Functia", "Telefon", "E-mail", "Oras", "Ultimul contact", "Cod vechi")
ROWS = (
    ("Orhei-Vit SA", "Ana Rusu", "director", "022 123456 int.14", "ana@orhei-vit.example", "Chișinău", "03.04.2024", 1),
    ("«Северный мост» ООО", "Мария Петрова", "директор", "8 (495) 123-45-67", "m@most.example", "Москва", "", 2),
    ("Agroprim SRL", "Elena Țurcanu", "contabilă", "069123456; 079400118", "", "Bălți", "05.06.2024", 3),
    ("Moldtelecom SA", "Ion Ceban", "", "123-456", "", "", "", 4),
    ("Weber GmbH", "Thomas Weber", "", "3.73691e+10", "", "Stuttgart", "", 5),
    ("", "Vasile Munteanu", "", "întreabă secretara", "", "", "", ""),
    ("", "", "", "", "", "Bălți", "", ""),
    ("Floreni SRL", "Daniela Popa", "", "+40 721 234 567", "dana@floreni.example", "Iași", "", 8),
    ("Floreni SRL", "Daniella Popa", "", "0040721234567", "", "Iași", "", 9),
    ("Agroprim SRL", "Elena Turcanu", "contabil", "+373 69 123 456", "elena@agroprim.example", "", "", 10),
)


def sheet(folder: Path, name: str = SHEET, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    """A client list as somebody kept it."""
    path = folder / name
    if not path.exists():
        write_xlsx(path, [SheetColumn(title) for title in HEADERS], rows)
    return path


def _import(database: Database, path: Path) -> None:
    source = importing.source_of(files_source.read_source(path))
    with database.read() as session:
        columns = dict(importing.guess_columns(session, source).columns)
        options = importing.ImportOptions(columns=columns, country="MD", area_code="22")
        planned = importing.plan(session, source, options, Progress())
    database.do(Label(IMPORT_LABEL, {"name": path.name}), importing.apply, planned)


def _views(session: CrmSession) -> None:
    save_view(session, _("Chișinău"), ContactsView(filters=(Filter("city", "is", "Chișinău"),)))
    save_view(session, _("Birthdays"), ContactsView(sort="birthday"), shared=True)


def _of_a_colleague(session: CrmSession) -> None:
    for days, title in enumerate(("De trimis factura", "Проверить остатки на складе")):
        add_reminder(session, ReminderDraft(title, due_on=clock.today() + timedelta(days=days)))


def _see(session: CrmSession) -> None:
    """What was missed is a bar over every page; the pictures show the pages."""
    see_alarms(session, [alarm.id for alarm in alarms_due(session)])


def full(folder: Path, language: str) -> Database:
    """The sample firm after some weeks of work."""
    path = folder / language / "atelier_nord.crm"  # what is shown of it is the same in each language
    path.parent.mkdir()
    database = Database.create(parse_address(str(path)), **WHO, derived=DERIVED)
    database.note(Label(N_("New database")), add_shipped)
    database.do(Label("Sample"), add_sample_data, 120, to_pdf=pdf_bytes)
    database.do(Label(N_("New field “{name}”"), {"name": "ABC"}), define_field, "ABC", "text")
    database.do(Label("Views"), _views)
    with database.read() as session:
        ids = contact_ids(session, ContactsView())[-6:]
    database.do(Label(N_("Move {count} contacts to trash"), {"count": len(ids)}), delete_contacts, ids)
    _import(database, sheet(folder, "clienti-2023.xlsx", [*ROWS[3:7], ROWS[0]]))
    database.backup()
    database.close()
    colleague = Database.open(database.address, **COLLEAGUE, derived=DERIVED)
    colleague.do(Label("Colleague"), _of_a_colleague)
    colleague.close()
    database = Database.open(database.address, **WHO, derived=DERIVED)
    database.do(Label("Seen"), _see)
    return database


def empty(folder: Path, language: str) -> Database:
    """A database in which nothing was written yet."""
    return Database.create(parse_address(str(folder / f"clients_{language}.crm")), **WHO, derived=DERIVED)
