"""Run as a program by test_crash: imports, changes and undoes until it is killed, saying what was saved."""

from __future__ import annotations

import random
import sys

from desktop_crm.base.changes import Label
from desktop_crm.base.ids import new_ids
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import undo
from desktop_crm.model import Contact, Phone


def work(database: Database, seed: int) -> None:
    """Never ends by itself."""
    chance = random.Random(seed)
    while True:
        count = chance.choice([1, 50, 3000])
        ids = new_ids(count)
        with database.write(Label("Import")) as session:
            number = session.change_set_id
            session.bulk_insert(Contact, ["id", "kind", "name"], [(i, "person", str(number)) for i in ids])
            session.bulk_insert(Phone, ["id", "contact_id", "raw"], zip(new_ids(count), ids, ids, strict=True))
        print("saved", number, count, flush=True)  # noqa: T201
        if chance.random() < 0.6:
            undo(database)
            print("undone", number, count, flush=True)  # noqa: T201


def add_some(database: Database, count: int) -> None:
    """One contact a write."""
    for _ in range(count):
        with database.write(Label("Add")) as session:
            contact = Contact(kind="person", name="Ion")
            session.add(contact)
        print("saved", contact.id, flush=True)  # noqa: T201


if __name__ == "__main__":
    own = Database.open(parse_address(sys.argv[1]), operator="Ana", workstation="pc", installation="pc")
    if sys.argv[2] == "kill":
        print("ready", flush=True)  # noqa: T201
        work(own, int(sys.argv[3]))
    add_some(own, int(sys.argv[3]))
    own.close()
