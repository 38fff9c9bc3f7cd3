"""What its migrations made up to 0002, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import append_only
from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("programme", "0001_initial"),
        ("programme", "0002_fences"),
    ]
    dependencies = [
        ("plan", "0001_squashed_0013_age_of_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Concern",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("risk", "Risk"),
                                    ("issue", "Issue"),
                                    ("capacity", "Capacity"),
                                    ("funding", "Funding"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("text", models.TextField()),
                        ("likelihood", models.PositiveSmallIntegerField(null=True)),
                        ("harm", models.PositiveSmallIntegerField()),
                        ("owner_role", models.CharField(blank=True, max_length=200)),
                        ("next_step", models.TextField()),
                        ("review_by", models.DateField()),
                        ("raised_by_name", models.CharField(max_length=200)),
                        ("raised_on", models.DateField()),
                        ("closed_on", models.DateField(null=True)),
                        ("closed_by_name", models.CharField(blank=True, max_length=200)),
                        ("closed_why", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("actions", models.ManyToManyField(blank=True, related_name="+", to="plan.action")),
                        (
                            "objectives",
                            models.ManyToManyField(blank=True, related_name="+", to="plan.objective"),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["risk", "issue", "capacity", "funding"])),
                                name="concern_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("harm__in", (1, 2, 3, 4, 5))),
                                name="concern_harm_one_to_five",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "risk"),
                                        ("likelihood__in", (1, 2, 3, 4, 5)),
                                        ("likelihood__isnull", False),
                                    ),
                                    models.Q(models.Q(("kind", "risk"), _negated=True), ("likelihood", None)),
                                    _connector="OR",
                                ),
                                name="concern_likelihood_of_a_risk",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", False),
                                    models.Q(("owner_role", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="concern_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on", None), ("closed_why", "")),
                                    models.Q(
                                        ("closed_on__isnull", False),
                                        models.Q(("closed_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="concern_closed_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Idea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.TextField()),
                        ("said_by", models.CharField(blank=True, max_length=200)),
                        ("received_on", models.DateField()),
                        ("answer", models.TextField(blank=True)),
                        ("answered_by_name", models.CharField(blank=True, max_length=200)),
                        ("answered_on", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.action",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("received_on", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action", None), ("answer", ""), ("answered_on", None)),
                                    models.Q(
                                        ("answered_on__gte", models.F("received_on")),
                                        ("answered_on__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="idea_answered_in_full",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("words", models.TextField()),
                        ("next_step", models.TextField()),
                        ("likelihood", models.PositiveSmallIntegerField(null=True)),
                        ("harm", models.PositiveSmallIntegerField()),
                        ("review_by", models.DateField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_id", models.CharField(max_length=100)),
                        (
                            "concern",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="programme.concern",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="RollOut",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("pilot", "Pilot"), ("roll-out", "Roll-out")], max_length=20
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("areas", models.PositiveIntegerField()),
                        ("people", models.PositiveIntegerField()),
                        ("outcome", models.TextField(blank=True)),
                        ("ended_on", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.action",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["pilot", "roll-out"])),
                                name="rollout_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    models.Q(("outcome", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="rollout_ended_with_an_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Count",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("areas_live", models.PositiveIntegerField()),
                        ("trained", models.PositiveIntegerField()),
                        ("defects_open", models.PositiveIntegerField()),
                        ("defects_closed", models.PositiveIntegerField()),
                        ("note", models.TextField(blank=True)),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_id", models.CharField(max_length=100)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "rollout",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counts",
                                to="programme.rollout",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("on", "id"),
                    },
                ),
            ]
        ),
        append_only("programme_review"),
        append_only("programme_count"),
    ]
