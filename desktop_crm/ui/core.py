"""The door between windows and the rest: ask reads, do writes, run needs no database; nothing here blocks the window.

One reader thread, one writer thread and a small pool. Answers come back on the GUI thread; an answer whose owner is
gone, or whose question was overtaken (same *owner* and *key*), is dropped. Known errors become sentences, bugs are
logged with their traceback. With ``progress=`` (called on the GUI thread, or a ready one) the work gets a ``Progress``.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from shiboken6 import isValid

from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError, DatabaseUnreachable
from desktop_crm.base.progress import Progress
from desktop_crm.base.settings import Identity
from desktop_crm.ui.opening import open_database, undo_state
from desktop_crm.ui.turns import Turns
from desktop_crm.ui.watching import Watching
from desktop_crm.ui.work import Failed, NoDatabaseOpen, Report, Then, UnexpectedError, Work, retire, seldom

if TYPE_CHECKING:  # the window is painted before the database room is loaded
    from desktop_crm.db.database import Database

log = logging.getLogger(__name__)

BUSY_AFTER_MS = 1000
FIRM = "firm_name"  # kept in the database: all who work in it see the same


class Core(QObject):
    """The door; lives as long as the window, also when another database is opened."""

    changed = Signal(object)  # Changes of a committed write, of this or another workstation
    opened = Signal()  # another database is there
    refused = Signal(object)  # a CrmError nobody else shows
    broken = Signal(str)  # a bug: details for the dialog
    busy = Signal(bool)  # work has been going on for a second
    history_changed = Signal()  # undo_label or redo_label is another
    written = Signal(object, object)  # Work of a write with its deed, the error it ended with or None
    _arrived = Signal(object)

    def __init__(self, database: Database | None = None, *, who: Identity | None = None) -> None:
        super().__init__()
        self.database = database
        self.who: Identity = who or {"operator": "", "workstation": "", "installation": ""}
        self.undo_label: Label | None = None
        self.redo_label: Label | None = None
        self._tickets = count(1)
        self._latest: dict[tuple[int, str], int] = {}
        self._underway: set[Work] = set()
        self._closed = False
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="pool")
        self._start_threads()
        self._busy_timer = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy_timer.timeout.connect(self._became_busy)
        self._is_busy = False
        self.turns = Turns(self)
        self._arrived.connect(self.turns.take, Qt.ConnectionType.QueuedConnection)
        self.watching = Watching(self)
        self.watching.found.connect(self._settle)
        if database is not None:
            self._listen(database)

    # -- the three verbs ----------------------------------------------------------------------------------------

    def ask(
        self,
        owner: QObject,
        query: Callable[..., Any],
        *args: Any,
        then: Then,
        failed: Failed | None = None,
        key: str = "",
        progress: Report | Progress | None = None,
        apart: bool = False,
    ) -> Work:
        """Read: ``then(query(session, *args))``. Of the same *key* only the last; long ones go *apart*."""
        database = self.database

        def call(**keywords: Any) -> Any:
            if database is None:
                raise NoDatabaseOpen
            return database.ask(query, *args, **keywords)

        return self._send(self._pool if apart else self._reader, owner, call, then, failed, key, progress)

    def do(
        self,
        owner: QObject,
        label: Label,
        action: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        progress: Report | Progress | None = None,
        undoable: bool = True,
    ) -> Work:
        """Write ``action(session, *args)`` as one change set, one undo step; the notice comes before *then*.

        Where a server made two writes collide, the action is done again as a whole: it takes plain values only. What
        the program does by itself is not *undoable*.
        """
        database = self.database

        def call(**keywords: Any) -> Any:
            if database is None:
                raise NoDatabaseOpen
            write = database.do if undoable else database.note
            return write(label, action, *args, **keywords)

        work = self._send(self._writer, owner, call, then, failed, "", progress)
        work.deed, work.undoable = (label, action, args), undoable
        return work

    def do_each(
        self, owner: QObject, steps: Sequence[Any], text: str, *, then: Then, failed: Failed, progress: Report
    ) -> Work:
        """Write many small things, each whole, taken back together; a cancel ends between two: ``then(answers)``."""
        from desktop_crm.db.batches import Step, do_each  # noqa: PLC0415

        def call(**keywords: Any) -> Any:
            return do_each(self._there(), [Step(*step) for step in steps], text, **keywords)

        return self._send(self._writer, owner, call, then, failed, "", progress)

    def run(
        self,
        owner: QObject,
        function: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        key: str = "",
        progress: Report | Progress | None = None,
    ) -> Work:
        """Work that needs no database: files, networks."""

        def call(**keywords: Any) -> Any:
            return function(*args, **keywords)

        return self._send(self._pool, owner, call, then, failed, key, progress)

    # -- undo, history, the database itself -----------------------------------------------------------------------

    def undo(
        self,
        owner: QObject,
        then: Then | None = None,
        *,
        change_set: int | None = None,
        force: bool = False,
        failed: Failed | None = None,
        progress: Report | Progress | None = None,
    ) -> Work:
        """Take back the last change of this operator, or *change_set*."""
        from desktop_crm.db import undo  # noqa: PLC0415  (the window is painted before)

        def call(**keywords: Any) -> Any:
            return undo.undo(self._there(), change_set, force=force, **keywords)

        return self._send(self._writer, owner, call, then, failed, "", progress)

    def redo(
        self,
        owner: QObject,
        then: Then | None = None,
        *,
        failed: Failed | None = None,
        progress: Report | Progress | None = None,
    ) -> Work:
        """Do again what was taken back."""
        from desktop_crm.db import undo  # noqa: PLC0415

        def call(**keywords: Any) -> Any:
            return undo.redo(self._there(), **keywords)

        return self._send(self._writer, owner, call, then, failed, "", progress)

    def history(self, owner: QObject, then: Then, limit: int = 50) -> Work:
        """The last change sets, latest first."""
        from desktop_crm.db import undo  # noqa: PLC0415

        return self.ask(owner, undo.history, limit, then=then, key="history")

    def changed_since(
        self,
        owner: QObject,
        change_set: int,
        then: Then,
        *,
        failed: Failed | None = None,
        progress: Report | None = None,
    ) -> Work:
        """(table, id) of what an undo of an import would leave, because it was changed since."""
        from desktop_crm.db import undo  # noqa: PLC0415

        return self.ask(owner, undo.changed_since, change_set, then=then, failed=failed, key="changed since")

    def about(self, owner: QObject, then: Then) -> Work:
        """(kind of place, name of the firm) of the database."""

        def call() -> tuple[str, str]:
            database = self._there()
            return database.place.kind, database.meta(FIRM)

        return self._send(self._reader, owner, call, then, None, "about", None)

    def info(self, owner: QObject, then: Then) -> Work:
        """What the database is and holds."""
        return self._send(self._reader, owner, lambda: self._there().info(), then, None, "info", None)

    def backup(
        self, owner: QObject, then: Then, *, failed: Failed | None = None, progress: Report | Progress | None = None
    ) -> Work:
        """Make a verified copy in the folder of backups."""

        def call(**keywords: Any) -> Any:
            return self._there().backup(**keywords)

        return self._send(self._pool, owner, call, then, failed, "", progress)

    def open(
        self,
        owner: QObject,
        text: str,
        *,
        create: bool = False,
        then: Then | None = None,
        failed: Failed | None = None,
        progress: Report | Progress | None = None,
        **how: Any,
    ) -> Work:
        """Open (or make) the database at *text* and go over to it; ``then(database)`` after :attr:`opened`."""

        def call(**keywords: Any) -> Any:
            return open_database(text, self.who, create=create, **how, **keywords)

        def done(database: Any) -> None:
            self.attach(database)
            if then is not None:
                then(database)

        return self._send(self._pool, owner, call, done, failed, "open", progress if not create else None)

    def attach(self, database: Database) -> None:
        """Go over to *database*; the one before is closed when its work is done."""
        before, self.database = self.database, database
        old, watcher = (self._reader, self._writer), self.watching.looker
        self._start_threads()
        self._latest.clear()
        self._listen(database)
        self._pool.submit(retire, old, watcher, before)
        self.opened.emit()

    def close(self) -> None:
        """Wait for what is being written, drop the rest; no thread is left."""
        self._closed = True
        self._busy_timer.stop()
        self.turns.stop()
        self.watching.stop()
        for work in list(self._underway):
            work.cancel()
        for executor in (self._pool, self._reader, self._writer):
            executor.shutdown(wait=True, cancel_futures=True)
        if self.database is not None:
            self.database.close()
            self.database = None

    def _there(self) -> Database:
        if self.database is None:
            raise NoDatabaseOpen
        return self.database

    def _start_threads(self) -> None:
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")

    def _listen(self, database: Database) -> None:
        database.forbid_thread(threading.get_ident())
        database.on_changes.append(lambda changes: self._arrived.emit(partial(self._notice, database, changes)))
        self.watching.follow(database, lambda changes: self._arrived.emit(partial(self._notice, database, changes)))
        self._ask_history()

    def _notice(self, database: Database, changes: Changes) -> None:
        if database is self.database:
            self.changed.emit(changes)
            self._ask_history()

    def _settle(self) -> None:
        """The database is back: what became of commits whose answer was lost."""
        from desktop_crm.db.committing import settle_open  # noqa: PLC0415

        if self.database is not None and self.database.unsettled:
            self._send(
                self._writer, self, partial(settle_open, self.database), self.watching.settled.emit, None, "", None
            )

    def _ask_history(self) -> None:
        self.ask(self, undo_state, then=self._history_known, key="undo state")

    def _history_known(self, labels: tuple[Label | None, Label | None]) -> None:
        self.undo_label, self.redo_label = labels
        self.history_changed.emit()

    def _send(
        self,
        executor: ThreadPoolExecutor,
        owner: QObject,
        call: Callable[..., Any],
        then: Then | None,
        failed: Failed | None,
        key: str,
        progress: Report | Progress | None,
    ) -> Work:
        if isinstance(progress, Progress):
            handle = progress
        else:
            handle = Progress(self._reporter(owner, progress)) if progress is not None else Progress()
        bound = partial(call, progress=handle) if progress is not None else call
        work = Work(owner, bound, then, failed, key, next(self._tickets), handle, executor is self._reader)
        if key:
            self._latest[(id(owner), key)] = work.ticket
        if not self._closed:
            self._underway.add(work)
            if not self._busy_timer.isActive() and not self._is_busy:
                self._busy_timer.start()
            executor.submit(self._work, work)
        return work

    def _reporter(self, owner: QObject, report: Report) -> Report:
        def tell(text: str, done: int, total: int) -> None:
            self._arrived.emit(partial(self._report, owner, report, text, done, total))

        return seldom(tell)

    def _report(self, owner: QObject, report: Report, text: str, done: int, total: int) -> None:
        if isValid(owner):
            report(text, done, total)

    def _work(self, work: Work) -> None:
        """On one of the threads."""
        answer: Any = None
        error: CrmError | None = None
        if not self._overtaken(work):
            try:
                answer = work.call()
            except CrmError as known:
                error = known
            except Exception:
                log.exception("work behind the door failed")
                details = traceback.format_exc()
                error = UnexpectedError()
                self._arrived.emit(partial(self.broken.emit, details))
        if not self._closed:
            self._arrived.emit(partial(self._answer, work, answer, error))

    def _overtaken(self, work: Work) -> bool:
        return bool(work.key) and self._latest.get((id(work.owner), work.key)) != work.ticket

    def _answer(self, work: Work, answer: Any, error: CrmError | None) -> None:
        """On the GUI thread."""
        self._underway.discard(work)
        overtaken = self._overtaken(work)
        if work.key and not overtaken:
            self._latest.pop((id(work.owner), work.key), None)
        if not self._underway:
            self._busy_timer.stop()
            if self._is_busy:
                self._is_busy = False
                self.busy.emit(False)
        self._tell(work, error)
        if overtaken or not isValid(work.owner):
            return
        if error is None:
            if work.then is not None:
                work.then(answer)
        elif work.failed is not None:
            work.failed(error)
        elif not isinstance(error, UnexpectedError) and not (work.reads and isinstance(error, DatabaseUnreachable)):
            self.refused.emit(error)  # that nothing can be read is told by the banner; all is asked again afterwards

    def _tell(self, work: Work, error: CrmError | None) -> None:
        if isinstance(error, DatabaseUnreachable):
            self.watching.look_now()
        if work.deed is not None:
            self.written.emit(work, error)

    def _became_busy(self) -> None:
        self._is_busy = True
        self.busy.emit(True)
