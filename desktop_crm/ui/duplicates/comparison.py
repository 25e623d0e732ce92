"""Two contacts side by side: what differs is chosen, what agrees is shown, lists are united."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.base.i18n import _, ngettext
from desktop_crm.services.merging import MergeList, MergePlan, MergeSide, Side
from desktop_crm.ui.buttons import Button
from desktop_crm.ui.chips import FlowLayout
from desktop_crm.ui.counts import count_text
from desktop_crm.ui.duplicates.values import FieldChoice, shown_value
from desktop_crm.ui.labels import caption
from desktop_crm.ui.painting import Avatar, StatusChip
from desktop_crm.ui.theme import px

CAPTION_WIDTH = 132


class SideHead(QWidget):
    """Who it is, and what becomes of the card."""

    opened = Signal(object)  # id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = 0
        self.avatar = Avatar(40, self)
        self.name = QLabel()
        self.name.setProperty("type", "strong")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setWordWrap(True)
        self.detail = caption()
        self.show_it = Button("eye", "link", lambda: self.opened.emit(self._id), self)
        self._fate = QWidget(self)
        self._flow = FlowLayout(self._fate, px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        words = QVBoxLayout()
        words.setSpacing(px(4))
        for widget in (self.name, self.detail, self._fate):
            widget.setSizePolicy(policy)
            words.addWidget(widget)
        words.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        self._chip: StatusChip | None = None

    def show_side(self, side: MergeSide, *, winner: bool) -> None:
        """Show one of the two."""
        self._id = side.id
        self.avatar.show_record(side.id, side.initials, person=side.kind == "person")
        self.name.setText(side.name)
        self.detail.setText(side.detail)
        self.detail.setVisible(bool(side.detail))
        self.show_it.setText(_("Open card"))
        self.show_it.setAccessibleName(_("Show “{name}”").format(name=side.name))
        if self._chip is not None:
            self._chip.hide()
            self._chip.deleteLater()
        while self._flow.takeAt(0) is not None:
            pass
        text, tone = (_("Stays"), "ok") if winner else (_("Goes into it"), "neutral")
        self._chip = StatusChip(text, tone, dot=True, parent=self._fate)
        for widget in (self._chip, self.show_it):
            self._flow.addWidget(widget)
            widget.show()
        self._fate.updateGeometry()


class ListOfChips(QWidget):
    """Entries of a united list; those that come over are marked with a plus."""

    def __init__(self, united: MergeList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, px(6))
        for line in united.lines:
            new = line.origin == "loser"
            chip = StatusChip(f"+ {line.text}" if new else line.text, "ok" if new else "neutral", parent=self)
            flow.addWidget(chip)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        words = [f"+ {line.text}" if line.origin == "loser" else line.text for line in united.lines]
        self.setAccessibleName(f"{united.caption}: {', '.join(words)}")


class Comparison(QScrollArea):
    """A plan on the screen, and the choices made on it."""

    contact_wanted = Signal(object)  # id
    swap_wanted = Signal()
    left = Signal()  # upwards out of the first line, or Esc

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan: MergePlan | None = None
        self.lines: list[FieldChoice] = []
        self.heads = SideHead(), SideHead()
        self.swap = Button("arrow-left-right", "", self.swap_wanted.emit)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inner = QWidget()
        self._inner.setProperty("plain", "true")
        self._grid = QGridLayout(self._inner)
        self._grid.setContentsMargins(px(16), px(16), px(16), px(16))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(0, px(CAPTION_WIDTH))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._grid.addWidget(self.swap, 0, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        for column, head in enumerate(self.heads, 1):
            self._grid.addWidget(head, 0, column)
            head.opened.connect(self.contact_wanted)
        self._made: list[QWidget] = []
        self.setWidget(self._inner)

    def minimumSizeHint(self) -> QSize:
        """Scrolls where room is short."""
        return QSize(px(240), px(160))

    @property
    def choices(self) -> dict[str, Side]:
        """Code of each field that differs -> the chosen side."""
        return {line.field.code: line.choice for line in self.lines}

    def show_plan(self, plan: MergePlan) -> None:
        """Show other two, or the same ones as they are now: choices made on them stay."""
        before = self.plan
        if plan == before:
            return
        focused = next((line.field.code for line in self.lines if any(one.hasFocus() for one in line.buttons)), "")
        kept = self.choices if before is not None and _same_pair(before, plan) else {}
        self.plan = plan
        self._clear()
        self.swap.setText(_("S&wap"))
        self.swap.setToolTip(_("The other card stays instead"))
        for head, side in zip(self.heads, (plan.winner, plan.loser), strict=True):
            head.show_side(side, winner=side is plan.winner)
        names = plan.winner.name, plan.loser.name
        differing = [field for field in plan.fields if field.differs]
        self._section(
            ngettext(
                "{count} difference: choose what stays", "{count} differences: choose what stays", len(differing)
            ).format(count=len(differing))
            if differing
            else _("No field differs")
        )
        for field in differing:
            line = FieldChoice(field, names, lambda: None)
            if field.code in kept:
                line.choose(1 if kept[field.code] == "loser" else 0)
            for button in line.buttons:
                button.moved.connect(partial(self._moved, len(self.lines)))
            self.lines.append(line)
            self._add(line.caption, *line.buttons)
        self._add_lists(plan)
        self._add_same(plan)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        for widget in self._made:
            widget.show()  # at once: only what is visible takes the keyboard
        for line in self.lines:
            if line.field.code == focused:
                line.focus()

    def focus_first(self) -> bool:
        """The keyboard goes to the first difference; whether there is one."""
        if not self.lines:
            return False
        self.lines[0].focus()
        return True

    def _add_lists(self, plan: MergePlan) -> None:
        if not plan.lists and not plan.moved:
            return
        self._section(_("Put together, without doubles"))
        for united in plan.lists:
            self._wide(caption(united.caption), ListOfChips(united))
        if plan.moved:
            text = ngettext(
                "{count} entry of history, reminders and files goes over",
                "{count} entries of history, reminders and files go over",
                plan.moved,
            )
            self._wide(caption(_("History")), caption(text.format(count=count_text(plan.moved))))

    def _add_same(self, plan: MergePlan) -> None:
        same = [field for field in plan.fields if not field.differs]
        if same:
            self._section(_("The same on both"))
        for field in same:
            value = QLabel(shown_value(field, field.winner))
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            self._wide(caption(field.caption), value)

    # -- the grid ------------------------------------------------------------------------------------------------

    def _section(self, text: str) -> None:
        title = caption(text, kind="section")
        title.setContentsMargins(0, px(12), 0, 0)
        self._grid.addWidget(title, self._grid.rowCount(), 0, 1, 3)
        self._made.append(title)

    def _add(self, *widgets: QWidget) -> None:
        row = self._grid.rowCount()
        for column, widget in enumerate(widgets):
            self._grid.addWidget(widget, row, column)
            self._made.append(widget)

    def _wide(self, name: QWidget, value: QWidget) -> None:
        row = self._grid.rowCount()
        self._grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, row, 1, 1, 2)
        self._made += [name, value]

    def _clear(self) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for widget in self._made:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made.clear()
        self.lines.clear()
        self.verticalScrollBar().setValue(0)

    def _moved(self, place: int, down: int, right: int) -> None:
        if right:
            self.lines[place].choose(1 if right > 0 else 0)
            self.lines[place].focus()
        elif 0 <= place + down < len(self.lines):
            self.lines[place + down].focus()
            self.ensureWidgetVisible(self.lines[place + down].buttons[0])
        elif down < 0:
            self.left.emit()


def _same_pair(one: MergePlan, two: MergePlan) -> bool:
    return (one.winner.id, one.loser.id) == (two.winner.id, two.loser.id)
