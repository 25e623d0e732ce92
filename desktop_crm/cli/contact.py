"""``contact new|change|delete|restore|archive``: what the card does, without a window."""

import argparse
from dataclasses import asdict

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _, ngettext
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_cards import contact_card
from desktop_crm.services.contact_edits import CardChange, change_card, new_card
from desktop_crm.services.contacts import archive_contacts, delete_contacts, restore_contacts
from desktop_crm.services.record_changes import must_exist

_MANY = {
    "delete": (N_("Move {count} contacts to trash"), delete_contacts),
    "restore": (N_("Restore {count} contacts from the trash"), restore_contacts),
    "archive": (N_("Archive {count} contacts"), archive_contacts),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be done."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="new|change|delete|restore|archive")
    new = verbs.add_parser("new", help=_("make a contact"))
    new.add_argument("--kind", choices=("person", "organisation"), default="person", help=_("person is the default"))
    change = verbs.add_parser("change", help=_("change fields, phones, e-mails, tags of a contact"))
    change.add_argument("id", type=int, metavar="ID", help=_("as given by “contacts” or “search”"))
    for verb in (new, change):
        verb.add_argument(
            "--set",
            action="append",
            default=[],
            type=_setting,
            metavar="FIELD=VALUE",
            help=_("a field, as name, given_name, language, industry or custom:NAME; may be repeated"),
        )
        for part in ("phone", "email", "tag"):
            verb.add_argument(f"--{part}", action="append", default=[], metavar="TEXT", help=_("add; may be repeated"))
        _add_common(verb)
    for part in ("phone", "email", "tag"):
        change.add_argument(
            f"--remove-{part}", action="append", default=[], metavar="TEXT", help=_("take off; may be repeated")
        )
    for name, help_text in (
        ("delete", _("move contacts to the trash")),
        ("restore", _("take contacts out of the trash")),
        ("archive", _("put contacts into the archive")),
    ):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("ids", type=int, nargs="+", metavar="ID", help=_("as given by “contacts” or “search”"))
        if name == "archive":
            verb.add_argument("--back", action="store_true", help=_("take them out of the archive again"))
        _add_common(verb)


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_database_option(parser)
    add_json_option(parser)


def _setting(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name.strip():
        raise argparse.ArgumentTypeError(_("write FIELD=VALUE"))
    return name.strip(), value.strip()


def _change_of(options: argparse.Namespace) -> CardChange:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(getattr(options, name, ()))

    return CardChange(
        dict(options.set),
        *(all_of(name) for name in ("phone", "email", "tag", "remove_phone", "remove_email", "remove_tag")),
    )


def run(options: argparse.Namespace) -> int:
    """One change set."""
    database = open_database(options.database)
    try:
        if options.verb in _MANY:
            text, action = _MANY[options.verb]
            ids = sorted(set(options.ids))
            more = (False,) if getattr(options, "back", False) else ()
            with database.read() as session:
                for contact_id in ids:
                    must_exist(session, contact_id)
            count = database.do(Label(text, {"count": len(ids)}), action, ids, *more)
            answer: object = {"count": count}
            said = ngettext("{count} contact changed", "{count} contacts changed", count).format(count=count)
        else:
            with database.read() as session:
                label = _label(session, options)
            card = database.do(label, _written, options)
            answer = card
            said = f"{card['id']}  {card['name']}"
    finally:
        database.close()
    if options.json:
        print_json(answer)
    else:
        print(said)
    return 0


def _label(session: CrmSession, options: argparse.Namespace) -> Label:
    if options.verb == "new":
        values = dict(options.set)
        parts = [values.get("given_name", ""), values.get("family_name", "")]
        return Label(N_("Add contact “{name}”"), {"name": values.get("name") or " ".join(filter(None, parts))})
    return Label(N_("Change “{name}”"), {"name": contact_card(session, options.id).name})


def _written(session: CrmSession, options: argparse.Namespace) -> dict[str, object]:
    change = _change_of(options)
    if options.verb == "new":
        contact_id = new_card(session, options.kind, change)
    else:
        contact_id = options.id
        change_card(session, contact_id, change)
    card = asdict(contact_card(session, contact_id))
    del card["history"], card["history_more"]
    return card
