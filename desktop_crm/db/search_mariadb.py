"""Search on MariaDB: InnoDB's FULLTEXT in boolean mode. It shows a row once its transaction is committed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from desktop_crm.db.search_servers import ServerSearch
from desktop_crm.db.search_tokens import LONGEST, Term, table_of


class MariaDbSearch(ServerSearch):
    """The markers make every word long enough (at least three letters are wanted) and no stop word."""

    newest = 1_000

    def create(self, connection: Connection, kinds: Sequence[str]) -> None:
        """Make the tables."""
        for kind in kinds:
            table = table_of(kind)
            connection.exec_driver_sql(
                f"CREATE TABLE {table} (record_id bigint PRIMARY KEY, tokens longtext NOT NULL, digits text NOT NULL, "
                f"FULLTEXT INDEX ix_{table} (tokens)) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
            )

    def spelled(self, words: list[str]) -> list[str]:
        """Words in ASCII: which letters of other scripts belong to a word is not left to the server."""
        return [word if word.isascii() else in_ascii(word) for word in words]

    def write_rows(self, connection: Connection, table: str, rows: list[tuple[int, str, str]]) -> None:
        """Replace rows."""
        connection.exec_driver_sql(
            f"REPLACE INTO {table} (record_id, tokens, digits) VALUES (%s, %s, %s)",
            [(record_id, f" {tokens} ", digits) for record_id, tokens, digits in rows],
        )

    def remove_rows(self, connection: Connection, table: str, record_ids: list[int]) -> None:
        """Delete rows."""
        ids = ", ".join(str(int(record_id)) for record_id in record_ids)
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE record_id IN ({ids})")

    def match_newest(
        self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int
    ) -> list[int]:
        """Look at the newest rows one by one."""
        patterns = [f"% {term.token}%" if term.begins else f"% {term.token} %" for term in terms]
        tests = " AND ".join(["tokens LIKE %s"] * len(patterns))
        rows = connection.exec_driver_sql(
            f"SELECT record_id FROM (SELECT * FROM {table} ORDER BY record_id DESC LIMIT {self.newest}) newest "
            f"WHERE {tests} AND digits LIKE %s ORDER BY record_id DESC LIMIT %s",
            (*patterns, f"%{digits}%", limit),
        )
        return [int(row[0]) for row in rows]

    def match_all(
        self, connection: Connection, table: str, terms: Sequence[Term], digits: str, limit: int
    ) -> list[int]:
        """Ask the FULLTEXT index."""
        tokens = [f"+{term.token}" + "*" * term.begins for term in terms]
        tokens += [f"+{token}" for token in dict.fromkeys(self.digit_tokens(digits))]
        rows = connection.exec_driver_sql(
            f"SELECT record_id FROM {table} WHERE MATCH(tokens) AGAINST (%s IN BOOLEAN MODE) AND digits LIKE %s "
            "ORDER BY record_id DESC LIMIT %s",
            (" ".join(tokens), f"%{digits}%", limit),
        )
        return [int(row[0]) for row in rows]


def in_ascii(word: str) -> str:
    """A word with its letters of other scripts as their numbers."""
    return "".join(char if char.isascii() else f"{ord(char):05x}" for char in word)[:LONGEST]
