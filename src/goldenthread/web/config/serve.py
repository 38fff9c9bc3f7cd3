"""The web server as a program of its own: python -m goldenthread.web.config.serve PORT.

It is started afresh because it forks its worker, and a fork of a process in which Polars or the chart engine
has run waits for ever on threads that did not come along.
"""

from __future__ import annotations

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main(port: int) -> None:
    """Answer on 127.0.0.1 until told to stop, or until the process that started this one dies."""
    from granian import Granian
    from granian.constants import Interfaces

    _end_with_parent()
    Granian(
        "goldenthread.web.config.wsgi:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
        backpressure=64,
    ).serve()


def _end_with_parent() -> None:
    """An orphan would hold the port and answer from a database that is being stopped."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    main(int(sys.argv[1]))
