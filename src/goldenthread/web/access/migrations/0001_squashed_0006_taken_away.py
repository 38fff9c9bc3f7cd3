"""What its migrations made up to 0006, at one go: see ADR 0027."""

from __future__ import annotations

import uuid

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

from goldenthread.web.access.fences import make_views
from goldenthread.web.database.chains import chained
from goldenthread.web.database.fences import (
    A_SERVICE,
    ACCESS_LOG,
    PERSON,
    RESTRICTIONS,
    SOMEBODY,
    append_only,
    owner_reads,
    protect,
)
from goldenthread.web.database.roles import APP
from goldenthread.web.database.together import MadeTogether

_OWN = f"({SOMEBODY} AND (person = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE}))"
_OWN_OR_GIVEN = f"({SOMEBODY} AND (person = {PERSON} OR by = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE}))"

_KEPT = f"({SOMEBODY} AND (asked_by = {PERSON} OR {RESTRICTIONS} OR {A_SERVICE}))"
_LISTED = f"({SOMEBODY} AND (person = {PERSON} OR added_by = {PERSON} OR {RESTRICTIONS} OR {A_SERVICE}))"

_TOLD = f"(jsonb_exists({{}}, {PERSON}))"

LOOKS_AT = migrations.RunSQL(
    sql=[
        f"""
        CREATE FUNCTION access_looks_at(child text) RETURNS SETOF bigint
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
            SELECT id FROM access_childview WHERE children @> jsonb_build_array(child)
            AND {SOMEBODY} AND (person = {PERSON} OR {ACCESS_LOG} OR {A_SERVICE})
        $$
        """,
        "REVOKE ALL ON FUNCTION access_looks_at(text) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION access_looks_at(text) TO {APP}",
    ],
    reverse_sql=["DROP FUNCTION access_looks_at(text)"],
)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("access", "0001_initial"),
        ("access", "0002_fences"),
        ("access", "0003_chain_looks"),
        ("access", "0004_restriction_version"),
        ("access", "0005_looks_at"),
        ("access", "0006_taken_away"),
    ]
    dependencies = []
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Notice",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        ("by", models.CharField(max_length=100)),
                        ("to", models.CharField(max_length=20)),
                        ("people", models.JSONField()),
                        ("words", models.CharField(max_length=300)),
                        ("about_kind", models.CharField(max_length=50)),
                        ("about_key", models.CharField(max_length=100)),
                        ("read_at", models.DateTimeField(null=True)),
                        ("read_by_name", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ("-at",),
                    },
                ),
                migrations.CreateModel(
                    name="Allotment",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("sample", models.UUIDField()),
                        ("child", models.TextField()),
                        ("person", models.CharField(max_length=100)),
                        ("person_name", models.CharField(max_length=200)),
                        ("why", models.TextField()),
                        ("starts", models.DateField()),
                        ("ends", models.DateField()),
                        ("by", models.CharField(max_length=100)),
                        ("by_name", models.CharField(max_length=200)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("withdrawn_by_name", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": ("ends", "child"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends__gte", models.F("starts"))),
                                name="allotment_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("by", models.F("person")), _negated=True),
                                name="allotment_by_another",
                            ),
                            models.UniqueConstraint(fields=("sample", "child"), name="allotment_once"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChildView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("person_name", models.CharField(max_length=200)),
                        ("person", models.CharField(max_length=100)),
                        ("purpose", models.CharField(max_length=50)),
                        ("what", models.CharField(max_length=200)),
                        ("snapshot", models.CharField(max_length=16)),
                        ("children", models.JSONField()),
                        ("identified", models.BooleanField()),
                        ("taken_away", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "indexes": [
                            models.Index(fields=["person", "-at"], name="childview_whose"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False,
                                fields=["children"],
                                name="childview_whom",
                                opclasses=("jsonb_path_ops",),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Conflict",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("child", models.TextField()),
                        ("person", models.CharField(max_length=100)),
                        ("person_name", models.CharField(max_length=200)),
                        ("tie", models.TextField()),
                        ("recorded_at", models.DateTimeField()),
                        ("by", models.CharField(max_length=100)),
                        ("by_name", models.CharField(max_length=200)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by", models.CharField(blank=True, max_length=100)),
                        ("ended_by_name", models.CharField(blank=True, max_length=200)),
                        ("end_why", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("person_name", "child"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("person", "child"),
                                name="conflict_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    models.Q(
                                        models.Q(("ended_by", ""), _negated=True),
                                        models.Q(("ended_by", models.F("person")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="conflict_ended_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("emergency", "Emergency"), ("put right", "Put Right")],
                                max_length=20,
                            ),
                        ),
                        ("child", models.TextField()),
                        ("person", models.CharField(max_length=100)),
                        ("person_name", models.CharField(max_length=200)),
                        ("reason", models.TextField()),
                        ("starts", models.DateTimeField()),
                        ("ends", models.DateTimeField()),
                        ("told", models.JSONField()),
                        ("review_due", models.DateField()),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        ("reviewed_by", models.CharField(blank=True, max_length=100)),
                        ("reviewed_by_name", models.CharField(blank=True, max_length=200)),
                        ("right", models.BooleanField(null=True)),
                        ("review", models.TextField(blank=True)),
                    ],
                    options={
                        "ordering": ("-starts", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["emergency", "put right"])),
                                name="opening_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends__gt", models.F("starts"))),
                                name="opening_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reviewed_at", None),
                                    models.Q(
                                        models.Q(("reviewed_by", ""), _negated=True),
                                        models.Q(("reviewed_by", models.F("person")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="opening_reviewed_by_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Restriction",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("child", models.TextField()),
                        ("reason", models.TextField()),
                        ("review_on", models.DateField()),
                        ("asked_at", models.DateTimeField()),
                        ("asked_by", models.CharField(max_length=100)),
                        ("asked_by_name", models.CharField(max_length=200)),
                        ("signed_by", models.CharField(blank=True, max_length=100)),
                        ("signed_by_name", models.CharField(blank=True, max_length=200)),
                        ("lift_asked_by", models.CharField(blank=True, max_length=100)),
                        ("lift_asked_by_name", models.CharField(blank=True, max_length=200)),
                        ("lift_why", models.TextField(blank=True)),
                        ("lifted_by", models.CharField(blank=True, max_length=100)),
                        ("lifted_by_name", models.CharField(blank=True, max_length=200)),
                        ("lifted_at", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("review_on", "child"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("lifted_at", None)),
                                fields=("child",),
                                name="restriction_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_by", ""),
                                    models.Q(("signed_by", models.F("asked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="restriction_two_to_sign",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("lifted_at", None),
                                    models.Q(
                                        models.Q(("lifted_by", ""), _negated=True),
                                        models.Q(("lift_asked_by", ""), _negated=True),
                                        models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="restriction_two_to_lift",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Listing",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                            ),
                        ),
                        ("person", models.CharField(max_length=100)),
                        ("person_name", models.CharField(max_length=200)),
                        ("why", models.TextField()),
                        ("added_at", models.DateTimeField()),
                        ("added_by", models.CharField(max_length=100)),
                        ("added_by_name", models.CharField(max_length=200)),
                        ("signed_by", models.CharField(blank=True, max_length=100)),
                        ("signed_by_name", models.CharField(blank=True, max_length=200)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("ended_by_name", models.CharField(blank=True, max_length=200)),
                        (
                            "restriction",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listings",
                                to="access.restriction",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("person_name", "id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("restriction", "person"),
                                name="listing_once",
                            )
                        ],
                    },
                ),
            ]
        ),
        append_only("access_childview"),
        protect("access_childview", using=_OWN, check=f"({SOMEBODY} AND person = {PERSON})"),
        protect("access_restriction", using=_KEPT),
        protect("access_listing", using=_LISTED),
        protect("access_opening", using=f"({_OWN} OR {_TOLD.format('told')})"),
        protect("access_allotment", using=_OWN_OR_GIVEN),
        protect("access_conflict", using=_OWN_OR_GIVEN),
        protect(
            "access_notice",
            using=f"({SOMEBODY} AND (by = {PERSON} OR {_TOLD.format('people')} OR {A_SERVICE}))",
        ),
        *(
            owner_reads(f"access_{name}")
            for name in ("restriction", "listing", "opening", "allotment", "conflict")
        ),
        make_views(),
        chained("access_childview", chain="looks"),
        owner_reads("access_childview"),
        LOOKS_AT,
    ]
