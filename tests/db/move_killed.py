"""Run as a program: moves one database to another, each time a line comes in, in a child that says who it is."""

from __future__ import annotations

import os
import sys

from desktop_crm.db.address import parse_address
from desktop_crm.db.transfer import move
from desktop_crm.services.complaints import verify_book
from desktop_crm.services.search import rebuild_search


def main(source: str, target: str) -> None:
    """Forked, so that a round takes no second; the child ends by itself or is killed."""
    for _line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                move(parse_address(source), parse_address(target), search=rebuild_search, book=verify_book)
            finally:
                os._exit(0)
        print(child, flush=True)  # noqa: T201
        os.waitpid(child, 0)
        print("over", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
