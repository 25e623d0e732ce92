"""What changed since a copy was kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_crm.base.document_text import value_text
from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.reports.copies import FigureChange
from desktop_crm.ui.theme import px


class ChangesDialog(QDialog):
    """Figure, then, now; under each what came and what went."""

    def __init__(self, found: Sequence[FigureChange], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What changed since the copy was kept"))
        count = len(found)
        said = ngettext("{count} figure is another today.", "{count} figures are others today.", count)
        self.head = QLabel(said.format(count=count) if found else _("Nothing changed since the copy was made."))
        self.head.setProperty("type", "strong")
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([_("Figure"), _("Then"), _("Now")])
        self.tree.setAccessibleName(self.windowTitle())
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for change in found:
            texts = [value_text(value, change.kind) or "–" for value in (change.then, change.now)]
            item = QTreeWidgetItem(self.tree, [change.title, *texts])
            for name in change.came:
                QTreeWidgetItem(item, [name, "", _("came")])
            for name in change.went:
                QTreeWidgetItem(item, [name, _("went"), ""])
            item.setExpanded(len(found) < 6)
        self.tree.setVisible(bool(found))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(16), px(16), px(16))
        layout.setSpacing(px(12))
        layout.addWidget(self.head)
        layout.addWidget(self.tree, 1)
        self.resize(px(620), px(440) if found else px(120))
