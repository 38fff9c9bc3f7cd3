"""Telling a person by e-mail what happened to their account. No notice holds more than that.

It goes out after the transaction, in a thread of its own: a slow mail server holds nobody up, and one that
is down loses a notice, never an act. What happened stands in the history as well."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from goldenthread.web.accounts.models import Person

_log = logging.getLogger(__name__)
_END = "\n\nIf you know nothing of this, tell whoever looks after Golden Thread at once.\n"


def tell(person: Person, *, subject: str, body: str) -> None:
    """Send a notice when the transaction under way has held."""
    message = EmailMessage(
        subject=f"Golden Thread: {subject}",
        body=f"{person.name},\n\n{body}{_END}",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[person.email],
    )
    transaction.on_commit(lambda: post(message))


def post(message: EmailMessage) -> None:
    """Hand a notice over to be sent. The process does not end before it is, or has failed."""
    threading.Thread(target=_send, args=(message,), name="notice").start()


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as fault:  # a mail server's message may quote the address
        _log.error("a notice could not be sent: %s", type(fault).__name__)
