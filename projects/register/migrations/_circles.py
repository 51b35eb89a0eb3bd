"""The triggers that let no project point at itself through others, by its network or its predecessor.

No CHECK can look at other rows. After the row is written, as SQLite knows the key of a new one only then.
SQLite loses the triggers of a table that Django rebuilds there (a constraint, a changed column): a migration
that does so to Project ends with `install`, and tests/register/test_integrity.py fails without.
"""

COLUMNS = ("network", "predecessor")
# The walk upwards; UNION instead of UNION ALL ends it, should there be a circle already.
_CIRCLE = """EXISTS (
    WITH RECURSIVE above (id) AS (
        SELECT NEW.{column}_id
        UNION
        SELECT project.{column}_id FROM register_project AS project JOIN above ON project.id = above.id
        WHERE project.{column}_id IS NOT NULL
    )
    SELECT 1 FROM above WHERE above.id = NEW.id
)"""
# Two that point at each other at once wait for each other here: the number is that of services.changes.lock_chains.
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION register_project_{column}_circle() RETURNS trigger
LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(109299962048115);
    IF {circle} THEN
        RAISE EXCEPTION 'the {column} of project % goes round in a circle', NEW.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'project_{column}_no_circle';
    END IF;
    RETURN NULL;
END $$
"""
_POSTGRESQL = """
CREATE TRIGGER project_{column}_no_circle_{event} AFTER {event} ON register_project
FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION register_project_{column}_circle()
"""
_SQLITE = """
CREATE TRIGGER project_{column}_no_circle_{event} AFTER {event} ON register_project
FOR EACH ROW WHEN {when} BEGIN
    SELECT RAISE(ABORT, 'the {column} of a project goes round in a circle') WHERE {circle};
END
"""


def install(apps, schema_editor):
    remove(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    for column in COLUMNS:
        circle = _CIRCLE.format(column=column)
        if postgresql:
            schema_editor.execute(_POSTGRESQL_FUNCTION.format(column=column, circle=circle), params=None)
        differs = f"NEW.{column}_id {'IS DISTINCT FROM' if postgresql else 'IS NOT'} OLD.{column}_id"
        given = f"NEW.{column}_id IS NOT NULL"
        for event, when in (("INSERT", given), ("UPDATE", f"{given} AND {differs}")):
            trigger = _POSTGRESQL if postgresql else _SQLITE
            parts = {"column": column, "event": event, "when": when, "circle": circle}
            schema_editor.execute(trigger.format(**parts), params=None)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for column in COLUMNS:
        for event in ("INSERT", "UPDATE"):
            on = " ON register_project" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS project_{column}_no_circle_{event}{on}", params=None)
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS register_project_{column}_circle()", params=None)
