package dev.skald.sql;

import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.VersionRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Versions and aliases of state machines. */
final class Versions {
    private static final String INSERT = """
            INSERT INTO machine_version (machine, number, definition, role_arn, settings, revision_id, description,
            created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String COUNT = """
            INSERT INTO last_version (machine, number) VALUES (?, ?)
            ON CONFLICT (machine) DO UPDATE SET number = max(number, excluded.number)""";

    private static final String SELECT = """
            SELECT v.machine, v.number, d.text, (SELECT text FROM term WHERE id = v.definition), v.role_arn, v.settings,
            v.revision_id, v.description, v.created_at
            FROM machine_version v JOIN definition d ON d.hash = v.definition
            """;

    private static final String ONE = SELECT + "WHERE v.machine = ? AND v.number = ?";
    private static final String LIST = SELECT + "WHERE v.machine = ? AND v.number < ? ORDER BY v.number DESC LIMIT ?";
    private static final String LAST = "SELECT number FROM last_version WHERE machine = ?";
    private static final String DEFINITION = "SELECT definition FROM machine_version WHERE machine = ? AND number = ?";
    private static final String DEFINITIONS = "SELECT DISTINCT definition FROM machine_version WHERE machine = ?";
    private static final String DELETE = "DELETE FROM machine_version WHERE machine = ? AND number = ?";

    private static final String PUT_ALIAS = """
            INSERT OR REPLACE INTO machine_alias (machine, name, description, routes, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String SELECT_ALIAS =
            "SELECT machine, name, description, routes, created_at, updated_at FROM machine_alias ";

    private static final String ALIAS = SELECT_ALIAS + "WHERE machine = ? AND name = ?";
    private static final String ALIASES = SELECT_ALIAS + "WHERE machine = ? AND name > ? ORDER BY name LIMIT ?";
    private static final String DELETE_ALIAS = "DELETE FROM machine_alias WHERE machine = ? AND name = ?";

    private static final List<String> DELETE_ALL_OF = List.of(
            "DELETE FROM machine_version WHERE machine = ?",
            "DELETE FROM machine_alias WHERE machine = ?",
            "DELETE FROM last_version WHERE machine = ?");

    private static final String BEFORE_EVERY_NAME = "";
    private static final long NONE = -1;

    private final Terms terms;

    Versions(Terms terms) {
        this.terms = terms;
    }

    void put(Session writer, VersionRow version) throws SQLException {
        long definition = terms.id(writer, version.definitionHash());
        Catalogue.putDefinition(writer, definition, version.definition());
        writer.update(
                INSERT,
                version.stateMachineArn(),
                version.number(),
                definition,
                version.roleArn(),
                version.settings(),
                version.revisionId(),
                version.description(),
                Codes.of(version.createdAt()));
        writer.update(COUNT, version.stateMachineArn(), version.number());
    }

    static Optional<VersionRow> one(Session session, String machine, int number) throws SQLException {
        return session.first(ONE, Versions::read, machine, number);
    }

    static List<VersionRow> list(Session session, String machine, int before, int limit) throws SQLException {
        return session.list(LIST, Versions::read, machine, before, limit);
    }

    static int last(Session session, String machine) throws SQLException {
        return (int) session.number(LAST, 0, machine);
    }

    static void delete(Session writer, String machine, int number) throws SQLException {
        long definition = writer.number(DEFINITION, NONE, machine, number);
        writer.update(DELETE, machine, number);
        Catalogue.deleteDefinitionIfUnused(writer, definition);
    }

    /** Deletes all versions and aliases of a machine. */
    static void deleteAll(Session writer, String machine) throws SQLException {
        List<Long> definitions = writer.list(DEFINITIONS, row -> row.getLong(1), machine);
        for (String delete : DELETE_ALL_OF) writer.update(delete, machine);
        for (long definition : definitions) Catalogue.deleteDefinitionIfUnused(writer, definition);
    }

    private static VersionRow read(ResultSet row) throws SQLException {
        return new VersionRow(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9)));
    }

    // Aliases.

    static void putAlias(Session writer, AliasRow alias) throws SQLException {
        String routes = alias.routes().stream()
                .map(route -> route.version() + "=" + route.weight())
                .collect(Collectors.joining(","));
        writer.update(
                PUT_ALIAS,
                alias.stateMachineArn(),
                alias.name(),
                alias.description(),
                routes,
                Codes.of(alias.createdAt()),
                Codes.of(alias.updatedAt()));
    }

    static Optional<AliasRow> alias(Session session, String machine, String name) throws SQLException {
        return session.first(ALIAS, Versions::readAlias, machine, name);
    }

    static List<AliasRow> aliases(Session session, String machine, @Nullable String afterName, int limit)
            throws SQLException {
        String after = afterName == null ? BEFORE_EVERY_NAME : afterName;
        return session.list(ALIASES, Versions::readAlias, machine, after, limit);
    }

    static void deleteAlias(Session writer, String machine, String name) throws SQLException {
        writer.update(DELETE_ALIAS, machine, name);
    }

    private static AliasRow readAlias(ResultSet row) throws SQLException {
        List<AliasRow.Route> routes = new ArrayList<>();
        for (String route : row.getString(4).split(",", -1)) {
            int equals = route.indexOf('=');
            int version = Integer.parseInt(route.substring(0, equals));
            routes.add(new AliasRow.Route(version, Integer.parseInt(route.substring(equals + 1))));
        }
        return new AliasRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                routes,
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }
}
