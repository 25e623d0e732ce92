"""Reminders, on servers."""

# ruff: noqa: F401
from tests.ui.test_reminders_page import (
    page,
    test_a_sentence_becomes_a_reminder_about_the_right_person,
    test_space_ticks_and_undo_takes_it_back,
    test_the_form_changes_what_was_typed,
)
