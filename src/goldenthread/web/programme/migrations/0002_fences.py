"""Reviews and counts only grow: kept by the database too."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [append_only("programme_review"), append_only("programme_count")]
