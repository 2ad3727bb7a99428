"""Which of several replicas polls, delivers and ticks: the one whose session holds PostgreSQL's advisory lock."""

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

# Any number will do as long as it is ours alone and never changes: "lead" in ASCII.
LEADING = int.from_bytes(b"lead", "big")

OF_THE_CONNECTION = (psycopg.OperationalError, psycopg.InterfaceError)


class Leader:
    """The advisory lock, held by a session of its own: it is ours for as long as that session lives."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="leader")
        self._session: psycopg.Connection[Any] | None = None
        self._holding = False

    async def holds(self) -> bool:
        """Whether this process leads now; it tries to, if nobody does. A server that is not there makes it False."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._ask)

    def close(self) -> None:
        """Let another lead."""
        self._pool.shutdown()
        if self._session is not None:
            # The server frees the lock some time after a goodbye; the next leader need not wait for that.
            with contextlib.suppress(*OF_THE_CONNECTION):
                self._session.execute("select pg_advisory_unlock_all()")
            self._session.close()

    def _ask(self) -> bool:
        try:
            if self._session is None:
                self._session = psycopg.connect(self._address, autocommit=True)
            # While we hold it, any answer of this very session proves that we still do.
            question = "select true" if self._holding else f"select pg_try_advisory_lock({LEADING})"
            row = self._session.execute(question).fetchone()
            self._holding = row is not None and bool(row[0])
        except OF_THE_CONNECTION:
            self._holding = False
            if self._session is not None:
                self._session.close()
                self._session = None
        return self._holding
