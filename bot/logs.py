"""Logs: a line of JSON per event. No content, token or chat id: what is logged is named, never dumped."""

import logging
import re
import sys
import threading
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")
DEEPEST = 6  # frames named of an error that ended something

log = structlog.get_logger()


def set_up_logs(level: str) -> None:
    """Everything to standard error; libraries from WARNING up, ours from `level` up."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    logging.raiseExceptions = False  # a record that cannot be written would be shown with everything in it
    for handler in logging.getLogger().handlers:
        handler.addFilter(_without_words)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _no_token,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Python's own hooks print what an error says, and that can be a person's words.
    sys.excepthook = _ended
    threading.excepthook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)
    sys.unraisablehook = lambda end: _ended(end.exc_type, end.exc_value, end.exc_traceback)


def _no_token(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub("[token]", value)
    return event


def _without_words(record: logging.LogRecord) -> bool:
    """A library's first line and the kind of its error: what follows (asyncio shows a whole task) can hold words."""
    try:
        words = record.getMessage().partition("\n")[0]
    except Exception:
        words = f"a record of {record.name} that cannot be read"
    if record.exc_info and record.exc_info[0]:
        words += f" ({record.exc_info[0].__name__})"
    record.msg, record.args = TOKEN.sub("[token]", words), ()
    record.exc_info, record.exc_text = None, None
    return True


def _ended(kind: type[BaseException], problem: BaseException | None, trace: TracebackType | None) -> None:
    """What nobody caught: its kind and where, without what it says."""
    if issubclass(kind, KeyboardInterrupt):
        return
    problems = _leaves(problem) if problem else []
    log.critical(
        "ended by an error that nobody caught",
        error=kind.__name__,
        causes=[type(one).__name__ for one in problems],
        places=[_places(one.__traceback__) for one in problems] or [_places(trace)],
    )


def _leaves(problem: BaseException) -> list[BaseException]:
    if isinstance(problem, BaseExceptionGroup):
        return [leaf for one in problem.exceptions for leaf in _leaves(one)]
    return [problem]


def _places(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return " > ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
