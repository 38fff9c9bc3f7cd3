"""Figures are seen by somebody the database knows, and written by the site alone; a chart is kept by whoever
first asked for it."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import PERSON, SOMEBODY, protect

THE_SITE = f"starts_with(COALESCE({PERSON}, ''), 'service:')"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0001_initial")]
    operations = [
        protect("indicators_figure", using=SOMEBODY, check=THE_SITE),
        protect("indicators_openduty", using=SOMEBODY, check=THE_SITE),
        protect("indicators_chart", using=SOMEBODY),
    ]
