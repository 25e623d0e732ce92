"""An e-mail as the history takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop_crm.base.attached import AttachedFile


@dataclass(frozen=True)
class Mail:
    """One message, read from a file."""

    key: str  # hash of its Message-ID, or of what it says where there is none
    subject: str
    sent_at: datetime | None
    sender: str  # address, lower case
    recipients: tuple[str, ...]  # To and Cc, lower case
    text: str
    files: tuple[AttachedFile, ...] = ()
