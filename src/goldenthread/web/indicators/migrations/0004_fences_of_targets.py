"""A target or an event is seen and written by somebody the database knows; who may, the site says."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import SOMEBODY, protect


class Migration(migrations.Migration):
    dependencies = [("indicators", "0003_targets_and_events")]
    operations = [
        protect("indicators_target", using=SOMEBODY),
        protect("indicators_chartevent", using=SOMEBODY),
    ]
