"""What must be right about a target before anything is carried there; each trouble is a sentence."""

from __future__ import annotations

import shutil
from dataclasses import dataclass

from desktop_crm.base.errors import DiskFull, FileNotWritten
from desktop_crm.db.address import Address
from desktop_crm.db.engine import server_engine
from desktop_crm.db.failures import told
from desktop_crm.db.moved import is_unfinished
from desktop_crm.db.probing import probe
from desktop_crm.db.transfer.files import is_left, refuse_taken
from desktop_crm.db.transfer.refusals import PacketTooSmall

LEAST_PACKET = 4 << 20  # bytes; a block of rows with its escapes, or a piece of a file


@dataclass(frozen=True)
class TargetFacts:
    """What is known of a target that is fit."""

    server: str  # with version
    encrypted: bool | None  # None: a file, or a server on this computer
    unfinished: bool  # a broken move left something there


def reach(address: Address) -> Address:
    """The same address, when its server let us in; a file is looked at later."""
    if address.path is None:
        engine = server_engine(address)
        try:
            with told(address), engine.connect():
                pass
        finally:
            engine.dispose()
    return address


def check_target(target: Address, needed: int = 0) -> TargetFacts:
    """Facts of a target that is fit to take *needed* bytes; else the reason, as an error."""
    path = target.path
    if path is not None:
        refuse_taken(target)
        probe_file = path.with_name(f".{path.name}.probe")
        try:
            probe_file.touch()
            probe_file.unlink()
        except OSError as error:
            raise FileNotWritten(name=target.name) from error
        if shutil.disk_usage(path.parent).free < needed:
            raise DiskFull(name=target.name)
        return TargetFacts("SQLite", None, is_left(target))
    facts = probe(target, empty=True)
    engine = server_engine(target)
    try:
        with told(target), engine.connect() as connection:
            unfinished = is_unfinished(connection)
            if target.kind == "mariadb":
                packet = int(connection.exec_driver_sql("SELECT @@max_allowed_packet").scalar() or 0)
                if packet < LEAST_PACKET:
                    raise PacketTooSmall(name=target.name, limit=packet)
    finally:
        engine.dispose()
    return TargetFacts(facts.server, None if facts.is_here else bool(facts.tls), unfinished)
