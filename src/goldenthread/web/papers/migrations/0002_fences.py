from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [append_only("papers_document")]
