"""Why it happened: the five whys one after the other, and the root causes of the tree."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_crm.base.i18n import _
from desktop_crm.services.complaints import ComplaintCard, ComplaintChoices
from desktop_crm.ui.complaints.deeds import ComplaintDeeds
from desktop_crm.ui.complaints.facts import tree_options
from desktop_crm.ui.contacts.panels import Panel
from desktop_crm.ui.editor import Done, Line, Values
from desktop_crm.ui.inputs import Input

MOST_WHYS = 10


class CausePanel(Panel):
    """Each answer is a line; the next “why” asks about the one before."""

    def __init__(self, deeds: ComplaintDeeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deeds = deeds
        self._card: ComplaintCard | None = None
        self.action.clicked.connect(self.ask_why)

    @property
    def _whys(self) -> list[str]:
        value = self._card.fields["whys"] if self._card is not None else ()
        return list(value) if isinstance(value, tuple | list) else []

    def show_card(self, card: ComplaintCard, choices: ComplaintChoices) -> None:
        """Answers and causes."""
        self._card = card
        lines = [self._why(number, text) for number, text in enumerate(self._whys)]
        self.show_lines([*lines, self._causes(card, choices)])
        self.action.setVisible(card.state != "voided" and len(self._whys) < MOST_WHYS)

    def _why(self, number: int, text: str) -> Line:
        before = self._whys[number - 1] if number else (str(self._card.fields["subject"]) if self._card else "")
        question = _("{number}. Why? “{answer}”").format(number=number + 1, answer=before[:80])

        def save(values: Values, done: Done) -> None:
            whys = self._whys
            whys[number : number + 1] = [values["why"]]
            self._deeds.change_whys(whys, done)

        def remove(done: Done) -> None:
            whys = self._whys
            del whys[number : number + 1]
            self._deeds.change_whys(whys, done)

        open_ = self._card is not None and self._card.state != "voided"
        item = Input("why", question, text)
        return Line(
            f"why:{number}", "info", text, question, (item,) if open_ else (), save if open_ else None,
            remove if open_ and text else None,
        )  # fmt: skip

    def _causes(self, card: ComplaintCard, choices: ComplaintChoices) -> Line:
        def save(values: Values, done: Done) -> None:
            self._deeds.change_causes(values["causes"], done)

        open_ = card.state != "voided"
        chosen = "\n".join(str(number) for number, _path in card.causes)
        item = Input("causes", _("Root causes"), chosen, "choices", tree_options(choices.causes, none=False))
        words = "\n".join(path for _number, path in card.causes)
        return Line("causes", "network", words, _("Root causes"), (item,) if open_ else (), save if open_ else None)

    def ask_why(self) -> None:
        """The next why."""
        self.edit_line(self._why(len(self._whys), ""))

    def retranslate(self) -> None:
        """Words of now."""
        self.heading.setText(_("Causes"))
        self.action.setText(_("Ask why"))
        self.action.setAccessibleName(f"{self.heading.text()}: {self.action.text()}")
