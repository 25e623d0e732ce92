"""How large a file may be, and the first look at it: missing, unreadable, empty.

The limits keep every read below 10 seconds and 1 GB, whatever the file declares. They are about six times what a
list of 100,000 clients needs.
"""

import stat
from pathlib import Path

from desktop_crm.base.errors import FileEmpty, FileMissing, FileTooLarge, FileUnreadable
from desktop_crm.base.i18n import _, ngettext

MEGABYTE = 1_000_000
MAX_FILE = 200 * MEGABYTE  # bytes on disk
MAX_TEXT = 150 * MEGABYTE  # bytes of a text file or an address book
MAX_EXPANDED = 300 * MEGABYTE  # bytes of one part of a zip when inflated
MAX_CELLS = 5_000_000  # filled cells of one sheet, texts of one workbook
MAX_AREA = 10_000_000  # rows x columns up to the last filled cell: the readers hold the whole rectangle
MAX_COLUMNS = 16_384
MAX_LINE = 4 * MEGABYTE  # characters of one line of text
MAX_BINARY_LINE = 40 * MEGABYTE  # bytes of one folded line that holds a picture
MAX_CARDS = 300_000
MAX_LINES = 4_000_000  # of an address book, folded as they are
MAX_PROPERTIES = 3_000_000  # lines of all cards of an address book
FORMATS = ".xlsx, .xls, .ods, .csv, .tsv, .txt, .vcf"
_BLANK = b" \t\r\n\x00\x1a\xef\xbb\xbf\xff\xfe"


def readable_file(path: Path, limit: int = MAX_FILE) -> int:
    """The size of *path*, which is a regular file, readable, not empty and not above *limit*."""
    name = path.name or str(path)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a folder, a pipe, a device: opening one of these may wait for ever
            raise FileUnreadable(name=name)
        with path.open("rb") as source:
            head = source.read(4096)
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(name=name) from None
    except (OSError, ValueError):  # rights, a loop of links, a lock, a zero byte in the name
        raise FileUnreadable(name=name) from None
    if not head.strip(_BLANK) and status.st_size <= 4096:
        raise FileEmpty(name=name)
    if status.st_size > limit:
        raise too_many_bytes(name, limit)
    return status.st_size


def too_many_bytes(name: str, limit: int) -> FileTooLarge:
    """The error for a file above *limit* bytes."""
    return FileTooLarge(name=name, limit=_("more than {count} MB").format(count=limit // MEGABYTE))


def too_many_columns(name: str) -> FileTooLarge:
    """The error for a row wider than any spreadsheet program allows."""
    return FileTooLarge(name=name, limit=_("more than {count} columns").format(count=MAX_COLUMNS))


def too_many_lines(name: str) -> FileTooLarge:
    """The error for an address book of too many lines."""
    return FileTooLarge(name=name, limit=_("more than {count} lines").format(count=MAX_LINES))


def too_many_contacts(name: str) -> FileTooLarge:
    """The error for an address book above the limits."""
    return FileTooLarge(name=name, limit=_("more than {count} contacts").format(count=MAX_CARDS))


def too_many_cells(name: str, limit: int = MAX_AREA) -> FileTooLarge:
    """The error for a sheet above *limit* cells."""
    text = ngettext("more than {count} cell", "more than {count} cells", limit)
    return FileTooLarge(name=name, limit=text.format(count=f"{limit:,}".replace(",", "\u202f")))
