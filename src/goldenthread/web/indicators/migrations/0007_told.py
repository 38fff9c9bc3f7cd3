"""What readers outside were told of the figures, so that the next month gives away nothing withheld in this."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.fences import PERSON, SOMEBODY, protect

THE_SITE = f"starts_with(COALESCE({PERSON}, ''), 'service:')"


class Migration(migrations.Migration):
    dependencies = [("indicators", "0006_definitions")]

    operations = [
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pool", models.CharField(max_length=20)),
                ("about", models.CharField(max_length=100)),
                ("cells", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("pool", "about"),
                "constraints": [
                    models.UniqueConstraint(fields=("pool", "about"), name="indicators_told_once"),
                ],
            },
        ),
        protect("indicators_told", using=SOMEBODY, check=THE_SITE),
    ]
