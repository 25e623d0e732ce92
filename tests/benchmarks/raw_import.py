"""The physical limit of an import: the same sheet read, phones parsed, rows and index written, nothing else.

Tuned ``sqlite3`` with calamine and ``phonenumbers``; no journal, no duplicates, no repair, no ORM. Printed as one
line of JSON with the processor seconds of each part and the ``wall`` clock of all. Run as
``python -m tests.benchmarks.raw_import clients.xlsx out.db``.
"""

import json
import re
import sqlite3
import sys
import time
from datetime import date
from pathlib import Path

import phonenumbers
from python_calamine import CalamineWorkbook

_PARTS = re.compile(r"[;,\n|]| / ")
_SCHEMA = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY;
    CREATE TABLE contact (id INTEGER PRIMARY KEY, company TEXT, person TEXT, role TEXT, email TEXT, address TEXT,
        city TEXT, notes TEXT, last_contact TEXT);
    CREATE TABLE phone (id INTEGER PRIMARY KEY, contact_id INTEGER, raw TEXT, e164 TEXT);
    CREATE VIRTUAL TABLE search USING fts5 (name, words, content = '', tokenize = 'unicode61 remove_diacritics 2');
"""


def parsed(text: str, country: str) -> str:
    """E.164 of one number, "" where the library finds none."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def main(source: Path, target: Path, country: str) -> dict[str, float]:
    """Do it; seconds of each part."""
    times = {}
    begun, start = time.perf_counter(), time.process_time()
    with source.open("rb") as file:
        rows = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]
    times["read"] = time.process_time() - start
    contacts, phones, words = [], [], []
    for number, (company, person, role, cell, email, address, city, notes, touched) in enumerate(rows, 1):
        cell = str(int(cell)) if isinstance(cell, float) else cell
        day = touched.isoformat() if isinstance(touched, date) else touched
        contacts.append((number, company, person, role, email, address, city, notes, day))
        phones += [(number, part, parsed(part, country)) for part in _PARTS.split(cell) if part]
        words.append((number, f"{person} {company}", f"{role} {email} {address} {city} {notes} {cell}"))
    times["phones"] = time.process_time() - start - sum(times.values())
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target, isolation_level=None)
    database.executescript(_SCHEMA)
    database.execute("BEGIN")
    database.executemany("INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", contacts)
    database.executemany("INSERT INTO phone (contact_id, raw, e164) VALUES (?, ?, ?)", phones)
    database.execute("CREATE INDEX phone_e164 ON phone (e164)")
    times["rows"] = time.process_time() - start - sum(times.values())
    database.executemany("INSERT INTO search (rowid, name, words) VALUES (?, ?, ?)", words)
    database.execute("COMMIT")
    database.close()
    times["index"] = time.process_time() - start - sum(times.values())
    times["wall"] = time.perf_counter() - begun
    return times


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]), "RO")))
