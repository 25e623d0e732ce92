"""Reading rows with Core: statements are built once, parameters come with each call, nothing is mapped."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam
from sqlalchemy.orm import Session

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
ID: BindParameter[Any] = bindparam("id")


def fetch(session: Session, statement: Executable, **parameters: Any) -> Sequence[Any]:
    """All rows of *statement*. What a write session has not sent yet is sent before, so that it is seen."""
    session.flush()
    return session.connection().execute(statement, parameters).all()
