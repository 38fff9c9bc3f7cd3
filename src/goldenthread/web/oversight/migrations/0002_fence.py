"""Duties are seen by those who reach whoever owes them, or whoever holds the child, or to whom the child is open;
never by those the child is shut to."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.access.fences import CHILD_MAY_BE_SEEN
from goldenthread.web.database.fences import protect


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial"), ("access", "0002_fences")]
    operations = [protect("oversight_clockrow", using=CHILD_MAY_BE_SEEN)]
