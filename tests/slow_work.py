"""Work for other processes in the tests of base.side_by_side; run as a program it keeps such processes busy."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from desktop_crm.base import i18n
from desktop_crm.base.errors import FileMissing
from desktop_crm.base.side_by_side import MANY, allow, side_by_side


def doubled(setting: int) -> Callable[[int], tuple[int, int, str]]:
    """(double and *setting*, process, language)."""

    def work(number: int) -> tuple[int, int, str]:
        time.sleep(0.01)
        return 2 * number + setting, os.getpid(), i18n.language()

    return work


def killed(parent: int) -> Callable[[int], int]:
    """Another process than the parent dies at its first chunk after the third."""

    def work(number: int) -> int:
        time.sleep(0.03)
        if number > 3 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    return work


def refused(_setting: None) -> Callable[[int], int]:
    def work(number: int) -> int:
        if number == 2:
            raise FileMissing(name="clienți.xlsx")
        return number

    return work


def slow(seconds: float) -> Callable[[int], int]:
    def work(number: int) -> int:
        time.sleep(seconds)
        return os.getpid()

    return work


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background begins with Ctrl+C ignored
    allow()
    for process in side_by_side(slow, float(sys.argv[1]), iter(range(10_000)), lambda: None, rows=MANY):
        print(process, flush=True)  # noqa: T201
