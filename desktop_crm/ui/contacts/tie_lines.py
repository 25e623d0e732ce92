"""Lines of a card that lead to others: jobs, people, relations, branches; and its tags and notes."""

from __future__ import annotations

from desktop_crm.base.i18n import N_, _
from desktop_crm.services import contact_ties
from desktop_crm.services.contact_cards import ContactCard
from desktop_crm.ui.contacts import edits
from desktop_crm.ui.contacts.edits import Edits
from desktop_crm.ui.contacts.lines import REMOVE, Makers, field_line
from desktop_crm.ui.form import Line, joined
from desktop_crm.ui.inputs import Input, Suggest


def tie_lines(card: ContactCard, edit: Edits) -> list[Line]:
    """Organisations of a person, people and branches of an organisation, relations of both."""
    lines = []
    for job in card.jobs:
        ended = job.to_on.isoformat() if job.to_on else ""
        span = "" if job.current else _("until {day}").format(day=ended or "?")
        phone = job.phone if card.kind == "organisation" else ""
        items = (
            Input("position", _("Position"), job.position, is_content=False),
            Input("department", _("Department"), job.department, is_content=False),
            Input("to_on", _("Until (date)"), ended, is_content=False),
        )
        key = f"job:{job.id}"
        lines.append(
            Line(
                key,
                "building-2" if job.other.kind == "organisation" else "user",
                job.other.name,
                joined([job.position, job.department, job.role, span, phone]),
                items,
                edit.part(key, job.id, contact_ties.change_job),
                edit.without(REMOVE, contact_ties.remove_job, job.id),
                f"contact:{job.other.id}",
            )
        )
    lines += [
        Line(
            f"relation:{tie.id}", "users", tie.other.name, joined([tie.kind, tie.note]), link=f"contact:{tie.other.id}"
        )
        for tie in card.relations
    ]
    lines += [
        Line(f"branch:{branch.id}", "network", branch.name, _("Branch"), link=f"contact:{branch.id}")
        for branch in card.branches
    ]
    return lines


def new_tie_line(card: ContactCard, edit: Edits, makers: Makers) -> Line:
    """A job of a person, or a person of an organisation."""
    person = card.kind == "person"
    title = _("Organisation") if person else _("Name of the person")
    text = N_("Add job to “{name}”") if person else N_("Add person to “{name}”")
    items = (
        Input("other", title, suggest=makers.organisations if person else None),
        Input("position", _("Position"), is_content=False),
    )
    return Line(
        "new:job", "briefcase", "", "", items, edit.added(text, edits.add_job if person else edits.add_colleague)
    )


def notes_line(card: ContactCard, edit: Edits, makers: Makers) -> Line:
    """The notes, without a caption: the panel says what they are."""
    line = field_line(card, "notes", edit, makers)
    return Line(line.key, "file-text", line.value, "", line.inputs, line.save)


def tags_line(card: ContactCard, edit: Edits, suggest: Suggest) -> Line:
    """All tags in one text."""
    words = ", ".join(tag.name for tag in card.tags)
    item = Input("tags", _("Tags, separated by commas"), words, suggest=suggest)
    return Line("tags", "tag", "", "", (item,), edit.tags())
