"""``attachment save|rename|remove ID``."""

import argparse
from pathlib import Path

from desktop_crm.base.attached import AttachedFile
from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli.opening import add_database_option, file_argument, open_database, shown_progress
from desktop_crm.db.database import Database
from desktop_crm.files.attached import write_attached
from desktop_crm.services.attachments import attachment_file, remove_attachment, rename_attachment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which file."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="save|rename|remove")
    save = verbs.add_parser("save", help=_("write it to the disk"))
    rename = verbs.add_parser("rename", help=_("give it another name"))
    for verb in (save, rename, verbs.add_parser("remove", help=_("take it away"))):
        verb.add_argument("id", type=int, metavar="ID", help=_("as given by “attachments”"))
        add_database_option(verb)
    save.add_argument("out", type=file_argument, metavar="OUT", help=_("a file, or a folder"))
    rename.add_argument("name", metavar="NAME")


def run(options: argparse.Namespace) -> int:
    """Do it."""
    database = open_database(options.database)
    try:
        if options.verb == "save":
            print(_save(database, options.id, options.out))
        elif options.verb == "rename":
            database.do(Label(N_("Rename a file")), rename_attachment, options.id, options.name)
        else:
            database.do(Label(N_("Remove a file")), remove_attachment, options.id)
    finally:
        database.close()
    return 0


def _save(database: Database, attachment_id: int, out: Path) -> Path:
    progress = shown_progress()
    with database.read() as session:
        file: AttachedFile = attachment_file(session, attachment_id, progress)
    return write_attached(out / file.name if out.is_dir() else out, file, progress)
