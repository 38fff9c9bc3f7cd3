"""What its migrations made up to 0003, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import append_only
from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("papers", "0001_initial"),
        ("papers", "0002_fences"),
        ("papers", "0003_discarding"),
    ]
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Paper",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("snapshot", models.CharField(max_length=16)),
                        ("as_at", models.DateField()),
                        ("authority", models.CharField(max_length=200)),
                        ("made_up", models.BooleanField()),
                        ("inputs", models.JSONField()),
                        ("inputs_digest", models.CharField(max_length=64)),
                        ("made_by_name", models.CharField(max_length=200)),
                        ("asked_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("made", "Made"),
                                    ("failed", "Failed"),
                                    ("discarded", "Discarded"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("tries", models.PositiveIntegerField(default=0)),
                        ("made_at", models.DateTimeField(null=True)),
                        ("digest", models.CharField(blank=True, max_length=64)),
                        ("size", models.PositiveIntegerField(default=0)),
                        ("why", models.CharField(blank=True, max_length=300)),
                        ("released_by_name", models.CharField(blank=True, max_length=200)),
                        ("released_at", models.DateTimeField(null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "released_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("discarded_at", models.DateTimeField(null=True)),
                        ("discarded_by_name", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ("-asked_at", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "made"), _negated=True),
                                    models.Q(
                                        models.Q(("digest", ""), _negated=True), ("made_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_made_with_its_digest",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("released_by", None),
                                    models.Q(
                                        ("released_at__isnull", False),
                                        ("state", "made"),
                                        models.Q(("released_by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_released_when_made",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("released_by", models.F("made_by")), _negated=True),
                                name="paper_not_released_by_its_maker",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "made", "failed", "discarded"])),
                                name="paper_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "discarded"), _negated=True),
                                    models.Q(
                                        models.Q(("discarded_by_name", ""), _negated=True),
                                        models.Q(("why", ""), _negated=True),
                                        ("discarded_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_discarded_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.BinaryField()),
                        (
                            "paper",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="document",
                                to="papers.paper",
                            ),
                        ),
                    ],
                ),
            ]
        ),
        append_only("papers_document"),
    ]
