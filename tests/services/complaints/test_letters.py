"""Letters: the greeting fits who complained, templates are a firm's own and go back, what is empty leaves no trace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_crm.base.attached import attached
from desktop_crm.base.document import AddressBlock, PageBreak, Paragraph
from desktop_crm.base.errors import InvalidValue, VersionConflict
from desktop_crm.base.i18n import LANGUAGES
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.model import Contact
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.services.complaints import complaint_card, void_complaint
from desktop_crm.services.complaints.fields import Voided
from desktop_crm.services.complaints.letters import keep_letter, letter_document, letter_draft
from desktop_crm.services.complaints.printing import complaint_document
from desktop_crm.services.complaints.templates import (
    LETTER_FIELDS,
    change_template,
    reset_template,
    template_document,
    template_of,
    template_rows,
)
from tests.services.complaints.books import ask, do, register, whole


def contact(database: Database, **fields: object) -> int:
    def add(session):
        row = Contact(**{"kind": "person", "name": "Ana Rusu", **fields})
        session.add(row)
        session.flush()
        return row.id

    return int(do(database, add))


@pytest.mark.parametrize(
    ("fields", "spoken", "greeting"),
    [
        ({"sex": "female", "language": "ru"}, "ru", "Уважаемая Ana Rusu!"),
        ({"sex": "male", "language": "ro"}, "ro", "Stimate domnule Ana Rusu,"),
        ({"language": "en"}, "en", "Dear Ana Rusu,"),
        ({"language": "ro", "greeting": "Dragă Ana,"}, "ro", "Dragă Ana,"),
        ({"kind": "organisation", "name": "Orhei-Vit SA", "language": "en"}, "en", "Dear Sir or Madam,"),
        ({"language": "de"}, "en", "Dear Ana Rusu,"),  # a language without letters: the program's own
    ],
)
def test_the_greeting_and_the_language_are_those_of_the_complainant(
    sqlite_database: Database, fields: dict[str, object], spoken: str, greeting: str
) -> None:
    number = register(sqlite_database, contact_id=contact(sqlite_database, **fields))
    draft = ask(sqlite_database, letter_draft, number, "acknowledgement")
    assert (draft.language, draft.body.split("\n")[0]) == (spoken, greeting)


def test_every_shipped_letter_names_only_fields_that_exist(sqlite_database: Database) -> None:
    rows = ask(sqlite_database, template_rows)
    assert {(row.kind, row.language) for row in rows} == {(kind, one) for kind in LETTER_KINDS for one in LANGUAGES}
    for row in rows:
        document = ask(sqlite_database, template_document, row.kind, row.language, row.subject, row.body)
        words = "\n".join(block.text for block in document.blocks if isinstance(block, Paragraph))
        assert "{" not in words and "47/" in words, row


def test_a_firm_writes_its_own_letter_and_goes_back(database: Database) -> None:
    number = register(database)
    shipped = ask(database, template_of, "final", "en")
    do(database, change_template, shipped, "Re: {number}", "{greeting},\n\nReason: {reason}\n\n{unknown:}\n\nBye")
    draft = ask(database, letter_draft, number, "final", in_language="en")
    assert draft.subject.startswith("Re: 1/") and draft.body == "Dear Sir or Madam,\n\n{unknown:}\n\nBye"
    own = ask(database, template_of, "final", "en")
    do(database, change_template, own, "Again {number}", own.body)
    with pytest.raises(VersionConflict):
        do(database, change_template, own, "Too late", own.body)
    undo(database)
    assert ask(database, template_of, "final", "en").subject == "Re: {number}"
    do(database, reset_template, "final", "en")
    assert ask(database, template_of, "final", "en") == shipped
    undo(database)
    assert ask(database, template_of, "final", "en").subject == "Re: {number}"
    assert ask(database, template_of, "final", "ru").id is None


@pytest.mark.parametrize(("subject", "body"), [("{numbr}", "Text"), ("Yes", "  \n"), ("", "Text")])
def test_a_field_that_does_not_exist_is_refused(sqlite_database: Database, subject: str, body: str) -> None:
    row = ask(sqlite_database, template_of, "interim", "ro")
    with pytest.raises(InvalidValue):
        do(sqlite_database, change_template, row, subject, body)
    assert ask(sqlite_database, template_of, "interim", "ro") == row
    assert "numbr" not in LETTER_FIELDS


def test_what_users_typed_is_no_field_and_no_markup(sqlite_database: Database) -> None:
    number = register(sqlite_database, "<b>{firm}</b> & {answer_by}", complainant="{number}")
    draft = ask(sqlite_database, letter_draft, number, "acknowledgement", in_language="en")
    assert "“<b>{firm}</b> & {answer_by}”" in draft.body and "Dear {number}," in draft.body
    assert ask(sqlite_database, letter_document, draft).title == draft.subject


def test_a_letter_is_kept_as_evidence_and_not_with_a_voided_one(database: Database) -> None:
    number = register(database)
    draft = ask(database, letter_draft, number, "interim", in_language="en", note="The carrier was asked")
    draft = replace(draft, receiver=("Mrs Rusu", "Orhei"), body=draft.body.replace("Yours sincerely", "Kind regards"))
    assert "The carrier was asked" in draft.body
    file = attached("letter.pdf", b"%PDF-1.4 letter", "application/pdf")
    do(database, keep_letter, number, draft, file)
    card = ask(database, complaint_card, number)
    assert [one.name for one in card.files] == ["letter.pdf"] and card.trail[0].kind == "letter"
    sheet = ask(database, complaint_document, number, "ru").blocks
    enclosed = sheet[sheet.index(PageBreak()) :]
    assert [part.lines for part in enclosed if isinstance(part, AddressBlock)] == [("Mrs Rusu", "Orhei")]
    said = [part.text for part in enclosed if isinstance(part, Paragraph)]
    assert "letter.pdf" in said[0] and said[1:] == [draft.subject, *draft.body.split("\n\n")]
    undo(database)
    assert PageBreak() not in ask(database, complaint_document, number).blocks  # taken back: not enclosed
    redo(database)
    whole(database)
    do(database, void_complaint, number, "a mistake")
    with pytest.raises(Voided):
        do(database, keep_letter, number, draft, file)
