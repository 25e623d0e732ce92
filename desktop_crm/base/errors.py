"""Known errors: the surroundings' fault or the user's slip, told calmly in the user's language.

Each class holds one sentence group: what happened, that nothing was lost, what to do. Facts go in by name. Anything
that is not a :class:`CrmError` is a bug and is logged with its traceback at the door.
"""

from dataclasses import dataclass
from typing import ClassVar

from desktop_crm.base.i18n import N_, _


class CrmError(Exception):
    """Base of all known errors; ``str(error)`` is the sentence for the user."""

    text: ClassVar[str] = N_("Something went wrong. Nothing was changed.")

    def __init__(self, **facts: object) -> None:
        super().__init__()
        self.facts = facts

    @property
    def sentence(self) -> str:
        """The sentence in the language in force now."""
        return _(self.text).format(**self.facts)

    def __str__(self) -> str:
        return self.sentence


class Cancelled(CrmError):
    """The user stopped long work."""

    text = N_("Cancelled. Nothing was changed.")


class FileMissing(CrmError):
    """No such file. Facts: name."""

    text = N_("The file “{name}” is not there. Nothing was changed. Check the name and the folder.")


class FileUnreadable(CrmError):
    """The file exists but cannot be read (rights, folder, device). Facts: name."""

    text = N_(
        "The file “{name}” cannot be read. Nothing was changed. Check that you may open it and that no "
        "other program holds it."
    )


class FileEmpty(CrmError):
    """Nothing inside. Facts: name."""

    text = N_("The file “{name}” is empty. Nothing was changed.")


class FileProtected(CrmError):
    """Needs a password. Facts: name."""

    text = N_(
        "The file “{name}” is protected by a password. Nothing was changed. Save a copy without the "
        "password and try again."
    )


class FileDamaged(CrmError):
    """Truncated, broken or hostile. Facts: name."""

    text = N_(
        "The file “{name}” is damaged or incomplete and cannot be read. Nothing was changed. Open it in "
        "the program it comes from and save it again."
    )


class FileTooLarge(CrmError):
    """Declares more than the limits. Facts: name, limit."""

    text = N_(
        "The file “{name}” is too large or claims to be ({limit}). Nothing was changed. Split it into "
        "smaller files and try again."
    )


class WrongFormat(CrmError):
    """Not a kind of file that is understood here. Facts: name, formats."""

    text = N_("The file “{name}” is of a kind that does not work here. Nothing was changed. These kinds do: {formats}.")


class FileNotWritten(CrmError):
    """The target cannot be written. Facts: name."""

    text = N_(
        "The file “{name}” cannot be written. Nothing was changed. Choose another folder, or close the "
        "program that has it open."
    )


class FolderGone(CrmError):
    """A folder that something is kept in. Facts: name."""

    text = N_(
        "The folder “{name}” is not there, so the calendar file in it is not kept up to date. Nothing was changed. "
        "Connect the drive, or choose another folder in the settings."
    )


class NotOurFile(CrmError):
    """Somebody else's file stands where ours would. Facts: name."""

    text = N_("“{name}” is a file of another program and was left as it is. Choose another folder in the settings.")


class DiskFull(CrmError):
    """No space left. Facts: name."""

    text = N_("The disk is full, so “{name}” could not be saved. Nothing was changed. Free some space and try again.")


class DatabaseMissing(CrmError):
    """No database there. Facts: name."""

    text = N_("There is no database at “{name}”. Nothing was changed. Check the path, or make one with “new”.")


class DatabaseExists(CrmError):
    """A file is there already. Facts: name."""

    text = N_("“{name}” exists already and was left as it is. Choose another name, or open it.")


class NotADatabase(CrmError):
    """The file is something else. Facts: name."""

    text = N_("“{name}” is not a database of this program. Nothing was changed. Choose another file.")


class DatabaseDamaged(CrmError):
    """Integrity is broken. Facts: name."""

    text = N_(
        "The database “{name}” is damaged. Nothing more is written to it. Open the last backup, or copy "
        "the file aside and ask for help."
    )


class DatabaseNewer(CrmError):
    """Schema of a later version. Facts: name."""

    text = N_(
        "The database “{name}” was made by a newer version of this program. Nothing was changed. Update "
        "the program on this PC."
    )


class DatabaseBusy(CrmError):
    """Somebody held the lock too long. Facts: name, who."""

    text = N_(
        "The database “{name}” is in use by {who} and did not become free. Nothing was changed. Try again in a moment."
    )


class DatabaseReadOnly(CrmError):
    """May be looked at only. Facts: name."""

    text = N_(
        "The database “{name}” can only be looked at here, not changed. Nothing was changed. Check the "
        "rights of the file and its folder."
    )


class DatabaseUnreachable(CrmError):
    """Share or server gone. Facts: name."""

    text = N_("The database “{name}” cannot be reached. Nothing was changed. Check the network and try again.")


class DatabaseReplaced(DatabaseUnreachable):
    """Another file, or an older state, stands where the open database was. Facts: name."""

    text = N_(
        "The file of the database “{name}” was replaced, or an older state was put back, while it was open here. "
        "Nothing more is written, so that nothing gets mixed up. Reload to go on with what is there now."
    )


class NotFound(CrmError):
    """No such record. Facts: what."""

    text = N_("{what} is not there any more. Nothing was changed. Refresh the list.")


class ChangedSince(CrmError):
    """Undo would overwrite a later change. Facts: who, what."""

    text = N_("{who} changed “{what}” since, so this was not undone. Nothing was changed.")


class NothingToUndo(CrmError):
    """The history is empty in that direction."""

    text = N_("There is nothing to undo. Nothing was changed.")


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that two people changed at once: what each of them wants, and what both saw before."""

    field: str
    title: str  # in the language in force
    before: object
    mine: object
    theirs: object


class VersionConflict(CrmError):
    """Somebody saved the same field first. Facts: what; of a row also the code of its field.

    ``contested``: all fields that both changed, where the journal knows what was before; ``version``: the row's now.
    """

    contested: tuple[Contested, ...] = ()
    version: int = 0

    text = N_(
        "“{what}” was changed by somebody else in the meantime. What you typed is still here; look at "
        "both and save again."
    )


class InvalidValue(CrmError):
    """A value that a field cannot hold. Facts: field, value."""

    text = N_("“{value}” does not fit into “{field}”. Nothing was changed. Correct it and try again.")
