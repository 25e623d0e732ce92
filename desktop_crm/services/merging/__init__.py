"""Merging contacts that are one: a plan, the merge, what was merged, and certain pairs by the dozen.

Taking apart (un-merge) is the undo of the merge's change set, at any time: rows that were the loser's go back, what was
edited since keeps its edits, what was added since stays with the winner.
"""

from desktop_crm.services.merging.certain import CertainPair, certain_pairs, fuller_first, merge_certain
from desktop_crm.services.merging.doing import merge_contacts, merge_plan
from desktop_crm.services.merging.lines import (
    CannotMerge,
    InTrash,
    MergeField,
    MergeLine,
    MergeList,
    MergePlan,
    MergeSide,
    OtherKind,
    Side,
)
from desktop_crm.services.merging.past import Doubles, MergeRow, doubles_of, lives_on_in, merge_rows, merges_into

__all__ = [
    "CannotMerge",
    "CertainPair",
    "Doubles",
    "InTrash",
    "MergeField",
    "MergeLine",
    "MergeList",
    "MergePlan",
    "MergeRow",
    "MergeSide",
    "OtherKind",
    "Side",
    "certain_pairs",
    "doubles_of",
    "fuller_first",
    "lives_on_in",
    "merge_certain",
    "merge_contacts",
    "merge_plan",
    "merge_rows",
    "merges_into",
]
