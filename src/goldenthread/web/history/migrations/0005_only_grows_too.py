"""Signatures and readings of the trail are added and read; signatures are a chain of their own."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.chains import chained
from goldenthread.web.database.fences import append_only


class Migration(migrations.Migration):
    dependencies = [("history", "0004_signature")]
    operations = [
        append_only("history_signature"),
        chained("history_signature", chain="signatures"),
        append_only("history_check"),
    ]
