"""The first page: a new file, a file that is there, or a look around. Everything else can wait."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout

from desktop_crm.base import paths
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import Cancelled, CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.first_start.choice_card import ChoiceCard
from desktop_crm.ui.language_switch import LanguageSwitch
from desktop_crm.ui.notices import Bar
from desktop_crm.ui.page import Page
from desktop_crm.ui.progress import ProgressCard
from desktop_crm.ui.theme import px

if TYPE_CHECKING:
    from desktop_crm.ui.main_window import MainWindow

SUFFIX = ".crm"
SAMPLE_NAME = "sample" + SUFFIX
FILE_FILTER = N_("Client bases (*.crm);;All files (*)")


class FirstStartPage(Page):
    """Three choices, and a quiet line for offices with a server; language and country come from the system."""

    stays = True  # it goes on by itself when the base is filled

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.bar = Bar(self)
        self.card = ProgressCard(self)
        self.title_label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.title_label.setProperty("type", "title")
        self.text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.text.setProperty("type", "secondary")
        self.new = ChoiceCard("file-plus", self)
        self.open = ChoiceCard("folder-open", self)
        self.sample = ChoiceCard("flask-conical", self)
        self.server = Button("network", "link", lambda: window.act("open_server"), self)
        self.languages = LanguageSwitch(self)
        self.new.clicked.connect(self.choose_new)
        self.open.clicked.connect(self.choose_open)
        self.sample.clicked.connect(self.look_around)
        self.languages.chosen.connect(lambda code: window.change_settings(language=code))
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addWidget(self.title_label)
        column.addWidget(self.text)
        column.addSpacing(12)
        for choice in (self.new, self.open, self.sample):
            choice.setMaximumWidth(px(520))
            column.addWidget(choice)
        column.addWidget(self.server, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        column.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        middle = QHBoxLayout()
        middle.setContentsMargins(px(24), px(24), px(24), px(24))
        middle.addStretch(1)
        middle.addLayout(column, 12)
        middle.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(middle, 1)

    def on_shown(self, **arguments: Any) -> None:
        """The keyboard begins at the first choice; *error*: why the last file did not open; *look_around*: do so."""
        error = arguments.get("error")
        if isinstance(error, CrmError):
            self.show_error(error)
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)
        if arguments.get("look_around"):
            self.look_around()

    def retranslate(self) -> None:
        """Say everything in the language in force."""
        self.set_heading(_("Welcome"))
        self.title_label.setText(_("Your clients in one file"))
        self.text.setText(_("Private, on your own computer. You can change your mind later."))
        self.new.set_words(_("New file"), _("Begin with an empty base, or bring in your Excel list."))
        self.open.set_words(_("Open a file"), _("A base that you or a colleague made before."))
        self.sample.set_words(_("Look around"), _("An invented firm with clients to try everything on."))
        self.server.setText(_("Open a database on a server…"))
        self.languages.retranslate()
        self.card.retranslate()

    # -- the three choices ----------------------------------------------------------------------------------------

    def choose_new(self) -> None:
        """Where the new file is to lie."""
        proposed = str(paths.data_folder() / (_("clients") + SUFFIX))
        name, _kind = QFileDialog.getSaveFileName(
            self, _("New client base"), proposed, _(FILE_FILTER), options=QFileDialog.Option.DontConfirmOverwrite
        )
        if name:
            self.create_file(Path(name))

    def choose_open(self) -> None:
        """Which file."""
        name, _kind = QFileDialog.getOpenFileName(
            self, _("Open a client base"), str(paths.data_folder()), _(FILE_FILTER)
        )
        if name:
            self.open_file(Path(name))

    def create_file(self, path: Path) -> None:
        """Make a new base and go on with it."""
        path = path if path.suffix else path.with_suffix(SUFFIX)
        work = self.core.open(
            self, str(path), create=True, then=self.card.ended(self._opened), failed=self.card.ended(self.show_error)
        )
        self._begin(_("Making “{name}”…").format(name=path.name), work)

    def open_file(self, path: Path) -> None:
        """Open a base."""

        def failed(error: CrmError) -> None:
            from desktop_crm.ui.servers.answers import answer  # noqa: PLC0415  (loaded when first used)

            self._enable(True)
            answer(self.window_, str(path), error, self.show_error)

        work = self.core.open(
            self,
            str(path),
            then=self.card.ended(self._opened),
            failed=self.card.ended(failed),
            progress=self.card.report,
        )
        self._begin(_("Opening “{name}”…").format(name=path.name), work)

    def look_around(self) -> None:
        """Open the sample file; make and fill it where it is not there yet."""
        path = paths.data_folder() / SAMPLE_NAME
        if path.exists():
            self.open_file(path)
            return
        work = self.core.open(self, str(path), create=True, then=self._fill, failed=self.card.ended(self.show_error))
        self._begin(_("Inventing a firm…"), work)

    def _fill(self, _database: Any) -> None:
        """The file is open; this page stays until it is filled."""
        from desktop_crm.services.sample_data import add_sample_data  # noqa: PLC0415  (only for a look around)
        from desktop_crm.ui.reports.making import pdf_of  # noqa: PLC0415  (the same)

        work = self.core.do(
            self,
            Label(N_("Add sample data")),
            partial(add_sample_data, to_pdf=pdf_of),
            then=self.card.ended(self._opened),
            failed=self.card.ended(self._not_filled),
            progress=self.card.report,
        )
        self.card.follow(_("Inventing a firm…"), work)

    def _not_filled(self, error: CrmError) -> None:
        self._opened(None)
        self.window_.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")

    def show_error(self, error: CrmError) -> None:
        """A calm sentence; the choices stay."""
        self._enable(True)
        self.bar.show_text(error.sentence, tone="info" if isinstance(error, Cancelled) else "bad")

    def _begin(self, title: str, work: Any) -> None:
        self.bar.hide()
        self._enable(False)
        self.card.watch(title, work)

    def _opened(self, _answer: Any) -> None:
        self._enable(True)
        self.window_.show_page("contacts")

    def _enable(self, on: bool) -> None:
        for choice in (self.new, self.open, self.sample, self.server):
            choice.setEnabled(on)
