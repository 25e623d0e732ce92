"""One contact on paper: the card, and the extract of its history."""

from __future__ import annotations

from typing import Any

from desktop_crm.base.document import Block, Column, Heading, KeyValues, Link, Paragraph, Table
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.formats import language_names
from desktop_crm.base.i18n import _
from desktop_crm.base.text import without_marks
from desktop_crm.model.contact import LIFE_CYCLES, RELATIONS_TO_US
from desktop_crm.model.interaction import DIRECTIONS, INTERACTION_KINDS, INTERACTION_STATES
from desktop_crm.model.reach import ADDRESS_KINDS, MESSENGER_SYSTEMS, PHONE_KINDS, REACH_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import ContactCard, contact_card
from desktop_crm.services.history_lines import InteractionLine
from desktop_crm.services.interaction_rows import contact_history
from desktop_crm.services.reports.request import ReportRequest, Section

_PAGE = 500


def _named(codes: Any, code: str) -> str:
    return _(codes[code]) if code in codes else code


def _contact(request: ReportRequest) -> int:
    if request.contact_id is None:
        raise InvalidValue(field=_("Contact"), value="")
    return request.contact_id


def card(session: CrmSession, request: ReportRequest) -> Section:
    """Everything on a card, and the latest of its history."""
    found = contact_card(session, _contact(request))
    blocks: list[Block] = []
    subtitle = " · ".join(filter(None, (found.position, found.organisation or found.legal_name, found.industry)))
    if subtitle:
        blocks.append(Paragraph(subtitle, "lead"))
    if found.tags:
        blocks.append(Paragraph(" · ".join(tag.name for tag in found.tags), "small"))
    blocks += [
        Heading(_("How to reach"), 2),
        KeyValues(_reach(found)),
        Heading(_("Details"), 2),
        KeyValues(_details(found), 2),
    ]
    own = tuple((line.name, line.shown) for line in found.custom)
    if any(value for _name, value in own):
        blocks += [Heading(_("Fields of your own"), 2), KeyValues(own, 2)]
    if found.jobs:
        people = [(line.other.name, line.position, line.phone) for line in found.jobs if line.current]
        blocks.append(
            Table(
                (Column(_("Name"), strong=True), Column(_("Position")), Column(_("Phone"))),
                people,
                title=_("Jobs") if found.kind == "person" else _("People"),
                empty="–",
            )
        )
    if found.notes:
        blocks += [Heading(_("Notes"), 2), Paragraph(found.notes)]
    if found.reminders:
        steps = [(line.due_on, line.title, line.assignee) for line in found.reminders]
        columns = (Column(_("Due"), "date"), Column(_("What to do"), strong=True), Column(_("Responsible")))
        blocks.append(Table(columns, steps, title=_("Next steps")))
    if found.history:
        blocks += [Heading(_("History"), 2), _history(list(found.history))]
    return Section(found.name, tuple(blocks))


def _reach(found: ContactCard) -> tuple[tuple[str, str], ...]:
    lines = [
        (
            _named(PHONE_KINDS, line.kind),
            " · ".join(
                filter(None, (line.shown, line.extension, line.note, _("do not call") if line.do_not_call else ""))
            ),
        )
        for line in found.phones
    ]
    lines += [(f"{_('E-mail')} ({_named(REACH_KINDS, line.kind)})", line.address) for line in found.emails]
    lines += [(f"{_('Address')} ({_named(ADDRESS_KINDS, line.kind)})", line.shown) for line in found.addresses]
    lines += [(_named(MESSENGER_SYSTEMS, line.system), line.address) for line in found.messengers]
    return tuple(lines)


def _details(found: ContactCard) -> tuple[tuple[str, Any], ...]:
    return (
        (_("Full legal name"), found.legal_name),
        (_("Tax number"), found.tax_number),
        (_("Registration number"), found.registration_number),
        *(("IBAN", f"{line.shown} {line.bank}".strip()) for line in found.bank_accounts),
        (_("Relation to us"), _named(RELATIONS_TO_US, found.relation_to_us)),
        (_("Life cycle"), _named(LIFE_CYCLES, found.life_cycle)),
        (_("ABC class"), found.abc_class),
        (_("Language"), language_names(found.language)),
        (_("Source"), found.source),
        (_("Campaign"), found.campaign),
        (_("Recommended by"), found.referred_by),
        (_("Responsible"), found.responsible),
        (_("First contact"), found.first_contact_on),
        (_("Last contact"), found.last_touch_at),
        (_("Preferences"), found.preferences),
        (_("Best time"), found.best_time),
        *((line.shown_label, line.shown) for line in found.dates),
        *((line.kind, line.other.name) for line in found.relations),
    )


def _history(lines: list[InteractionLine]) -> Table:
    rows = [
        (
            line.started_at.date() if line.all_day else line.started_at.astimezone().date(),
            " · ".join(
                filter(
                    None,
                    (
                        _named(INTERACTION_KINDS, line.kind),
                        _named(DIRECTIONS, line.direction),
                        "" if line.state == "done" else _named(INTERACTION_STATES, line.state),
                    ),
                )
            ),
            "\n".join(filter(None, (line.subject, without_marks(line.body)))),
            line.responsible,
        )
        for line in lines
    ]
    columns = (
        Column(_("Day"), "date", 1.5),
        Column(_("Kind"), width=1.3),
        Column(_("What was said"), width=4.3),
        Column(_("Colleague"), width=1.2),
    )
    return Table(
        columns,
        rows,
        links=[Link("interaction", line.id) for line in lines],
        wrap=0,
        empty=_("Nothing was written down in this period."),
    )


def extract(session: CrmSession, request: ReportRequest) -> Section:
    """All entries with one customer in the period, the oldest first, word for word; private ones are left out."""
    contact_id = _contact(request)
    found = contact_card(session, contact_id)
    lines: list[InteractionLine] = []
    before = None
    while page := contact_history(session, contact_id, before, _PAGE):
        lines += [
            line for line in page if not line.private and request.period.has(line.started_at, all_day=line.all_day)
        ]
        before = (page[-1].started_at, page[-1].id)
        if page[-1].started_at < request.period.begin or len(page) < _PAGE:
            break
    lines.reverse()
    where = tuple(filter(None, (found.legal_name or found.name, found.addresses[0].shown if found.addresses else "")))
    blocks: tuple[Block, ...] = (Paragraph("\n".join(where), "strong"), _history(lines))
    return Section(_("Extract: {name}").format(name=found.name), blocks)
