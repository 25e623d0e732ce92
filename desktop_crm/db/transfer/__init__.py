"""Moving everything from one database to another of any kind: file to server, server to file, server to server."""

from desktop_crm.db.transfer.moving import MoveResult, TableSums, move
from desktop_crm.db.transfer.planning import MovePlan, TableCount, plan_move
from desktop_crm.db.transfer.refusals import (
    ContentDiffers,
    MoveRunning,
    NoRights,
    PacketTooSmall,
    SamePlace,
    ServerNotSupported,
    ServerTooOld,
    SourceChanged,
    SourceOutOfDate,
    TargetNotEmpty,
    TooLong,
    WrongEncoding,
)

__all__ = [
    "ContentDiffers",
    "MovePlan",
    "MoveResult",
    "MoveRunning",
    "NoRights",
    "PacketTooSmall",
    "SamePlace",
    "ServerNotSupported",
    "ServerTooOld",
    "SourceChanged",
    "SourceOutOfDate",
    "TableCount",
    "TableSums",
    "TargetNotEmpty",
    "TooLong",
    "WrongEncoding",
    "move",
    "plan_move",
]
