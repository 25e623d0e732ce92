"""Files of the disk on their way into the database, and back."""

import shutil
from pathlib import Path

from desktop_crm.base import clock, paths
from desktop_crm.base.attached import PIECE, AttachedFile, file_name, media_type_of, refuse_too_large
from desktop_crm.base.errors import FileMissing, FileUnreadable
from desktop_crm.base.i18n import _
from desktop_crm.base.mail import Mail
from desktop_crm.base.progress import Progress
from desktop_crm.files.atomic import replaced_file
from desktop_crm.files.eml import SUFFIX, read_mail

KEEP_SHOWN_S = 24 * 3600  # copies that were opened longer ago are cleared away


def read_attached(path: Path, progress: Progress | None = None) -> AttachedFile:
    """The file at *path*; raises ``FileMissing``, ``FileUnreadable``, ``AttachmentTooLarge``."""
    progress = progress or Progress()
    if not path.exists():
        raise FileMissing(name=path.name)
    if not path.is_file():
        raise FileUnreadable(name=path.name)
    pieces: list[bytes] = []
    done = 0
    try:
        size = path.stat().st_size
        refuse_too_large(path.name, size)
        with path.open("rb") as source:
            while piece := source.read(PIECE):
                pieces.append(piece)
                done += len(piece)
                refuse_too_large(path.name, done)  # it may grow while it is read
                progress.step(_("Reading “{name}”…").format(name=path.name), done, max(size, done))
    except OSError as error:
        raise FileUnreadable(name=path.name) from error
    return AttachedFile(file_name(path.name), media_type_of(path.name), tuple(pieces))


def read_all(sources: list[Path], progress: Progress | None = None) -> list[AttachedFile]:
    """All of *sources*; when one cannot be taken, none is."""
    return [read_attached(path, progress) for path in sources]


def read_dropped(sources: list[Path], progress: Progress | None = None) -> tuple[list[AttachedFile], list[Mail]]:
    """E-mails among *sources* as mails, all others as files; when one cannot be taken, none is."""
    mails = [path for path in sources if path.suffix.casefold() == SUFFIX]
    others = [path for path in sources if path not in mails]
    return read_all(others, progress), [read_mail(path) for path in mails]


def write_shown(file: AttachedFile, key: int, progress: Progress | None = None) -> Path:
    """A copy for another program to show: read-only, so that nobody works on it and loses what he wrote."""
    folder = paths.opened_folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < clock.now().timestamp() - KEEP_SHOWN_S:
            shutil.rmtree(old, ignore_errors=True)
    (folder / str(key)).mkdir(exist_ok=True, mode=0o700)
    path = folder / str(key) / file.name
    if path.exists():
        path.chmod(0o600)
    written = write_attached(path, file, progress)
    written.chmod(0o400)
    return written


def write_attached(path: Path, file: AttachedFile, progress: Progress | None = None) -> Path:
    """Write it to *path*, whole or not at all."""
    progress = progress or Progress()
    done = 0
    with replaced_file(path) as beside, beside.open("wb") as target:
        for piece in file.pieces:
            target.write(piece)
            done += len(piece)
            progress.step(_("Writing “{name}”…").format(name=path.name), done, file.size)
    return path
