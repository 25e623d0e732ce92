"""The cyclic garbage collector held while millions of small plain values are made: it would find nothing."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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
            gc.enable()


@contextmanager
def collector_held() -> Iterator[None]:
    """No cyclic collection inside the block."""
    hold_collector()
    try:
        yield
    finally:
        release_collector()
