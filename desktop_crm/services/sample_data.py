"""A believable firm's data to look around in: customers in Romanian, Russian and English, with their history.

The same seed makes the same firm. Everything is marked ``is_sample`` and goes away in one step. Names are common,
phones are from ranges that nobody has, e-mail addresses and websites end in ``.example``.
"""

from collections import defaultdict

from sqlalchemy import func, select

from desktop_crm.base.i18n import N_, _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Choice, Contact, ContactTag, Tag
from desktop_crm.model.session import CrmSession
from desktop_crm.services.sample_complaints import add_sample_complaints, remove_sample_complaints
from desktop_crm.services.sample_letters import ToPdf, forget_sample_firm, name_sample_firm
from desktop_crm.services.sample_people import SampleFirm
from desktop_crm.services.sample_rows import Pile
from desktop_crm.services.tags import ensure_tags
from desktop_crm.services.trash import purge_contacts

_CHUNK = 2_000  # contacts made at a time: memory stays small, Cancel is quick
TAGS = {N_("VIP"): "violet", N_("Wholesale"): "info", N_("Pays late"): "warn", N_("Recommends us"): "ok"}


def add_sample_data(
    session: CrmSession,
    contacts: int = 120,
    seed: int = 1,
    progress: Progress | None = None,
    to_pdf: ToPdf | None = None,
) -> int:
    """Make that many contacts with everything that belongs to them; says how many.

    *to_pdf* lays out the letters that were written about complaints; without it there are none.
    """
    progress = progress or Progress()
    firm = SampleFirm(seed, contacts, session.operator_id, _choice_ids(session), _tag_ids(session))
    pile = Pile()
    for start in range(0, contacts, _CHUNK):
        progress.step(_("Making sample data…"), start, contacts)
        firm.fill(pile, min(_CHUNK, contacts - start))
        pile.write(session)
    progress.step(_("Making sample data…"), contacts, contacts)
    name_sample_firm(session)
    add_sample_complaints(session, contacts, seed, to_pdf)
    return contacts


def _choice_ids(session: CrmSession) -> dict[str, dict[str, int]]:
    """List name -> code -> id of the shipped choices."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    query = select(Choice.list_name, Choice.code, Choice.id).where(Choice.code != "", Choice.deleted_at.is_(None))
    for list_name, code, row_id in session.execute(query):
        found[list_name][code] = row_id
    return found


def _tag_ids(session: CrmSession) -> list[int]:
    ids = ensure_tags(session, [_(name) for name in TAGS])
    for tag_id, color in zip(ids, TAGS.values(), strict=True):
        tag = session.get(Tag, tag_id)
        if tag is not None and tag.color == "neutral":
            tag.color = color
    session.flush()
    return ids


def sample_count(session: CrmSession) -> int:
    """How many contacts of the sample there still are."""
    return session.scalar(select(func.count()).select_from(Contact).where(Contact.is_sample)) or 0


def remove_sample_data(session: CrmSession, progress: Progress | None = None) -> int:
    """Take all of the sample away, with what was added to its contacts; says how many contacts that were.

    What the user made stays; only links to sample contacts are let go.
    """
    ids = list(session.scalars(select(Contact.id).where(Contact.is_sample)))
    on_sample = (
        select(ContactTag.tag_id).join(Contact, Contact.id == ContactTag.contact_id).where(Contact.is_sample).distinct()
    )
    tags = set(session.scalars(on_sample))
    remove_sample_complaints(session)
    forget_sample_firm(session)
    removed = purge_contacts(session, ids, progress)
    used = set(session.scalars(select(ContactTag.tag_id).distinct()))
    session.bulk_delete(Tag, sorted(tags - used))
    return removed
