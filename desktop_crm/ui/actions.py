"""Everything that can be done by menu or key: names, words, keys, icons; the menus are made of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from desktop_crm.base.i18n import N_, _
from desktop_crm.ui import icons


@dataclass(frozen=True)
class Spec:
    """One action."""

    name: str
    text: str  # marked with N_, with its mnemonic
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""  # of these only one is on


# an empty string is a line between entries; a tuple is a submenu
Entry = str | tuple[str, tuple[str, ...]]

ACTIONS = (
    Spec("new_contact", N_("&New contact…"), ("Ctrl+N",), "user-plus"),
    Spec("new_reminder", N_("New re&minder…"), ("Ctrl+Shift+N",), "bell-plus"),
    Spec("new_complaint", N_("New com&plaint…"), ("Ctrl+Shift+C",), "message-circle-warning"),
    Spec("new_database", N_("New &database…"), (), "file-plus"),
    Spec("open_database", N_("&Open database…"), ("Ctrl+O",), "folder-open"),
    Spec("open_server", N_("Open a database on a ser&ver…"), (), "network"),
    Spec("move_to_server", N_("Move &to a server…"), (), "arrow-left-right"),
    Spec("move_to_file", N_("Move bac&k into a file…"), (), "arrow-left-right"),
    Spec("import", N_("&Import…"), ("Ctrl+I",), "upload"),
    Spec("imports", N_("Ear&lier imports"), (), "history"),
    Spec("waiting", N_("&Waiting rows"), (), "clock"),
    Spec("export", N_("&Export contacts…"), ("Ctrl+E",), "download"),
    Spec("backup", N_("&Back up now"), (), "database"),
    Spec("day_sheet", N_("&Print the day sheet…"), ("Ctrl+Shift+P",), "printer"),
    Spec("settings", N_("&Settings"), ("Ctrl+,",), "settings"),
    Spec("quit", N_("&Quit"), ("Ctrl+Q",)),
    Spec("undo", N_("&Undo"), ("Ctrl+Z",), "undo-2"),
    Spec("redo", N_("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    Spec("history", N_("&History of changes…"), ("Ctrl+H",), "history"),
    Spec("fields", N_("&Fields, tags and lists…"), (), "list"),
    Spec("complaint_lists", N_("Categories and causes of comp&laints…"), (), "network"),
    Spec("deadline_presets", N_("Deadlines of complain&ts…"), (), "clock"),
    Spec("letter_templates", N_("Letters a&bout complaints…"), (), "mail"),
    Spec("verify_complaints", N_("&Verify the book of complaints"), (), "shield-check"),
    Spec("complaint_register", N_("Re&gister of complaints as PDF…"), (), "file-text"),
    Spec("edit", N_("&Edit field"), ("F2",), "pencil"),
    Spec("delete", N_("&Move to trash"), ("Del",), "trash-2"),
    Spec("select_all", N_("Select &all"), ("Ctrl+A",)),
    Spec("copy", N_("&Copy"), ("Ctrl+C",)),
    Spec("paste", N_("&Paste"), ("Ctrl+V",)),
    Spec("find", N_("&Find in the list"), ("Ctrl+F",), "list-filter"),
    Spec("search", N_("&Search everything…"), ("Ctrl+K",), "search"),
    Spec("theme_system", N_("As the &system"), (), "", "theme"),
    Spec("theme_light", N_("&Light"), (), "", "theme"),
    Spec("theme_dark", N_("&Dark"), (), "", "theme"),
    Spec("compact", N_("&Compact lists"), (), "", "toggle"),
    Spec("navigation", N_("&Navigation with words"), ("Ctrl+B",), "", "toggle"),
    Spec("table_face", N_("List as a &table"), ("Ctrl+T",), "table-2", "toggle"),
    Spec("next_pane", N_("Ne&xt pane"), ("F6",)),
    Spec("previous_pane", N_("&Previous pane"), ("Shift+F6",)),
    Spec("refresh", N_("&Refresh"), ("F5",)),
    Spec("back", N_("&Back"), ("Alt+Left",), "arrow-left"),
    Spec("shortcuts", N_("&Keyboard shortcuts"), ("F1",), "keyboard"),
    Spec("about", N_("&About this program"), (), "info"),
)
MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("&File"),
        (
            "new_contact", "new_reminder", "new_complaint", "", "new_database", "open_database",
            "open_server", "move_to_server", "move_to_file", "", "import", "imports", "waiting", "", "export",
            "day_sheet", "complaint_register", "backup", "", "settings", "", "quit",
        ),
    ),
    (
        N_("&Edit"),
        ("undo", "redo", "history", "", "edit", "copy", "paste", "select_all", "delete", "", "find", "search", "",
         "fields", "complaint_lists",
         "deadline_presets", "letter_templates", "verify_complaints"),
    ),
    (
        N_("&View"),
        (
            (N_("&Appearance"), ("theme_system", "theme_light", "theme_dark")), "compact", "navigation", "table_face",
            "", "next_pane", "previous_pane", "refresh", "back",
        ),
    ),
    (N_("&Help"), ("shortcuts", "about")),
)  # fmt: skip
# these do something in the page in front, if it wants them
PAGE_ACTIONS = ("edit", "delete", "select_all", "copy", "paste", "find", "table_face", "refresh", "back", "export")


class Actions:
    """The actions of one window."""

    def __init__(self, window: QMainWindow, chosen: Callable[[str], None]) -> None:
        self._actions: dict[str, QAction] = {}
        self._menus: list[tuple[QMenu, str]] = []
        group = QActionGroup(window)
        for spec in ACTIONS:
            action = QAction(window)
            action.setObjectName(spec.name)
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.setCheckable(bool(spec.group))
            if spec.group == "theme":
                group.addAction(action)
            if spec.icon:
                icons.dress(action, spec.icon)
            action.triggered.connect(self._caller(chosen, spec.name))
            window.addAction(action)
            self._actions[spec.name] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @staticmethod
    def _caller(chosen: Callable[[str], None], name: str) -> Callable[[], None]:
        return lambda: chosen(name)

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for title, entries in MENUS:
            menu = bar.addMenu("")
            self._menus.append((menu, title))
            self._add(menu, entries)

    def _add(self, menu: QMenu, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            if isinstance(entry, tuple):
                inner = menu.addMenu("")
                self._menus.append((inner, entry[0]))
                self._add(inner, entry[1])
            elif entry:
                menu.addAction(self._actions[entry])
            else:
                menu.addSeparator()

    def retranslate(self) -> None:
        """Words of now."""
        for spec in ACTIONS:
            self._actions[spec.name].setText(_(spec.text))
        for menu, title in self._menus:
            menu.setTitle(_(title))

    def name_undo(self, undo: str | None, redo: str | None) -> None:
        """Name what Undo and Redo would do; nothing to do is grey."""
        for name, sentence, words in (
            ("undo", undo, N_("&Undo “{what}”")),
            ("redo", redo, N_("&Redo “{what}”")),
        ):
            action = self._actions[name]
            action.setEnabled(sentence is not None)
            plain = next(spec.text for spec in ACTIONS if spec.name == name)
            action.setText(_(words).format(what=sentence.replace("&", "&&")) if sentence else _(plain))


def without_mnemonic(text: str) -> str:
    """Menu text as plain words."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
