"""The picture of a person or the logo of an organisation. A row is never changed: another picture is another row."""

from sqlalchemy import select

from desktop_crm.base.errors import CrmError, NotFound
from desktop_crm.base.i18n import N_, _
from desktop_crm.model import Photo
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reading import ID, fetch
from desktop_crm.services.record_changes import must_exist

LARGEST = 1_000_000  # bytes of a picture that was made small before
SIDE = 512  # pixels; whoever hands a picture in makes it no larger
_BEGINNINGS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
_LATEST = (
    select(Photo.id, Photo.content)
    .where(Photo.contact_id == ID, Photo.deleted_at.is_(None))
    .order_by(Photo.id.desc())
    .limit(1)
)
_LATEST_ID = _LATEST.with_only_columns(Photo.id)


class NotAPicture(CrmError):
    """Something else than a picture, or one that is too large."""

    text = N_("This is no picture that can be kept here. Nothing was changed. Choose a JPEG or PNG picture.")


def photo_id(session: CrmSession, contact_id: int) -> int | None:
    """Which picture a contact has."""
    found = fetch(session, _LATEST_ID, id=contact_id)
    return found[0].id if found else None


def contact_photo(session: CrmSession, contact_id: int) -> bytes | None:
    """The picture itself, JPEG or PNG."""
    found = fetch(session, _LATEST, id=contact_id)
    return found[0].content if found else None


def set_photo(session: CrmSession, contact_id: int, content: bytes) -> int:
    """Give a contact a picture in place of the one it has; says its id. Raises ``NotAPicture``."""
    must_exist(session, contact_id)
    media_type = next((kind for kind, begin in _BEGINNINGS.items() if content.startswith(begin)), "")
    if not media_type or len(content) > LARGEST:
        raise NotAPicture
    _take_off(session, contact_id)
    photo = Photo(contact_id=contact_id, media_type=media_type, content=content)
    session.add(photo)
    session.flush()
    return photo.id


def remove_photo(session: CrmSession, contact_id: int) -> None:
    """Take the picture off the card; undo brings it back."""
    if not _take_off(session, contact_id):
        raise NotFound(what=_("The picture"))
    session.flush()


def _take_off(session: CrmSession, contact_id: int) -> int:
    rows = session.scalars(select(Photo).where(Photo.contact_id == contact_id)).all()
    for row in rows:
        session.delete(row)
    return len(rows)
