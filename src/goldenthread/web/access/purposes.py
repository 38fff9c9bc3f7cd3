"""Why children's rows are read, and the stand-in name a child has for each reason."""

from __future__ import annotations

import hmac
from enum import StrEnum

from django.conf import settings


class Purpose(StrEnum):
    """Why children's rows are read; written down with each look, and said on the page."""

    CASE_WORK = "working with the child"
    OVERSIGHT = "oversight of practice"
    EVIDENCE = "checking evidence"
    DATA_QUALITY = "putting records right"
    PAPER = "making a paper"
    AUDIT = "auditing practice"
    EMERGENCY = "an emergency"
    GUARDING = "answering for who sees whom"
    SUBJECT_ACCESS = "answering a subject access request"
    RETENTION = "deciding what is removed"


def pseudonym(child: str, purpose: Purpose) -> str:
    """A name for a child that stays the same for one purpose and differs between two, so that lists made for
    different reasons cannot be laid side by side. It cannot be turned back without the site's key, which is a
    file outside the database."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"pseudonyms for {purpose.value}".encode(), "sha256")
    return "P-" + hmac.digest(key, child.encode(), "sha256").hex()[:12]
