"""Files kept with contacts and with entries of their history, inside the database."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, or_, select

from desktop_crm.base import clock
from desktop_crm.base.attached import AttachedFile, file_name, refuse_too_large
from desktop_crm.base.errors import FileDamaged, InvalidValue, NotFound
from desktop_crm.base.i18n import _
from desktop_crm.base.progress import Progress
from desktop_crm.model import Attachment, AttachmentPart, Complaint, Interaction
from desktop_crm.model.complaint import SEEN_BY_COLUMNS, may_see
from desktop_crm.model.session import CrmSession
from desktop_crm.services.history_lines import FileLine
from desktop_crm.services.reading import IDS, fetch
from desktop_crm.services.record_changes import must_exist

ME: Any = bindparam("me")


def add_attachments(
    session: CrmSession,
    contact_id: int,
    files: Sequence[AttachedFile],
    interaction_id: int | None = None,
    progress: Progress | None = None,
) -> list[int]:
    """Keep *files* with the contact (or with an entry of its history); says their ids."""
    must_exist(session, contact_id)
    return [_add(session, file, progress, contact_id=contact_id, interaction_id=interaction_id) for file in files]


def add_evidence(
    session: CrmSession, complaint_id: int, files: Sequence[AttachedFile], progress: Progress | None = None
) -> list[int]:
    """Keep *files* with a complaint; says their ids."""
    return [_add(session, file, progress, complaint_id=complaint_id) for file in files]


def _add(session: CrmSession, file: AttachedFile, progress: Progress | None, **owner: int | None) -> int:
    progress = progress or Progress()
    refuse_too_large(file.name, file.size)
    attachment = Attachment(
        **owner,
        name=file_name(file.name),
        media_type=file.media_type[:100],
        size=file.size,
        sha256=file.sha256,
    )
    session.add(attachment)
    session.flush()
    done = 0
    for position, piece in enumerate(file.pieces):
        part = AttachmentPart(attachment_id=attachment.id, position=position, content=piece)
        session.add(part)
        session.flush()
        session.expunge(part)  # written; memory holds one piece at a time
        done += len(piece)
        progress.step(_("Keeping “{name}”…").format(name=file.name), done, file.size)
    return attachment.id


def rename_attachment(session: CrmSession, attachment_id: int, name: str) -> None:
    """Another name; the ending stays where none is given."""
    attachment = _to_change(session, attachment_id)
    if not name.strip():
        raise InvalidValue(field=_("Name"), value=name)
    wanted = file_name(name)
    _stem, dot, suffix = attachment.name.rpartition(".")
    attachment.name = wanted if "." in wanted or not dot else f"{wanted}.{suffix}"
    session.flush()


def remove_attachment(session: CrmSession, attachment_id: int) -> None:
    """Take it away; undo brings it back. The content goes for good with its contact."""
    _to_change(session, attachment_id).deleted_at = clock.now()
    session.flush()


def _to_change(session: CrmSession, attachment_id: int) -> Attachment:
    _line(session, attachment_id)
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound(what=_("The file"))
    return attachment


# ---- reading ---------------------------------------------------------------------------------------------------------

_LINES: Any = (
    select(
        Attachment.id,
        Attachment.version,
        Attachment.contact_id,
        Attachment.interaction_id,
        Attachment.name,
        Attachment.media_type,
        Attachment.size,
        Attachment.created_at,
    )
    .outerjoin(Interaction, Interaction.id == Attachment.interaction_id)
    .where(
        Attachment.deleted_at.is_(None),
        or_(
            Attachment.interaction_id.is_(None),
            Interaction.deleted_at.is_(None) & (Interaction.private.is_(False) | (Interaction.author_id == ME)),
        ),
    )
    .order_by(Attachment.id.desc())
)
_OF_CONTACT = _LINES.where(Attachment.contact_id.in_(IDS)).limit(200)
_OF_COMPLAINTS = _LINES.where(Attachment.complaint_id.in_(IDS)).limit(200)
_OF_ENTRIES = _LINES.where(Attachment.interaction_id.in_(IDS))
_ONE = _LINES.where(Attachment.id.in_(IDS))
_PARTS = select(AttachmentPart.id).where(AttachmentPart.attachment_id.in_(IDS)).order_by(AttachmentPart.position)
_PART = select(AttachmentPart.content).where(AttachmentPart.id.in_(IDS))


def _lines(session: CrmSession, statement: Select[Any], ids: Collection[int]) -> list[FileLine]:
    rows = fetch(session, statement, ids=list(ids), me=session.operator_id) if ids else ()
    return [FileLine(*row) for row in rows]


def attachments_of(session: CrmSession, *contact_ids: int) -> tuple[FileLine, ...]:
    """Files of contacts and of their history, latest first (at most 200); not those of others' private notes."""
    return tuple(_lines(session, _OF_CONTACT, contact_ids))


def evidence_of(session: CrmSession, complaint_id: int) -> tuple[FileLine, ...]:
    """Files of a complaint, latest first (at most 200)."""
    return tuple(_lines(session, _OF_COMPLAINTS, [complaint_id]))


def attachments_on(session: CrmSession, interaction_ids: Collection[int]) -> list[FileLine]:
    """Files of entries of the history."""
    return _lines(session, _OF_ENTRIES, interaction_ids)


def _line(session: CrmSession, attachment_id: int) -> FileLine:
    found = _lines(session, _ONE, [attachment_id])
    if not found or not _is_seen(session, attachment_id):
        raise NotFound(what=_("The file"))
    return found[0]


def _is_seen(session: CrmSession, attachment_id: int) -> bool:
    """Evidence of a confidential complaint is for those who may read that."""
    owner = select(Attachment.complaint_id).where(Attachment.id == attachment_id).scalar_subquery()
    complaint = session.execute(select(*SEEN_BY_COLUMNS).where(Complaint.id == owner)).one_or_none()
    return complaint is None or may_see(session.operator_id, *complaint)


def attachment_file(session: CrmSession, attachment_id: int, progress: Progress | None = None) -> AttachedFile:
    """The file with its content; raises ``FileDamaged`` where it is not what was kept."""
    progress = progress or Progress()
    line = _line(session, attachment_id)
    pieces: list[bytes] = []
    done = 0
    for row in fetch(session, _PARTS, ids=[attachment_id]):
        pieces.append(bytes(fetch(session, _PART, ids=[row.id])[0].content))
        done += len(pieces[-1])
        progress.step(_("Reading “{name}”…").format(name=line.name), done, line.size)
    file = AttachedFile(line.name, line.media_type, tuple(pieces))
    kept = session.scalar(select(Attachment.sha256).where(Attachment.id == attachment_id))
    if file.size != line.size or file.sha256 != kept:
        raise FileDamaged(name=line.name)
    return file
