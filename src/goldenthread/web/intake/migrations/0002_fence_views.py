"""Who looked at whom: added to only in one's own name, read by oneself and by those who may see
everybody's."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import ACCESS_LOG, PERSON, SOMEBODY, append_only, protect


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        append_only("intake_childview"),
        protect(
            "intake_childview",
            using=f"({SOMEBODY} AND (person = {PERSON} OR {ACCESS_LOG}))",
            check=f"({SOMEBODY} AND person = {PERSON})",
        ),
    ]
