"""The change notice: what a committed write touched, for the views, the feed and the derived tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desktop_crm.base.i18n import _

UNNAMED = frozenset({0})  # stands for rows of a table that are not listed: there are too many, or they are not known


@dataclass(frozen=True)
class Changes:
    """Rows touched by one change set: table name -> ids (created, changed or deleted alike).

    Where others wrote very many rows, :data:`UNNAMED` stands for them.
    ``left``: records whose rows were taken away or given to another record; the rows themselves no longer tell.
    """

    change_set: int
    label: "Label"
    rows: Mapping[str, frozenset[int]] = field(default_factory=dict)
    left: frozenset[int] = frozenset()

    def touched(self, *tables: str) -> frozenset[int]:
        """Ids touched in any of *tables*."""
        if len(tables) == 1:  # as it is: of an import it is large
            return self.rows.get(tables[0], frozenset())
        return frozenset().union(*(self.rows.get(table, frozenset()) for table in tables))

    def joined(self, later: "Changes") -> "Changes":
        """The *later* notice with the rows of both."""
        tables = {*self.rows, *later.rows}
        rows = {table: self.touched(table) | later.touched(table) for table in tables}
        return replace(later, rows=rows, left=self.left | later.left)


@dataclass(frozen=True)
class Label:
    """What a write does, in words for the history: an English catalogue text (``N_``) with named facts."""

    text: str
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The label in the language in force now."""
        return _(self.text).format(**self.facts)
