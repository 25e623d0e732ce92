"""The rehearsal: what was found, what will happen, and how long it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.base import paths
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.labels import see_through
from desktop_crm.ui.servers.door import Rehearsal, is_server
from desktop_crm.ui.servers.findings import INFO, OK, WARN, Finding, Findings, facts_found
from desktop_crm.ui.theme import px

WIDTH = 640
MINUTE = 60


class RehearsalStep(QWidget):
    """Two lists of sentences."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rehearsal: Rehearsal | None = None
        self.shared = False  # other computers may be in the file
        self.found_title, self.happens_title = QLabel(), QLabel()
        self.found, self.happens = Findings(), Findings()
        inner = QFrame()
        inner.setProperty("plain", "true")
        inner.setMaximumWidth(px(WIDTH))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        for title, lines in ((self.found_title, self.found), (self.happens_title, self.happens)):
            title.setProperty("type", "section")
            column.addWidget(title)
            column.addWidget(lines)
            column.addSpacing(px(8))
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        see_through(area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self.retranslate()

    def show_rehearsal(self, rehearsal: Rehearsal, *, shared: bool) -> None:
        """What was found."""
        self.rehearsal, self.shared = rehearsal, shared
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.found_title.setText(_("What was found"))
        self.happens_title.setText(_("What will happen"))
        if self.rehearsal is not None:
            facts = self.rehearsal.facts
            found = facts_found(facts) if facts is not None else ((OK, _("The place is free and can be written to.")),)
            self.found.show_lines(found)
            self.happens.show_lines(_steps(self.rehearsal, self.shared))


def _steps(rehearsal: Rehearsal, shared: bool) -> tuple[Finding, ...]:
    plan = rehearsal.plan
    rows = ngettext("{count} row in all tables, with files and history.",
                    "{count} rows in all tables, with files and history.", plan.rows)  # fmt: skip
    said: list[Finding] = []
    if not is_server(plan.source):
        folder = str(paths.backups_folder())
        said.append((INFO, _("A verified backup of the file is made first, in {folder}.").format(folder=folder)))
    said += [
        (INFO, _("Moved: {rows}").format(rows=rows.format(count=count_text(plan.rows)))),
        (INFO, _("It takes {time}. It can be stopped at any moment; then nothing has changed.").format(
            time=time_words(plan.estimated_seconds))),
        (INFO, _("Every table is counted and summed on both sides. Only when all are equal the program goes over.")),
        (INFO, _("“{name}” stays where it is, as it was, and leads whoever opens it to the new place.").format(
            name=plan.source)),
    ]  # fmt: skip
    if plan.unfinished:
        said.append((INFO, _("What an earlier, broken move left there is cleared.")))
    if shared:
        said.append((WARN, _("Close the program on the other computers: what they write meanwhile is refused.")))
    return tuple(said)


def time_words(seconds: float) -> str:
    """“less than a minute”, “about 5 minutes”."""
    if seconds < MINUTE:
        return _("less than a minute")
    minutes = round(seconds / MINUTE)
    return ngettext("about {count} minute", "about {count} minutes", minutes).format(count=minutes)
