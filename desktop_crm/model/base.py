"""The common shape of all tables, and column types that mean the same on SQLite, PostgreSQL and MariaDB.

Portable types only (STORAGE: no native enums, no sequences, no deferrable constraints): BIGINT ids, VARCHAR/TEXT,
NUMERIC, DATE, UTC moments, JSON as text, binary.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, MetaData, String, Text, TypeDecorator
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from desktop_crm.base import clock
from desktop_crm.base.ids import new_id

MAX_NAME = 60  # PostgreSQL cuts names at 63 bytes, MariaDB refuses them over 64


@compiles(BigInteger, "sqlite")
def _whole_number(kind: BigInteger, compiler: Any, **options: Any) -> str:
    """On SQLite only an ``INTEGER`` key is the row's own number: no second tree for each table, ids found at once."""
    return "INTEGER"


def _on_mariadb(plain: Any, dialect: Dialect, name: str, **options: Any) -> Any:
    """MariaDB's own type *name* there, *plain* elsewhere; its dialect is loaded only where it is spoken."""
    if dialect.name not in ("mysql", "mariadb"):
        return dialect.type_descriptor(plain)
    from sqlalchemy.dialects import mysql  # noqa: PLC0415 - 3 MB and 40 ms that a file does not need

    return dialect.type_descriptor(getattr(mysql, name)(**options))


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC to the microsecond."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Microseconds on MariaDB too."""
        return _on_mariadb(DateTime(), dialect, "DATETIME", fsp=6)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware moment -> naive UTC; a naive moment is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC -> aware."""
        return None if value is None else value.replace(tzinfo=UTC)


class LongText(TypeDecorator[str]):
    """Text without a length limit worth speaking of."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """As long on MariaDB."""
        return _on_mariadb(Text(), dialect, "LONGTEXT")


class JsonText(TypeDecorator[Any]):
    """JSON kept as text, so that every database and every tool can read it."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """As long on MariaDB."""
        return _on_mariadb(Text(), dialect, "LONGTEXT")

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Python value -> compact JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """JSON -> Python value."""
        return None if value is None else json.loads(value)


def key_string(length: int) -> String:
    """A string compared byte by byte on every database (sort keys, codes, look-up keys)."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class LongBinary(TypeDecorator[bytes]):
    """The type behind :func:`long_binary`."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """As long on MariaDB."""
        return _on_mariadb(LargeBinary(), dialect, "LONGBLOB")

    @property
    def python_type(self) -> type[bytes]:
        """Bytes."""
        return bytes


def long_binary() -> LongBinary:
    """Binary without a length limit worth speaking of."""
    return LongBinary()


# MariaDB: keys compare byte by byte, all of Unicode
TABLE_OPTIONS: Any = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}

# marks columns that follow from others: an undo never stops at a later change of one
COMPUTED: dict[Any, Any] = {"computed": True}
# marks a column that may be empty and says all the same to which row its row belongs
OWNING: dict[Any, Any] = {"owning": True}
# in a table's ``info``: its rows stay when making them is undone, and get the values that this function gives
WHEN_UNDONE = "when_undone"


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcMoment(), int: BigInteger()}
    __table_args__ = TABLE_OPTIONS


class Row:
    """A user-visible row: id made by the program, version for optimistic locking, times, soft delete."""

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, default=new_id)
    version: Mapped[int] = mapped_column(BigInteger, nullable=False, default=1)
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False, default=clock.now, onupdate=clock.now)
    deleted_at: Mapped[datetime | None] = mapped_column(UtcMoment, nullable=True)

    __mapper_args__: ClassVar[Any] = {"version_id_col": version}
