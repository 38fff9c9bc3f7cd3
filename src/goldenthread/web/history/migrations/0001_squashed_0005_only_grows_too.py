"""What its migrations made up to 0005, at one go: see ADR 0027."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.chains import chained
from goldenthread.web.database.fences import append_only
from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("history", "0001_initial"),
        ("history", "0002_only_grows"),
        ("history", "0003_chain"),
        ("history", "0004_signature"),
        ("history", "0005_only_grows_too"),
    ]
    dependencies = []
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("when", models.DateTimeField(auto_now_add=True, db_index=True)),
                        ("who_name", models.CharField(max_length=200)),
                        ("who_id", models.CharField(max_length=100)),
                        ("act", models.CharField(max_length=200)),
                        ("about_kind", models.CharField(max_length=50)),
                        ("about_key", models.CharField(max_length=100)),
                        ("about_label", models.CharField(max_length=300)),
                        ("details", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ("-when", "-id"),
                        "indexes": [
                            models.Index(fields=["about_kind", "about_key", "-when"], name="history_about")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Check",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("by_name", models.CharField(max_length=200)),
                        ("rows", models.PositiveBigIntegerField()),
                        ("signatures", models.PositiveBigIntegerField()),
                        ("heads", models.PositiveIntegerField()),
                        ("faults", models.JSONField(default=list)),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("about_kind", models.CharField(max_length=50)),
                        ("about_key", models.CharField(max_length=100)),
                        ("about_label", models.CharField(max_length=300)),
                        ("record", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("statement", models.TextField()),
                        ("who_name", models.CharField(max_length=200)),
                        ("who_id", models.CharField(max_length=100)),
                        ("role", models.CharField(max_length=200)),
                        ("how", models.CharField(max_length=200)),
                        ("proof", models.CharField(max_length=100, unique=True)),
                        ("when", models.DateTimeField()),
                        ("key", models.CharField(max_length=16)),
                        ("signature", models.CharField(max_length=100)),
                    ],
                    options={
                        "ordering": ("-when", "-id"),
                        "indexes": [
                            models.Index(fields=["about_kind", "about_key", "-when"], name="signature_about")
                        ],
                    },
                ),
            ]
        ),
        append_only("history_entry"),
        chained("history_entry", chain="history"),
        append_only("history_signature"),
        chained("history_signature", chain="signatures"),
        append_only("history_check"),
    ]
