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


def document_facts(document: Document) -> dict[str, Any]:
    """What the document says as stable names for other programs: figures, tables, charts, sentences."""
    return {
        "title": document.title,
        "period": document.period,
        "filter": document.filter,
        "language": document.language,
        "figures": [
            {
                "key": one.key,
                "title": one.title,
                "value": one.value,
                "kind": one.kind,
                "definition": one.definition,
                "rows": _rows(one.rows) if one.rows is not None else None,
            }
            for one in parts.figures_of(document)
        ],
        "tables": [
            {"title": block.title, "rows": _rows(block), "total": block.total}
            for block in document.blocks
            if isinstance(block, parts.Table)
        ],
        "sentences": [
            text
            for block in document.blocks
            for text in (
                block.items
                if isinstance(block, parts.Bullets)
                else (block.sentence,)
                if isinstance(block, parts.Chart)
                else (block.text,)
                if isinstance(block, parts.Paragraph)
                else ()
            )
        ],
    }


def _rows(table: parts.Table) -> list[dict[str, Any]]:
    names = [column.title or f"column {place}" for place, column in enumerate(table.columns, 1)]
    links = table.links or [None] * len(table.rows)
    return [
        {**dict(zip(names, row, strict=False)), **({f"{link.kind}_id": link.record_id} if link else {})}
        for row, link in zip(table.rows, links, strict=True)
    ]
