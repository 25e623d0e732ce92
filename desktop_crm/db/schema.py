"""The schema's revision: made, compared and brought up to date with Alembic, from code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a first look at a file asks for the revision before SQLAlchemy is loaded
    from alembic.config import Config
    from sqlalchemy import Connection

REVISIONS = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
)  # all that this program knows, oldest first; a test compares them with the folder
LOCATION = Path(__file__).parent / "migrations"


def head() -> str:
    """The revision this program works with."""
    return REVISIONS[-1]


def current_revision(connection: Connection) -> str | None:
    """Revision of the database; None where it is not one of ours."""
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").first()
        present = known is not None
    else:
        present = "alembic_version" in _tables(connection)
    if not present:
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or ""


def is_empty(connection: Connection) -> bool:
    """Whether there is no table at all."""
    return not _tables(connection)


def _tables(connection: Connection) -> list[str]:
    from sqlalchemy import inspect  # noqa: PLC0415 - as above

    return inspect(connection).get_table_names()


def upgrade(connection: Connection) -> None:
    """Bring the database up to :func:`head` inside the transaction of *connection*."""
    from alembic import command  # noqa: PLC0415 - 0.1 s that an ordinary start does not need

    command.upgrade(configuration(connection), head())


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without any file."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(LOCATION).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
