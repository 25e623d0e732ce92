"""A program of its own that registers complaints: ``python -m … ADDRESS COUNT``."""

import sys

from desktop_crm.base.changes import Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.services.complaints import ComplaintDraft, register_complaint
from desktop_crm.services.derived import DERIVED


def main(address: str, count: int, name: str) -> None:
    database = Database.open(parse_address(address), operator=name, installation=name, derived=DERIVED)
    try:
        for place in range(count):
            database.do(Label("Register"), register_complaint, ComplaintDraft(f"{name} {place}"))
    finally:
        database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
