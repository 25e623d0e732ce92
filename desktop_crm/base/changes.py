"""The change notice: what a committed write touched, for the views, the feed and the derived tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Changes:
    """Rows touched by one change set: table name -> ids (created, changed or deleted alike)."""

    change_set: int
    label: str
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def touched(self, *tables: str) -> frozenset[int]:
        """Ids touched in any of *tables*."""
        return frozenset().union(*(self.rows.get(table, frozenset()) for table in tables))
