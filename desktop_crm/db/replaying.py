"""Reads and writes done once more: on a fresh connection, or after a colleague's write, as a whole."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy.exc import IntegrityError

from desktop_crm.base.errors import DatabaseReplaced, DatabaseUnreachable
from desktop_crm.db.failures import CommitUnknown, WriteConflict
from desktop_crm.db.patience import Pauses

if TYPE_CHECKING:
    from desktop_crm.db.database import Database

T = TypeVar("T")
_CONFLICTS, _BROKEN_RULES = 12, 4
_APART = 0.02  # seconds, at random and growing, so that those who collided do not meet again


def replayed(database: Database, write: Callable[[], T]) -> T:
    """*write*, one whole transaction, done again where it is certain that nothing of it was saved.

    That is where a server made two writes collide (also: both made the same row, or one took away what the other
    refers to; seen again that is an ordinary refusal, or a bug), and where the connection broke before the commit; then
    it waits some seconds for the database. A write whose outcome is not known (``CommitUnknown``) is never done again.
    """
    conflicts = broken_rules = 0
    pauses = Pauses(0.0 if database.out_of_reach else database.reconnect_seconds)
    while True:
        try:
            return write()
        except WriteConflict:
            conflicts += 1
            if conflicts > _CONFLICTS:
                raise
            time.sleep(random.uniform(0.0, _APART * conflicts))
        except IntegrityError:
            broken_rules += 1
            if broken_rules > _BROKEN_RULES or database.address.path is not None:
                raise
            time.sleep(random.uniform(0.0, _APART * broken_rules))
        except (CommitUnknown, DatabaseReplaced):
            raise
        except DatabaseUnreachable:
            database.forget_connections()
            if not pauses.wait():
                raise


def asked_again(database: Database, read: Callable[[], T]) -> T:
    """*read*, once more on a fresh connection where the first was cut."""
    try:
        return read()
    except DatabaseUnreachable:
        if database.out_of_reach:
            raise
        database.forget_connections()
        return read()
