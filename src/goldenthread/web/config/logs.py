"""What is written to the logs: what went wrong and where in the code, never with what values.

A log is read by people who may see no child, and a database quotes the row it refused in the words of its
exception. So an exception is told by its kind and the places it passed through, and a request by its route,
since addresses hold what somebody typed.
"""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutWords(logging.Formatter):
    """A line, and below it each exception by its kind and its places."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        if request is not None:  # Django's own lines about a request: their words hold its address
            record = logging.makeLogRecord(
                record.__dict__ | {"msg": _of_request(record, request), "args": ()}
            )
        record.exc_text = None  # another handler may have written it with its words
        return super().format(record)

    def formatException(  # noqa: N802  the library's name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "\n".join(_told(ei[1])) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:  # noqa: N802  the library's name
        return ""  # its lines may quote what a line of code was given


def _of_request(record: logging.LogRecord, request: object) -> str:
    match = getattr(request, "resolver_match", None)
    method, status = getattr(request, "method", ""), getattr(record, "status_code", "")
    return f"{status} to {method} of {getattr(match, 'view_name', None) or 'no route'}".strip()


def _told(fault: BaseException) -> list[str]:
    """The places an exception passed through and its kind; before them, those of what led to it."""
    before = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    earlier = [*_told(before), "and then:"] if before is not None else []
    places = [
        f"  {frame.filename}, line {frame.lineno}, in {frame.name}"
        for frame in traceback.extract_tb(fault.__traceback__)
    ]
    return [*earlier, *places, f"{type(fault).__module__}.{type(fault).__qualname__}"]
