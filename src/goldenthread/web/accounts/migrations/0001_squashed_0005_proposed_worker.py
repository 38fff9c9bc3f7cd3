"""What its migrations made up to 0005, at one go: see ADR 0027."""

from __future__ import annotations

import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.together import MadeTogether


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_versions"),
        ("accounts", "0003_matrix"),
        ("accounts", "0004_title_version"),
        ("accounts", "0005_proposed_worker"),
    ]
    dependencies = []
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        ("service_area", models.CharField(blank=True, max_length=200)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("name",),
                    },
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("worker", models.CharField(blank=True, max_length=200)),
                        ("is_active", models.BooleanField(default=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("name", "id"),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("email"), name="person_email_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("role", models.CharField(max_length=50)),
                        ("service_area", models.CharField(blank=True, max_length=200)),
                        ("starts", models.DateField()),
                        ("ends", models.DateField(blank=True, null=True)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="accounts.team",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("agreed_until", models.DateField(blank=True, null=True)),
                        ("title", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ("starts", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="membership_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "action_owner",
                                            "administrator",
                                            "auditor",
                                            "board_member",
                                            "board_partner",
                                            "board_secretary",
                                            "chief_executive",
                                            "complaints_manager",
                                            "director",
                                            "elected_member",
                                            "government_observer",
                                            "head_of_service",
                                            "improvement_lead",
                                            "independent_chair",
                                            "information_guardian",
                                            "inspector",
                                            "lead_member",
                                            "moderator",
                                            "participation_lead",
                                            "performance_analyst",
                                            "principal_social_worker",
                                            "reviewing_officer",
                                            "social_worker",
                                            "team_manager",
                                        ],
                                    )
                                ),
                                name="membership_known_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "role__in",
                                            [
                                                "board_member",
                                                "board_partner",
                                                "elected_member",
                                                "government_observer",
                                                "independent_chair",
                                                "inspector",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("ends__isnull", False),
                                    _connector="OR",
                                ),
                                name="membership_external_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("agreed_until", None),
                                    (
                                        "role__in",
                                        [
                                            "board_member",
                                            "board_partner",
                                            "government_observer",
                                            "independent_chair",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="membership_agreement_of_a_board",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Cover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts", models.DateField()),
                        ("ends", models.DateField()),
                        (
                            "covered",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covered_by",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "deputy",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="covers",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("starts", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("covered", models.F("deputy")), _negated=True),
                                name="cover_by_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))), name="cover_ends_after"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobTitle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("roles", models.JSONField()),
                        ("kept", models.BooleanField(default=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("name",),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="job_title_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("roles", models.JSONField(default=list)),
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("service_area", models.CharField(blank=True, max_length=200)),
                        ("starts", models.DateField()),
                        ("ends", models.DateField(blank=True, null=True)),
                        ("agreed_until", models.DateField(blank=True, null=True)),
                        ("proposed_by_name", models.CharField(max_length=200)),
                        ("proposed_on", models.DateField()),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("confirmed", "Confirmed"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("decided_by_name", models.CharField(blank=True, max_length=200)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("why", models.CharField(blank=True, max_length=500)),
                        (
                            "covered",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.team",
                            ),
                        ),
                        ("worker", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ("proposed_on", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("proposed_by", models.F("person")), _negated=True),
                                name="proposal_for_somebody_else",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    ("state", "withdrawn"),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="proposal_decided_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("person")), _negated=True),
                                    _connector="OR",
                                ),
                                name="proposal_not_decided_by_its_own",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("covered", None),
                                        ("worker", ""),
                                        models.Q(("roles", []), _negated=True),
                                    ),
                                    models.Q(
                                        ("covered__isnull", False),
                                        ("ends__isnull", False),
                                        ("roles", []),
                                        ("worker", ""),
                                    ),
                                    models.Q(
                                        ("covered", None),
                                        ("ends", None),
                                        ("roles", []),
                                        models.Q(("worker", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_of_one_kind",
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
