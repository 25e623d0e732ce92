"""``contacts``."""

import argparse
from dataclasses import asdict, replace
from typing import Any

from desktop_crm.base.errors import InvalidValue
from desktop_crm.base.i18n import _
from desktop_crm.cli import print_json
from desktop_crm.cli.opening import add_database_option, add_json_option, open_database
from desktop_crm.cli.views import add_view_options, view_of
from desktop_crm.model.session import CrmSession
from desktop_crm.services.contact_lists import ContactRow, ContactsView, GroupHeading, contact_rows

USUAL = ("id", "name", "organisation", "city", "phone")
COLUMNS = tuple(ContactRow.__dataclass_fields__)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which contacts, which columns."""
    add_view_options(parser)
    parser.add_argument(
        "--columns", metavar="NAMES", default="", help=_("with commas between: {names}, custom:ID").format(
            names=", ".join(COLUMNS)
        )
    )  # fmt: skip
    parser.add_argument("--limit", type=int, default=0, metavar="N", help=_("at most N (0: all)"))
    add_database_option(parser)
    add_json_option(parser)


def run(options: argparse.Namespace) -> int:
    """Rows of the list."""
    columns = _columns(options.columns)
    own = tuple(int(name.removeprefix("custom:")) for name in columns if name.startswith("custom:"))
    database = open_database(options.database)
    try:
        with database.read() as session:
            rows = _rows(session, replace(view_of(options, session), own_fields=own), options.limit)
    finally:
        database.close()
    if options.json:
        print_json([_as_json(row, columns) for row in rows])
        return 0
    for row in rows:
        if isinstance(row, GroupHeading):
            print(f"# {row.heading} ({row.count})")
        else:
            print("  ".join(text for text in (_text(row, name) for name in columns or USUAL) if text))
    return 0


def _columns(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in COLUMNS and not name.removeprefix("custom:").isdecimal():
            raise InvalidValue(field="--columns", value=name)
    return names


def _rows(session: CrmSession, view: ContactsView, limit: int) -> list[Any]:
    rows: list[Any] = []
    count, after = 0, None
    while True:
        page = contact_rows(session, view, after=after, limit=min(500, limit - count) if limit else 500)
        rows += page.rows
        count += sum(not isinstance(row, GroupHeading) for row in page.rows)
        after = page.next
        if after is None or (limit and count >= limit):
            return rows


def _value(row: ContactRow, name: str) -> Any:
    return row.own_value(int(name.removeprefix("custom:"))) if name.startswith("custom:") else getattr(row, name)


def _text(row: ContactRow, name: str) -> str:
    value = _value(row, name)
    if name == "tags":
        return ", ".join(tag.name for tag in row.tags)
    return "" if value is None else str(value)


def _as_json(row: Any, columns: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(row, GroupHeading) or not columns:
        return asdict(row)
    return {name: _value(row, name) if name != "tags" else [tag.name for tag in row.tags] for name in columns}
