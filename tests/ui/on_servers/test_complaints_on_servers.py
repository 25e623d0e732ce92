"""Complaints, on servers."""

# ruff: noqa: F401
from tests.ui.test_complaints_page import (
    card,
    complaints,
    page,
    test_a_complaint_is_registered_without_a_contact_and_undo_voids_it,
    test_a_drop_asks_for_what_the_step_needs,
    test_an_action_is_planned_done_and_not_verified_by_the_doer,
    test_the_book_is_verified_by_a_button,
)
