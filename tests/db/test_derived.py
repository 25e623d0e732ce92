"""What derived tables are told of a write."""

from desktop_crm.base.changes import Changes, Label
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.model import Contact
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contacts import ContactDraft, add_contact
from desktop_crm.services.interactions import InteractionDraft, add_interaction


def test_a_touch_alone_is_no_news_to_them_but_to_the_views(tmp_path):
    told: list[Changes] = []
    shown: list[Changes] = []

    def derived(session: CrmSession, changes: Changes) -> None:
        told.append(changes)

    database = Database.create(parse_address(str(tmp_path / "a.crm")), derived=(derived,))
    database.on_changes.append(shown.append)
    ana = database.do(Label("Add"), add_contact, ContactDraft(name="Ana Rusu"))
    call = database.do(Label("Call"), add_interaction, InteractionDraft(ana, kind="call", body="Long talk"))
    assert told[-1].touched("interaction") == {call}
    assert not told[-1].touched("contact")
    assert shown[-1].touched("contact") == {ana}

    def rename(session: CrmSession) -> None:
        contact = session.get_one(Contact, ana)
        contact.name, contact.completeness = "Ana Ceban", 10

    database.do(Label("Rename"), rename)
    assert told[-1].touched("contact") == {ana}
    database.close()
