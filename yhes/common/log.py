"""Logging through structlog: one line an event, no personal data, no request bodies."""

from __future__ import annotations

import logging
import logging.config
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]  # structlog's name and value of what a line says


def configure(options: dict[str, Any]) -> None:
    """Called by Django with settings.LOGGING ({"level": "INFO"})."""
    level = str(options.get("level", "INFO"))
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    logging.config.dictConfig(_handling(level, shared))
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _handling(level: str, processors: list[Any]) -> dict[str, Any]:
    """What `logging.config.dictConfig` wants: every logger writes lines to standard error."""
    line = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            tell_where_it_failed,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        "foreign_pre_chain": processors,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": line},
        "filters": {"addresses": {"()": HidePersonalAddresses}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["addresses"]}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # SQL with its parameters would hold answers and addresses.
            "django.db.backends": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            # Brings a handler of its own unless it finds one.
            "post_office": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }


def tell_where_it_failed(_logger: object, _name: str, event: Event) -> Event:
    """The trace in one line: classes and places, the latest first, and no message.

    A database puts the values of the row it refused, an address perhaps, into its messages.
    """
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = " <- ".join(_errors_and_places(error))
    return event


def _errors_and_places(error: BaseException | None) -> Iterator[str]:
    """Of the error, then of the errors that led to it."""
    while error is not None:
        yield type(error).__qualname__
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            yield f"{frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


# Links to a survey, and parts of other addresses long enough to be somebody's personal link.
_PERSONAL = re.compile(r"^(/(?:v|k)/).+|(?<=/)[^/]{24,}")


def without_personal_parts(path: str) -> str:
    """The address as a log may hold it: "/v/…", "/fi/tili/kutsu/…/"."""
    return _PERSONAL.sub(lambda match: f"{match.group(1) or ''}…", path)


class HidePersonalAddresses(logging.Filter):
    """Django logs the address of every request it refuses or fails on; some addresses are secrets."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", "")
        if path and isinstance(record.args, tuple):
            shown = without_personal_parts(path)
            record.args = tuple(shown if arg == path else arg for arg in record.args)
        return True
