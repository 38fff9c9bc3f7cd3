"""What its migrations made up to 0004, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("inspection", "0001_initial"),
        ("inspection", "0002_notices"),
        ("inspection", "0003_kinds"),
        ("inspection", "0004_filled"),
    ]
    dependencies = [("plan", "0001_squashed_0013_age_of_evidence")]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("file", models.CharField(max_length=255)),
                        ("size", models.PositiveIntegerField()),
                        ("reading", models.JSONField()),
                        ("uploaded_by_name", models.CharField(max_length=200)),
                        ("uploaded_by_id", models.CharField(max_length=100)),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                        ("published", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "source",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.source",
                            ),
                        ),
                        ("dates", models.JSONField(default=list)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("inspection report", "Inspection report"),
                                    ("improvement notice", "Improvement notice"),
                                    ("focused visit letter", "Focused visit letter"),
                                    ("monitoring letter", "Monitoring letter"),
                                    ("peer review", "Peer review"),
                                    ("process review", "Lean or process review"),
                                    ("internal audit", "Internal audit"),
                                    ("scrutiny recommendation", "Scrutiny recommendation"),
                                    ("visit to another authority", "Visit to another authority"),
                                    ("self-evaluation", "Self-evaluation"),
                                    ("complaint learning", "Learning from complaints"),
                                    ("serious case learning", "Learning from a serious case"),
                                    ("minutes", "Minutes of a meeting"),
                                ],
                                default="inspection report",
                                max_length=50,
                            ),
                        ),
                        ("filled", models.JSONField(default=dict)),
                    ],
                    options={
                        "ordering": ("-uploaded_at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Line",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("original", models.TextField()),
                        ("text", models.TextField()),
                        ("kind", models.CharField(max_length=50)),
                        ("group", models.CharField(blank=True, max_length=300)),
                        ("for_whom", models.CharField(max_length=20)),
                        ("page", models.PositiveIntegerField()),
                        ("tags", models.JSONField(default=list)),
                        ("left_out", models.BooleanField(default=False)),
                        ("left_out_why", models.CharField(blank=True, max_length=500)),
                        ("added_by_hand", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="inspection.report",
                            ),
                        ),
                        ("paragraph", models.CharField(blank=True, max_length=60)),
                    ],
                    options={
                        "ordering": ("report_id", "number"),
                        "constraints": [
                            models.UniqueConstraint(fields=("report", "number"), name="line_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("left_out", False),
                                    models.Q(("left_out_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="line_left_out_with_reason",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
