"""The sample firm on paper: its name, and letters that it wrote about complaints."""

from collections.abc import Callable
from datetime import datetime

from desktop_crm.base.attached import attached
from desktop_crm.base.document import Document
from desktop_crm.model import Complaint, Meta
from desktop_crm.model.session import CrmSession
from desktop_crm.services.complaints.letters import keep_letter, letter_document, letter_draft, letter_file_name
from desktop_crm.services.firm import NAME, PAPER_LINES

ToPdf = Callable[[Document], bytes]
FIRM = {
    NAME: "Atelier Nord SRL",
    PAPER_LINES: "str. Uzinelor 12, MD-2036 Chișinău\n+373 22 000 000 · office@atelier-nord.example",
}


def name_sample_firm(session: CrmSession) -> None:
    """Letters end with a name; one that the firm has stays."""
    kept = session.get(Meta, NAME)
    if kept is None or not kept.value:
        for key, value in FIRM.items():
            session.merge(Meta(key=key, value=value))
        session.flush()


def forget_sample_firm(session: CrmSession) -> None:
    """The name goes with the sample; one that was changed stays."""
    for key, value in FIRM.items():
        kept = session.get(Meta, key)
        if kept is not None and kept.value == value:
            kept.value = ""
    session.flush()


def write_sample_letter(session: CrmSession, complaint_id: int, kind: str, at: datetime, to_pdf: ToPdf) -> None:
    """Written and kept at that time, as the window does it."""
    draft = letter_draft(session, complaint_id, kind)
    name = letter_file_name(draft, session.get_one(Complaint, complaint_id).register_number)
    content = to_pdf(letter_document(session, draft, at))
    keep_letter(session, complaint_id, draft, attached(name, content, "application/pdf"), at)
