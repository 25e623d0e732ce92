"""Pure work on many chunks done by other processes side by side, so that it uses all cores and the window stays quick.

One code path: ``work = make(setting)`` is what is done to each chunk, here or there. Where processes cannot be started,
or one is killed, the chunks that are left are done here: nothing is lost and nothing waits for ever. The processes are
started anew rather than forked (Windows, macOS and Qt need that), are kept for a while for the next step of the same
work, and end with this program however it ends.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from concurrent.futures import wait as wait_for
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from desktop_crm.base import i18n
from desktop_crm.base.errors import CrmError

if TYPE_CHECKING:  # seldom needed, and a start has to be quick
    from concurrent.futures import ProcessPoolExecutor

Chunk = TypeVar("Chunk")
Answer = TypeVar("Answer")
Make = Callable[[Any], Callable[[Chunk], Answer]]

MANY = 5_000  # rows: below this a start of processes costs more than it saves
_MOST = 4  # processes; the writer of the rows could not keep up with more
_AHEAD = 50  # chunks whose answers may wait for an earlier one
_LOOK_S = 0.1  # between two looks at whether to stop
_KEPT_S = 20.0  # after the last work
_allowed = False


def allow() -> None:
    """Said by a program that may be started anew: each process loads its main module, which must do nothing then."""
    global _allowed
    _allowed = True


def processes() -> int:
    """How many processes may work beside this one, which works as well; none before :func:`allow`."""
    if not _allowed:
        return 0
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(_MOST, cores - 1)


def side_by_side(
    make: Make[Chunk, Answer], setting: Any, chunks: Iterable[Chunk], told: Callable[[], None], *, rows: int
) -> Iterator[Answer]:
    """``make(setting)(chunk)`` for each of *chunks*, in their order; by other processes where there are *rows* enough.

    *make* is a function of a module; what goes to and fro can be pickled. *told* is called ten times a second and for
    each chunk: what it raises ends the work.
    """
    crew = _crew.take() if rows >= MANY else None
    if crew is None:
        work = make(setting)
        for chunk in chunks:
            told()
            yield work(chunk)
        return
    try:
        yield from _mapped(crew, make, setting, chunks, told)
    finally:
        _crew.give_back(crew)


def ahead(rows: int) -> None:
    """Start the processes already, if work on that many *rows* comes soon."""
    if rows >= MANY and (crew := _crew.take()) is not None:
        with contextlib.suppress(BrokenExecutor, OSError, RuntimeError):
            for _process in range(processes()):
                _sent(crew, os.getpid)
        _crew.give_back(crew)


def end() -> None:
    """Let the processes go; those at work end after their chunk."""
    _crew.end()


def _mapped(
    crew: ProcessPoolExecutor,
    make: Make[Chunk, Answer],
    setting: Any,
    chunks: Iterable[Chunk],
    told: Callable[[], None],
) -> Iterator[Answer]:
    packed = pickle.dumps((make, setting), pickle.HIGHEST_PROTOCOL)
    language = i18n.language()
    source = iter(chunks)
    waiting: deque[_Sent] = deque()
    here: Callable[[Chunk], Answer] | None = None
    while True:
        told()
        while sum(one.is_underway() for one in waiting) < 2 * processes() and (chunk := next(source, _END)) is not _END:
            waiting.append(_Sent(chunk, _send(crew, packed, language, chunk)))
            if waiting[-1].future is None:
                break
        if waiting and not waiting[0].is_underway():
            sent = waiting.popleft()
            if not sent.arrived():
                here = here or make(setting)
                sent.answer = here(sent.chunk)
            yield sent.answer
        elif len(waiting) < _AHEAD and (chunk := next(source, _END)) is not _END:  # the others have enough
            here = here or make(setting)
            waiting.append(_Sent(chunk, None, here(chunk), answered=True))
        elif waiting and (future := waiting[0].future) is not None:
            wait_for([future], _LOOK_S)
        else:
            return


@dataclass(slots=True, eq=False)
class _Sent:
    """A chunk, and its answer to come; without a future it is to be done here, or was."""

    chunk: Any
    future: Future[tuple[bool, Any]] | None
    answer: Any = None
    answered: bool = False

    def is_underway(self) -> bool:
        """Whether another process has still to answer."""
        return self.future is not None and not self.future.done()

    def arrived(self) -> bool:
        """Whether the answer is there; raises the known error that was met instead."""
        if not self.answered and self.future is not None:
            with contextlib.suppress(BrokenExecutor):
                fine, self.answer = self.future.result()
                self.answered = True
                if not fine:
                    raise self.answer[0](**self.answer[1])
        return self.answered


_END: Any = object()


def _send(crew: ProcessPoolExecutor, packed: bytes, language: str, chunk: Any) -> Future[tuple[bool, Any]] | None:
    """The answer to come; None where no process can give it."""
    try:
        return _sent(crew, _work_there, packed, language, chunk)
    except (BrokenExecutor, OSError, RuntimeError):
        return None


def _sent(crew: ProcessPoolExecutor, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """A new process begins with Ctrl+C blocked: this one answers for all."""
    if not hasattr(signal, "pthread_sigmask"):
        return crew.submit(function, *arguments)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        return crew.submit(function, *arguments)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Crew:
    """The processes of this program, lent to one work after the other."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None
        self._users = 0
        self._goodbye: threading.Timer | None = None

    def take(self) -> ProcessPoolExecutor | None:
        """The processes; None where there are none."""
        if not processes():
            return None
        import multiprocessing  # noqa: PLC0415
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        with self._lock:
            if self._goodbye is not None:
                self._goodbye.cancel()
                self._goodbye = None
            if self._executor is None:
                try:
                    self._executor = ProcessPoolExecutor(
                        processes(), multiprocessing.get_context("spawn"), initializer=_begin
                    )
                except (OSError, ImportError, NotImplementedError):  # no semaphores here
                    return None
            self._users += 1
            return self._executor

    def give_back(self, crew: ProcessPoolExecutor) -> None:
        """Not needed any more by this work; a broken crew is not kept."""
        with self._lock:
            self._users -= 1
            if crew is self._executor and getattr(crew, "_broken", False):
                self._executor = None
                crew.shutdown(wait=False)
            if self._users == 0 and self._executor is not None:
                self._goodbye = threading.Timer(_KEPT_S, self.end)
                self._goodbye.daemon = True
                self._goodbye.start()

    def end(self) -> None:
        """No processes any more, unless they are at work again."""
        with self._lock:
            if self._goodbye is not None:
                self._goodbye.cancel()
                self._goodbye = None
            if self._users:
                return
            executor, self._executor = self._executor, None
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)


_crew = _Crew()


# ---- in the other process ---------------------------------------------------------------------------------------


def _begin() -> None:
    """Ctrl+C is for the program that started us; we end when it does, also when it is killed."""
    import multiprocessing  # noqa: PLC0415

    gc.disable()  # short lives, values without cycles: it would find nothing
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


@lru_cache(maxsize=2)
def _made(packed: bytes) -> Callable[[Any], Any]:
    make, setting = pickle.loads(packed)
    work: Callable[[Any], Any] = make(setting)
    return work


def _work_there(packed: bytes, language: str, chunk: Any) -> tuple[bool, Any]:
    """(True, answer), or (False, a known error as class and facts): its sentence is made in the user's language."""
    i18n.use_language(language)
    try:
        return True, _made(packed)(chunk)
    except CrmError as error:
        return False, (type(error), error.facts)
