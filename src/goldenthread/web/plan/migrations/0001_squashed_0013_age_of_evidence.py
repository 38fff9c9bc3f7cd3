"""What its migrations made up to 0013, at one go: see ADR 0027."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.comparison
import django_fsm
from django.conf import settings
from django.db import migrations, models

from goldenthread.web.database.fences import append_only
from goldenthread.web.database.together import MadeTogether

ORIGINAL_WORDS = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION plan_original_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.original IS DISTINCT FROM OLD.original THEN"
            " RAISE EXCEPTION 'the original words of a requirement are never changed'; END IF;"
            " RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER original_words BEFORE UPDATE ON plan_requirement"
            " FOR EACH ROW EXECUTE FUNCTION plan_original_words()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER original_words ON plan_requirement",
        "DROP FUNCTION plan_original_words()",
    ],
)

# The same steps as the transitions of models.Action. Whoever signs off is named in the same statement; the
# constraints of the table say that it is neither the owner nor the one who claimed it.
STEPS = (
    ("proposed", "agreed"),
    ("proposed", "stopped"),
    ("proposed", "merged"),
    ("agreed", "in progress"),
    ("agreed", "claimed complete"),
    ("agreed", "stopped"),
    ("agreed", "merged"),
    ("in progress", "claimed complete"),
    ("in progress", "stopped"),
    ("in progress", "merged"),
    ("claimed complete", "signed off"),
    ("claimed complete", "in progress"),
    ("claimed complete", "stopped"),
    ("claimed complete", "merged"),
    ("signed off", "in progress"),
    ("stopped", "in progress"),
    ("merged", "in progress"),
)

_ALLOWED = ", ".join(f"('{before}', '{after}')" for before, after in STEPS)

# An owner changed once the work is claimed would let the owner sign it off in all but name.
ACTION_STEPS = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION plan_action_steps() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({_ALLOWED}) THEN"
            " RAISE EXCEPTION 'an action does not go from % to %', OLD.state, NEW.state; END IF;"
            " IF OLD.state IN ('claimed complete', 'signed off') AND NEW.state IN ('claimed complete', 'signed off')"
            " AND (NEW.owner_id, NEW.owner_role, NEW.claimed_by_id) IS DISTINCT FROM"
            " (OLD.owner_id, OLD.owner_role, OLD.claimed_by_id) THEN"
            " RAISE EXCEPTION 'a claimed action keeps its owner and its claim'; END IF;"
            " RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER action_steps BEFORE UPDATE ON plan_action"
            " FOR EACH ROW EXECUTE FUNCTION plan_action_steps()"
        ),
    ],
    reverse_sql=["DROP TRIGGER action_steps ON plan_action", "DROP FUNCTION plan_action_steps()"],
)

# Repeats lead back to the first, and never round. One at a time: two ties made at once would not see each other.
NO_CIRCLE = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION plan_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.repeats_id IS NULL THEN RETURN NEW; END IF;"
            " PERFORM pg_advisory_xact_lock(hashtext('plan repeats'));"
            " IF EXISTS (WITH RECURSIVE earlier(id, repeats_id) AS ("
            " SELECT id, repeats_id FROM plan_requirement WHERE id = NEW.repeats_id"
            " UNION SELECT one.id, one.repeats_id FROM plan_requirement one"
            " JOIN earlier ON one.id = earlier.repeats_id)"
            " SELECT 1 FROM earlier WHERE id = NEW.id) THEN"
            " RAISE EXCEPTION 'a requirement does not repeat itself, however far round'; END IF;"
            " RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER no_circle BEFORE INSERT OR UPDATE OF repeats_id ON plan_requirement"
            " FOR EACH ROW EXECUTE FUNCTION plan_no_circle()"
        ),
    ],
    reverse_sql=["DROP TRIGGER no_circle ON plan_requirement", "DROP FUNCTION plan_no_circle()"],
)

NOT_BY_ITS_OWNER = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION plan_impact_not_by_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF NEW.accepted_by_id IS NOT NULL AND EXISTS (SELECT 1 FROM plan_action"
            " WHERE owner_id = NEW.accepted_by_id AND (id = NEW.action_id"
            " OR (objective_id = NEW.objective_id AND state NOT IN ('stopped', 'merged')))) THEN"
            " RAISE EXCEPTION 'an impact is not judged by an owner'; END IF;"
            " RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER not_by_its_owner BEFORE INSERT ON plan_impactjudgement"
            " FOR EACH ROW EXECUTE FUNCTION plan_impact_not_by_owner()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER not_by_its_owner ON plan_impactjudgement",
        "DROP FUNCTION plan_impact_not_by_owner()",
    ],
)


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("plan", "0001_initial"),
        ("plan", "0002_fences"),
        ("plan", "0003_notices"),
        ("plan", "0004_evidence_version"),
        ("plan", "0005_sources_of_any_kind"),
        ("plan", "0006_register"),
        ("plan", "0007_workstreams_and_merging"),
        ("plan", "0008_progress_and_delegation"),
        ("plan", "0010_impact"),
        ("plan", "0011_fences_of_impact"),
        ("plan", "0012_objective_dates"),
        ("plan", "0013_age_of_evidence"),
    ]
    dependencies = [
        ("evidence", "0001_squashed_0002_only_grows"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        MadeTogether(
            models=[
                migrations.CreateModel(
                    name="Source",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("digest", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        ("file", models.CharField(blank=True, max_length=255)),
                        ("authority", models.CharField(blank=True, max_length=200)),
                        ("framework", models.CharField(blank=True, max_length=50)),
                        ("inspection_start", models.DateField(blank=True, null=True)),
                        ("inspection_end", models.DateField(blank=True, null=True)),
                        ("published", models.DateField(blank=True, null=True)),
                        ("judgements", models.JSONField(default=dict)),
                        ("accepted_by_name", models.CharField(max_length=200)),
                        ("accepted_by_id", models.CharField(max_length=100)),
                        ("accepted_at", models.DateTimeField(auto_now_add=True)),
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
                        ("title", models.CharField(blank=True, max_length=200)),
                        ("by_hand", models.BooleanField(default=False)),
                        ("made_by", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "ordering": (
                            models.OrderBy(
                                django.db.models.functions.comparison.Coalesce("inspection_end", "published"),
                                descending=True,
                                nulls_last=True,
                            ),
                            "-id",
                        ),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "inspection report",
                                            "improvement notice",
                                            "focused visit letter",
                                            "monitoring letter",
                                            "peer review",
                                            "process review",
                                            "internal audit",
                                            "scrutiny recommendation",
                                            "visit to another authority",
                                            "self-evaluation",
                                            "complaint learning",
                                            "serious case learning",
                                            "minutes",
                                        ],
                                    )
                                ),
                                name="source_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("by_hand", True), models.Q(("title", ""), _negated=True)),
                                    models.Q(
                                        ("by_hand", False),
                                        ("digest__isnull", False),
                                        models.Q(("file", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="source_has_a_file_or_was_entered_by_hand",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Requirement",
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
                        ("page", models.PositiveIntegerField(blank=True, null=True)),
                        ("kind", models.CharField(max_length=50)),
                        ("for_whom", models.CharField(max_length=20)),
                        ("group", models.CharField(blank=True, max_length=300)),
                        ("tags", models.JSONField(default=list)),
                        (
                            "severity",
                            models.CharField(
                                choices=[
                                    ("immediate", "Immediate"),
                                    ("priority", "Priority"),
                                    ("improvement", "Improvement"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "disposition",
                            models.CharField(
                                choices=[
                                    ("accepted", "Accepted"),
                                    ("already under way", "Already under way"),
                                    ("accepted in part", "Accepted in part"),
                                    ("not accepted", "Not accepted"),
                                    ("to start later", "To start later"),
                                ],
                                default="accepted",
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        ("accepted_by_name", models.CharField(max_length=200)),
                        ("accepted_by_id", models.CharField(max_length=100)),
                        ("accepted_at", models.DateTimeField(auto_now_add=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requirements",
                                to="plan.source",
                            ),
                        ),
                        ("paragraph", models.CharField(blank=True, max_length=60)),
                        ("come_on", models.DateField(blank=True, null=True)),
                        ("come_by_name", models.CharField(blank=True, max_length=200)),
                        ("decided_by_name", models.CharField(blank=True, max_length=200)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        (
                            "difference",
                            models.CharField(
                                blank=True,
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                                max_length=10,
                            ),
                        ),
                        (
                            "effort",
                            models.CharField(
                                blank=True,
                                choices=[("high", "High"), ("medium", "Medium"), ("low", "Low")],
                                max_length=10,
                            ),
                        ),
                        ("later_from", models.DateField(blank=True, null=True)),
                        ("later_when", models.CharField(blank=True, max_length=500)),
                        (
                            "repeats",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="repeated_by",
                                to="plan.requirement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("source_id", "number"),
                        "constraints": [
                            models.UniqueConstraint(fields=("source", "number"), name="requirement_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("severity__in", ["immediate", "priority", "improvement"])
                                ),
                                name="requirement_severity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "disposition__in",
                                        [
                                            "accepted",
                                            "already under way",
                                            "accepted in part",
                                            "not accepted",
                                            "to start later",
                                        ],
                                    )
                                ),
                                name="requirement_known_disposition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("disposition", "to start later"), _negated=True),
                                    ("later_from__isnull", False),
                                    models.Q(("later_when", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="requirement_later_on_a_condition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by_name", ""), ("decided_on", None)),
                                    models.Q(
                                        models.Q(("decided_by_name", ""), _negated=True),
                                        ("decided_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="requirement_decided_by_somebody_on_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("difference__in", ("", "high", "medium", "low")),
                                    ("effort__in", ("", "high", "medium", "low")),
                                ),
                                name="requirement_known_levels",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("come_by_name", ""), ("come_on", None)),
                                    models.Q(
                                        ("come_on__isnull", False),
                                        models.Q(("come_by_name", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="requirement_come_by_name_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disposition__in", ("accepted", "already under way", "to start later")),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="requirement_declined_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Objective",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("text", models.TextField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "answers",
                            models.ManyToManyField(
                                blank=True, related_name="objectives", to="plan.requirement"
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True)),
                        ("original_due", models.DateField(blank=True, null=True)),
                        ("slips", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due", None), ("original_due", None)),
                                    models.Q(("due__isnull", False), ("original_due__isnull", False)),
                                    _connector="OR",
                                ),
                                name="objective_keeps_its_first_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("slips__gt", 0),
                                    ("due", None),
                                    ("due__lte", models.F("original_due")),
                                    _connector="OR",
                                ),
                                name="objective_a_later_date_is_a_slip",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTitle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("only", models.BooleanField(default=True, unique=True)),
                        ("title", models.CharField(max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("only", True)), name="plan_one_title")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("indicator", models.CharField(max_length=100)),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="plan.objective",
                            ),
                        ),
                        (
                            "baseline",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.exhibit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("objective", "indicator"), name="measure_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verdict",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "said",
                            models.CharField(
                                choices=[
                                    ("put right", "Put right"),
                                    ("put right in part", "Put right in part"),
                                    ("not put right", "Not put right"),
                                    ("came back", "Put right once, and came back"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("words", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_id", models.CharField(max_length=100)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "finding",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdict_on",
                                to="plan.requirement",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdicts",
                                to="plan.requirement",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verdicts",
                                to="plan.source",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "said__in",
                                        ["put right", "put right in part", "not put right", "came back"],
                                    )
                                ),
                                name="verdict_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finding", None),
                                    models.Q(("finding", models.F("requirement")), _negated=True),
                                    _connector="OR",
                                ),
                                name="verdict_not_of_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("words", ""), _negated=True), name="verdict_in_words"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Workstream",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("workstream", "Workstream"),
                                    ("task and finish", "Task-and-finish group"),
                                ],
                                default="workstream",
                                max_length=20,
                            ),
                        ),
                        ("lead_role", models.CharField(blank=True, max_length=200)),
                        ("sponsor_role", models.CharField(blank=True, max_length=200)),
                        ("update_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "lead",
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
                        "ordering": ("name",),
                        "constraints": (
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="workstream_has_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["workstream", "task and finish"])),
                                name="workstream_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("update_weeks", None), ("update_weeks__gt", 0), _connector="OR"
                                ),
                                name="workstream_a_rhythm_is_weeks",
                            ),
                        ),
                    },
                ),
                migrations.CreateModel(
                    name="Action",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True)),
                        ("text", models.TextField()),
                        ("owner_role", models.CharField(blank=True, max_length=200)),
                        ("agreed_on", models.DateField(blank=True, null=True)),
                        ("original_due", models.DateField(blank=True, null=True)),
                        ("due", models.DateField(blank=True, null=True)),
                        ("slips", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            django_fsm.FSMField(
                                choices=[
                                    ("proposed", "Proposed"),
                                    ("agreed", "Agreed"),
                                    ("in progress", "In progress"),
                                    ("claimed complete", "Claimed complete"),
                                    ("signed off", "Signed off"),
                                    ("stopped", "Stopped"),
                                    ("merged", "Merged"),
                                ],
                                default="proposed",
                                max_length=30,
                                protected=True,
                            ),
                        ),
                        (
                            "impact",
                            models.CharField(
                                choices=[
                                    ("none yet", "None yet"),
                                    ("early", "Early"),
                                    ("evidenced", "Evidenced"),
                                    ("sustained", "Sustained"),
                                ],
                                default="none yet",
                                max_length=20,
                            ),
                        ),
                        ("claim_words", models.TextField(blank=True)),
                        ("claimed_by_name", models.CharField(blank=True, max_length=200)),
                        ("claimed_on", models.DateField(blank=True, null=True)),
                        ("signed_off_by_name", models.CharField(blank=True, max_length=200)),
                        ("signed_off_role", models.CharField(blank=True, max_length=200)),
                        ("signed_off_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
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
                        (
                            "signed_off_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="plan.objective",
                            ),
                        ),
                        (
                            "workstream",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="plan.workstream",
                            ),
                        ),
                        (
                            "sponsor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sponsor_role", models.CharField(blank=True, max_length=200)),
                        ("partners", models.TextField(blank=True)),
                        ("cost_notes", models.TextField(blank=True)),
                        ("risk_notes", models.TextField(blank=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="plan.action",
                            ),
                        ),
                        ("forecast", models.DateField(blank=True, null=True)),
                        ("stood_by_on", models.DateField(blank=True, null=True)),
                        ("update_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("updated_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("impact__in", ["none yet", "early", "evidenced", "sustained"])
                                ),
                                name="action_known_impact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", False),
                                    models.Q(("owner_role", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="action_has_an_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("claimed complete", "signed off")), _negated=True
                                    ),
                                    models.Q(("claim_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="action_claimed_with_a_word_of_evidence",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "signed off"), _negated=True),
                                    models.Q(("signed_off_by_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="action_signed_off_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "signed off"),
                                    models.Q(("signed_off_by", None), ("signed_off_by_name", "")),
                                    _connector="OR",
                                ),
                                name="action_sign_off_only_when_signed_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signed_off_by", models.F("owner")), _negated=True),
                                name="action_not_signed_off_by_its_owner",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("signed_off_by", models.F("claimed_by")), _negated=True),
                                name="action_not_signed_off_by_its_claimer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner__isnull", False),
                                    ("signed_off_role", ""),
                                    models.Q(
                                        ("signed_off_role__iexact", models.F("owner_role")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="action_not_signed_off_by_its_owners_role",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("slips__gt", 0),
                                    ("due", None),
                                    ("original_due", None),
                                    ("due__lte", models.F("original_due")),
                                    _connector="OR",
                                ),
                                name="action_a_later_date_is_a_slip",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "proposed",
                                            "agreed",
                                            "in progress",
                                            "claimed complete",
                                            "signed off",
                                            "stopped",
                                            "merged",
                                        ],
                                    )
                                ),
                                name="action_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True), ("merged_into", None)
                                    ),
                                    _connector="OR",
                                ),
                                name="action_merged_into_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("merged_into", models.F("id")), _negated=True),
                                name="action_not_merged_into_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Note",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_id", models.CharField(max_length=100)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notes",
                                to="plan.action",
                            ),
                        ),
                        ("forecast", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ("-at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("meeting", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        ("text", models.TextField()),
                        ("why", models.TextField(blank=True)),
                        ("recorded_by_name", models.CharField(max_length=200)),
                        ("recorded_by_id", models.CharField(max_length=100)),
                        ("recorded_at", models.DateTimeField(auto_now_add=True)),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="plan.action",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="plan.objective",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="plan.requirement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("requirement__isnull", False),
                                    ("objective__isnull", False),
                                    ("action__isnull", False),
                                    _connector="OR",
                                ),
                                name="decision_about_something",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="direct_answers",
                                to="plan.action",
                            ),
                        ),
                        (
                            "requirement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="direct_answers",
                                to="plan.requirement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("action", "requirement"), name="direct_answer_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColourSet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rag",
                            models.CharField(
                                choices=[("Red", "Red"), ("Amber", "Amber"), ("Green", "Green")],
                                max_length=20,
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("computed", models.TextField()),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        ("until", models.DateField()),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="colours_set",
                                to="plan.action",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-id"),
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("action",),
                                name="colour_set_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rag__in", ["Red", "Amber", "Green"])),
                                name="colour_set_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until__gte", models.F("on"))),
                                name="colour_set_has_a_last_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="colour_set_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Dependency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waits_for",
                                to="plan.action",
                            ),
                        ),
                        (
                            "on",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="waited_for_by",
                                to="plan.action",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.UniqueConstraint(fields=("action", "on"), name="dependency_once"),
                            models.CheckConstraint(
                                condition=models.Q(("action", models.F("on")), _negated=True),
                                name="dependency_not_on_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.CharField(max_length=300)),
                        ("by_whom", models.CharField(blank=True, max_length=200)),
                        ("original_due", models.DateField()),
                        ("due", models.DateField()),
                        ("slips", models.PositiveIntegerField(default=0)),
                        ("done_on", models.DateField(blank=True, null=True)),
                        ("done_by_name", models.CharField(blank=True, max_length=200)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="plan.action",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("due", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("slips__gt", 0), ("due__lte", models.F("original_due")), _connector="OR"
                                ),
                                name="milestone_a_later_date_is_a_slip",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("done_on", None),
                                    models.Q(("done_by_name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="milestone_done_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DateChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("was", models.DateField(null=True)),
                        ("proposed", models.DateField()),
                        ("why", models.TextField()),
                        ("proposed_by_name", models.CharField(max_length=200)),
                        ("proposed_on", models.DateField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for a decision"),
                                    ("agreed", "Agreed"),
                                    ("refused", "Refused"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("decided_by_name", models.CharField(blank=True, max_length=200)),
                        ("decided_on", models.DateField(null=True)),
                        ("meeting", models.CharField(blank=True, max_length=200)),
                        ("decided_why", models.TextField(blank=True)),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="date_changes",
                                to="plan.action",
                            ),
                        ),
                        (
                            "decided_by",
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
                        ("matter", models.CharField(default="action", max_length=20)),
                        (
                            "milestone",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="date_changes",
                                to="plan.milestone",
                            ),
                        ),
                        (
                            "objective",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="date_changes",
                                to="plan.objective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-proposed_on", "-id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome__in", ["waiting", "agreed", "refused"])),
                                name="date_change_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome", "waiting"),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        models.Q(("meeting", ""), _negated=True),
                                        models.Q(("decided_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="date_change_decided_in_full",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                name="date_change_not_decided_by_its_proposer",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("milestone", None), ("outcome", "waiting")),
                                fields=("action",),
                                name="date_change_one_at_a_time",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "waiting")),
                                fields=("milestone",),
                                name="date_change_one_at_a_time_of_a_milestone",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("outcome", "waiting")),
                                fields=("objective",),
                                name="date_change_one_at_a_time_of_an_objective",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action__isnull", False), ("objective", None)),
                                    models.Q(
                                        ("action", None), ("milestone", None), ("objective__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="date_change_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("objective", None), ("matter", "notice"), _connector="OR"
                                ),
                                name="date_change_of_an_objective_is_the_boards",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExceptionReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.TextField()),
                        ("why", models.TextField()),
                        ("effect", models.TextField()),
                        ("remedy", models.TextField()),
                        ("help_needed", models.TextField(blank=True)),
                        ("decision_asked", models.TextField(blank=True)),
                        ("by_name", models.CharField(max_length=200)),
                        ("on", models.DateField()),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "action",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="exception",
                                to="plan.action",
                            ),
                        ),
                        (
                            "date_change",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.datechange",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-on", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="PlanSettings",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("only", models.BooleanField(default=True, unique=True)),
                        ("update_weeks", models.PositiveSmallIntegerField(default=4)),
                        ("labels", models.JSONField(default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("evidence_months", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("only", True)), name="plan_settings_are_one"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("update_weeks__gt", 0)), name="plan_rhythm_is_weeks"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Scheme",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("only", models.BooleanField(default=True, unique=True)),
                        ("content", models.JSONField(default=dict)),
                        ("agreed_at", models.CharField(max_length=200)),
                        ("why", models.TextField()),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("only", True)), name="scheme_is_one")
                        ],
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
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("name", models.CharField(max_length=200)),
                        ("kind", models.CharField(max_length=100)),
                        ("size", models.PositiveIntegerField()),
                        ("uploaded_by_name", models.CharField(max_length=200)),
                        ("uploaded_by_id", models.CharField(max_length=100)),
                        ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ("-uploaded_at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("shows", models.TextField()),
                        ("where", models.CharField(blank=True, max_length=500)),
                        (
                            "judged",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not judged yet"),
                                    ("sufficient", "Sufficient"),
                                    ("not sufficient", "Not sufficient"),
                                ],
                                default="waiting",
                                max_length=20,
                            ),
                        ),
                        ("judged_by_name", models.CharField(blank=True, max_length=200)),
                        ("judged_on", models.DateField(null=True)),
                        ("judged_why", models.TextField(blank=True)),
                        (
                            "action",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="plan.action",
                            ),
                        ),
                        (
                            "exhibit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="evidence.exhibit",
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pinned_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                        ("speaks_from", models.DateField(null=True)),
                        ("speaks_to", models.DateField(null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="plan.keptfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("action", "exhibit"), name="evidence_pinned_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("judged__in", ["waiting", "sufficient", "not sufficient"])
                                ),
                                name="evidence_known_judgement",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("judged", "waiting"),
                                    models.Q(
                                        models.Q(("judged_by_name", ""), _negated=True),
                                        models.Q(("judged_why", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_judged_in_full",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("judged_by", models.F("pinned_by")), _negated=True),
                                name="evidence_not_judged_by_whoever_pinned_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("speaks_from", None),
                                    models.Q(
                                        ("speaks_to__gte", models.F("speaks_from")),
                                        ("speaks_to__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_period_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandMeasure",
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
                                    ("audit grades", "Audit grades"),
                                    ("feedback", "Feedback from children, families, staff or partners"),
                                    ("other", "Something else that is counted"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("percent", "Per cent"),
                                    ("count", "A number"),
                                    ("mean", "An average or a score"),
                                ],
                                max_length=20,
                            ),
                        ),
                        (
                            "polarity",
                            models.CharField(
                                choices=[
                                    ("higher_better", "Higher is better"),
                                    ("lower_better", "Lower is better"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("baseline", models.FloatField()),
                        ("baseline_on", models.DateField()),
                        ("baseline_source", models.CharField(max_length=300)),
                        ("target", models.FloatField(null=True)),
                        ("target_on", models.DateField(null=True)),
                        ("tolerance", models.FloatField(default=0)),
                        ("version", models.PositiveIntegerField(default=1)),
                        (
                            "objective",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hand_measures",
                                to="plan.objective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("id",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["audit grades", "feedback", "other"])),
                                name="hand_measure_known_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("unit__in", ["percent", "count", "mean"])),
                                name="hand_measure_known_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("polarity__in", ["higher_better", "lower_better"])),
                                name="hand_measure_known_polarity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("target__isnull", True), ("target_on__isnull", True)),
                                    models.Q(
                                        ("target__isnull", False),
                                        ("target_on__gt", models.F("baseline_on")),
                                        ("target_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hand_measure_target_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("tolerance__gte", 0)), name="hand_measure_tolerance"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HandReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("on", models.DateField()),
                        ("value", models.FloatField()),
                        ("counted", models.PositiveIntegerField(null=True)),
                        ("out_of", models.PositiveIntegerField(null=True)),
                        ("source", models.CharField(max_length=300)),
                        ("by_name", models.CharField(max_length=200)),
                        ("by_id", models.CharField(max_length=100)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "measure",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="plan.handmeasure",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("on", "id"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("counted__isnull", True), ("out_of__isnull", True)),
                                    models.Q(
                                        ("counted__isnull", False),
                                        ("out_of__gt", 0),
                                        ("out_of__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="hand_reading_both_counts",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="hand_reading_has_a_source",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactJudgement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("none yet", "None yet"),
                                    ("early", "Early"),
                                    ("evidenced", "Evidenced"),
                                    ("sustained", "Sustained"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("why", models.TextField()),
                        ("measure", models.CharField(blank=True, max_length=100)),
                        ("measure_title", models.CharField(blank=True, max_length=300)),
                        ("measure_seen", models.DateField(null=True)),
                        ("accepted_by_name", models.CharField(max_length=200)),
                        ("accepted_on", models.DateField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "action",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_judgements",
                                to="plan.action",
                            ),
                        ),
                        ("evidence", models.ManyToManyField(related_name="+", to="plan.evidence")),
                        (
                            "objective",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="impact_judgements",
                                to="plan.objective",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                        "indexes": [
                            models.Index(fields=["action", "-id"], name="impact_of_action"),
                            models.Index(fields=["objective", "-id"], name="impact_of_objective"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["none yet", "early", "evidenced", "sustained"])
                                ),
                                name="impact_known_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("action__isnull", False), ("objective__isnull", True)),
                                    models.Q(("action__isnull", True), ("objective__isnull", False)),
                                    _connector="OR",
                                ),
                                name="impact_of_one_thing",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "sustained"), _negated=True),
                                    models.Q(("measure", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="impact_sustained_names_its_measure",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("why", ""), _negated=True),
                                name="impact_judged_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactQuestion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("figure_on", models.DateField()),
                        ("why", models.TextField()),
                        ("raised_by_name", models.CharField(max_length=200)),
                        ("raised_on", models.DateField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        (
                            "judgement",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="question",
                                to="plan.impactjudgement",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("-id",),
                    },
                ),
            ]
        ),
        append_only("plan_note"),
        append_only("plan_decision"),
        ORIGINAL_WORDS,
        ACTION_STEPS,
        append_only("plan_verdict"),
        NO_CIRCLE,
        append_only("plan_impactjudgement"),
        append_only("plan_impactjudgement_evidence"),
        append_only("plan_impactquestion"),
        append_only("plan_handreading"),
        NOT_BY_ITS_OWNER,
    ]
