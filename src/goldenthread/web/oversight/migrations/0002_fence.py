"""Duties are seen by those who reach whoever owes them, or whoever holds the child."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import CHILD_IN_REACH, protect

HOLDER_IN_REACH = CHILD_IN_REACH.replace(", team)", ", held_team)").replace(" worker =", " held_worker =")


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]
    operations = [protect("oversight_clockrow", using=f"({CHILD_IN_REACH} OR {HOLDER_IN_REACH})")]
