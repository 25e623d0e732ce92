"""Opening the form of registration from anywhere in the window, and writing what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints import (
    ComplaintChoices,
    ComplaintDraft,
    ComplaintRow,
    complaint_choices,
    complaint_rows_of,
    register_complaint,
)
from desktop_crm.services.contact_lists import contact_rows_of
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import interaction_lines
from desktop_crm.ui.complaints.register_form import RegisterForm

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

CHANNEL_OF = {"call": "phone", "email": "email", "letter": "letter", "messenger": "messenger", "sms": "messenger"}


Known = tuple[ComplaintChoices, str, InteractionLine | None]


def known(session: CrmSession, draft: ComplaintDraft) -> Known:
    """What the form offers, the name of the contact, the entry of the history in which it was said."""
    rows = contact_rows_of(session, [draft.contact_id]) if draft.contact_id is not None else []
    entries = interaction_lines(session, [draft.interaction_id]) if draft.interaction_id is not None else []
    return complaint_choices(session), rows[0].name if rows else "", entries[0] if entries else None


def new(window: MainWindow, draft: ComplaintDraft | None = None) -> None:
    """The form of a new complaint, with what is known already."""
    if window.core.database is None:
        return
    begun = draft or ComplaintDraft()

    def opened(found: Known) -> None:
        choices, contact, entry = found
        form = RegisterForm(window.core, window, choices, begun, contact, entry)
        form.wanted.connect(lambda typed: _write(window, form, typed))
        form.open()

    window.core.ask(window, known, begun, then=opened, key="register")


def new_of(window: MainWindow, contact_id: int, *, entry: int | None = None, kind: str = "", text: str = "") -> None:
    """Of a contact: from the card, or from an *entry* of its history (a call) with what was said in it."""
    draft = ComplaintDraft(contact_id=contact_id, interaction_id=entry, description=text)
    new(window, replace(draft, channel=CHANNEL_OF.get(kind, draft.channel)))


def new_here(window: MainWindow) -> None:
    """The command: about the contact whose card is in front, where there is one."""
    card: Any = getattr(window.page, "card", None) if window.page_name == "contacts" else None
    if card is not None and card.card is not None:
        card.complain()
    else:
        new(window)


def _write(window: MainWindow, form: RegisterForm, draft: ComplaintDraft) -> None:
    def registered(complaint_id: int) -> None:
        form.accept()
        window.core.ask(window, complaint_rows_of, [complaint_id], then=said, key="registered")

    def said(rows: list[ComplaintRow]) -> None:
        for row in rows:
            window.toast(_("Complaint {number} registered").format(number=row.number), undo=True)
            if window.page_name == "complaints":
                window.show_page("complaints", complaint=row.id)

    def failed(error: CrmError) -> None:
        form.refuse(error)

    label = Label(N_("Register the complaint “{subject}”"), {"subject": (draft.subject or draft.description)[:60]})
    window.core.do(window, label, register_complaint, draft, then=registered, failed=failed)
