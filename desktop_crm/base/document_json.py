"""A document as JSON and back, so that a copy can be kept and laid out again years later, byte for byte the same."""

from __future__ import annotations

import base64
import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_crm.base import document as parts
from desktop_crm.base.document import Document

_CLASSES: dict[str, Any] = {
    name: value for name, value in vars(parts).items() if isinstance(value, type) and dataclasses.is_dataclass(value)
}


def document_json(document: Document) -> str:
    """The document as JSON text."""
    return json.dumps(_plain(document), ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def document_of(text: str) -> Document:
    """The document that :func:`document_json` wrote."""
    found = _value(json.loads(text))
    if not isinstance(found, Document):
        raise ValueError("no document")
    return found


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, bytes):
        return {"bytes": base64.b64encode(value).decode()}
    if dataclasses.is_dataclass(value):
        fields = {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.default is dataclasses.MISSING or getattr(value, field.name) != field.default
        }
        return {"is": type(value).__name__, **fields}
    return [_plain(item) for item in value]


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_value(item) for item in plain)
    if not isinstance(plain, dict):
        return plain
    if "is" in plain:
        fields = {name: _value(value) for name, value in plain.items() if name != "is"}
        return _CLASSES[plain["is"]](**fields)
    ((kind, text),) = plain.items()
    return _READ[kind](text)


_READ: dict[str, Any] = {
    "decimal": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "bytes": base64.b64decode,
}
