"""What a move counted and found, in words."""

from desktop_crm.base.i18n import N_, _, ngettext

TABLE_NAMES = {
    "choice": N_("Entries of lists"),
    "column_mapping": N_("Columns of imported files"),
    "complaint_chain": N_("Seal of the book of complaints"),
    "complaint_counter": N_("Numbering of complaints"),
    "custom_field": N_("Own fields"),
    "deadline_preset": N_("Deadlines"),
    "duplicate_candidate": N_("Possible duplicates"),
    "import_run": N_("Imports"),
    "letter_template": N_("Templates of letters"),
    "meta": N_("Facts about the database"),
    "operator": N_("Operators"),
    "tag": N_("Tags"),
    "workstation": N_("Workstations"),
    "change_set": N_("Changes in the journal"),
    "contact": N_("Contacts"),
    "held_row": N_("Rows of imports that wait"),
    "report_copy": N_("Copies of reports"),
    "saved_view": N_("Saved views"),
    "address": N_("Addresses"),
    "bank_account": N_("Bank accounts"),
    "change": N_("Changed rows in the journal"),
    "consent": N_("Consents"),
    "contact_tag": N_("Tags of contacts"),
    "custom_value": N_("Values of own fields"),
    "duplicate_decision": N_("Decisions about duplicates"),
    "email": N_("E-mail addresses"),
    "external_id": N_("Numbers in other programs"),
    "important_date": N_("Important dates"),
    "interaction": N_("Entries of the history"),
    "job": N_("Jobs"),
    "merge": N_("Merged contacts"),
    "messenger": N_("Messengers"),
    "phone": N_("Phones"),
    "photo": N_("Photos"),
    "relation": N_("Relations of contacts"),
    "reminder_series": N_("Repeating reminders"),
    "complaint": N_("Complaints"),
    "participant": N_("People in entries"),
    "reminder": N_("Reminders"),
    "attachment": N_("Files"),
    "complaint_cause": N_("Causes of complaints"),
    "complaint_event": N_("Entries of the book of complaints"),
    "complaint_interaction": N_("Entries that belong to complaints"),
    "corrective_action": N_("Corrective actions"),
    "attachment_part": N_("Content of files"),
}


def table_title(name: str) -> str:
    """The words for a table, in the language in force."""
    return _(TABLE_NAMES[name])


def book_sentence(entries: int, problems: int) -> str:
    """What the walk through the book of complaints found after a move."""
    if problems:
        return ngettext(
            "Book of complaints on the other side: {count} place does not agree, as it was before the move. “Verify "
            "the book” lists it.",
            "Book of complaints on the other side: {count} places do not agree, as it was before the move. “Verify "
            "the book” lists them.",
            problems,
        ).format(count=problems)
    return ngettext(
        "Book of complaints on the other side: {count} entry, its chain is whole.",
        "Book of complaints on the other side: {count} entries, its chain is whole.",
        entries,
    ).format(count=entries)
