"""Who looked at whom is tied into a chain of its own."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.chains import chained


class Migration(migrations.Migration):
    dependencies = [("access", "0002_fences")]
    operations = [chained("access_childview", chain="looks")]
