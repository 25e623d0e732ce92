"""A write as plain text and back, so that one which found no database can still be done after a restart.

What behind the door is done is a function of the program with plain values. Whatever is more than that (a large file)
is not kept, and its words alone are offered then.
"""

from __future__ import annotations

import base64
import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from desktop_crm import __version__

LARGEST = 1 << 20  # bytes of a file that is kept with its entry
_OURS = "desktop_crm."

Action = Callable[..., Any]


class _NotPlain(Exception):
    """A value that cannot be kept."""


def packed(action: Action, args: Sequence[Any]) -> dict[str, Any] | None:
    """*action* with *args*; ``None`` where they are not plain."""
    try:
        name = _name_of(action)
        return {"program": __version__, "action": name, "args": [_pack(value) for value in args]}
    except _NotPlain:
        return None


def unpacked(kept: object) -> tuple[Action, tuple[Any, ...]] | None:
    """What :func:`packed` gave; ``None`` where it was made by another version of the program, or is damaged."""
    if not isinstance(kept, dict) or kept.get("program") != __version__:
        return None
    try:
        return _named(kept["action"]), tuple(_unpack(value) for value in kept["args"])
    except (KeyError, TypeError, ValueError, AttributeError, ImportError):
        return None


def _name_of(thing: Any) -> str:
    name = f"{thing.__module__}:{getattr(thing, '__qualname__', '.')}"
    if not name.startswith(_OURS) or "." in name.partition(":")[2]:  # a function made for the moment has no place
        raise _NotPlain
    return name


def _named(name: str) -> Any:
    module, _colon, word = name.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(name)
    return getattr(importlib.import_module(module), word)


def _pack(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for kind, name, text in (
        (datetime, "moment", lambda: value.isoformat()),
        (date, "day", lambda: value.isoformat()),
        (Decimal, "number", lambda: str(value)),
        (bytes, "bytes", lambda: base64.b64encode(value[: LARGEST + 1]).decode("ascii")),
    ):
        if isinstance(value, kind):
            if isinstance(value, bytes) and len(value) > LARGEST:
                raise _NotPlain
            return {name: text()}
    if isinstance(value, Mapping):
        return {"map": [[_pack(key), _pack(one)] for key, one in value.items()]}
    if isinstance(value, tuple | list | frozenset | set):
        kind_name = next(name for name, kind in _MANY.items() if isinstance(value, kind))
        return {kind_name: [_pack(one) for one in value]}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            "of": _name_of(type(value)),
            "with": {one.name: _pack(getattr(value, one.name)) for one in fields(value)},
        }
    raise _NotPlain


_MANY: Mapping[str, type[Any]] = {"tuple": tuple, "list": list, "frozenset": frozenset, "set": set}
_SINGLE: Mapping[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "number": Decimal,
    "bytes": base64.b64decode,
}


def _unpack(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "of" in value:
        return _named(value["of"])(**{name: _unpack(one) for name, one in value["with"].items()})
    ((name, content),) = value.items()
    if name == "map":
        return {_unpack(key): _unpack(one) for key, one in content}
    if name in _MANY:
        return _MANY[name](_unpack(one) for one in content)
    return _SINGLE[name](content)
