"""What only grows, what is never reworded, and the steps an action may take: kept by the database too."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only

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
    ("agreed", "in progress"),
    ("agreed", "claimed complete"),
    ("agreed", "stopped"),
    ("in progress", "claimed complete"),
    ("in progress", "stopped"),
    ("claimed complete", "signed off"),
    ("claimed complete", "in progress"),
    ("claimed complete", "stopped"),
    ("signed off", "in progress"),
    ("stopped", "in progress"),
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


class Migration(migrations.Migration):
    dependencies = [("plan", "0001_initial")]
    operations = [
        append_only("plan_note"),
        append_only("plan_decision"),
        ORIGINAL_WORDS,
        ACTION_STEPS,
    ]
