"""The cyclic garbage collector held while millions of small plain values are made: it would find nothing.

When many were made, they are put among the old objects without being looked at: looked at all at once, they would keep
the whole program, the window too, waiting for a third of a second.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MANY = 50_000  # new objects
_PART = 2_000
_lock = threading.Lock()
_holders = 0
_was_enabled = False


def hold_collector() -> None:
    """No cyclic collection until :func:`release_collector`; holders of several threads may overlap."""
    global _holders, _was_enabled
    with _lock:
        if _holders == 0:
            _was_enabled = gc.isenabled()
            gc.disable()
        _holders += 1


def release_collector(*, loaded: bool = False) -> None:
    """The end of a hold. After *loaded*, all that is there stays and is never looked through again."""
    global _holders
    with _lock:
        if loaded:
            gc.freeze()
        _holders -= 1
        if _holders == 0 and _was_enabled:
            if gc.get_count()[0] > _MANY:
                gc.freeze()
                gc.unfreeze()
            gc.enable()


@contextmanager
def collector_held() -> Iterator[None]:
    """No cyclic collection inside the block."""
    hold_collector()
    try:
        yield
    finally:
        release_collector()


def let_go(*collections: list[Any] | dict[Any, Any]) -> None:
    """Empty long lists and dictionaries part by part: other threads get their turn between them."""
    for values in collections:
        while values:
            if isinstance(values, list):
                del values[-_PART:]
            else:
                values.popitem()


def let_go_of(thing: object) -> None:
    """Take the attributes of *thing*, which nobody uses any more, one by one."""
    for name in list(vars(thing)):
        delattr(thing, name)
