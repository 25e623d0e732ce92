"""Which contacts a command means (the same view as the window's list), and ``views``: those that are kept."""

import argparse
from dataclasses import asdict, replace
from typing import Any

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_fields import FIELDS, OPERATORS
from desktop_crm.services.contact_lists import ContactsView, contact_count
from desktop_crm.services.contact_views import GROUPS, LATEST_FIRST, SORTS, Filter
from desktop_crm.services.saved_views import delete_view, find_view, rename_view, save_view, saved_views, view_count

FILTERS = ("kind", "search", "life_cycle", "archived", "trash", "sort")
_OPERATORS = sorted({code for operators in OPERATORS.values() for code in operators})
_SAID = {"saved": N_("Saved: {name}"), "renamed": N_("Renamed: {name}"), "deleted": N_("Deleted: {name}")}


def add_view_options(parser: argparse.ArgumentParser) -> None:
    """``--filter``, ``--sort``, ``--group``, ``--view``."""
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        type=_filter,
        metavar="NAME=VALUE",
        help=_("one of {names}, or FIELD[:OPERATOR]=VALUE,VALUE as in --filter last_touch_at:more=90").format(
            names=", ".join(FILTERS)
        ),
    )
    parser.add_argument(
        "--sort", metavar="NAME", help=_("order; NAME:down or NAME:up: {names}").format(names=", ".join(SORTS))
    )
    parser.add_argument("--group", metavar="NAME", help=_("group by: {names}").format(names=", ".join(GROUPS)))
    parser.add_argument("--view", metavar="NAME", default="", help=_("a saved view"))


def _filter(text: str) -> tuple[str, Any]:
    name, separator, value = text.partition("=")
    if not separator or name not in FILTERS:
        return name, _condition(name, value)
    if name == "kind" and value not in ("person", "organisation"):
        raise argparse.ArgumentTypeError(_("kind is person or organisation"))
    if name in ("archived", "trash") and value not in ("yes", "no"):
        raise argparse.ArgumentTypeError(_("{name} is yes or no").format(name=name))
    return name, value


def _condition(name: str, value: str) -> Filter:
    """``city=Orhei,Bălți``, ``last_touch_at:more=90``, ``email:empty``."""
    field, _colon, operator = name.partition(":")
    if field == "custom":  # custom:<id> and perhaps :operator
        number, _colon, operator = operator.partition(":")
        field = f"custom:{number}"
    operator = operator or ("contains" if field in ("name", "organisation", "notes") else "is")
    if field not in FIELDS and not field.startswith("custom:"):
        raise argparse.ArgumentTypeError(
            _("write NAME=VALUE with one of {names}").format(names=", ".join((*FILTERS, *FIELDS, "custom:ID")))
        )
    if operator not in _OPERATORS:
        raise argparse.ArgumentTypeError(_("the operator is one of {names}").format(names=", ".join(_OPERATORS)))
    first, *more = [part.strip() for part in value.split(",")]
    return Filter(field, operator, first, tuple(more))


def view_of(options: argparse.Namespace, session: CrmSession | None = None) -> ContactsView:
    """The view that the options describe, on top of the saved one that is named."""
    view = find_view(session, options.view).view if session is not None and options.view else ContactsView()
    chosen = {name: value for name, value in options.filter if not isinstance(value, Filter)}
    sort = options.sort or chosen.get("sort", "")
    view = replace(
        view,
        search=chosen.get("search", view.search),
        kind=chosen.get("kind", view.kind),
        life_cycle=chosen.get("life_cycle", view.life_cycle),
        archived=chosen["archived"] == "yes" if "archived" in chosen else view.archived,
        trash=chosen.get("trash") == "yes",
        group=view.group if options.group is None else options.group,
        filters=(*view.filters, *(value for _name, value in options.filter if isinstance(value, Filter))),
    )
    if not sort:
        return view
    name, direction = sort, ""
    if sort.endswith((":up", ":down")):
        name, _colon, direction = sort.rpartition(":")
    down = direction == "down" or (not direction and name in LATEST_FIRST and bool(options.sort))
    return replace(view, sort=name, descending=down)


# The command ``views`` --------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """List, keep, rename, delete."""
    add_view_options(parser)
    doing = parser.add_mutually_exclusive_group()
    doing.add_argument("--save", metavar="NAME", help=_("keep the view that --filter, --sort, --group describe"))
    doing.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help=_("another name"))
    doing.add_argument("--delete", metavar="NAME", help=_("forget the view, not its contacts"))
    parser.add_argument("--shared", action="store_true", help=_("with --save: for everybody"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """The saved views, or a change of one."""
    database = open_database(options.database)
    try:
        if options.save:
            with database.write(Label(N_("Save view “{name}”"), {"name": options.save})) as session:
                view = view_of(options, session)
                contact_count(session, view)  # a view that cannot be asked for is not kept
                save_view(session, options.save, view, shared=options.shared)
            print(_(_SAID["saved"]).format(name=options.save))
        elif options.rename:
            before, after = options.rename
            with database.write(Label(N_("Rename view “{name}”"), {"name": before})) as session:
                row = find_view(session, before)
                rename_view(session, row.id, row.version, after)
            print(_(_SAID["renamed"]).format(name=after))
        elif options.delete:
            with database.write(Label(N_("Delete view “{name}”"), {"name": options.delete})) as session:
                delete_view(session, find_view(session, options.delete).id)
            print(_(_SAID["deleted"]).format(name=options.delete))
        else:
            with database.read() as session:
                _print(session, options.json)
    finally:
        database.close()
    return 0


def _print(session: CrmSession, as_json: bool) -> None:
    rows = [(row, view_count(session, row.view)) for row in saved_views(session)]
    if as_json:
        print_json([{**asdict(row), "count": count} for row, count in rows])
        return
    for row, count in rows:
        print("  ".join((row.name, str(count), _("for everybody") if row.shared else _("own"))))
