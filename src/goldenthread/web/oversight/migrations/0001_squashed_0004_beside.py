"""What its migrations made up to 0004, at one go: see ADR 0027."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.access.fences import CHILD_MAY_BE_SEEN
from goldenthread.web.database.fences import protect
from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("oversight", "0001_initial"),
        ("oversight", "0002_fence"),
        ("oversight", "0003_late_at_pace"),
        ("oversight", "0004_beside"),
    ]
    dependencies = [("access", "0001_squashed_0006_taken_away")]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="ClockRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("clock", models.CharField(max_length=50)),
                        ("child_id", models.TextField()),
                        ("about", models.TextField()),
                        ("started", models.DateField()),
                        ("due", models.DateField()),
                        ("status", models.CharField(max_length=20)),
                        ("days_late", models.IntegerField()),
                        ("team", models.TextField(blank=True)),
                        ("worker", models.TextField(blank=True)),
                        ("held_team", models.TextField(blank=True)),
                        ("held_worker", models.TextField(blank=True)),
                        ("rule", models.TextField()),
                        ("basis", models.CharField(max_length=20)),
                        ("late_at_pace", models.BooleanField(null=True)),
                    ],
                    options={
                        "ordering": ("-days_late", "due", "child_id", "id"),
                        "indexes": [
                            models.Index(fields=["status", "-days_late", "due"], name="clockrow_most_urgent"),
                            models.Index(fields=["due"], name="clockrow_due"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Filling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("one", models.BooleanField(default=True, unique=True)),
                        ("snapshot", models.CharField(max_length=16)),
                        ("as_at", models.DateField()),
                        ("filled", models.DateTimeField(auto_now=True)),
                        ("rows", models.PositiveIntegerField()),
                        ("gaps", models.JSONField(default=list)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("beside", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("one", True)), name="filling_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("team", models.TextField(blank=True)),
                        ("clock", models.CharField(max_length=50)),
                        ("overdue", models.PositiveIntegerField()),
                        ("soon", models.PositiveIntegerField()),
                        ("still_open", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ("team", "clock"),
                        "constraints": [
                            models.UniqueConstraint(fields=("team", "clock"), name="teamcount_once")
                        ],
                    },
                ),
            ]
        ),
        protect("oversight_clockrow", using=CHILD_MAY_BE_SEEN),
    ]
