"""The settings page: everything takes effect at once, nothing has to be saved."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRegularExpression, QSignalBlocker, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QRegularExpressionValidator
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_crm import __version__
from desktop_crm.base import paths
from desktop_crm.base.i18n import LANGUAGES, N_, _, ngettext
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.countries import CountryBox
from desktop_crm.ui.moments import count_text
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.settings.section import Section
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

THEMES = {"system": N_("As the system"), "light": N_("Light"), "dark": N_("Dark")}
DENSITIES = {"comfortable": N_("Comfortable"), "compact": N_("Compact")}
PLACES = {
    "local": N_("On this computer"),
    "network": N_("On a shared folder"),
    "cloud": N_("In a synchronised folder"),
    "removable": N_("On a removable drive"),
    "server": N_("On a server"),
}
FIRM = "firm_name"  # kept in the database: all who work in it see the same
WIDTH = 760
MEGABYTE = 1024 * 1024


class SettingsPage(Page):
    """Language and look, numbers, names, this database, help."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.card = ProgressCard(self)
        self.language, self.theme, self.density = QComboBox(), QComboBox(), QComboBox()
        self.country, self.area = CountryBox(window.settings.country), QLineEdit(window.settings.area_code)
        self.operator, self.firm = QLineEdit(window.settings.operator), QLineEdit()
        self.path, self.place, self.takes, self.holds = (_fact() for _each in range(4))
        self.backup = Button("database", "", self.back_up)
        self.folder = Button("folder-open", "", lambda: _open_folder(paths.backups_folder()))
        self.logs = Button("folder-open", "", lambda: _open_folder(paths.log_folder()))
        self.about = _fact()
        self.look, self.numbers, self.names, self.base, self.help = (Section(self) for _each in range(5))
        self._fill_sections()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _fill_sections(self) -> None:
        for box in (self.language, self.theme, self.density):
            box.setMinimumWidth(px(220))
            self.look.add_line(box)
        self.country.setMinimumWidth(px(220))
        self.area.setFixedWidth(px(90))
        self.area.setValidator(QRegularExpressionValidator(QRegularExpression(r"\d{0,6}"), self.area))
        self.numbers.add_line(self.country)
        self.numbers.add_line(self.area)
        for field in (self.operator, self.firm):
            field.setMaxLength(100)
            field.setFixedWidth(px(320))
            self.names.add_line(field)
        for fact in (self.path, self.place, self.takes, self.holds):
            self.base.add_line(fact, wide=True)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.backup)
        row.addWidget(self.folder)
        row.addStretch(1)
        self.base.add_line(buttons, wide=True)
        self.help.add_line(self.about, wide=True)
        self.help.add_line(self.logs)

    def _lay_out(self) -> None:
        column = QWidget()
        column.setProperty("plain", "true")
        column.setMaximumWidth(px(WIDTH))
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(16)
        for section in (self.look, self.numbers, self.names, self.base, self.help):
            inner.addWidget(section)
        inner.addStretch(1)
        body = QWidget()
        body.setProperty("plain", "true")
        middle = QHBoxLayout(body)
        middle.setContentsMargins(24, 24, 24, 24)
        middle.addStretch(1)
        middle.addWidget(column, 100)
        middle.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def _connect(self) -> None:
        change = self.window_.change_settings
        self.language.activated.connect(lambda _row: change(language=self.language.currentData()))
        self.theme.activated.connect(lambda _row: change(theme=self.theme.currentData()))
        self.density.activated.connect(lambda _row: change(density=self.density.currentData()))
        self.country.chosen.connect(lambda code: change(country=code))
        self.area.editingFinished.connect(lambda: change(area_code=self.area.text()))
        self.operator.editingFinished.connect(lambda: change(operator=self.operator.text().strip()))
        self.firm.editingFinished.connect(self._keep_firm)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def on_shown(self, **arguments: Any) -> None:
        """Facts of the database as they are now."""
        self._show_settings()
        if self.core.database is not None:
            self.core.info(self, self._show_facts)
            database = self.core.database
            self.core.run(self, partial(database.meta, FIRM), then=self.firm.setText, key="firm")
        for widget in (self.base, self.firm):
            widget.setEnabled(self.core.database is not None)

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Settings"))
        _fill(self.language, {"": _("As the system"), **LANGUAGES}, self.window_.settings.language)
        _fill(self.theme, {code: _(name) for code, name in THEMES.items()}, self.window_.settings.theme)
        _fill(self.density, {code: _(name) for code, name in DENSITIES.items()}, self.window_.settings.density)
        self.country.retranslate()
        self.look.say(
            _("Appearance"), (_("Language"), ""), (_("Colours"), ""), (_("Lists"), _("Compact shows more rows."))
        )
        self.numbers.say(
            _("Phone numbers"),
            (_("Country"), _("Numbers without a country code are read as numbers of this country.")),
            (_("Area code"), _("For local numbers without an area code; you see each guess.")),
        )
        self.names.say(
            _("Names"),
            (_("Your name"), _("Stands in the history beside what you changed; counts from the next start.")),
            (_("Name of the firm"), _("Stands on printed pages; kept in the database.")),
        )
        self.base.say(
            _("This database"), (_("File"), ""), (_("Place"), ""), (_("Size"), ""), (_("Holds"), ""), ("", "")
        )
        self.backup.setText(_("Back up now"))
        self.folder.setText(_("Open folder of backups"))
        self.logs.setText(_("Open folder"))
        self.help.say(_("Help"), (_("Version"), ""), (_("Log"), _("What went wrong stands there, without your data.")))
        self.about.setText(_("desktop_crm {version}, free software (MIT licence)").format(version=__version__))
        self.card.retranslate()
        if self.isVisible():
            self.on_shown()

    def _show_settings(self) -> None:
        settings = self.window_.settings
        for box, value in ((self.theme, settings.theme), (self.density, settings.density)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(value)))
        self.country.set_code(settings.country)
        for field, text in ((self.area, settings.area_code), (self.operator, settings.operator)):
            if not field.hasFocus():
                field.setText(text)

    def _show_facts(self, info: Any) -> None:
        self.path.setText(info.shown)
        self.place.setText(_(PLACES.get(info.place, info.place)))
        megabytes = info.size_bytes / MEGABYTE
        self.takes.setText(_("{size} MB").format(size=f"{megabytes:.1f}"))
        count = info.counts.get("contact", 0)
        self.holds.setText(ngettext("{count} contact", "{count} contacts", count).format(count=count_text(count)))

    # -- what is done -----------------------------------------------------------------------------------------------

    def back_up(self) -> None:
        """Make a verified copy now."""
        work = self.core.backup(
            self, self.card.ended(self._backed_up), failed=self.card.ended(self._refused), progress=self.card.report
        )
        self.card.watch(_("Making a backup…"), work)

    def _backed_up(self, path: Path) -> None:
        self.window_.toast(_("Backup made and verified: {name}").format(name=path.name))

    def _refused(self, error: Any) -> None:
        self.window_.bar.show_text(error.sentence)

    def _keep_firm(self) -> None:
        database = self.core.database
        if database is not None and self.firm.isModified():
            self.firm.setModified(False)
            self.core.run(self, partial(database.set_meta, FIRM, self.firm.text().strip()), key="firm")


def _fact() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _fill(box: QComboBox, items: dict[str, str], current: str) -> None:
    with QSignalBlocker(box):
        box.clear()
        for code, name in items.items():
            box.addItem(name, code)
        box.setCurrentIndex(max(0, box.findData(current)))


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
