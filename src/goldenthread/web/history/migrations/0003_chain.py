"""Every row of the trail is tied to the one before it."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.chains import chained


class Migration(migrations.Migration):
    dependencies = [("history", "0002_only_grows")]
    operations = [chained("history_entry", chain="history")]
