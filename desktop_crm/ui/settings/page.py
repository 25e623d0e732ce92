"""The settings page: everything takes effect at once, nothing has to be saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_crm import __version__
from desktop_crm.base import paths
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.labels import caption
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.settings.backups import BackupsSection, fact, open_folder
from desktop_crm.ui.settings.calendar_file import CalendarFileSection
from desktop_crm.ui.settings.complaints import ComplaintsSection
from desktop_crm.ui.settings.firm import NamesSection, NumbersSection, WorkingTimeSection
from desktop_crm.ui.settings.look import LookSection
from desktop_crm.ui.settings.notifications import NotificationsSection
from desktop_crm.ui.settings.paper import PaperSection
from desktop_crm.ui.settings.rhythm import RhythmSection
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

WIDTH = 760


class SettingsPage(Page):
    """Language and look, numbers, working time, names, this database, help."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.card = ProgressCard(self)
        self.finder = QLineEdit()
        self.finder.setClearButtonEnabled(True)
        self.finder.textChanged.connect(self._find)

    def pieces(self) -> Iterator[None]:
        """A few sections at a time."""
        window = self.window_
        self.look = LookSection(window)
        self.numbers, self.time, self.names = NumbersSection(window), WorkingTimeSection(window), NamesSection(window)
        yield
        self.notifications, self.calendar = NotificationsSection(window), CalendarFileSection(window)
        yield
        self.rhythm = RhythmSection(window)
        self.complaints = ComplaintsSection(window)
        yield
        self.paper = PaperSection(window)
        self.base = BackupsSection(window, self.card)
        yield
        self.lists = Section(N_("Fields and lists"))
        self.fields = Button("list", "", lambda: window.act("fields"))
        self.lists.add_line("fields", self.fields, N_("What a card can hold and what can be chosen on it."))
        self.help = Section(N_("Help"))
        self.about = fact()
        self.logs = Button("folder-open", "", lambda: open_folder(paths.log_folder()))
        self.help.add_line("version", self.about, wide=True)
        self.help.add_line("log", self.logs, N_("What went wrong stands there, without your data."))
        self.of_database = (self.rhythm, self.numbers, self.time, self.names, self.paper, self.base)
        of_user = (self.look, self.notifications, self.calendar)
        of_work = (self.rhythm, self.numbers, self.time, self.complaints, self.names, self.paper, self.lists, self.base)
        self.sections: tuple[Section, ...] = (*of_user, *of_work, self.help)
        self.nothing = caption()
        self.nothing.hide()
        inner = self._frame()
        inner.addWidget(self.finder)
        for number, section in enumerate(self.sections):
            inner.addWidget(section)
            if number % 2:
                yield
        inner.addWidget(self.nothing)
        inner.addStretch(1)
        yield
        self.retranslate()

    def _frame(self) -> QVBoxLayout:
        """Where the sections go, from the page inwards: whatever moves with its children is dressed again with them."""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self.area)
        body = QWidget()
        body.setProperty("plain", "true")
        self.area.setWidget(body)
        middle = QHBoxLayout(body)
        middle.setContentsMargins(px(24), px(24), px(24), px(24))
        column = QWidget(body)
        column.setProperty("plain", "true")
        column.setMaximumWidth(px(WIDTH))
        middle.addStretch(1)
        middle.addWidget(column, 100)
        middle.addStretch(1)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(16))
        return inner

    # -- what is shown ----------------------------------------------------------------------------------------------

    def on_shown(self, **arguments: Any) -> None:
        """Facts of the database as they are now; *line*: the setting to go to."""
        self.look.show_settings()
        self.notifications.show_settings()
        self.calendar.show_settings()
        for section in self.of_database:
            section.ask()
        parts: tuple[Section, ...] = (self.time, self.rhythm, self.complaints, self.paper, self.lists, self.base)
        for part in parts:
            part.setEnabled(self.core.database is not None)
        self.names.firm.setEnabled(self.core.database is not None)
        line = arguments.get("line")
        if isinstance(line, str):
            self.finder.clear()
            QTimer.singleShot(0, self, lambda: self.go_to(line))  # when the page has its size

    def go_to(self, code: str) -> None:
        """Bring one setting into sight, with the keyboard in it."""
        for section in self.sections:
            line = section.lines.get(code)
            if line is not None:
                first = next(
                    (one for one in (line.control, *line.control.findChildren(QWidget)) if _takes_keys(one)), None
                )
                if first is not None:
                    first.setFocus(Qt.FocusReason.ShortcutFocusReason)
                self.area.ensureWidgetVisible(line.control, 0, px(80))

    def on_action(self, name: str) -> bool:
        """Ctrl+F finds a setting."""
        if name != "find":
            return False
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()
        return True

    def _find(self, text: str) -> None:
        for section in self.sections:
            section.keep_only(text)
        self.nothing.setVisible(all(section.isHidden() for section in self.sections))

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Settings"))
        self.finder.setPlaceholderText(_("Find a setting"))
        self.finder.setAccessibleName(_("Find a setting"))
        self.nothing.setText(_("No setting has these words."))
        for section in self.sections:
            section.retranslate()
        self.fields.setText(_("Change them…"))
        self.logs.setText(_("Open folder"))
        self.about.setText(_("desktop_crm {version}, free software (MIT licence)").format(version=__version__))
        self.card.retranslate()
        if self.isVisible():
            self.on_shown()


def _takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and not widget.isHidden()
