"""The book of complaints: register, clock, steps, causes, actions, proof."""

from desktop_crm.services.complaints.actions import (
    ActionLine,
    Effect,
    action_effect,
    actions_of,
    cancel_action,
    change_action,
    finish_action,
    judge_action,
    open_actions,
    plan_action,
    verify_action,
)
from desktop_crm.services.complaints.board import BoardColumn, complaint_board
from desktop_crm.services.complaints.card import ComplaintCard, complaint_card
from desktop_crm.services.complaints.changing import add_complaint_files, change_complaint, set_causes
from desktop_crm.services.complaints.choosing import ComplaintChoices, TreeRow, complaint_choices, tree_rows
from desktop_crm.services.complaints.conversations import (
    complaint_history,
    entries_to_link,
    link_entry,
    log_about_complaint,
    unlink_entry,
)
from desktop_crm.services.complaints.filtering import ComplaintFilter
from desktop_crm.services.complaints.registering import ComplaintDraft, register_complaint
from desktop_crm.services.complaints.related import Related, related_complaints
from desktop_crm.services.complaints.rows import (
    ComplaintPage,
    ComplaintRow,
    complaint_counts,
    complaint_rows,
    complaint_rows_of,
    complaints_of,
)
from desktop_crm.services.complaints.stepping import StepChoice, StepNeeds, StepNotAllowed, take_step, void_complaint
from desktop_crm.services.complaints.terms import PresetRow, preset_rows, remove_preset, save_preset
from desktop_crm.services.complaints.verifying import ChainProblem, ChainReport, verify_book

__all__ = [
    "ActionLine",
    "BoardColumn",
    "ChainProblem",
    "ChainReport",
    "ComplaintCard",
    "ComplaintChoices",
    "ComplaintDraft",
    "ComplaintFilter",
    "ComplaintPage",
    "ComplaintRow",
    "Effect",
    "PresetRow",
    "Related",
    "StepChoice",
    "StepNeeds",
    "StepNotAllowed",
    "TreeRow",
    "action_effect",
    "actions_of",
    "add_complaint_files",
    "cancel_action",
    "change_action",
    "change_complaint",
    "complaint_board",
    "complaint_card",
    "complaint_choices",
    "complaint_counts",
    "complaint_history",
    "complaint_rows",
    "complaint_rows_of",
    "complaints_of",
    "entries_to_link",
    "finish_action",
    "judge_action",
    "link_entry",
    "log_about_complaint",
    "open_actions",
    "plan_action",
    "preset_rows",
    "register_complaint",
    "related_complaints",
    "remove_preset",
    "save_preset",
    "set_causes",
    "take_step",
    "tree_rows",
    "unlink_entry",
    "verify_action",
    "verify_book",
    "void_complaint",
]
