"""Sessions in the database, under digests of their keys: each says whose it is, from where and since when."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.utils import timezone as clock

from goldenthread.web.accounts.middleware import SIGNED_IN_AT
from goldenthread.web.accounts.models import Person

PLACE, BROWSER, WAY = "place", "browser", "way"
_PERSON = "_auth_user_id"  # Django's name for whose session it is


def digest(key: str) -> str:
    """What a session's key is kept as: 160 bits of SHA-256, as long as the column Django has for it. A plain
    digest is enough, the key being random and long."""
    return sha256(key.encode()).hexdigest()[:40]


class SessionStore(DatabaseStore):
    """Django's own, but for what the table holds in place of the key."""

    @classmethod
    def get_model_class(cls) -> Any:
        from goldenthread.web.signin.models import Session

        return Session

    @classmethod
    def open_of(cls, person: Person) -> QuerySet[Any]:
        """Somebody's sessions that have not run out."""
        found: QuerySet[Any] = cls.get_model_class().objects.filter(
            person=person, expire_date__gt=clock.now()
        )
        return found

    @classmethod
    def end_all_of(cls, person: Person, *, but: str = "") -> int:
        """End somebody's sessions, but for the one with this key; gives how many."""
        theirs = cls.get_model_class().objects.filter(person=person)
        ended, _ = theirs.exclude(session_key=digest(but) if but else "").delete()
        return int(ended)

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what has run out (`django-admin clearsessions` asks for this too)."""
        cls.get_model_class().objects.filter(expire_date__lt=clock.now()).delete()

    def is_row(self, row: Any) -> bool:
        """Whether a row of the table is this session."""
        return hmac.compare_digest(row.session_key, digest(self.session_key or ""))

    def _get_session_from_db(self) -> Any:
        found = self.model.objects.filter(
            session_key=digest(self.session_key or ""), expire_date__gt=clock.now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(digest(session_key)))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=digest(key)).delete()

    def create_model_instance(self, data: Any) -> Any:
        row: Any = super().create_model_instance(data)
        row.session_key = digest(row.session_key)
        began = data.get(SIGNED_IN_AT)
        row.person_id = int(data[_PERSON]) if _PERSON in data else None
        row.began = datetime.fromtimestamp(began, tz=UTC) if began else None
        row.place, row.browser, row.way = (str(data.get(name, "")) for name in (PLACE, BROWSER, WAY))
        return row
