package dev.skald.testkit;

import static dev.skald.testkit.StoreSamples.START;
import static dev.skald.testkit.StoreSamples.arn;
import static dev.skald.testkit.StoreSamples.hash;
import static dev.skald.testkit.StoreSamples.machine;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.AliasRow.Route;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.VersionRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link Store} keeps of versions and aliases. Implemented by the test class of a store. */
public interface VersionStoreContract {
    /** A new store with nothing in it. */
    Store openEmptyStore();

    private static VersionRow version(int number, String definition, @Nullable String text) {
        String hash = hash(definition);
        return new VersionRow(arn("m"), number, definition, hash, "arn:role", "{\"a\":1}", text, text, START);
    }

    private static AliasRow alias(String name, Route... routes) {
        return new AliasRow(arn("m"), name, null, List.of(routes), START, START.plusMillis(5));
    }

    /** Versions are listed newest first; a deleted one's number is remembered. */
    @Test
    default void shouldKeepVersions() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("m", "two", null, false));
            for (int number = 1; number <= 3; number++) store.putVersion(version(number, "d" + number, "r" + number));
            assertEquals(Optional.of(version(2, "d2", "r2")), store.version(arn("m"), 2));
            List<VersionRow> page = store.versions(arn("m"), 3, 10);
            assertEquals(List.of(2, 1), page.stream().map(VersionRow::number).toList());
            assertEquals(1, store.versions(arn("m"), Integer.MAX_VALUE, 1).size());
            store.deleteVersion(arn("m"), 3);
            store.deleteVersion(arn("m"), 9);
            assertTrue(store.version(arn("m"), 3).isEmpty());
            assertEquals(3, store.lastVersion(arn("m")));
            assertEquals(0, store.lastVersion(arn("other")));
        }
    }

    /** A version keeps the text of its definition, as a machine does. */
    @Test
    default void shouldKeepDefinitionOfAVersion() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("m", "one", null, false));
            store.putVersion(version(1, "one", null));
            store.putMachine(machine("m", "two", "r", false));
            assertEquals(Optional.of("one"), store.definition(hash("one")));
            store.deleteVersion(arn("m"), 1);
            assertTrue(store.definition(hash("one")).isEmpty());
        }
    }

    /** Aliases are replaced, listed by name, deleted. */
    @Test
    default void shouldKeepAliases() {
        try (Store store = openEmptyStore()) {
            store.putAlias(alias("b", new Route(1, 100)));
            store.putAlias(alias("a", new Route(2, 30), new Route(1, 70)));
            AliasRow changed = alias("b", new Route(2, 100));
            store.putAlias(changed);
            assertEquals(Optional.of(changed), store.alias(arn("m"), "b"));
            assertEquals(List.of("a", "b"), names(store, null));
            assertEquals(List.of("b"), names(store, "a"));
            store.deleteAlias(arn("m"), "a");
            store.deleteAlias(arn("m"), "unknown");
            assertEquals(List.of("b"), names(store, null));
        }
    }

    private static List<String> names(Store store, @Nullable String after) {
        return store.aliases(arn("m"), after, 10).stream().map(AliasRow::name).toList();
    }

    /** With a machine go its versions and aliases, and the numbers begin anew. */
    @Test
    default void shouldDeleteVersionsAndAliasesWithTheirMachine() {
        try (Store store = openEmptyStore()) {
            store.putMachine(machine("m", "one", null, false));
            store.putVersion(version(1, "old", null));
            store.putAlias(alias("a", new Route(1, 100)));
            store.deleteMachine(arn("m"));
            assertTrue(store.versions(arn("m"), Integer.MAX_VALUE, 10).isEmpty());
            assertTrue(names(store, null).isEmpty());
            assertEquals(0, store.lastVersion(arn("m")));
            assertTrue(store.definition(hash("old")).isEmpty());
        }
    }
}
