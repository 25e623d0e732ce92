"""Which contacts a command means: the same view as the window's list."""

import argparse

from desktop_crm.base.i18n import _
from desktop_crm.services.contact_lists import ContactsView

FILTERS = ("kind", "search", "life_cycle", "archived", "trash", "sort")


def add_view_options(parser: argparse.ArgumentParser) -> None:
    """``--filter NAME=VALUE``, may be repeated."""
    parser.add_argument(
        "--filter",
        action="append",
        default=[],
        type=_filter,
        metavar="NAME=VALUE",
        help=_("one of {names}; may be repeated: --filter kind=person --filter search=rusu").format(
            names=", ".join(FILTERS)
        ),
    )


def _filter(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or name not in FILTERS:
        raise argparse.ArgumentTypeError(_("write NAME=VALUE with one of {names}").format(names=", ".join(FILTERS)))
    if name == "kind" and value not in ("person", "organisation"):
        raise argparse.ArgumentTypeError(_("kind is person or organisation"))
    if name == "sort" and value not in ("name", "touch", "created"):
        raise argparse.ArgumentTypeError(_("sort is name, touch or created"))
    if name in ("archived", "trash") and value not in ("yes", "no"):
        raise argparse.ArgumentTypeError(_("{name} is yes or no").format(name=name))
    return name, value


def view_of(options: argparse.Namespace) -> ContactsView:
    """The view that the options describe."""
    chosen = dict(options.filter)
    return ContactsView(
        search=chosen.get("search", ""),
        kind=chosen.get("kind", ""),
        life_cycle=chosen.get("life_cycle", ""),
        archived=chosen.get("archived") == "yes",
        trash=chosen.get("trash") == "yes",
        sort=chosen.get("sort", "name"),
    )
