"""Moving everything from one database to another of any kind: file to server, server to file, server to server."""

from desktop_crm.db.transfer.checks import reach
from desktop_crm.db.transfer.moving import MoveResult, TableSums, move
from desktop_crm.db.transfer.planning import MovePlan, TableCount, plan_move
from desktop_crm.db.transfer.refusals import (
    ContentDiffers,
    MoveRunning,
    PacketTooSmall,
    SamePlace,
    SourceChanged,
    SourceOutOfDate,
    TargetNotEmpty,
    TooLong,
)

__all__ = [
    "ContentDiffers",
    "MovePlan",
    "MoveResult",
    "MoveRunning",
    "PacketTooSmall",
    "SamePlace",
    "SourceChanged",
    "SourceOutOfDate",
    "TableCount",
    "TableSums",
    "TargetNotEmpty",
    "TooLong",
    "move",
    "plan_move",
    "reach",
]
