"""The navigation on the left: the workspace, the pages, Import and Settings; icons only where room is short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui import painting
from desktop_crm.ui.table import ROW_ROLE
from desktop_crm.ui.theme import BODY, CAPTION, REGULAR, SEMIBOLD, color, font, px

WIDE, NARROW = 216, 56


@dataclass(frozen=True)
class PageEntry:
    """One page of the window: where it stands and where its code is (loaded when first shown)."""

    name: str
    icon: str
    title: str  # marked with N_
    place: str  # "top", "foot" or "" (reached by commands only)
    module: str
    factory: str
    badge: str = ""
    badge_tone: str = "neutral"
    own_title: bool = False  # the title is the user's own word: shown as it is

    @property
    def shown_title(self) -> str:
        """The title in the language in force."""
        return self.title if self.own_title else _(self.title)


# The table of pages. A page is listed when it works, not before.
PAGES: tuple[PageEntry, ...] = (
    PageEntry("today", "house", N_("Today"), "top", "desktop_crm.ui.today.page", "TodayPage"),
    PageEntry("contacts", "users", N_("Contacts"), "top", "desktop_crm.ui.contacts.page", "ContactsPage"),
    PageEntry(
        "complaints",
        "message-circle-warning",
        N_("Complaints"),
        "top",
        "desktop_crm.ui.complaints.page",
        "ComplaintsPage",
    ),
    PageEntry("reminders", "bell", N_("Reminders"), "top", "desktop_crm.ui.reminders.page", "RemindersPage"),
    PageEntry("calendar", "calendar", N_("Calendar"), "top", "desktop_crm.ui.calendar.page", "CalendarPage"),
    PageEntry("reports", "file-text", N_("Reports"), "top", "desktop_crm.ui.reports.page", "ReportsPage"),
    PageEntry("duplicates", "copy-check", N_("Duplicates"), "top", "desktop_crm.ui.duplicates.page", "DuplicatesPage"),
    PageEntry("trash", "trash-2", N_("Trash"), "foot", "desktop_crm.ui.trash.page", "TrashPage"),
    PageEntry("import", "upload", N_("Import…"), "foot", "desktop_crm.ui.importing.page", "ImportPage"),
    PageEntry("imports", "history", N_("Earlier imports"), "", "desktop_crm.ui.importing.imports", "ImportsPage"),
    PageEntry("waiting", "clock", N_("Waiting rows"), "", "desktop_crm.ui.importing.waiting", "WaitingPage"),
    PageEntry("move", "network", N_("Move to a server"), "", "desktop_crm.ui.servers.move_page", "MovePage"),
    PageEntry("settings", "settings", N_("Settings"), "foot", "desktop_crm.ui.settings.page", "SettingsPage"),
    PageEntry("first_start", "sparkles", N_("Welcome"), "", "desktop_crm.ui.first_start.page", "FirstStartPage"),
)

Index = QModelIndex | QPersistentModelIndex


class _Entries(QAbstractListModel):
    """The entries of one list."""

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self.entries = list(entries)

    def show(self, entries: Sequence[PageEntry]) -> None:
        if [entry.name for entry in entries] == [entry.name for entry in self.entries]:
            self.entries = list(entries)
            if self.entries:
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.entries) - 1, 0))
            return
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ROW_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.shown_title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{entry.shown_title} ({entry.badge})" if entry.badge else entry.shown_title
        return None


class NavigationDelegate(QStyledItemDelegate):
    """Icon, title, count badge; the current page on a card of its own."""

    narrow = False

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 px and 2 px between."""
        return QSize(px(40), px(36) + 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one entry."""
        entry = index.data(ROW_ROLE)
        area = option.rect.adjusted(px(12), 1, -px(12), -1)
        if self.narrow:
            area = option.rect.adjusted(px(8), 1, -px(8), -1)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painting.filled(painter, area, color("surface"), 6)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painting.filled(painter, area, color("hover"), 6)
        keyboard = QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_KeyboardFocusChange
        if option.state & keyboard == keyboard:
            painting.focus_ring(painter, area, 6)
        icon_wide = area.width() if self.narrow else px(18)
        x = 0 if self.narrow else px(10)
        place = QRect(area.x() + x, area.y(), icon_wide, area.height())
        token = "link" if current else "text2"
        painting.draw_icon(painter, QStyle.visualRect(option.direction, area, place), entry.icon, token, 18)
        if self.narrow:
            return
        badge_wide = self._badge(painter, option, area, entry.badge, entry.badge_tone)
        painter.setFont(font(BODY, SEMIBOLD if current else REGULAR))
        painter.setPen(color("text" if current else "text2"))
        text = QRect(area.x() + px(38), area.y(), area.width() - px(46) - badge_wide, area.height())
        painting.line(painter, QStyle.visualRect(option.direction, area, text), entry.shown_title, option.direction)

    def _badge(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str, tone: str) -> int:
        if not text:
            return 0
        wide, high = painting.chip_width(text), px(painting.CHIP_HEIGHT)
        place = QRect(area.right() - px(8) - wide, area.y() + (area.height() - high) // 2, wide, high)
        painting.chip(painter, QStyle.visualRect(option.direction, area, place), text, tone)
        return wide + px(8)


class EntryList(QListView):
    """A list of pages; a click or Enter goes there."""

    chosen = Signal(str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, entries: Sequence[PageEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self._model = _Entries(entries, self)
        self.setModel(self._model)
        self.delegate = NavigationDelegate(self)
        self.setItemDelegate(self.delegate)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._go)
        self.activated.connect(self._go)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)

    def show_entries(self, entries: Sequence[PageEntry]) -> None:
        """Other entries; the current one stays where it is still there."""
        current = self.current()
        self._model.show(entries)
        self.mark(current)
        self.updateGeometry()

    def current(self) -> str:
        """Name of the current entry, or ""."""
        index = self.currentIndex()
        return self._model.entries[index.row()].name if index.isValid() else ""

    def _offer(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if not index.isValid():
            index = self.currentIndex()
        if index.isValid():
            self.menu_wanted.emit(self._model.entries[index.row()].name, self.viewport().mapToGlobal(point))

    def sizeHint(self) -> QSize:
        """As high as its entries."""
        return QSize(px(WIDE), max(1, self._model.rowCount()) * (px(36) + 2))

    def minimumSizeHint(self) -> QSize:
        """May be squeezed."""
        return QSize(px(NARROW), px(38))

    def names(self) -> list[str]:
        """Names of the pages, in order."""
        return [entry.name for entry in self._model.entries]

    def mark(self, name: str) -> None:
        """Show which page is in front."""
        if name in self.names():
            self.setCurrentIndex(self._model.index(self.names().index(name), 0))
        else:
            self.selectionModel().clear()

    def set_badge(self, name: str, text: str, tone: str = "neutral") -> None:
        """A count beside a page's name; "" = none."""
        self._model.entries = [
            replace(entry, badge=text, badge_tone=tone) if entry.name == name else entry
            for entry in self._model.entries
        ]
        self.viewport().update()

    def _go(self, index: QModelIndex) -> None:
        self.chosen.emit(self._model.entries[index.row()].name)

    def refresh(self) -> None:
        """Draw again (language, width)."""
        self.doItemsLayout()
        self.viewport().update()


class WorkspaceTile(QAbstractButton):
    """Whose data this is and where it lies; opens the menu of databases."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.narrow = False
        self._name, self._detail = "", ""
        self._reached = True
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_workspace(self, name: str, detail: str) -> None:
        """Name of the firm, file and kind of place."""
        self._name, self._detail = name, detail
        self.setAccessibleName(", ".join(part for part in (name, detail) if part))
        self.setToolTip("\n".join(part for part in (name, detail) if part))
        self.update()

    def set_reached(self, *, reached: bool) -> None:
        """Whether the database can be reached; a grey dot says that it cannot."""
        self._reached = reached
        self.setAccessibleDescription("" if reached else _("The database cannot be reached"))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as the top bar."""
        return QSize(px(WIDE), px(56))

    def paintEvent(self, event: object) -> None:
        """Draw initials, name, place."""
        painter = QPainter(self)
        direction = self.layoutDirection()
        area = self.rect()
        if self.underMouse() or self.hasFocus():
            painting.filled(painter, area.adjusted(px(4), px(4), -px(4), -px(4)), color("hover"), 8)
        if painting.by_keyboard(self):
            painting.focus_ring(painter, area.adjusted(px(4), px(4), -px(4), -px(4)), 8)
        side = px(32)
        x = (area.width() - side) // 2 if self.narrow else px(12)
        square = QStyle.visualRect(direction, area, QRect(x, (area.height() - side) // 2, side, side))
        initials = "".join(word[0] for word in self._name.split()[:2] if word[0].isalnum()).upper() or "·"
        painting.avatar(painter, square, len(self._name), initials, person=False)
        if not self._reached:
            painting.away_dot(painter, square)
        if self.narrow:
            return
        left, wide = px(54), area.width() - px(62)
        painter.setFont(font(BODY, SEMIBOLD))
        painter.setPen(color("text"))
        name = QRect(left, px(8), wide, px(22))
        painting.line(painter, QStyle.visualRect(direction, area, name), self._name, direction)
        painter.setFont(font(CAPTION))
        painter.setPen(color("text2"))
        detail = QRect(left, px(29), wide, px(16))
        painting.line(painter, QStyle.visualRect(direction, area, detail), self._detail, direction)


class Navigation(QFrame):
    """Tile, pages, foot."""

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageEntry] = PAGES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.tile = WorkspaceTile(self)
        self.top = EntryList([page for page in pages if page.place == "top"], self)
        self.top.setObjectName("navigationList")
        self.foot = EntryList([page for page in pages if page.place == "foot"], self)
        self.foot.setObjectName("navigationFoot")
        self.foot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.top.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._views_title = QLabel()
        self._views_title.setProperty("type", "section")
        self._views_title.setContentsMargins(px(22), px(12), px(12), 0)
        self._views_title.hide()
        self.views = EntryList([], self)
        self.views.setObjectName("navigationViews")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, px(8))
        layout.setSpacing(px(4))
        layout.addWidget(self.tile)
        layout.addWidget(self.top)
        layout.addWidget(self._views_title)
        layout.addWidget(self.views, 1)
        layout.addWidget(self.foot)
        self.top.chosen.connect(self.chosen)
        self.foot.chosen.connect(self.chosen)
        self.views.chosen.connect(self.chosen)
        self.narrow = False
        self.set_narrow(narrow=False)
        self.retranslate()

    def set_narrow(self, *, narrow: bool) -> None:
        """Icons only, or with words."""
        self.narrow = self.tile.narrow = narrow
        self._views_title.setVisible(not narrow and bool(self.views.names()))
        self.setFixedWidth(px(NARROW if narrow else WIDE))
        for entries in (self.top, self.views, self.foot):
            entries.delegate.narrow = narrow
            entries.refresh()
        self.tile.update()

    def mark(self, name: str) -> None:
        """Show which page is in front."""
        for entries in (self.top, self.views, self.foot):
            entries.mark(name)

    def show_views(self, entries: Sequence[PageEntry]) -> None:
        """The views that the user keeps."""
        self.views.show_entries(entries)
        self._views_title.setVisible(not self.narrow and bool(entries))

    def set_badge(self, name: str, text: str, tone: str = "neutral") -> None:
        """A count beside a page's name; "" = none. *tone* is ``bad`` only where something is overdue."""
        self.top.set_badge(name, text, tone)
        self.foot.set_badge(name, text, tone)

    def names(self) -> list[str]:
        """Names of the pages for Ctrl+1…9."""
        return self.top.names()

    def retranslate(self) -> None:
        """Words of now."""
        self.top.setAccessibleName(_("Pages"))
        self.foot.setAccessibleName(_("Import and settings"))
        self.views.setAccessibleName(_("Saved views"))
        self._views_title.setText(_("Saved views"))
        for entries in (self.top, self.views, self.foot):
            entries.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """A larger font needs more room."""
        if event.type() == QEvent.Type.FontChange:
            self.set_narrow(narrow=self.narrow)
        super().changeEvent(event)
