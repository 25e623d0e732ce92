"""Run as a program by test_import_killed: for each line it reads, a child imports and undoes one list until killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.files.source import read_source
from desktop_crm.services import importing
from desktop_crm.services.derived import DERIVED


def main(base: str, file: str) -> None:
    """Never ends by itself."""
    database = Database.open(parse_address(base), derived=DERIVED)
    source = importing.source_of(read_source(Path(file)))
    told = False
    while True:
        with database.read() as session:
            options = importing.ImportOptions(importing.guess_columns(session, source).columns, country="MD")
            planned = importing.plan(session, source, options)
        if not told:
            print(os.getpid(), flush=True)  # noqa: T201
            told = True
        with database.write(Label("Import")) as session:
            importing.apply(session, planned)
        undo(database)


if __name__ == "__main__":
    for _line in sys.stdin:
        if child := os.fork():
            os.waitpid(child, 0)
        else:
            main(*sys.argv[1:])
