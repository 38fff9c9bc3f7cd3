"""Operations for migrations: row security on a table that holds children, and tables that only grow.

    operations = [
        migrations.CreateModel(...),
        protect("oversight_clockrow", using=CHILD_IN_REACH),       # has columns team and worker
        append_only("history_entry"),
    ]

Both are undone when the migration is. `check` defaults to `using`: what a person may not see they may not
write."""

from __future__ import annotations

from django.db.migrations import RunSQL

from goldenthread.web.database.roles import APP, OWNER

PERSON = "current_setting('goldenthread.person', true)"
_REACH = "current_setting('goldenthread.reach', true)"
_TEAMS = "COALESCE(NULLIF(current_setting('goldenthread.teams', true), ''), '[]')::jsonb"
_WORKER = "NULLIF(current_setting('goldenthread.worker', true), '')"

# For a table with text columns `team` and `worker`, named as the records name them.
CHILD_IN_REACH = (
    f"({_REACH} = 'all' OR ({_REACH} = 'some' AND (jsonb_exists({_TEAMS}, team) OR worker = {_WORKER})))"
)
REACHES_ALL = f"({_REACH} = 'all')"
ACCESS_LOG = "(current_setting('goldenthread.access_log', true) = 'True')"
RESTRICTIONS = "(current_setting('goldenthread.restrictions', true) = 'True')"
A_SERVICE = f"starts_with(COALESCE({PERSON}, ''), 'service:')"
NOW = "NULLIF(current_setting('goldenthread.now', true), '')::timestamptz"
SOMEBODY = f"(COALESCE({PERSON}, '') <> '')"


def protect(table: str, *, using: str, check: str | None = None) -> RunSQL:
    """Enable and force row security on `table`: rows seen are those `using` allows, rows written those
    `check` does."""
    return RunSQL(
        sql=[
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY fence ON {table} USING ({using}) WITH CHECK ({check or using})",
        ],
        reverse_sql=[
            f"DROP POLICY fence ON {table}",
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        ],
    )


def owner_reads(table: str) -> RunSQL:
    """The tables' owner reads every row: for views, which read in its name what they show a part of."""
    return RunSQL(
        sql=f"CREATE POLICY owner_reads ON {table} FOR SELECT TO {OWNER} USING (true)",
        reverse_sql=f"DROP POLICY owner_reads ON {table}",
    )


def append_only(table: str) -> RunSQL:
    """Rows of `table` can be added and read, never changed or removed: by grant for the site's role, by
    trigger for every role, the owner's too."""
    return RunSQL(
        sql=[
            f"REVOKE ALL ON {table} FROM {APP}",
            f"GRANT SELECT, INSERT ON {table} TO {APP}",
            (
                f"CREATE FUNCTION {table}_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" RAISE EXCEPTION '{table} only grows'; END $$"
            ),
            (
                f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_only_grows()"
            ),
        ],
        reverse_sql=[
            f"DROP TRIGGER only_grows ON {table}",
            f"DROP FUNCTION {table}_only_grows()",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {APP}",
        ],
    )
