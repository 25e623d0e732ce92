"""Who works here: the operator's row, and the number of this computer that goes into the ids made on it."""

from __future__ import annotations

import os
import sys
from typing import IO

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from desktop_crm.base import clock, paths
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_
from desktop_crm.base.ids import MAX_WORKSTATION, new_id
from desktop_crm.model.operator import Operator, Workstation

_slot: tuple[int, IO[bytes]] | None = None  # held as long as the program runs
_MAX_SLOTS = 64


class TooManyWorkstations(CrmError):
    """All numbers are given away. Facts: name."""

    text = N_(
        "The database “{name}” knows as many computers as it can ({limit}). Nothing was changed. Ask for help before "
        "you use it on one more."
    )


def own_slot() -> int:
    """Which of the programs running for this user this one is; 0 for the first.

    Two programs of one user must not make ids under one number, so each holds a lock that the system takes back
    when the program ends, however it ends.
    """
    global _slot
    if _slot is not None:
        return _slot[0]
    folder = paths.data_folder() / "programs"
    folder.mkdir(exist_ok=True)
    for number in range(_MAX_SLOTS):
        file = (folder / f"{number}.lock").open("ab")
        if _locked(file):
            _slot = number, file
            return number
        file.close()
    return os.getpid()  # no lock to be had here; the process id keeps two programs apart well enough


def _locked(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - exists on Windows only

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - does not exist on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def operator_id(connection: Connection, name: str, *, add: bool) -> int | None:
    """Row of the operator *name*; made when there is none and *add*. No change set: nobody would undo it."""
    if not name:
        return None
    found = connection.execute(
        select(Operator.id).where(Operator.name == name, Operator.deleted_at.is_(None)).order_by(Operator.id)
    ).scalar()
    if found is not None or not add:
        return found
    made = new_id()
    present = clock.now()
    connection.execute(
        insert(Operator).values(id=made, version=1, name=name, login="", created_at=present, updated_at=present)
    )
    return made


def workstation_number(connection: Connection, installation: str, name: str, *, add: bool, database: str) -> int | None:
    """Number of this installation (and running program); given when it has none and *add*."""
    slot = own_slot()
    known_as = f"{installation or name}{f'#{slot}' if slot else ''}"[-64:]
    number = connection.execute(select(Workstation.number).where(Workstation.installation == known_as)).scalar()
    if number is not None or not add:
        return number
    for _attempt in range(5):  # on a server another computer may take the number at the same moment
        taken = set(connection.execute(select(Workstation.number)).scalars())
        free = next((n for n in range(1, MAX_WORKSTATION + 1) if n not in taken), None)
        if free is None:
            raise TooManyWorkstations(name=database, limit=MAX_WORKSTATION)
        try:
            with connection.begin_nested():
                connection.execute(insert(Workstation).values(number=free, installation=known_as, name=name))
        except IntegrityError:
            continue
        return free
    raise TooManyWorkstations(name=database, limit=MAX_WORKSTATION)
