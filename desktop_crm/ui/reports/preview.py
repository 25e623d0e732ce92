"""The pages on screen, by QtPdf: it comes with the window's libraries under their licence, pdfium would add 8 MB."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.theme import color, px

STEP = 1.2
LEAST, MOST = 0.25, 5.0


class Preview(QWidget):
    """Pages under each other, with zoom and search."""

    paged = Signal(int)  # how many pages there are

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = b""
        self.document = QPdfDocument(self)
        self._buffer: QBuffer | None = None
        self.found = QPdfSearchModel(self)
        self.found.setDocument(self.document)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setSearchModel(self.found)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.setMinimumWidth(px(120))
        self.finder.setMaximumWidth(px(220))
        self.before, self.after = (
            tool_button("chevron-up", lambda: self.step(-1)),
            tool_button("chevron-down", self.step),
        )
        self.smaller = tool_button("minus", lambda: self.zoom(1 / STEP))
        self.larger = tool_button("plus", lambda: self.zoom(STEP))
        self.fit = Button("", "quiet", self.fit_width)
        self.pages = QLabel()
        self.pages.setProperty("type", "secondary")
        self._lay_out()
        self.finder.textChanged.connect(self.found.setSearchString)
        self.finder.returnPressed.connect(self.step)
        self.found.countChanged.connect(self._say)
        self.view.pageNavigator().currentPageChanged.connect(self._say)
        self._dress()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(px(4))
        for widget in (
            self.pages,
            None,
            self.finder,
            self.before,
            self.after,
            None,
            self.smaller,
            self.larger,
            self.fit,
        ):
            if widget is None:
                bar.addStretch(1)
            else:
                bar.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(8))
        layout.addLayout(bar)
        layout.addWidget(self.view, 1)

    def show_pdf(self, content: bytes) -> None:
        """Show these pages; the place in them is kept where the same report is shown again."""
        page = self.view.pageNavigator().currentPage() if self.content else 0
        self.document.close()
        self.content = content
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if page and page < self.document.pageCount():
            self.view.pageNavigator().jump(page, QPointF())
        self._say()
        self.paged.emit(self.document.pageCount())

    def clear(self) -> None:
        """Nothing to show."""
        self.document.close()
        self.content = b""
        self._say()

    def zoom(self, by: float) -> None:
        """Larger or smaller than it is."""
        factor = self._factor() * by
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(MOST, max(LEAST, factor)))

    def _factor(self) -> float:
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom or not self.document.pageCount():
            return self.view.zoomFactor()
        wide = self.document.pagePointSize(0).width() * self.logicalDpiX() / 72
        return max(LEAST, (self.view.viewport().width() - px(12)) / max(1.0, wide))

    def fit_width(self) -> None:
        """As wide as there is room."""
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def step(self, by: int = 1) -> None:
        """To the next place where the words stand."""
        count = self.found.rowCount(self.found.index(-1, -1))
        if count:
            place = (self.view.currentSearchResultIndex() + by) % count
            self.view.setCurrentSearchResultIndex(place)
            link = self.found.resultAtIndex(place)
            self.view.pageNavigator().jump(link.page(), link.location())

    def begin_search(self) -> None:
        """Put the keyboard into the search."""
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    def _say(self) -> None:
        count = self.document.pageCount()
        said = ""
        if count:
            page = self.view.pageNavigator().currentPage() + 1
            said = _("Page {number} of {count}").format(number=page, count=count)
        if self.finder.text() and count:
            hits = self.found.rowCount(self.found.index(-1, -1))
            said += " · " + _("found: {count}").format(count=hits)
        self.pages.setText(said)

    def _dress(self) -> None:
        palette = self.view.palette()
        for role in (QPalette.ColorRole.Dark, QPalette.ColorRole.Window, QPalette.ColorRole.Base):
            palette.setColor(role, color("sunken"))
        self.view.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        """The ground follows the theme; the paper stays white."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "view"):
            self._dress()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Words of now."""
        self.finder.setPlaceholderText(_("Find in the report"))
        self.finder.setAccessibleName(_("Find in the report"))
        name(self.before, _("The place before"))
        name(self.after, _("The next place"))
        name(self.smaller, _("Smaller"))
        name(self.larger, _("Larger"))
        self.fit.setText(_("Fit width"))
        self.view.setAccessibleName(_("Pages of the report"))
        self._say()
