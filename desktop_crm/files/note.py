"""Facts about a file that was read, kept as codes and told in the user's language when shown."""

from dataclasses import dataclass

from desktop_crm.base.i18n import N_, P_, _, ngettext

_TEXTS = {
    "zero_bytes": N_("Zero bytes inside the text were left out."),
    "broken_quotes": N_("Row {row}: a quotation mark is not closed; the row was read without it."),
    "decoded_as": N_("The text was read as {encoding}."),
    "formula_marks": N_("Apostrophes that protect cells from being run as formulas were taken away."),
    "header_again": N_("Row {row} looks like another header; it was left among the rows."),
    "header_missing": N_("There is no header row; the columns are named by their letters."),
    "html_table": N_("The file is a web page; its largest table was taken."),
    "invalid_line": N_("Line {row} could not be understood and was left out: {text}"),
    "long_row": N_("Row {row} has more cells than the header."),
    "lost_card": N_("Line {row}: a card does not end properly; what could be read was taken."),
    "other_sheets": N_("Other sheets were not taken: {names}."),
    "sheet_hidden": N_("The sheet “{name}” is hidden and was not taken."),
    "short_row": N_("Row {row} has fewer cells than the header."),
}
_PLURALS = {
    "error_cells": P_(
        "{count} cell with an error (such as #N/A) was read as empty.",
        "{count} cells with an error (such as #N/A) were read as empty.",
    ),
    "hidden_rows": P_(
        "{count} hidden row was taken too.",
        "{count} hidden rows were taken too.",
    ),
    "long_rows": P_(
        "{count} row has more cells than the header.",
        "{count} rows have more cells than the header.",
    ),
    "many_broken_quotes": P_(
        "In {count} row a quotation mark is not closed; it was read without it.",
        "In {count} rows a quotation mark is not closed; they were read without it.",
    ),
    "merged_cells": P_(
        "{count} cell was filled from the merged cell above it.",
        "{count} cells were filled from the merged cells above them.",
    ),
    "padded_cells": P_(
        "{count} number was read as it is shown, with its leading zeros and marks.",
        "{count} numbers were read as they are shown, with their leading zeros and marks.",
    ),
    "photo_too_large": P_(
        "{count} photo was too large and was left out.",
        "{count} photos were too large and were left out.",
    ),
    "short_rows": P_(
        "{count} row has fewer cells than the header.",
        "{count} rows have fewer cells than the header.",
    ),
    "title_rows": P_(
        "{count} title row above the header was left out.",
        "{count} title rows above the header were left out.",
    ),
    "undecodable_bytes": P_(
        "{count} character did not fit the character set and was replaced.",
        "{count} characters did not fit the character set and were replaced.",
    ),
}


@dataclass(frozen=True)
class Note:
    """One fact: a stable code and its facts, which are plain values."""

    code: str
    facts: tuple[tuple[str, str | int], ...] = ()

    @classmethod
    def of(cls, code: str, **facts: str | int) -> "Note":
        """The note with these facts."""
        return cls(code, tuple(sorted(facts.items())))

    @property
    def sentence(self) -> str:
        """The sentence in the language in force now."""
        facts = dict(self.facts)
        if self.code in _PLURALS:
            singular, plural = _PLURALS[self.code]
            return ngettext(singular, plural, int(facts["count"])).format(**facts)
        return _(_TEXTS[self.code]).format(**facts)

    @property
    def row(self) -> int:
        """The row or line spoken of; 0 if none."""
        return int(dict(self.facts).get("row", 0))
