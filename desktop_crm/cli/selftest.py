"""``selftest``: whether this installation works, from a new database to a found contact."""

import argparse
import tempfile
from pathlib import Path

from desktop_crm.base import i18n, paths
from desktop_crm.base.changes import Label
from desktop_crm.base.errors import CrmError
from desktop_crm.base.i18n import N_, _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_json_option
from desktop_crm.db.address import parse_address
from desktop_crm.db.database import Database
from desktop_crm.db.undo import redo, undo
from desktop_crm.services.contacts import lookup_phone
from desktop_crm.services.derived import DERIVED
from desktop_crm.services.sample_data import add_sample_data
from desktop_crm.services.search import search
from desktop_crm.services.shipped import add_shipped


class SelfTestFailed(CrmError):
    """A step did not do what it should. Facts: step."""

    text = N_("The self-test failed at “{step}”. Nothing of yours was touched. Install the program again.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Only the form of the answer."""
    add_json_option(parser)


def _languages() -> bool:
    for code in ("ro", "ru"):
        with i18n.language_scope(code):
            if _("Contacts") == "Contacts":
                return False
    return True


def _round(folder: Path) -> list[tuple[str, bool]]:
    database = Database.create(parse_address(str(folder / "selftest.crm")), derived=DERIVED)
    steps: list[tuple[str, bool]] = []
    try:
        database.note(Label(N_("New database")), add_shipped)
        with database.write(Label(N_("Sample data"))) as session:
            add_sample_data(session, contacts=50, seed=1)
        count = database.info().counts["contact"]
        steps.append((N_("sample data"), count >= 50))
        with database.read() as session:
            hit = next(iter(search(session, "a").groups), None)
            steps.append((N_("search"), hit is not None))
            steps.append((N_("caller look-up"), lookup_phone(session, "112", "MD") == []))
        undo(database)
        steps.append((N_("undo"), database.info().counts["contact"] == 0))
        redo(database)
        steps.append((N_("redo"), database.info().counts["contact"] == count))
        steps.append((N_("check"), database.check().ok))
        steps.append((N_("backup"), database.backup(folder).exists()))
    finally:
        database.close()
    return steps


def run(options: argparse.Namespace) -> int:
    """Each step in a temporary folder; the first failure is a known error."""
    steps = [(N_("resources"), (paths.resources_folder() / "icons").is_dir()), (N_("translations"), _languages())]
    with tempfile.TemporaryDirectory() as folder:
        steps += _round(Path(folder))
    if options.json:
        print_json({"ok": all(ok for _name, ok in steps), "steps": dict(steps)})
    else:
        for name, ok in steps:
            print(f"{_(name)}: {_('in order') if ok else _('failed')}")
    for name, ok in steps:
        if not ok:
            raise SelfTestFailed(step=_(name))
    return 0
