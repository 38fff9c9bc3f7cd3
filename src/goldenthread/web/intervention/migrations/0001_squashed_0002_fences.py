"""What its migrations made up to 0002, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import A_SERVICE, ACCESS_LOG, NOW, PERSON, append_only, protect
from goldenthread.web.database.together import MadeTogether

# Named today to see what `{table}`'s visit says in confidence.
_NAMED = (
    "EXISTS (SELECT 1 FROM intervention_reader r JOIN accounts_person p ON p.id = r.person_id"
    " WHERE r.visit_id = {table}.visit_id AND r.ended_at IS NULL"
    f" AND p.public_id::text = {PERSON})"
)

# A report is everybody's once it is published; a draft never is.
_PUBLISHED = (
    "(kind = 'report' AND EXISTS (SELECT 1 FROM intervention_visit v"
    f" WHERE v.id = intervention_keptfile.visit_id AND v.published_at <= {NOW}))"
)


def _named(table: str) -> str:
    return f"({A_SERVICE} OR {_NAMED.format(table=table)})"


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("intervention", "0001_initial"),
        ("intervention", "0002_fences"),
    ]
    dependencies = [
        ("plan", "0001_squashed_0013_age_of_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="DistributionList",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("name",),
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Lower("name"), name="distribution_list_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
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
                                    ("draft plan", "Draft plan"),
                                    ("final statement", "Final plan or statement of action"),
                                    ("plan after a notice", "Plan that answers a notice"),
                                    ("progress report", "Progress report"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("to_whom", models.CharField(max_length=200)),
                        ("sent_on", models.DateField()),
                        ("content", models.JSONField()),
                        ("digest", models.CharField(max_length=64)),
                        ("submitted_by_name", models.CharField(max_length=200)),
                        ("submitted_by_id", models.CharField(max_length=100)),
                        ("recorded_at", models.DateTimeField()),
                    ],
                    options={
                        "ordering": ("-sent_on", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "draft plan",
                                            "final statement",
                                            "plan after a notice",
                                            "progress report",
                                        ],
                                    )
                                ),
                                name="submission_kind",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Support",
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
                                    ("mentor", "Mentor"),
                                    ("chair's support", "Support to the chair"),
                                    ("sector challenge", "Sector challenge"),
                                    ("adviser", "Improvement adviser"),
                                    ("partner authority", "Partner in practice"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("organisation", models.CharField(max_length=200)),
                        ("role", models.CharField(max_length=200)),
                        ("starts", models.DateField()),
                        ("ends", models.DateField(blank=True, null=True)),
                        ("days", models.PositiveIntegerField(blank=True, null=True)),
                        ("purpose", models.TextField()),
                        ("came_of_it", models.TextField(blank=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ("-starts", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "mentor",
                                            "chair's support",
                                            "sector challenge",
                                            "adviser",
                                            "partner authority",
                                        ],
                                    )
                                ),
                                name="support_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", None), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="support_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
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
                                    ("inspection", "Inspection"),
                                    ("focused visit", "Focused visit"),
                                    ("monitoring visit", "Monitoring visit"),
                                    ("joint inspection", "Joint targeted area inspection"),
                                    ("department's review", "Review by the department"),
                                    ("peer challenge", "Peer challenge"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("by_whom", models.CharField(max_length=200)),
                        ("announced", models.DateField(blank=True, null=True)),
                        ("on_site_from", models.DateField()),
                        ("on_site_to", models.DateField()),
                        ("feedback_on", models.DateField(blank=True, null=True)),
                        ("draft_received", models.DateField(blank=True, null=True)),
                        ("comments_due", models.DateField(blank=True, null=True)),
                        ("comments_sent", models.DateField(blank=True, null=True)),
                        ("final_received", models.DateField(blank=True, null=True)),
                        ("published_at", models.DateTimeField(blank=True, null=True)),
                        ("plan_asked", models.BooleanField(default=False)),
                        ("priority_action", models.BooleanField(default=False)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on_site_from", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "inspection",
                                            "focused visit",
                                            "monitoring visit",
                                            "joint inspection",
                                            "department's review",
                                            "peer challenge",
                                        ],
                                    )
                                ),
                                name="visit_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("on_site_to__gte", models.F("on_site_from"))),
                                name="visit_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("comments_sent", None),
                                    ("draft_received__isnull", False),
                                    _connector="OR",
                                ),
                                name="visit_comments_on_a_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reader",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why", models.CharField(max_length=300)),
                        ("named_by_name", models.CharField(max_length=200)),
                        ("named_by_id", models.CharField(max_length=100)),
                        ("named_at", models.DateTimeField()),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("ended_by_name", models.CharField(blank=True, max_length=200)),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readers",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("named_at", "id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("visit", "person"),
                                name="reader_named_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_at", None),
                                    models.Q(("ended_by_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reader_ended_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicationChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moment", models.DateTimeField()),
                        ("why", models.CharField(max_length=300)),
                        ("puts_off", models.BooleanField(default=False)),
                        ("proposed_by_name", models.CharField(max_length=200)),
                        ("proposed_at", models.DateTimeField()),
                        ("confirmed_by_name", models.CharField(blank=True, max_length=200)),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        ("withdrawn", models.BooleanField(default=False)),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
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
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publication_changes",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-proposed_at", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("confirmed_at", None), ("withdrawn", False)),
                                fields=("visit",),
                                name="publication_change_one_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_by", None),
                                    models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="publication_confirmed_by_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_at", None),
                                    ("puts_off", True),
                                    ("confirmed_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="publication_sooner_needs_a_second",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Look",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("who_name", models.CharField(max_length=200)),
                        ("who_id", models.CharField(max_length=100)),
                        ("what", models.CharField(max_length=200)),
                        ("at", models.DateTimeField()),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="looks",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="KeptFile",
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
                                    ("draft report", "Draft report"),
                                    ("report", "Report or letter"),
                                    ("reply", "Reply of the regulator or the department"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(max_length=255)),
                        ("digest", models.CharField(max_length=64)),
                        ("size", models.PositiveIntegerField()),
                        ("content", models.BinaryField()),
                        ("added_by_name", models.CharField(max_length=200)),
                        ("added_at", models.DateTimeField()),
                        (
                            "visit",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("added_at", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["draft report", "report", "reply"])),
                                name="kept_file_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reply"), ("visit", None)),
                                    models.Q(
                                        models.Q(("kind", "reply"), _negated=True), ("visit__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="kept_file_of_a_visit_or_a_reply",
                            ),
                            models.UniqueConstraint(
                                fields=("visit", "kind", "digest"), name="kept_file_once"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FeedbackPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        (
                            "said",
                            models.CharField(
                                choices=[
                                    ("strength", "A strength"),
                                    ("concern", "A concern"),
                                    ("priority", "Needs action at once"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("theme", models.CharField(max_length=200)),
                        ("said_by", models.CharField(blank=True, max_length=200)),
                        ("words", models.TextField()),
                        ("earlier", models.JSONField(default=list)),
                        ("noted_by_name", models.CharField(max_length=200)),
                        ("noted_at", models.DateTimeField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not compared with the letter yet"),
                                    ("confirmed", "In the letter as it was said"),
                                    ("changed", "In the letter, changed"),
                                    ("not in the letter", "Not in the letter"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("outcome_words", models.TextField(blank=True)),
                        ("compared_by_name", models.CharField(blank=True, max_length=200)),
                        ("compared_on", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "objective",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.objective",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.requirement",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("visit_id", "number"),
                        "constraints": [
                            models.UniqueConstraint(fields=("visit", "number"), name="feedback_point_once"),
                            models.CheckConstraint(
                                condition=models.Q(("said__in", ["strength", "concern", "priority"])),
                                name="feedback_known_meaning",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["waiting", "confirmed", "changed", "not in the letter"])
                                ),
                                name="feedback_known_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("said", "strength"),
                                    models.Q(("outcome__in", ("confirmed", "changed")), _negated=True),
                                    ("requirement__isnull", False),
                                    _connector="OR",
                                ),
                                name="feedback_found_in_the_letter",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("outcome__in", ("changed", "not in the letter")), _negated=True
                                    ),
                                    models.Q(("outcome_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="feedback_changed_in_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "waiting"),
                                    models.Q(
                                        models.Q(("compared_by_name", ""), _negated=True),
                                        ("compared_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_compared_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject", models.CharField(max_length=200)),
                        ("body", models.TextField()),
                        ("lists", models.JSONField(default=list)),
                        ("made_by_name", models.CharField(max_length=200)),
                        ("sent_by_name", models.CharField(blank=True, max_length=200)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("not_before", models.DateTimeField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="announcements",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sent_at", None),
                                    models.Q(
                                        ("not_before__isnull", False),
                                        ("sent_at__gte", models.F("not_before")),
                                        models.Q(("sent_by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="announcement_never_under_embargo",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccuracyPoint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("page", models.PositiveIntegerField()),
                        ("paragraph", models.CharField(blank=True, max_length=60)),
                        ("says", models.TextField()),
                        ("right", models.TextField()),
                        ("evidence", models.TextField()),
                        ("raised_by", models.CharField(max_length=200)),
                        ("sent_on", models.DateField(null=True)),
                        (
                            "reply",
                            models.CharField(
                                choices=[
                                    ("waiting", "No reply yet"),
                                    ("accepted", "Accepted"),
                                    ("accepted in part", "Accepted in part"),
                                    ("not accepted", "Not accepted"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("reply_words", models.TextField(blank=True)),
                        ("replied_on", models.DateField(null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "visit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accuracy_points",
                                to="intervention.visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("visit_id", "page", "number"),
                        "constraints": [
                            models.UniqueConstraint(fields=("visit", "number"), name="accuracy_point_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reply__in", ["waiting", "accepted", "accepted in part", "not accepted"])
                                ),
                                name="accuracy_known_reply",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reply", "waiting"),
                                    models.Q(
                                        ("replied_on__gte", models.F("sent_on")),
                                        ("replied_on__isnull", False),
                                        ("sent_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="accuracy_replied_once_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.EmailField(max_length=254)),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("through", models.CharField(max_length=500)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting to go"),
                                    ("sending", "Handed over; no word yet"),
                                    ("sent", "Sent"),
                                    ("failed", "Could not be sent"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("at", models.DateTimeField(null=True)),
                        (
                            "announcement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="deliveries",
                                to="intervention.announcement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("announcement", "address"), name="delivery_once"),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "sending", "sent", "failed"])),
                                name="delivery_known_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LadderStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rung",
                            models.CharField(
                                choices=[
                                    ("none", "No intervention"),
                                    ("support", "Support and supervision"),
                                    ("notice", "Improvement notice"),
                                    ("direction", "Statutory direction"),
                                    ("commissioner", "Commissioner appointed"),
                                    ("trust", "Services run by a trust or a partner authority"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("on", models.DateField()),
                        ("why", models.TextField()),
                        ("document", models.CharField(blank=True, max_length=500)),
                        ("recorded_by_name", models.CharField(max_length=200)),
                        ("taken_back_by_name", models.CharField(blank=True, max_length=200)),
                        ("taken_back_why", models.CharField(blank=True, max_length=300)),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rung__in",
                                        ["none", "support", "notice", "direction", "commissioner", "trust"],
                                    )
                                ),
                                name="ladder_step_known_rung",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_by_name", ""), ("taken_back_why", "")),
                                    models.Q(
                                        models.Q(("taken_back_by_name", ""), _negated=True),
                                        models.Q(("taken_back_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="ladder_step_taken_back_in_full",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ListMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200)),
                        ("email", models.EmailField(blank=True, max_length=254)),
                        ("added_by_name", models.CharField(max_length=200)),
                        (
                            "on",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="intervention.distributionlist",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
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
                                condition=models.Q(
                                    models.Q(("email", ""), ("person__isnull", False)),
                                    models.Q(("person", None), models.Q(("email", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="list_member_person_or_address",
                            ),
                            models.UniqueConstraint(fields=("on", "person"), name="list_member_person_once"),
                            models.UniqueConstraint(
                                models.F("on"),
                                django.db.models.functions.text.Lower("email"),
                                condition=models.Q(("email", ""), _negated=True),
                                name="list_member_address_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reply",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("from_whom", models.CharField(max_length=200)),
                        ("received_on", models.DateField()),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("accepts", "Accepts it"),
                                    (
                                        "does not reflect the findings",
                                        "Says it does not reflect the findings",
                                    ),
                                    ("comments", "Comments on it"),
                                ],
                                max_length=40,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("recorded_by_name", models.CharField(max_length=200)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intervention.keptfile",
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="intervention.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("received_on", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer__in", ["accepts", "does not reflect the findings", "comments"])
                                ),
                                name="reply_known_answer",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Fulfilment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=100)),
                        ("what", models.CharField(max_length=300)),
                        ("done_on", models.DateField()),
                        ("evidence", models.TextField()),
                        ("recorded_by_name", models.CharField(max_length=200)),
                        ("taken_back_by_name", models.CharField(blank=True, max_length=200)),
                        ("taken_back_why", models.CharField(blank=True, max_length=300)),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "submission",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="intervention.submission",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-done_on", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_back_by_name", "")),
                                fields=("key",),
                                name="fulfilment_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("evidence", ""), _negated=True),
                                name="fulfilment_with_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("taken_back_by_name", ""), ("taken_back_why", "")),
                                    models.Q(
                                        models.Q(("taken_back_by_name", ""), _negated=True),
                                        models.Q(("taken_back_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="fulfilment_taken_back_in_full",
                            ),
                        ],
                    },
                ),
            ]
        ),
        protect("intervention_feedbackpoint", using=_named("intervention_feedbackpoint")),
        protect("intervention_accuracypoint", using=_named("intervention_accuracypoint")),
        protect(
            "intervention_keptfile",
            using=f"(visit_id IS NULL OR {_PUBLISHED} OR {_named('intervention_keptfile')})",
            check=f"(visit_id IS NULL OR {_named('intervention_keptfile')})",
        ),
        protect(
            "intervention_look",
            using=f"({ACCESS_LOG} OR {_named('intervention_look')})",
            check=_named("intervention_look"),
        ),
        append_only("intervention_look"),
        append_only("intervention_submission"),
        append_only("intervention_reply"),
    ]
