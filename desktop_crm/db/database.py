"""The database: opening it, reading, writing. One write is one transaction is one change set is one notice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, select

from desktop_crm.base import clock
from desktop_crm.base.changes import Changes, Label
from desktop_crm.base.errors import CrmError, DatabaseBusy, DatabaseReadOnly
from desktop_crm.base.i18n import N_, _
from desktop_crm.base.ids import new_id, use_workstation
from desktop_crm.base.progress import Progress
from desktop_crm.db import checking, creation, file
from desktop_crm.db.address import Address
from desktop_crm.db.backup import back_up
from desktop_crm.db.checking import CheckResult
from desktop_crm.db.committing import commit, complete
from desktop_crm.db.engine import file_engine, server_engine
from desktop_crm.db.failures import CommitUnknown, told
from desktop_crm.db.journal import Journal
from desktop_crm.db.listening import can_notify, notify
from desktop_crm.db.moved import refuse_moved
from desktop_crm.db.patience import Patience
from desktop_crm.db.place import Place
from desktop_crm.db.references import PARENTS_FIRST
from desktop_crm.db.registration import operator_id, workstation_number
from desktop_crm.db.replaying import asked_again, replayed
from desktop_crm.db.restoring import BackupRow, backup_rows, copy_backup, restore
from desktop_crm.db.sameness import Seen
from desktop_crm.db.search_index import index_for
from desktop_crm.db.session import JournaledSession, ended
from desktop_crm.db.stopping import stoppable
from desktop_crm.db.storage import DatabaseInfo, database_info
from desktop_crm.model.meta import Meta
from desktop_crm.model.session import CrmSession, Derived

P = ParamSpec("P")
T = TypeVar("T")

RECONNECT_SECONDS = 12.0


class Database:
    """An open database. Made by :meth:`create` or :meth:`open`; safe to use from several threads."""

    def __init__(
        self,
        address: Address,
        engine: Engine,
        *,
        place: Place,
        usage: str,
        read_only: bool,
        patience: Patience,
        mode: str = "rw",
    ) -> None:
        self.address = address
        self.place = place
        self.usage = usage
        self.read_only = read_only
        self.on_changes: list[Callable[[Changes], None]] = []
        self.operator_id: int | None = None
        self.workstation_id: int | None = None
        self.mode = mode
        self.opened_at = clock.now()
        self.own_change_sets: set[int] = set()  # written here; the feed tells of the others
        self.unsettled: dict[int, Label] = {}  # commits of which nobody knows yet whether they were saved
        self.out_of_reach = False  # as the watcher sees it: then nobody waits for an answer
        self.reconnect_seconds = RECONNECT_SECONDS
        self.seen = Seen(address.name)
        self.held: list[Callable[[], None]] = []  # called before the file must be free
        self._notifies: bool | None = None  # whether the server wakes others; found out at the first write
        self._patience = patience
        self._use(engine)
        self._derived: tuple[Derived, ...] = ()
        self._forbidden_threads: set[int] = set()
        self._search_index = index_for(engine.dialect.name)

    def _use(self, engine: Engine) -> None:
        self._engine = engine
        self._reader = engine.execution_options(postgresql_readonly=True)
        self._writer = engine.execution_options(writing=True)

    # ---- opening -------------------------------------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        address: Address,
        *,
        operator: str = "",
        workstation: str = "",
        installation: str = "",
        derived: Sequence[Derived] = (),
    ) -> Database:
        """Make an empty database (a file that is not there yet, or an empty database on a server) and open it."""
        address = address.with_kept_password()
        with told(address):
            creation.create(address)
        return cls.open(address, operator=operator, workstation=workstation, installation=installation, derived=derived)

    @classmethod
    def open(
        cls,
        address: Address,
        *,
        operator: str = "",
        workstation: str = "",
        installation: str = "",
        derived: Sequence[Derived] = (),
        progress: Progress | None = None,
        patience: Patience | None = None,
        looking: bool = False,
    ) -> Database:
        """Open what is there; an older schema is brought up to date after a verified backup.

        One that was moved is refused (``db.moved.DatabaseMoved``), unless it is only to be looked at (*looking*).
        """
        address = address.with_kept_password()
        patience, progress = patience or Patience(), progress or Progress()
        if address.path is None:
            database = cls(
                address,
                server_engine(address),
                place=Place("server"),
                usage="server",
                read_only=looking,
                patience=patience,
            )
        else:
            opening = file.prepare(address, patience)
            database = cls(
                address,
                file_engine(address.path, patience, mode=opening.mode, office=opening.office),
                place=opening.place,
                usage="office" if opening.office else "alone",
                read_only=opening.read_only or looking,
                patience=patience,
                mode=opening.mode,
            )
        database._derived = tuple(derived)
        try:
            with told(address):
                creation.bring_up_to_date(address, database._engine, database.read_only, progress, looking=looking)
                database._register(operator, workstation, installation)
        except BaseException:
            database.close()
            raise
        return database

    def _register(self, operator: str, workstation: str, installation: str) -> None:
        with self._reader.connect() as connection:
            self._find_own_rows(connection, operator, workstation, installation, add=False)
        unknown = (operator and self.operator_id is None) or (installation and self.workstation_id is None)
        if unknown and not self.read_only:
            with self._writer.begin() as connection:
                self._find_own_rows(connection, operator, workstation, installation, add=True)
        if self.workstation_id is not None:
            use_workstation(self.workstation_id)

    def _find_own_rows(
        self, connection: Connection, operator: str, workstation: str, installation: str, *, add: bool
    ) -> None:
        if installation:
            self.workstation_id = workstation_number(
                connection, installation, workstation, add=add, database=self.address.name
            )
        self.operator_id = operator_id(connection, operator, add=add)

    def close(self) -> None:
        """Close all connections; sessions must have ended."""
        self._engine.dispose()

    # ---- reading and writing -------------------------------------------------------------------------------------

    def forbid_thread(self, ident: int) -> None:
        """No session may be opened on the thread *ident* (the one that draws windows: a share may hang)."""
        self._forbidden_threads.add(ident)

    @property
    def engine(self) -> Engine:
        """For the watcher's own connection."""
        return self._engine

    @property
    def waiting(self) -> Callable[[float], None] | None:
        """Called with the seconds waited when a busy file keeps us waiting for more than 2 s."""
        return self._patience.waiting

    @waiting.setter
    def waiting(self, callback: Callable[[float], None] | None) -> None:
        self._patience.waiting = callback

    def _session(self, engine: Engine) -> JournaledSession:
        if threading.get_ident() in self._forbidden_threads:
            raise RuntimeError("a session was opened on a thread that must never wait")
        session = JournaledSession(engine, expire_on_commit=False)
        session.search_index = self._search_index
        session.trail = []
        session.operator_id = self.operator_id
        session.workstation_id = self.workstation_id
        return session

    @contextmanager
    def read(self, progress: Progress | None = None) -> Iterator[CrmSession]:
        """A read-only transaction: one picture from beginning to end where the database can give it.

        A cancel of *progress* breaks off also the statement that is running.
        """
        session = self._session(self._reader)
        try:
            with told(self.address):
                connection = session.connection()
                with stoppable(connection, progress) if progress is not None else nullcontext():
                    yield session
                    session.flush()  # changed objects are a bug and are refused here
        finally:
            ended(session)

    @contextmanager
    def write(self, label: Label, *, undoable: bool = True) -> Iterator[CrmSession]:
        """One change set: journaled, derived tables brought up to date, committed; then the notice.

        A write that *undoable* is not (setting up a new database) is in the history but never offered for undo.
        """
        with self.change_set(label, "do" if undoable else "fixed") as session:
            yield session

    @contextmanager
    def change_set(self, label: Label, kind: str, undoes_id: int | None = None) -> Iterator[JournaledSession]:
        """What :meth:`write` and undo have in common."""
        if self.read_only:
            raise DatabaseReadOnly(name=self.address.name)
        session = self._session(self._writer)
        session.journal = Journal()
        session.change_set_id = new_id()
        try:
            with told(self.address):
                self.seen.insist_in_file(session.connection())  # nobody else writes to it until the end
                yield session
                changes, stored = complete(session, self._derived, label, kind, undoes_id)
                if stored:
                    refuse_moved(session.connection(), self.address)
                    self.own_change_sets.add(session.change_set_id)
                    self._ring(session)
                self._commit(session, session.change_set_id if stored else None, label)
        finally:
            ended(session)
        if changes.rows:
            for listener in list(self.on_changes):
                listener(changes)

    def _ring(self, session: JournaledSession) -> None:
        connection = session.connection()
        if self._notifies is None:
            self._notifies = can_notify(connection)
        elif self._notifies:
            notify(connection)

    def _commit(self, session: JournaledSession, change_set: int | None, label: Label) -> None:
        try:
            commit(self, session, change_set)
            self.seen.saved(change_set or 0)
        except CrmError as error:
            if change_set is not None:
                self.own_change_sets.discard(change_set)  # should it be there after all, the feed tells
                if isinstance(error, CommitUnknown):
                    self.unsettled[change_set] = label
            raise

    def ask(self, query: Callable[Concatenate[CrmSession, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """*query* in a read of its own; once more on a fresh connection where the first was cut.

        A query that takes a ``progress`` can be cancelled at any moment.
        """
        progress = kwargs.get("progress")

        def read() -> T:
            with self.read(progress if isinstance(progress, Progress) else None) as session:
                return query(session, *args, **kwargs)

        return asked_again(self, read)

    def do(self, label: Label, action: Callable[Concatenate[CrmSession, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """*action* in a write of its own, done again as a whole where nothing of it was saved; never written twice.

        So it goes where a server made two writes collide, and where the connection broke (see ``db.replaying``).
        """
        return self._replayed(label, True, lambda session: action(session, *args, **kwargs))

    def note(
        self, label: Label, action: Callable[Concatenate[CrmSession, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like :meth:`do`, for what the program does by itself: never offered for undo."""
        return self._replayed(label, False, lambda session: action(session, *args, **kwargs))

    def _replayed(self, label: Label, undoable: bool, action: Callable[[CrmSession], T]) -> T:
        def write() -> T:
            with self.write(label, undoable=undoable) as session:
                return action(session)

        return replayed(self, write)

    def look(self, question: Callable[[Connection], T], *, writing: bool = False) -> T:
        """*question* on a bare connection, for what belongs to the database itself."""
        with told(self.address), (self._writer if writing else self._reader).connect() as connection:
            return question(connection)

    def forget_connections(self) -> None:
        """Idle connections to a file are closed: those to a share that was gone are good for nothing.

        Those to a server SQLAlchemy throws away by itself, all of them, as soon as one was cut.
        """
        if self.address.path is not None:
            self._engine.dispose()

    # ---- facts ---------------------------------------------------------------------------------------------------

    def meta(self, key: str, default: str = "") -> str:
        """One fact of the database itself."""
        query = select(Meta.value).where(Meta.key == key)
        value = asked_again(self, lambda: self.look(lambda connection: connection.execute(query).scalar()))
        return default if value is None else value

    def set_meta(self, key: str, value: str) -> None:
        """Keep one fact of the database itself; no change set."""
        if self.read_only:
            raise DatabaseReadOnly(name=self.address.name)
        session = self._session(self._writer)
        session.journal = Journal()
        try:
            with told(self.address):
                session.merge(Meta(key=key, value=value))
                session.commit()
        finally:
            ended(session)

    def set_usage(self, usage: str) -> None:
        """Say whether the file is used by this PC ``alone`` or by several (``office``); nobody else may have it open.

        The journal follows: a log beside the file is fast, but other PCs cannot see it.
        """
        if self.address.path is None or self.read_only:
            raise DatabaseReadOnly(name=self.address.name)
        before = self.meta("usage", "alone")
        self.set_meta("usage", usage)
        for let_go in list(self.held):
            let_go()
        self._engine.dispose()
        try:
            opening = file.prepare(self.address, self._patience)
        except DatabaseBusy:
            self.set_meta("usage", before)
            raise
        self.place, self.usage = opening.place, "office" if opening.office else "alone"
        self._use(file_engine(self.address.path, self._patience, mode=opening.mode, office=opening.office))

    def info(self) -> DatabaseInfo:
        """Facts for the owner."""
        return asked_again(self, lambda: self.look(lambda connection: database_info(self, connection)))

    def backup(
        self, folder: Path | None = None, progress: Progress | None = None, *, second: Path | None = None
    ) -> Path:
        """A verified copy of the file, made while others may go on working, and once more in *second*; its path."""
        made = back_up(self.address, folder, progress, self._patience)
        if second is not None:
            copy_backup(made, second, progress)
        return made

    def backups(self, folders: Sequence[Path]) -> list[BackupRow]:
        """Backups of this file in *folders*, newest first."""
        return backup_rows(self.address, folders)

    def restore(self, backup: Path, progress: Progress | None = None) -> Path:
        """Bring a backup back into the file, which is to be opened anew then; the copy of the present made before."""
        return restore(self.address, backup, progress)

    def check(self, progress: Progress | None = None) -> CheckResult:
        """Whether everything is whole; changes nothing."""
        with self.read() as session:
            return checking.check(session, progress or Progress())

    def rebuild_derived(self, progress: Progress | None = None) -> None:
        """Make the search index and the other derived tables anew from the rows."""
        progress = progress or Progress()
        label = Label(N_("Rebuild what is derived"))
        with self.change_set(label, "fixed") as session:
            self._search_index.clear(session)
            for done, table in enumerate(PARENTS_FIRST):
                progress.step(_("Rebuilding …"), done, len(PARENTS_FIRST))
                ids = frozenset(session.execute(select(table.c.id)).scalars())
                for derived in self._derived if ids else ():
                    derived(session, Changes(session.change_set_id or 0, label, {table.name: ids}))
