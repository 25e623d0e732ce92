"""Contacts, their history, search, undo, duplicates and import, on servers."""

# ruff: noqa: F401
from tests.ui.test_keyboard_flows import (
    hands,
    read,
    test_a_call_is_logged_with_its_next_step_and_corrected,
    test_a_cell_of_the_table_is_changed,
    test_a_field_is_edited_a_phone_added_and_both_taken_back,
    test_a_new_contact,
    test_a_pair_is_merged_and_taken_apart_from_the_card,
    test_contacts_are_opened_by_words_and_by_their_number,
    test_out_of_the_trash,
    test_rows_are_imported_and_the_import_is_undone,
)
