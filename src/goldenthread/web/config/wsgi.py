"""What the web server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.web.config.settings")
application = get_wsgi_application()


def _refuse_unless_durable() -> None:
    """Whichever server runs the site, and however it was started."""
    from django.conf import settings
    from django.db import connection

    from goldenthread.web.database.durability import refuse_unless_durable

    refuse_unless_durable(in_haste=settings.ENVIRONMENT.name == "test")
    connection.close()


_refuse_unless_durable()
