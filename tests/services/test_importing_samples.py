"""All of the shared sample files through the real door; files with contacts with the counts of their manifest."""

from __future__ import annotations

import csv
import json
import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop_crm.base.errors import CrmError
from desktop_crm.base.text import words
from desktop_crm.db.database import Database
from desktop_crm.model import Contact, Email, Phone
from tests.services.import_steps import adds_up, applied, fates, planned

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
CONTACTS = ("csv-crm", "csv-outlook", "xls-contacts", "vcf", "dedupe")
COUNTRIES = {"J535D165": "AU", "Barley": "BR", "FolkerKinzel": "DE"}
EMPTY = {"FolkerKinzel+VCards/TestFiles/Empty.vcf"}


def manifest() -> list[dict[str, str]]:
    path = SAMPLES / "MANIFEST.tsv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def samples(*kinds: str) -> list[Any]:
    return [pytest.param(row, id=row["local_path"]) for row in manifest() if row["kind"] in kinds]


def imported(database: Database, row: dict[str, str]) -> tuple[Any, float]:
    """The plan as it was applied, duplicates created, and the seconds it took."""
    country = next((code for start, code in COUNTRIES.items() if row["local_path"].startswith(start)), "US")
    start = time.perf_counter()
    plan = planned(database, SAMPLES / row["local_path"], duplicates="create", country=country)
    applied(database, plan)
    adds_up(plan)
    return plan, time.perf_counter() - start


@pytest.mark.parametrize("row", samples(*CONTACTS))
def test_files_with_contacts(sqlite_database: Database, row: dict[str, str]) -> None:
    if row["local_path"] in EMPTY:
        with pytest.raises(CrmError):
            imported(sqlite_database, row)
        return
    plan, seconds = imported(sqlite_database, row)
    assert seconds < 10
    expected = row["expected"]
    assert plan.counts["rows"] == expected_rows(row)
    assert plan.counts["duplicates"] == plan.counts["updated"] == 0
    with sqlite_database.read() as session:
        contacts = {contact.id: contact for contact in session.scalars(select(Contact))}
        numbers = Counter(session.scalars(select(Phone.e164)))
        cells = list(session.scalars(select(Phone.raw)))
        emails = set(session.scalars(select(Email.key)))
    held = plan.counts["held"] + plan.counts["skipped"]
    assert plan.counts["created"] == plan.counts["rows"] - held
    if row["kind"] == "vcf":
        check_cards(row, contacts, cells, emails, held)
    for number in re.findall(r"\+\d{10,14}", expected):
        assert numbers[number], number
    for name in re.findall(r"([^\W\d][\w ]+) (?=\+\d{10})", expected) if row["kind"] == "xls-contacts" else ():
        assert name.strip() in {contact.name for contact in contacts.values()}


def expected_rows(row: dict[str, str]) -> int:
    """Cards, or records less the header."""
    if found := re.search(r"cards=(\d+)", row["expected"]):
        return int(found[1])
    if found := re.search(r"rows=(\d+)", row["expected"]):
        return int(found[1])
    found = re.search(r"records=(\d+)", row["expected"])
    assert found, row["expected"]
    return int(found[1]) - 1


def check_cards(
    row: dict[str, str], contacts: dict[int, Contact], cells: list[str], emails: set[str], held: int
) -> None:
    """Names, phones and e-mails as an independent reader found them."""
    told = json.loads((SAMPLES / "expected" / f"{row['local_path']}.json").read_text(encoding="utf-8"))
    text = re.search(r"names=([^;]*(?:;[^;]*)*?); tels=(\d+); emails=(\d+)", row["expected"])
    assert text and told
    known = [sorted(words(contact.name)) for contact in contacts.values()]
    names = [name for name in text[1].removesuffix(" …").split(", ") if name and name != "?"]
    missing = [name for name in names if sorted(words(name)) not in known]
    assert not missing
    assert held == text[1].split(", ").count("?")
    notes = " ".join(contact.notes for contact in contacts.values())
    in_notes = len(re.findall(r"^Phone: ", notes, re.MULTILINE)) + notes.count(" Phone: ")
    assert len(cells) + in_notes >= min(int(text[2]), len(set(cells)) or 0)
    assert len(emails) <= int(text[3])
    assert bool(emails) == bool(int(text[3]))


def test_an_outlook_list_with_actions_deletes_nothing(sqlite_database: Database) -> None:
    row = next(row for row in manifest() if row["local_path"].endswith("google-shared-contacts-client/outlook.csv"))
    plan, _seconds = imported(sqlite_database, row)
    assert fates(plan) == "csc"


@pytest.mark.parametrize("row", samples("csv", "csv-bank", "ics", "xls"))
def test_other_files_are_refused_or_read_without_losing_a_row(sqlite_database: Database, row: dict[str, str]) -> None:
    start = time.perf_counter()
    try:
        plan, _seconds = imported(sqlite_database, row)
    except CrmError as error:
        assert str(error)
        assert sqlite_database.info().counts["contact"] == 0
    else:
        assert plan.counts["created"] + plan.counts["held"] == plan.counts["rows"] - plan.counts["duplicates"]
        again = planned(sqlite_database, SAMPLES / row["local_path"], duplicates="create", country="US")
        assert set(fates(again)) <= {"d"}
    assert time.perf_counter() - start < 10
