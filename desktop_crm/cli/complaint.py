"""``complaint new|show|change|step|void|letter|sheet|action``: one complaint."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from desktop_crm.base.attached import attached
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, file_argument, open_database
from desktop_crm.db.database import Database
from desktop_crm.files.attached import read_all
from desktop_crm.files.pdf import pdf_bytes, write_pdf
from desktop_crm.model.complaint import COMPLAINT_CHANNELS, COMPLAINT_KINDS, SEVERITIES
from desktop_crm.model.complaint_setting import LETTER_KINDS
from desktop_crm.model.complaint_states import STEPS
from desktop_crm.model.interaction import INTERACTION_KINDS
from desktop_crm.model.session import CrmSession
from desktop_crm.services.choices import find_choice
from desktop_crm.services.complaints import (
    ComplaintCard,
    ComplaintDraft,
    change_complaint,
    complaint_card,
    finish_action,
    judge_action,
    plan_action,
    register_complaint,
    take_step,
    verify_action,
    void_complaint,
)
from desktop_crm.services.complaints.finding import find_complaint
from desktop_crm.services.complaints.letters import keep_letter, letter_document, letter_draft, letter_file_name
from desktop_crm.services.complaints.printing import complaint_document
from desktop_crm.services.complaints.step_labels import step_label
from desktop_crm.services.shipped import add_shipped

_LABELS = {
    "new": N_("Register a complaint"),
    "change": N_("Change a complaint"),
    "letter": N_("Write a letter about a complaint"),
    "action": N_("Action of a complaint"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and with what."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="new|show|change|step|void|letter|sheet|action")
    _add_new(verbs.add_parser("new", help=_("enter it in the register")))
    verbs.add_parser("show", help=_("everything about it"))
    change = verbs.add_parser("change", help=_("change fields"))
    step = verbs.add_parser("step", help=_("take a step"))
    verbs.add_parser("void", help=_("strike it through")).add_argument("--reason", required=True, metavar="TEXT")
    letter = verbs.add_parser("letter", help=_("write a letter and keep it"))
    letter.add_argument("--kind", choices=sorted(LETTER_KINDS), required=True)
    letter.add_argument("--in", dest="in_language", default="", metavar="LANGUAGE")
    letter.add_argument("--note", default="", metavar="TEXT")
    letter.add_argument("--output", type=file_argument, metavar="OUT.pdf")
    sheet = verbs.add_parser("sheet", help=_("print it"))
    sheet.add_argument("--output", type=file_argument, required=True, metavar="OUT.pdf")
    action = verbs.add_parser("action", help=_("plan, finish, verify or judge an action"))
    for name, verb in verbs.choices.items():
        if name != "new":
            verb.add_argument("complaint", metavar="NUMBER", help=_("as 47/2026, or its id"))
        add_database_option(verb)
        add_json_option(verb)
    step.add_argument("step", choices=sorted(STEPS))
    action.add_argument("do", choices=("plan", "done", "verify", "check"))
    action.add_argument("--action", dest="action_id", type=int, metavar="ID")
    for verb in (change, step, action):
        verb.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    action.add_argument("--text", default="", metavar="TEXT")


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", metavar="SUBJECT")
    parser.add_argument("--text", default="", metavar="TEXT", help=_("in their own words"))
    parser.add_argument("--kind", choices=sorted(COMPLAINT_KINDS), default="complaint")
    parser.add_argument("--channel", choices=sorted(COMPLAINT_CHANNELS), default="in_person")
    parser.add_argument("--severity", choices=sorted(SEVERITIES), default="medium")
    parser.add_argument("--contact", type=int, metavar="ID")
    parser.add_argument("--interaction", type=int, metavar="ID", help=_("the call it was said in"))
    parser.add_argument("--name", default="", metavar="NAME", help=_("the complainant, where there is no contact"))
    parser.add_argument("--anonymous", action="store_true")
    parser.add_argument("--category", default="", metavar="NAME")
    parser.add_argument("--product", default="", metavar="NAME")
    parser.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE")
    parser.add_argument("--file", action="append", default=[], type=file_argument, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """Do it."""
    files = tuple(read_all(options.file)) if options.verb == "new" else ()
    database = open_database(options.database)
    try:
        if options.verb in ("show", "sheet"):
            return _show(database, options)
        if options.verb == "new":
            database.note(Label(N_("Prepare the book of complaints")), add_shipped)
        with database.write(_label(database, options)) as session:
            made = _register(session, options, files) if options.verb == "new" else _change(session, options)
        with database.read() as session:
            card = complaint_card(session, made)
    finally:
        database.close()
    if options.json:
        print_json({"id": card.id, "number": card.number, "state": card.state, "version": card.version})
    else:
        print(f"{card.number}  {card.state_name}  {card.clock.headline}")
    return 0


def _label(database: Database, options: argparse.Namespace) -> Label:
    if options.verb not in ("step", "void"):
        return Label(_LABELS[options.verb])
    with database.read() as session:
        number = complaint_card(session, find_complaint(session, options.complaint)).number
    return step_label(options.step if options.verb == "step" else "void", number)


def _register(session: CrmSession, options: argparse.Namespace, files: tuple[Any, ...]) -> int:
    category = None
    if options.category:
        category = find_choice(session, "complaint_category", options.category)
        if category is None:
            raise InvalidValue(field=_("Category"), value=options.category)
    draft = ComplaintDraft(
        subject=options.subject,
        description=options.text,
        kind=options.kind,
        channel=options.channel,
        severity=options.severity,
        contact_id=options.contact,
        interaction_id=options.interaction,
        complainant=options.name,
        anonymous=options.anonymous,
        category_id=category,
        product=options.product,
        more=_values(options.set),
        files=files,
    )
    return register_complaint(session, draft)


def _change(session: CrmSession, options: argparse.Namespace) -> int:
    found = find_complaint(session, options.complaint)
    card = complaint_card(session, found)
    if options.verb == "change":
        change_complaint(session, found, card.version, _values(options.set))
    elif options.verb == "step":
        take_step(session, found, options.step, card.version, _values(options.set))
    elif options.verb == "void":
        void_complaint(session, found, options.reason, card.version)
    elif options.verb == "letter":
        _letter(session, card, options)
    else:
        _action(session, found, options)
    return found


def _letter(session: CrmSession, card: ComplaintCard, options: argparse.Namespace) -> None:
    draft = letter_draft(session, card.id, options.kind, in_language=options.in_language, note=options.note)
    document = letter_document(session, draft)
    file = attached(letter_file_name(draft, card.number), pdf_bytes(document), "application/pdf")
    keep_letter(session, card.id, draft, file)
    if options.output is not None:
        write_pdf(options.output, document)


def _action(session: CrmSession, complaint_id: int, options: argparse.Namespace) -> None:
    if options.do == "plan":
        plan_action(session, complaint_id, options.text, _values(options.set))
        return
    if options.action_id is None:
        raise InvalidValue(field="--action", value="")
    if options.do == "done":
        finish_action(session, options.action_id, options.text)
    elif options.do == "verify":
        verify_action(session, options.action_id)
    else:
        judge_action(session, options.action_id, note=options.text)


def _values(pairs: Sequence[str]) -> dict[str, object]:
    """What ``--set FIELD=VALUE`` says."""
    values: dict[str, object] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise InvalidValue(field="--set", value=pair)
        values[name.strip()] = {"yes": True, "no": False}.get(value) if name.startswith("flag_") else value
    return values


def _show(database: Database, options: argparse.Namespace) -> int:
    with database.read() as session:
        found = find_complaint(session, options.complaint)
        card = complaint_card(session, found)
        document = complaint_document(session, found) if options.verb == "sheet" else None
    if document is not None:
        write_pdf(options.output, document)
        print(_("“{name}” was written.").format(name=options.output.name))
        return 0
    if options.json:
        print_json(asdict(card))
        return 0
    print(f"{card.number}  {card.state_name}  {card.fields['subject']}")
    print(card.clock.explanation)
    for line in reversed(card.trail):
        mark = "~" if line.taken_back else " "
        print(f" {mark} {line.at.astimezone():%Y-%m-%d %H:%M}  {line.title}  {' '.join(line.text.split())}")
    for entry in card.history:
        print(f"   {entry.started_at.astimezone():%Y-%m-%d %H:%M}  {_(INTERACTION_KINDS[entry.kind])}  {entry.subject}")
    print(_("Possible now: {steps}").format(steps=", ".join(f"{step.code} ({step.title})" for step in card.steps)))
    return 0
