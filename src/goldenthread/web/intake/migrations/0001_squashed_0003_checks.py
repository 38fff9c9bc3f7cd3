"""What its migrations made up to 0003, at one go: see ADR 0027."""

from __future__ import annotations

import uuid

from django.db import migrations, models

from goldenthread.web.database.fences import A_SERVICE, SOMEBODY, protect
from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intake", "0001_initial"),
        ("intake", "0002_load"),
        ("intake", "0003_checks"),
    ]
    dependencies = []
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Snapshot",
                    fields=[
                        ("identity", models.CharField(max_length=16, primary_key=True, serialize=False)),
                        ("place", models.PositiveIntegerField()),
                        ("as_at", models.DateField()),
                        ("authority", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=20)),
                        ("made_up", models.BooleanField()),
                        ("version", models.PositiveIntegerField()),
                        ("manifest", models.JSONField()),
                        ("registered", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ("-place",),
                    },
                ),
                migrations.CreateModel(
                    name="Load",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200)),
                        ("as_at", models.DateField(blank=True, null=True)),
                        ("person_name", models.CharField(max_length=200)),
                        ("person", models.CharField(max_length=100)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("reading", "Reading"),
                                    ("kept", "Kept"),
                                    ("refused", "Refused"),
                                    ("stopped", "Stopped"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("asked", models.DateTimeField(auto_now_add=True)),
                        ("began", models.DateTimeField(blank=True, null=True)),
                        ("ended", models.DateTimeField(blank=True, null=True)),
                        ("snapshot", models.CharField(blank=True, max_length=16)),
                        ("already_held", models.BooleanField(default=False)),
                        ("why", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("-asked", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "reading", "kept", "refused", "stopped"])
                                ),
                                name="load_known_state",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("of_check", models.CharField(max_length=80)),
                        ("severity", models.CharField(max_length=10)),
                        ("table", models.CharField(max_length=60)),
                        ("team", models.TextField(blank=True)),
                        ("worker", models.TextField(blank=True)),
                        ("rows", models.PositiveIntegerField()),
                        ("came", models.PositiveIntegerField(null=True)),
                        ("went", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ("of_check", "table", "team", "worker"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("of_check", "table", "team", "worker"), name="checkcount_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckedSnapshot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("one", models.BooleanField(default=True, unique=True)),
                        ("stands_for", models.CharField(max_length=64)),
                        ("snapshot", models.CharField(max_length=16)),
                        ("as_at", models.DateField()),
                        ("before", models.CharField(blank=True, max_length=16)),
                        ("before_as_at", models.DateField(null=True)),
                        ("asked", models.PositiveIntegerField()),
                        ("not_asked", models.JSONField(default=dict)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("filled", models.DateTimeField(auto_now=True)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one", True)), name="checkedsnapshot_one_row"
                            )
                        ],
                    },
                ),
            ]
        ),
        protect("intake_checkcount", using=SOMEBODY, check=A_SERVICE),
    ]
