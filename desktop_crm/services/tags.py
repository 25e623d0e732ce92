"""Tags: free labels on contacts."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from desktop_crm.base.errors import InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.text import fold
from desktop_crm.model import Contact, ContactTag, Tag
from desktop_crm.model.session import CrmSession

COLORS = ("neutral", "info", "ok", "warn", "bad", "violet")


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag and how many contacts have it."""

    id: int
    version: int
    name: str
    color: str
    contacts: int


def tag_rows(session: CrmSession) -> list[TagRow]:
    """All tags by name."""
    used = (
        select(ContactTag.tag_id, func.count().label("contacts"))
        .join(Contact, Contact.id == ContactTag.contact_id)
        .where(Contact.deleted_at.is_(None))
        .group_by(ContactTag.tag_id)
        .subquery()
    )
    query = (
        select(Tag.id, Tag.version, Tag.name, Tag.color, func.coalesce(used.c.contacts, 0).label("contacts"))
        .outerjoin(used, used.c.tag_id == Tag.id)
        .where(Tag.deleted_at.is_(None))
    )
    rows = [TagRow(row.id, row.version, row.name, row.color, row.contacts) for row in session.execute(query)]
    return sorted(rows, key=lambda row: (fold(row.name), row.id))


def ensure_tags(session: CrmSession, names: Iterable[str]) -> list[int]:
    """Ids of the tags with these names, in order and without repeats; new ones are made ("vip" is "VIP")."""
    there = {
        fold(row.name): row.id
        for row in session.execute(select(Tag.id, Tag.name).where(Tag.deleted_at.is_(None)).order_by(Tag.id.desc()))
    }
    ids: list[int] = []
    for name in names:
        name = " ".join(name.split())
        if not name:
            continue
        if fold(name) not in there:
            tag = Tag(name=_checked(name))
            session.add(tag)
            session.flush()
            there[fold(name)] = tag.id
        if there[fold(name)] not in ids:
            ids.append(there[fold(name)])
    return ids


def change_tag(session: CrmSession, tag_id: int, *, name: str | None = None, color: str | None = None) -> None:
    """Another name or colour."""
    tag = session.get(Tag, tag_id)
    if tag is None:
        raise NotFound(what=name or _("Tag"))
    if name is not None:
        tag.name = _checked(" ".join(name.split()))
    if color is not None:
        if color not in COLORS:
            raise InvalidValue(field=_("Colour"), value=color)
        tag.color = color
    session.flush()


def remove_tag(session: CrmSession, tag_id: int) -> int:
    """Take the tag off all contacts and drop it; says from how many."""
    tag = session.get(Tag, tag_id)
    if tag is None:
        raise NotFound(what=_("Tag"))
    links = session.scalars(select(ContactTag).where(ContactTag.tag_id == tag_id)).all()
    for link in links:
        session.delete(link)
    session.flush()
    session.delete(tag)
    session.flush()
    return len(links)


def set_tags(session: CrmSession, contact_id: int, names: Collection[str]) -> None:
    """The contact has exactly these tags afterwards."""
    wanted = ensure_tags(session, names)
    links = session.scalars(select(ContactTag).where(ContactTag.contact_id == contact_id).order_by(ContactTag.id)).all()
    there: set[int] = set()
    for link in links:
        if link.tag_id not in wanted or link.tag_id in there:
            session.delete(link)
        there.add(link.tag_id)
    for tag_id in wanted:
        if tag_id not in there:
            session.add(ContactTag(contact_id=contact_id, tag_id=tag_id))
    session.flush()


def add_tags(session: CrmSession, contact_id: int, names: Collection[str]) -> None:
    """Put tags on a contact beside those it has."""
    have = set(session.scalars(select(ContactTag.tag_id).where(ContactTag.contact_id == contact_id)))
    for tag_id in ensure_tags(session, names):
        if tag_id not in have:
            session.add(ContactTag(contact_id=contact_id, tag_id=tag_id))
    session.flush()


def take_tags(session: CrmSession, contact_id: int, names: Collection[str]) -> int:
    """Take tags off a contact; says how many it had."""
    wanted = {fold(" ".join(name.split())) for name in names}
    query = (
        select(ContactTag, Tag.name).join(Tag, Tag.id == ContactTag.tag_id).where(ContactTag.contact_id == contact_id)
    )
    links = [link for link, name in session.execute(query).all() if fold(name) in wanted]
    for link in links:
        session.delete(link)
    session.flush()
    return len(links)


def tag_contacts(session: CrmSession, contact_ids: Collection[int], name: str) -> int:
    """Put one tag on many contacts; says on how many it was new."""
    (tag_id,) = ensure_tags(session, [name]) or [0]
    if not tag_id:
        raise InvalidValue(field=_("Tag"), value=name)
    ids = list(dict.fromkeys(contact_ids))
    added = 0
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        query = select(ContactTag.contact_id).where(ContactTag.tag_id == tag_id, ContactTag.contact_id.in_(chunk))
        have = set(session.scalars(query))
        new = [ContactTag(contact_id=contact_id, tag_id=tag_id) for contact_id in chunk if contact_id not in have]
        session.add_all(new)
        added += len(new)
    session.flush()
    return added


def _checked(name: str) -> str:
    if not name or len(name) > 100:
        raise InvalidValue(field=_("Tag"), value=name[:60])
    return name
