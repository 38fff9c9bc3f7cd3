from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("signin", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RefusedCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hour", models.DateTimeField()),
                ("service_name", models.CharField(blank=True, max_length=100)),
                ("service", models.CharField(blank=True, max_length=100)),
                ("asked", models.CharField(max_length=100)),
                ("why", models.CharField(max_length=100)),
                ("status", models.PositiveSmallIntegerField()),
                ("times", models.PositiveIntegerField(default=1)),
                ("last_at", models.DateTimeField()),
            ],
            options={"ordering": ("-hour", "-last_at", "-id")},
        ),
        migrations.AddConstraint(
            model_name="refusedcall",
            constraint=models.UniqueConstraint(
                fields=("hour", "service", "asked", "why"), name="refused_call_once_an_hour"
            ),
        ),
    ]
