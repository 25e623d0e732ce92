"""The figures of a report with the lists behind them; a row opens what it is about."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop_crm.base.document import Document, Link, Table, figures_of
from desktop_crm.base.document_text import value_text
from desktop_crm.base.i18n import _, language_scope
from desktop_crm.ui.labels import caption
from desktop_crm.ui.theme import px

LINK_ROLE = Qt.ItemDataRole.UserRole + 1


class FiguresFace(QWidget):
    """The figures, and what the one that is chosen means."""

    def __init__(self, tree: FiguresTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree = tree
        self.definition = caption()
        self.definition.setWordWrap(True)
        self.definition.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addWidget(tree, 1)
        layout.addWidget(self.definition)
        tree.currentItemChanged.connect(self._say)

    def _say(self, item: QTreeWidgetItem | None) -> None:
        while item is not None and item.parent() is not None:
            item = item.parent()
        self.definition.setText(item.toolTip(0) if item is not None else "")


class FiguresTree(QTreeWidget):
    """Figure and value; under each its rows, filled in when it is opened."""

    wanted = Signal(object)  # a Link

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setColumnCount(2)
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(False)
        self.setRootIsDecorated(True)
        header = self.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        self._document: Document | None = None
        self._tables: dict[int, Table] = {}
        self.itemExpanded.connect(self._fill)
        self.itemActivated.connect(self._open)

    def show_document(self, document: Document) -> None:
        """Its figures."""
        self.clear()
        self._document = document
        self._tables = {}
        with language_scope(document.language):
            for figure in figures_of(document):
                item = QTreeWidgetItem(
                    self, [figure.title, value_text(figure.value, figure.kind, figure.currency) or "–"]
                )
                item.setSizeHint(0, QSize(0, px(30)))
                item.setToolTip(0, figure.definition)
                item.setToolTip(1, figure.note)
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if figure.rows is not None and figure.rows.rows:
                    self._tables[id(item)] = figure.rows
                    item.setData(0, Qt.ItemDataRole.UserRole, id(item))
                    item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        if (first := self.topLevelItem(0)) is not None:
            self.setCurrentItem(first)

    def _fill(self, item: QTreeWidgetItem) -> None:
        table = self._tables.pop(item.data(0, Qt.ItemDataRole.UserRole) or 0, None)
        if table is None or self._document is None:
            return
        strong = next((place for place, column in enumerate(table.columns) if column.strong), 0)
        links = table.links or [None] * len(table.rows)
        with language_scope(self._document.language):
            for row, link in zip(table.rows, links, strict=True):
                texts = [value_text(value, column.kind) for value, column in zip(row, table.columns, strict=False)]
                rest = " · ".join(text for place, text in enumerate(texts) if text and place != strong)
                line = QTreeWidgetItem(item, [texts[strong], rest])
                line.setData(0, LINK_ROLE, link)
                line.setToolTip(1, rest)

    def _open(self, item: QTreeWidgetItem) -> None:
        link = item.data(0, LINK_ROLE)
        if isinstance(link, Link):
            self.wanted.emit(link)

    def retranslate(self) -> None:
        """Words of now."""
        self.setHeaderLabels([_("Figure and the list behind it"), _("Value")])
        self.setAccessibleName(_("Figures of the report"))
