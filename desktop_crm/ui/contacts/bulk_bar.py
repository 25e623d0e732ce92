"""What can be done with several contacts at once; shown while more than one is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.services.contact_fields import FilterField
from desktop_crm.ui.buttons import Button, name, tool_button
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.theme import px


@dataclass(frozen=True)
class Deed:
    """One button: its field of choices where it has a menu."""

    code: str
    icon: str
    title: str  # marked with N_
    field: str = ""


DEEDS = (
    Deed("tag", "tag", N_("Tags"), "tag"),
    Deed("responsible_id", "user-check", N_("Responsible"), "responsible_id"),
    Deed("life_cycle", "heart", N_("Life cycle"), "life_cycle"),
    Deed("relation_to_us", "handshake", N_("Relation to us"), "relation_to_us"),
    Deed("merge", "copy-check", N_("Merge these two…")),
    Deed("archive", "archive", N_("Archive")),
    Deed("export", "download", N_("Export the selected…")),
    Deed("print", "file-text", N_("Print a list…")),
    Deed("delete", "trash-2", N_("Move to trash")),
)


class BulkBar(QFrame):
    """Count, all of the view, and a button for each deed."""

    wanted = Signal(str, object)  # code of the deed, value
    everything_wanted = Signal()
    cleared = Signal()

    def __init__(self, fields: Callable[[], Mapping[str, FilterField]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bulkBar")
        self._fields = fields
        self._state = (0, 0, False)
        self.count = QLabel()
        self.count.setProperty("type", "strong")
        self.all = Button("", "link", self.everything_wanted.emit)
        self.clear = tool_button("x", self.cleared.emit)
        self.buttons: dict[str, QToolButton] = {}
        first = QHBoxLayout()
        first.setSpacing(px(8))
        first.addWidget(self.count)
        first.addWidget(self.all)
        first.addStretch()
        first.addWidget(self.clear)
        second = QHBoxLayout()
        second.setSpacing(px(2))
        for deed in DEEDS:
            button = tool_button(deed.icon, self._doer(deed))
            self.buttons[deed.code] = button
            second.addWidget(button)
        second.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(2), px(8), px(4))
        layout.setSpacing(0)
        layout.addLayout(first)
        layout.addLayout(second)
        self.hide()

    def _doer(self, deed: Deed) -> Callable[[], None]:
        return lambda: self._offer(deed) if deed.field else self.wanted.emit(deed.code, None)

    def show_count(self, selected: int, in_view: int, everything: bool) -> None:
        """How many are selected; none or one = no bar."""
        self._state = (selected, in_view, everything)
        shown = in_view if everything else selected
        self.setVisible(shown > 1)
        text = ngettext("{count} selected", "{count} selected", shown)
        self.count.setText(text.format(count=count_text(shown)))
        self.all.setText(_("All {count} in this view").format(count=count_text(in_view)))
        self.all.setVisible(not everything and in_view > selected)
        self.buttons["merge"].setVisible(shown == 2)

    def _offer(self, deed: Deed) -> None:
        """The choices of a deed."""
        field = self._fields().get(deed.field)
        menu = QMenu(self)
        if deed.code == "tag":
            self._offer_tags(menu, field)
        else:
            for value, words in field.options if field is not None else ():
                if value != "me":
                    menu.addAction(words, self._sender(deed.code, value))
            menu.addSeparator()
            menu.addAction(_("Nobody") if deed.code == "responsible_id" else _("None"), self._sender(deed.code, ""))
        button = self.buttons[deed.code]
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _offer_tags(self, menu: QMenu, field: FilterField | None) -> None:
        options = field.options if field is not None else ()
        for _value, words in options:
            menu.addAction(words, self._sender("tag", words))
        menu.addAction(_("New tag…"), self._sender("new_tag", None))
        if options:
            menu.addSeparator()
            off = menu.addMenu(_("Take off"))
            for value, words in options:
                off.addAction(words, self._sender("untag", value))

    def _sender(self, code: str, value: object) -> Callable[[], None]:
        return lambda: self.wanted.emit(code, value)

    def retranslate(self) -> None:
        """Words of now."""
        for deed in DEEDS:
            name(self.buttons[deed.code], _(deed.title))
        name(self.clear, _("Select one only"))
        self.setAccessibleName(_("Several selected"))
        self.show_count(*self._state)
