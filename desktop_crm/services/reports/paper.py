"""What stands on everything that is printed: the firm, and who printed it."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from sqlalchemy import select

from desktop_crm.base import clock
from desktop_crm.base.document import Block, Document, Letterhead
from desktop_crm.base.i18n import language
from desktop_crm.model import Meta, Operator
from desktop_crm.model.session import CrmSession
from desktop_crm.services.firm import firm

LOGO = "firm_logo"  # key of model.meta.Meta: PNG or JPEG, base64
LOGO_MOST = 300_000  # bytes


def letterhead(session: CrmSession) -> Letterhead:
    """The firm as the settings of the database describe it."""
    facts = firm(session)
    kept = session.scalar(select(Meta.value).where(Meta.key == LOGO)) or ""
    try:
        logo = base64.b64decode(kept, validate=True)
    except (binascii.Error, ValueError):
        logo = b""
    lines = tuple(line.strip() for line in facts.paper_lines.splitlines() if line.strip())
    return Letterhead(facts.firm_name, lines[:6], logo)


def logo_text(content: bytes) -> str:
    """A logo as it is kept."""
    return base64.b64encode(content).decode()


def operator_name(session: CrmSession) -> str:
    """Who works here."""
    return name_of(session, session.operator_id) if session.operator_id is not None else ""


def name_of(session: CrmSession, operator_id: int) -> str:
    """The name of a colleague."""
    return session.scalar(select(Operator.name).where(Operator.id == operator_id)) or ""


def document(session: CrmSession, title: str, blocks: tuple[Block, ...], **more: Any) -> Document:
    """A document of this firm, made now by this operator in the language in force."""
    return Document(
        title,
        blocks,
        language=language(),
        author=operator_name(session),
        firm=letterhead(session),
        made_at=clock.now(),
        **more,
    )
