"""Logs: a line of JSON per event. No content, token or chat id: what is logged is named, never dumped."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{20,}")


def set_up_logs(level: str) -> None:
    """Everything to standard error; libraries from WARNING up, ours from `level` up."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    for handler in logging.getLogger().handlers:
        handler.addFilter(_without_token)
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


def _no_token(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub("[token]", value)
    return event


def _without_token(record: logging.LogRecord) -> bool:
    record.msg, record.args = TOKEN.sub("[token]", record.getMessage()), ()
    record.exc_info, record.exc_text = None, None  # tracebacks can carry addresses and words
    return True
