"""What is said only grows; nothing of a frozen cycle changes or is added to but remarks; what a corrective
action asks for is not reworded: kept by the database too."""

from __future__ import annotations

from django.db import migrations

from goldenthread.web.database.fences import append_only

# The cycle a row belongs to, asked of the row's own line.
_OF_LINE = "SELECT c.frozen_on FROM reporting_cycle c JOIN reporting_line l ON l.cycle_id = c.id WHERE l.id ="
_BELOW = ("commentary", "challenge", "correctiveaction", "frozen")

FROZEN_CYCLE = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_cycle_frozen() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF OLD.frozen_on IS NOT NULL THEN RAISE EXCEPTION 'a frozen cycle does not change'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER frozen BEFORE UPDATE OR DELETE ON reporting_cycle"
            " FOR EACH ROW EXECUTE FUNCTION reporting_cycle_frozen()"
        ),
        (
            "CREATE FUNCTION reporting_line_frozen() RETURNS trigger LANGUAGE plpgsql AS $$"
            " DECLARE cycles bigint[]; BEGIN"
            " cycles := ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.cycle_id END,"
            " CASE WHEN TG_OP <> 'DELETE' THEN NEW.cycle_id END];"
            " IF EXISTS (SELECT 1 FROM reporting_cycle WHERE id = ANY(cycles) AND frozen_on IS NOT NULL) THEN"
            " RAISE EXCEPTION 'a measure of a frozen cycle does not change'; END IF;"
            " IF TG_OP = 'UPDATE' AND (NEW.figures, NEW.overdue, NEW.cycle_id, NEW.indicator) IS DISTINCT FROM"
            " (OLD.figures, OLD.overdue, OLD.cycle_id, OLD.indicator) THEN"
            " RAISE EXCEPTION 'figures that were taken do not change'; END IF;"
            " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON reporting_line"
            " FOR EACH ROW EXECUTE FUNCTION reporting_line_frozen()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER frozen ON reporting_line",
        "DROP FUNCTION reporting_line_frozen()",
        "DROP TRIGGER frozen ON reporting_cycle",
        "DROP FUNCTION reporting_cycle_frozen()",
    ],
)

NOTHING_ADDED = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_nothing_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF ({_OF_LINE} NEW.line_id) IS NOT NULL THEN"
            " RAISE EXCEPTION 'nothing is added to a frozen cycle'; END IF; RETURN NEW; END $$"
        ),
        *(
            f"CREATE TRIGGER nothing_added BEFORE INSERT ON reporting_{table}"
            " FOR EACH ROW EXECUTE FUNCTION reporting_nothing_added()"
            for table in _BELOW
        ),
        (
            "CREATE FUNCTION reporting_no_answer_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF ({_OF_LINE} (SELECT line_id FROM reporting_challenge WHERE id = NEW.challenge_id)) IS NOT NULL"
            " THEN RAISE EXCEPTION 'nothing is added to a frozen cycle'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER nothing_added BEFORE INSERT ON reporting_answer"
            " FOR EACH ROW EXECUTE FUNCTION reporting_no_answer_added()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER nothing_added ON reporting_answer",
        "DROP FUNCTION reporting_no_answer_added()",
        *(f"DROP TRIGGER nothing_added ON reporting_{table}" for table in _BELOW),
        "DROP FUNCTION reporting_nothing_added()",
    ],
)

# A corrective action is done and checked; what it asks for, of whom and by when stays as it was said.
NOT_REWORDED = migrations.RunSQL(
    sql=[
        (
            "CREATE FUNCTION reporting_not_reworded() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF (NEW.line_id, NEW.action_id, NEW.text, NEW.owner_id, NEW.due) IS DISTINCT FROM"
            " (OLD.line_id, OLD.action_id, OLD.text, OLD.owner_id, OLD.due)"
            " OR (OLD.done_on IS NOT NULL AND (NEW.done_on, NEW.done_by_id, NEW.done_words) IS DISTINCT FROM"
            " (OLD.done_on, OLD.done_by_id, OLD.done_words)) OR OLD.checked_on IS NOT NULL THEN"
            " RAISE EXCEPTION 'a corrective action is not reworded'; END IF; RETURN NEW; END $$"
        ),
        (
            "CREATE TRIGGER not_reworded BEFORE UPDATE ON reporting_correctiveaction"
            " FOR EACH ROW EXECUTE FUNCTION reporting_not_reworded()"
        ),
    ],
    reverse_sql=[
        "DROP TRIGGER not_reworded ON reporting_correctiveaction",
        "DROP FUNCTION reporting_not_reworded()",
    ],
)


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [
        *(
            append_only(f"reporting_{table}")
            for table in ("commentary", "challenge", "answer", "frozen", "remark")
        ),
        FROZEN_CYCLE,
        NOTHING_ADDED,
        NOT_REWORDED,
    ]
