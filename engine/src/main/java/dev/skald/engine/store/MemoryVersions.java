package dev.skald.engine.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The versions and aliases in a {@link MemoryStore}. */
final class MemoryVersions {
    private final Map<String, NavigableMap<Integer, VersionRow>> versions = new HashMap<>();
    private final Map<String, NavigableMap<String, AliasRow>> aliases = new HashMap<>();
    private final Map<String, Integer> last = new HashMap<>();

    void put(VersionRow version) {
        of(version.stateMachineArn()).put(version.number(), version);
        last.merge(version.stateMachineArn(), version.number(), Math::max);
    }

    NavigableMap<Integer, VersionRow> of(String stateMachineArn) {
        return versions.computeIfAbsent(stateMachineArn, arn -> new TreeMap<>());
    }

    NavigableMap<String, AliasRow> aliasesOf(String stateMachineArn) {
        return aliases.computeIfAbsent(stateMachineArn, arn -> new TreeMap<>());
    }

    int last(String stateMachineArn) {
        return last.getOrDefault(stateMachineArn, 0);
    }

    List<VersionRow> list(String stateMachineArn, int before, int limit) {
        return of(stateMachineArn).headMap(before, false).descendingMap().values().stream()
                .limit(limit)
                .toList();
    }

    List<AliasRow> listAliases(String stateMachineArn, @Nullable String afterName, int limit) {
        NavigableMap<String, AliasRow> all = aliasesOf(stateMachineArn);
        NavigableMap<String, AliasRow> rest = afterName == null ? all : all.tailMap(afterName, false);
        return rest.values().stream().limit(limit).toList();
    }

    Optional<AliasRow> alias(String stateMachineArn, String name) {
        return Optional.ofNullable(aliasesOf(stateMachineArn).get(name));
    }

    /** Forgets all of a machine; returns the versions it had. */
    List<VersionRow> deleteAll(String stateMachineArn) {
        List<VersionRow> gone = List.copyOf(of(stateMachineArn).values());
        versions.remove(stateMachineArn);
        aliases.remove(stateMachineArn);
        last.remove(stateMachineArn);
        return gone;
    }
}
