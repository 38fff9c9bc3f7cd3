"""What is held in confidence is shut, by the database too, to whoever is not named for its visit; and what
only grows."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import A_SERVICE, ACCESS_LOG, NOW, PERSON, append_only, protect

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
    dependencies = [("intervention", "0001_initial")]
    operations = [
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
