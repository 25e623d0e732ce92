"""Steps that tests of imports share: a list as a file, the import as the wizard does it, what is there afterwards."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from desktop_crm.base.changes import Label
from desktop_crm.base.progress import Progress
from desktop_crm.db.database import Database
from desktop_crm.files.source import read_source
from desktop_crm.model import Contact, Job, Phone
from desktop_crm.model.base import Base
from desktop_crm.services import importing


def sheet(path: Path, headers: Sequence[str], *rows: Sequence[Any]) -> Path:
    """A .csv file with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def planned(
    database: Database, path: Path, columns: Mapping[str, str] | None = None, **options: Any
) -> importing.ImportPlan:
    """The dry run, with the guessed columns as far as *columns* does not say otherwise."""
    source = importing.source_of(read_source(path))
    with database.read() as session:
        guess = importing.guess_columns(session, source).with_changes(columns or {}).columns
        options.setdefault("country", "MD")
        return importing.plan(session, source, importing.ImportOptions(guess, **options))


def applied(database: Database, plan: importing.ImportPlan, progress: Progress | None = None) -> importing.ImportResult:
    """What the button “Import” does."""
    with database.write(Label("Import of {name}", {"name": plan.source.name})) as session:
        return importing.apply(session, plan, progress)


def taken(
    database: Database, path: Path, columns: Mapping[str, str] | None = None, **options: Any
) -> importing.ImportPlan:
    """Plan and import."""
    plan = planned(database, path, columns, **options)
    adds_up(plan)
    applied(database, plan)
    adds_up(plan)
    return plan


def adds_up(plan: importing.ImportPlan) -> None:
    """Every row has one fate with a reason, and the counts are those of the fates."""
    counts = dict(plan.counts)
    assert counts.pop("rows") == sum(counts.values()) == len(plan.fates) == len(plan.source.rows)
    assert [fate.row for fate in plan.fates] == list(plan.source.row_numbers)
    assert all(fate.fate in importing.FATES and fate.reason.sentence for fate in plan.fates)


def fates(plan: importing.ImportPlan) -> str:
    """The fates as first letters: “ccdh”."""
    return "".join(fate.fate[0] for fate in plan.fates)


def asked(database: Database, question: Callable[..., Any], *arguments: Any) -> Any:
    """An answer from a read session."""
    with database.read() as session:
        return question(session, *arguments)


def names(database: Database) -> list[str]:
    """Names of the living contacts."""
    with database.read() as session:
        return sorted(session.scalars(select(Contact.name).where(Contact.deleted_at.is_(None))))


def contact(database: Database, name: str) -> Any:
    """All columns of the contact called *name*."""
    with database.read() as session:
        query = select(Contact.__table__).where(Contact.name == name, Contact.deleted_at.is_(None))
        return session.execute(query).one()


def parts(database: Database, model: Any, name: str, *columns: str) -> list[tuple[Any, ...]]:
    """Rows of *model* that hang on the contact called *name*."""
    wanted = [getattr(model, column) for column in columns]
    with database.read() as session:
        query = select(*wanted).join(Contact, Contact.id == model.contact_id)
        return [tuple(row) for row in session.execute(query.where(Contact.name == name).order_by(model.id))]


def phones(database: Database, name: str) -> list[str]:
    """E.164 of the contact's phones, as given where they are not valid."""
    return [e164 or raw for e164, raw in parts(database, Phone, name, "e164", "raw")]


def jobs(database: Database) -> list[tuple[str, str, str]]:
    """(person, organisation, position) of all jobs."""
    with database.read() as session:
        called = dict(session.execute(select(Contact.id, Contact.name)).all())
        return sorted((called[job.person_id], called[job.organisation_id], job.position)
                      for job in session.scalars(select(Job)))  # fmt: skip


def count(database: Database, model: type[Base]) -> int:
    """Number of rows."""
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
