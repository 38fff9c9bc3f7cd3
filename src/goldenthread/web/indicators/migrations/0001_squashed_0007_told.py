"""What its migrations made up to 0007, at one go: see ADR 0027."""

from __future__ import annotations

from django.db import migrations, models

from goldenthread.web.database.fences import PERSON, SOMEBODY, owner_reads, protect
from goldenthread.web.database.together import MadeTogether

THE_SITE = f"starts_with(COALESCE({PERSON}, ''), 'service:')"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("indicators", "0001_initial"),
        ("indicators", "0002_fences"),
        ("indicators", "0003_targets_and_events"),
        ("indicators", "0004_fences_of_targets"),
        ("indicators", "0005_beside"),
        ("indicators", "0006_definitions"),
        ("indicators", "0007_told"),
    ]
    dependencies = []
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Chart",
                    fields=[
                        ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                        ("svg", models.TextField()),
                    ],
                ),
                migrations.CreateModel(
                    name="Figure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80)),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("latest", "Latest"),
                                    ("month", "By month"),
                                    ("quarter", "By quarter"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("team", models.TextField(null=True)),
                        ("period_start", models.DateField(null=True)),
                        ("period_end", models.DateField()),
                        ("numerator", models.BigIntegerField(null=True)),
                        ("denominator", models.BigIntegerField(null=True)),
                        ("value", models.FloatField(null=True)),
                        ("unit", models.CharField(max_length=40)),
                        ("definition", models.CharField(max_length=100)),
                        ("snapshot", models.CharField(max_length=16)),
                    ],
                    options={
                        "ordering": ("period_end", "team"),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("team", None)),
                                fields=["step"],
                                name="figure_whole_authority",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("indicator", "step", "period_end", "team"),
                                name="indicators_figure_once",
                                nulls_distinct=False,
                            )
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
                        ("definitions", models.CharField(max_length=64)),
                        ("unanswerable", models.JSONField(default=list)),
                        ("filled", models.DateTimeField(auto_now=True)),
                        ("fault", models.CharField(blank=True, max_length=300)),
                        ("beside", models.JSONField(default=list)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("one", True)), name="indicators_filling_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OpenDuty",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("clock", models.CharField(max_length=50)),
                        ("team", models.TextField()),
                        ("running", models.PositiveIntegerField()),
                        ("overdue", models.PositiveIntegerField()),
                        ("due_soon", models.PositiveIntegerField()),
                        ("longest_late", models.PositiveIntegerField()),
                    ],
                    options={
                        "ordering": ("clock", "team"),
                        "constraints": [
                            models.UniqueConstraint(fields=("clock", "team"), name="indicators_openduty_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChartEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(blank=True, max_length=80)),
                        ("on", models.DateField()),
                        ("what", models.CharField(max_length=120)),
                        ("rebases", models.BooleanField(default=False)),
                        ("added_by_name", models.CharField(max_length=200)),
                        ("added_at", models.DateTimeField(auto_now_add=True)),
                        ("taken_back_by_name", models.CharField(blank=True, max_length=200)),
                        ("taken_back_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "ordering": ("on", "id"),
                        "indexes": [models.Index(fields=["indicator", "on"], name="event_of_indicator")],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, unique=True)),
                        ("trajectory", models.JSONField(default=list)),
                        ("tolerance", models.FloatField(default=0)),
                        ("why", models.CharField(max_length=500)),
                        ("set_by_name", models.CharField(max_length=200)),
                        ("set_at", models.DateTimeField(auto_now=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("indicator",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tolerance__gte", 0)), name="indicators_target_tolerance"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Definition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=80, unique=True)),
                        ("definition", models.CharField(max_length=100)),
                        ("title", models.TextField()),
                        ("service_area", models.CharField(max_length=40)),
                        ("unit", models.CharField(max_length=40)),
                        ("basis", models.CharField(max_length=40)),
                        ("polarity", models.CharField(max_length=40)),
                        ("numerator", models.TextField()),
                        ("denominator", models.TextField(null=True)),
                        ("why", models.TextField()),
                        ("how", models.TextField()),
                        ("cautions", models.TextField(null=True)),
                        ("source", models.TextField()),
                        ("evidence", models.CharField(max_length=40)),
                        ("author", models.CharField(max_length=200)),
                        ("reviewed", models.DateField()),
                        ("lacking", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("indicator",),
                    },
                ),
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
                            models.UniqueConstraint(fields=("pool", "about"), name="indicators_told_once")
                        ],
                    },
                ),
            ]
        ),
        protect("indicators_figure", using=SOMEBODY, check=THE_SITE),
        protect("indicators_openduty", using=SOMEBODY, check=THE_SITE),
        protect("indicators_chart", using=SOMEBODY),
        protect("indicators_target", using=SOMEBODY),
        protect("indicators_chartevent", using=SOMEBODY),
        protect("indicators_definition", using=SOMEBODY, check=THE_SITE),
        owner_reads("indicators_definition"),
        owner_reads("indicators_figure"),
        owner_reads("indicators_openduty"),
        protect("indicators_told", using=SOMEBODY, check=THE_SITE),
    ]
