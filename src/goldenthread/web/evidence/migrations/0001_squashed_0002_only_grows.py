"""What its migrations made up to 0002, at one go: see ADR 0027."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.fences import append_only


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("evidence", "0001_initial"),
        ("evidence", "0002_only_grows"),
    ]
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Exhibit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=50)),
                ("key", models.CharField(max_length=200)),
                ("label", models.CharField(max_length=300)),
                ("as_of", models.DateField()),
                ("figure", models.JSONField(null=True)),
                ("pinned_at", models.DateTimeField(auto_now_add=True)),
                ("pinned_by_name", models.CharField(max_length=200)),
                ("pinned_by_id", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ("-pinned_at", "-id"),
            },
        ),
        append_only("evidence_exhibit"),
    ]
