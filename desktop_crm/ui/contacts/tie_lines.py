"""Lines of a card that lead to others: jobs, people, relations, branches; and its tags and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop_crm.base.i18n import N_, _
from desktop_crm.services import contact_named_ties, contact_ties
from desktop_crm.services.contact_cards import ContactCard, JobLine, RelationLine
from desktop_crm.ui import moments
from desktop_crm.ui.contacts.edits import Edits, Save
from desktop_crm.ui.contacts.known import REMOVE, Makers
from desktop_crm.ui.contacts.lines import field_line
from desktop_crm.ui.contacts.typed_rows import shown_day
from desktop_crm.ui.editor import Line
from desktop_crm.ui.form import joined
from desktop_crm.ui.inputs import Input, Options, Suggest, Suggestion


def tie_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line]:
    """Organisations of a person, people and branches of an organisation, relations of both."""
    return [
        *(job_line(card, job, edit, makers) for job in card.jobs),
        *(relation_line(tie, edit, makers) for tie in card.relations),
        *(
            Line(
                f"branch:{branch.id}", "network", branch.name, _("Branch"),
                remove=edit.without(REMOVE, contact_named_ties.part_from_parent, branch.id),
                link=f"contact:{branch.id}",
            )
            for branch in card.branches
        ),
    ]  # fmt: skip


def job_line(card: ContactCard, job: JobLine, edit: Edits, makers: Makers) -> Line:
    """“Orhei-Vit SA” – “director · since 2020”; the menu ends the job and makes it the main one."""
    key = f"job:{job.id}"
    deeds = []
    if job.current and not job.is_primary:
        words = _("Make it the main job")
        deeds.append(edit.with_version("star", words, contact_ties.change_job, key, {"is_primary": True}))
    if job.current and job.to_on is None:
        deeds.append(edit.with_version("history", _("The job has ended"), contact_named_ties.end_job, key))
    phone = job.phone if card.kind == "organisation" else ""
    return Line(
        key, "building-2" if job.other.kind == "organisation" else "user", job.other.name,
        joined([job.position, job.department, job.role, _span(job), phone]), job_inputs(makers, job),
        edit.part(key, job.id, contact_named_ties.change_typed_job),
        edit.without(REMOVE, contact_ties.remove_job, job.id), f"contact:{job.other.id}",
        "" if job.current else "text3", deeds=tuple(deeds),
    )  # fmt: skip


def _span(job: JobLine) -> str:
    since = moments.long_day(job.from_on) if job.from_on else ""
    until = moments.long_day(job.to_on) if job.to_on else ""
    if since and until:
        return _("{since} to {until}").format(since=since, until=until)
    if until:
        return _("until {day}").format(day=until)
    return _("since {day}").format(day=since) if since else ""


def job_inputs(makers: Makers, job: JobLine | None = None) -> tuple[Input, ...]:
    """Position, department, role, from, until."""

    def item(name: str, title: str, value: str, kind: str = "text", suggest: Suggest | None = None) -> Input:
        return Input(name, title, value, kind, suggest=suggest, is_content=False)

    return (
        item("position", _("Position"), job.position if job else ""),
        item("department", _("Department"), job.department if job else ""),
        item("role", _("Role"), job.role if job else "", suggest=makers.of_list("role")),
        item("from_on", _("From (date)"), shown_day(job.from_on) if job else "", "date"),
        item("to_on", _("Until (date)"), shown_day(job.to_on) if job else "", "date"),
    )


def relation_line(tie: RelationLine, edit: Edits, makers: Makers) -> Line:
    """“Ion Rusu” – “Child · note”."""
    key = f"relation:{tie.id}"
    return Line(
        key, "users", tie.other.name, joined([tie.kind or _("Relation"), tie.note]), relation_inputs(makers, tie),
        edit.relation(key, tie.id, tie.other.id), edit.without(REMOVE, contact_ties.remove_relation, tie.id),
        f"contact:{tie.other.id}",
    )  # fmt: skip


def relation_inputs(makers: Makers, tie: RelationLine | None = None) -> tuple[Input, ...]:
    """What the other is to this one, and a note."""
    code = ""
    rows: Options = (("", "–"), *makers.known.relations)
    if tie is not None and tie.kind_id is not None:
        code = f"{tie.kind_id}{contact_named_ties.REVERSE}"
        if not tie.reverse or not any(known == code for known, _words in rows):
            code = str(tie.kind_id)
        if not any(known == code for known, _words in rows):
            rows = (*rows, (code, tie.kind))
    return (
        Input("kind", _("Is to this person"), code, "choice", rows, is_content=False),
        Input("note", _("Note"), tie.note if tie else "", is_content=False),
    )


def new_tie_lines(card: ContactCard, edit: Edits, makers: Makers) -> list[Line]:
    """What can be added: a job or a relation of a person, a person or a branch of an organisation."""
    if card.kind == "person":
        return [
            _new("job", "briefcase", _("Job in an organisation"), _("Organisation"), makers.organisations,
                 job_inputs(makers), edit.added(N_("Add job to “{name}”"), contact_named_ties.add_typed_job)),
            _new("relation", "users", _("Relation to a person"), _("Name of the person"), makers.people,
                 relation_inputs(makers),
                 edit.added(N_("Add relation to “{name}”"), contact_named_ties.add_typed_relation)),
        ]  # fmt: skip
    return [
        _new("job", "user", _("Person who works here"), _("Name of the person"), makers.people, job_inputs(makers),
             edit.added(N_("Add person to “{name}”"), contact_named_ties.add_typed_job)),
        _new("branch", "network", _("Branch"), _("Organisation"), makers.organisations, (),
             edit.added(N_("Add branch to “{name}”"), contact_named_ties.add_branch)),
    ]  # fmt: skip


def _new(
    key: str, icon: str, caption: str, title: str, suggest: Suggest | None, more: tuple[Input, ...], save: Save
) -> Line:
    """Whoever is not here yet is made; those here are offered while typing."""
    item = Input("other", title, suggest=suggest)
    return Line(f"new:{key}", icon, "", caption, (item, *more), save)


def notes_line(card: ContactCard, edit: Edits, makers: Makers) -> Line:
    """The notes, without a caption: the panel says what they are."""
    line = field_line(card, "notes", edit, makers)
    return Line(line.key, "file-text", line.value, "", line.inputs, line.save)


def tags_line(edit: Edits, known: tuple[str, ...]) -> Line:
    """Tags to put on, with commas between."""
    item = Input("tags", _("Tags, separated by commas"), suggest=_last_word(known))
    return Line("tags", "tag", "", "", (item,), edit.tags())


def _last_word(words: tuple[str, ...]) -> Suggest:
    """Suggestions for what stands behind the last comma."""

    def suggest(typed: str, answer: Callable[[Sequence[str | Suggestion]], None]) -> None:
        before, comma, last = typed.rpartition(",")
        fit = [word for word in words if last.strip() and last.strip().casefold() in word.casefold()]
        answer([f"{before}{comma} {word}".strip() for word in fit])

    return suggest
