"""The made-up site of web_matrix, built once for a module in a database of its own, everything committed.

    with built(server, f"world_{worker_id}", folder, key=signing_key, blocker=django_db_blocker) as world: ...

For tests that ask and undo what was asked (web_matrix.asked): none of them changes what the next finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

import web_demo
import web_matrix
import web_server
from goldenthread.records.keys import KEY, KEY_FILE
from goldenthread.web.config.server import Running


@contextmanager
def built(server: Running, name: str, folder: Path, *, key: Path, blocker: Any) -> Iterator[web_matrix.World]:
    """The world in the database called `name`, with its store and heads in `folder`; the database in use
    before is used again after."""
    places = override_settings(STORE=folder / "store", HEADS=folder / "heads", SIGNING_KEY_FILE=key)
    with blocker.unblock(), places, web_demo.using(server, name, template=web_server.TEMPLATE):
        with pytest.MonkeyPatch.context() as environment, transaction.atomic():
            environment.setenv(KEY, web_server.RECORDS_KEY)
            environment.delenv(KEY_FILE, raising=False)
            world = web_matrix.build(folder / "store")
        yield world
