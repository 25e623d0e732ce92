"""Short words for tests of the book of complaints."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.services.complaints import ComplaintDraft, register_complaint, verify_book


def do(database: Database, action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return database.do(Label("Test"), action, *args, **kwargs)


def ask(database: Database, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    with database.read() as session:
        return query(session, *args, **kwargs)


def register(database: Database, subject: str = "Broken seal", **more: Any) -> int:
    return int(do(database, register_complaint, ComplaintDraft(subject, **more)))


def whole(database: Database) -> None:
    report = ask(database, verify_book)
    assert report.ok, report.problems
