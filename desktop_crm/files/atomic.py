"""Writing a file so that the old one stays whole until the new one is complete."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_crm.base.errors import DiskFull, FileNotWritten


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """A new empty file beside *path*; it takes *path*'s place at the end, or vanishes when anything goes wrong."""
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        os.close(handle)
        beside = Path(name)
        yield beside
        with beside.open("r+b") as written:
            os.fsync(written.fileno())
        _take_rights(path, beside)
        beside.replace(path)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT) or getattr(error, "winerror", None) == 112
        raise (DiskFull if full else FileNotWritten)(name=path.name) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _take_rights(path: Path, beside: Path) -> None:
    """The rights of the file that is replaced, or those of any new file (a temporary one is for its owner only)."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    beside.chmod(mode)
