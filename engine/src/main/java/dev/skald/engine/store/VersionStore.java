package dev.skald.engine.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a {@link Store} that keeps versions and aliases of state machines; they are deleted with their machine. */
public interface VersionStore {
    /** Inserts a version; its definition's text is kept by hash as long as the version is there. */
    void putVersion(VersionRow version);

    Optional<VersionRow> version(String stateMachineArn, int number);

    /** Newest first, of smaller numbers than one. */
    List<VersionRow> versions(String stateMachineArn, int beforeNumber, int limit);

    /** The highest number that a version of the machine ever had, deleted ones included; 0 when there was none. */
    int lastVersion(String stateMachineArn);

    void deleteVersion(String stateMachineArn, int number);

    /** Inserts or replaces an alias. */
    void putAlias(AliasRow alias);

    Optional<AliasRow> alias(String stateMachineArn, String name);

    /** By ascending name, after a name. */
    List<AliasRow> aliases(String stateMachineArn, @Nullable String afterName, int limit);

    void deleteAlias(String stateMachineArn, String name);
}
