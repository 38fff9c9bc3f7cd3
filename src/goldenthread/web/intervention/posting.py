"""Letters sent one at a time, behind the pages: a letter is a row that waits until it is sent."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.mail import EmailMessage

from goldenthread.web.database.scope import as_service
from goldenthread.web.database.worker import Worker
from goldenthread.web.intervention import actions
from goldenthread.web.intervention.models import Delivery

_SERVICE = "announcements"
_log = logging.getLogger(__name__)


def _through() -> int:
    """Send every letter that waits; gives how many were dealt with."""
    done = 0
    while (letter := _next()) is not None:
        sent = _post(letter)
        with as_service(_SERVICE):
            actions.end_delivery(letter, sent=sent)
        done += 1
    return done


_worker = Worker("announcements", lock=7_412_211, through=_through)
wake, work = _worker.wake, _worker.work


def _next() -> Delivery | None:
    with as_service(_SERVICE):
        return actions.begin_delivery()


def _post(letter: Delivery) -> bool:
    """Each letter to one address: nobody sees who else was told."""
    message = EmailMessage(
        subject=letter.announcement.subject,
        body=letter.announcement.body,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.address],
    )
    try:
        return bool(message.send())
    except Exception as fault:  # a mail server's message may quote the address
        _log.error("an announcement could not be sent: %s", type(fault).__name__)
        return False
