package dev.skald.sql;

import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.MachineRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State machines with their definitions, and activities. */
final class Catalogue {
    private static final String PUT_DEFINITION =
            "INSERT INTO definition (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String DEFINITION =
            "SELECT text FROM definition WHERE hash = (SELECT id FROM term WHERE text = ?)";

    private static final String DELETE_UNUSED_DEFINITION = """
            DELETE FROM definition WHERE hash = ?
            AND NOT EXISTS (SELECT 1 FROM machine WHERE machine.definition = definition.hash)
            AND NOT EXISTS (SELECT 1 FROM machine_version v WHERE v.definition = definition.hash)
            AND NOT EXISTS (SELECT 1 FROM execution WHERE execution.definition = definition.hash)""";

    private static final String DEFINITION_OF_MACHINE = "SELECT definition FROM machine WHERE arn = ?";

    private static final String DELETE_MACHINE = "DELETE FROM machine WHERE arn = ?";

    private static final String INSERT_MACHINE = """
            INSERT INTO machine (arn, name, type, definition, role_arn, created_at, updated_at, revision_id, settings,
            deleting) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT_MACHINE = """
            SELECT m.arn, m.name, m.type, d.text, (SELECT text FROM term WHERE id = m.definition), m.role_arn,
            m.created_at, m.updated_at, m.revision_id, m.settings, m.deleting
            FROM machine m JOIN definition d ON d.hash = m.definition""";

    private static final String MACHINE = SELECT_MACHINE + " WHERE m.arn = ?";
    private static final String MACHINES = SELECT_MACHINE + " WHERE m.name > ? ORDER BY m.name LIMIT ?";

    private static final String DELETE_ACTIVITY = "DELETE FROM activity WHERE arn = ?";
    private static final String INSERT_ACTIVITY =
            "INSERT INTO activity (arn, name, created_at, settings) VALUES (?, ?, ?, ?)";
    private static final String SELECT_ACTIVITY = "SELECT arn, name, created_at, settings FROM activity";
    private static final String ACTIVITY = SELECT_ACTIVITY + " WHERE arn = ?";
    private static final String ACTIVITIES = SELECT_ACTIVITY + " WHERE name > ? ORDER BY name LIMIT ?";

    /** Before every name. */
    private static final String FIRST_NAME = "";

    private static final long NONE = -1;

    private final Terms terms;

    Catalogue(Terms terms) {
        this.terms = terms;
    }

    void putMachine(Session writer, MachineRow machine) throws SQLException {
        long definition = terms.id(writer, machine.definitionHash());
        long old = writer.number(DEFINITION_OF_MACHINE, NONE, machine.arn());
        putDefinition(writer, definition, machine.definition());
        writer.update(DELETE_MACHINE, machine.arn());
        writer.update(
                INSERT_MACHINE,
                machine.arn(),
                machine.name(),
                Codes.of(machine.type()),
                definition,
                machine.roleArn(),
                Codes.of(machine.createdAt()),
                Codes.of(machine.updatedAt()),
                machine.revisionId(),
                machine.settings(),
                Codes.of(machine.deleting()));
        deleteDefinitionIfUnused(writer, old);
    }

    /** @param definition the term of its hash */
    static void putDefinition(Session writer, long definition, String text) throws SQLException {
        writer.update(PUT_DEFINITION, definition, text);
    }

    void deleteMachine(Session writer, String arn) throws SQLException {
        long old = writer.number(DEFINITION_OF_MACHINE, NONE, arn);
        writer.update(DELETE_MACHINE, arn);
        Versions.deleteAll(writer, arn);
        deleteDefinitionIfUnused(writer, old);
    }

    /** @param definition the term of its hash */
    static void deleteDefinitionIfUnused(Session writer, long definition) throws SQLException {
        writer.update(DELETE_UNUSED_DEFINITION, definition);
    }

    static Optional<MachineRow> machine(Session session, String arn) throws SQLException {
        return session.first(MACHINE, Catalogue::readMachine, arn);
    }

    static List<MachineRow> machines(Session session, @Nullable String afterName, int limit) throws SQLException {
        return session.list(MACHINES, Catalogue::readMachine, afterName == null ? FIRST_NAME : afterName, limit);
    }

    private static MachineRow readMachine(ResultSet row) throws SQLException {
        return new MachineRow(
                row.getString(1),
                row.getString(2),
                Codes.machineType(row.getInt(3)),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getString(9),
                row.getString(10),
                row.getInt(11) != 0);
    }

    static Optional<String> definition(Session session, String hash) throws SQLException {
        return session.first(DEFINITION, row -> row.getString(1), hash);
    }

    static void putActivity(Session writer, ActivityRow activity) throws SQLException {
        writer.update(DELETE_ACTIVITY, activity.arn());
        writer.update(
                INSERT_ACTIVITY, activity.arn(), activity.name(), Codes.of(activity.createdAt()), activity.settings());
    }

    static void deleteActivity(Session writer, String arn) throws SQLException {
        writer.update(DELETE_ACTIVITY, arn);
    }

    static Optional<ActivityRow> activity(Session session, String arn) throws SQLException {
        return session.first(ACTIVITY, Catalogue::readActivity, arn);
    }

    static List<ActivityRow> activities(Session session, @Nullable String afterName, int limit) throws SQLException {
        return session.list(ACTIVITIES, Catalogue::readActivity, afterName == null ? FIRST_NAME : afterName, limit);
    }

    private static ActivityRow readActivity(ResultSet row) throws SQLException {
        return new ActivityRow(
                row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)), row.getString(4));
    }
}
