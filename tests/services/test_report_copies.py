"""Frozen copies: the same bytes for ever, and what changed since."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from desktop_crm.base import clock
from desktop_crm.base.changes import Label
from desktop_crm.db.database import Database
from desktop_crm.files.pdf import pdf_bytes
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction, remove_interaction
from desktop_crm.services.reports.copies import (
    CopyChanged,
    changed_since,
    copies,
    copy_of,
    kept_document,
    make_and_keep,
)
from desktop_crm.services.reports.periods import parse_month
from desktop_crm.services.reports.request import ReportRequest

FEBRUARY = ReportRequest(parse_month("2025-02"))
TEST = Label("test")


def test_a_kept_month_never_changes_and_tells_what_did(database: Database) -> None:
    with clock.frozen(datetime(2025, 3, 1, 9, tzinfo=UTC)):
        with database.write(TEST) as session:
            ana = add_contact(session, ContactDraft(name="Ana Țurcanu"))
            at = datetime(2025, 2, 10, 9, tzinfo=UTC)
            first = add_interaction(session, InteractionDraft(ana, "call", subject="offer", started_at=at))
        copy = database.do(TEST, make_and_keep, "pack", FEBRUARY)
    with database.read() as session:
        before = pdf_bytes(kept_document(session, copy))
        assert changed_since(session, copy) == []
    with clock.frozen(datetime(2025, 4, 1, 9, tzinfo=UTC)):
        with database.write(TEST) as session:
            ion = add_contact(session, ContactDraft(name="Ion <Ceban>"))
            remove_interaction(session, first)
            for day in (11, 12):
                at = datetime(2025, 2, day, 9, tzinfo=UTC)
                add_interaction(session, InteractionDraft(ion, "visit", subject="came later", started_at=at))
        with database.read() as session:
            assert pdf_bytes(kept_document(session, copy)) == before
            found = {change.key: change for change in changed_since(session, copy)}
    assert (found["activity.touches"].then, found["activity.touches"].now) == (1, 2)
    assert found["activity.reached"].came == ("Ion <Ceban>",)
    assert found["activity.reached"].went == ("Ana Țurcanu",)
    assert "activity.not_reached" not in found


def test_the_first_copy_of_a_month_is_the_one_that_counts(sqlite_database: Database) -> None:
    first = sqlite_database.do(TEST, make_and_keep, "activity", FEBRUARY)
    second = sqlite_database.do(TEST, make_and_keep, "activity", FEBRUARY)
    with sqlite_database.read() as session:
        assert [line.id for line in copies(session)] == [second, first]
        kept = copy_of(session, "activity", FEBRUARY.period)
        assert kept is not None and kept.id == first and kept.made_by == "Ana"
        assert copy_of(session, "activity", parse_month("2025-01")) is None


def test_a_copy_altered_from_outside_is_not_shown(sqlite_database: Database) -> None:
    copy = sqlite_database.do(TEST, make_and_keep, "activity", FEBRUARY)
    with sqlite_database.write(TEST) as session:
        session.connection().execute(text("update report_copy set document = replace(document, 'en', 'ro')"))
    with sqlite_database.read() as session, pytest.raises(CopyChanged):
        kept_document(session, copy)
