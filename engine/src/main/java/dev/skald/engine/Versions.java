package dev.skald.engine;

import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.VersionRow;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Published versions of state machines. Section 3.4 of the reference. */
final class Versions {
    /** How many versions a machine may have. */
    static final int VERSIONS_MAX = 1_000;

    /** What stands for the revision of the creation, which has no id. */
    private static final String INITIAL = "INITIAL";

    private final Store store;
    private final Committer committer;
    private final Answers answers;
    private final EngineClock clock;

    Versions(Store store, Committer committer, Answers answers, EngineClock clock) {
        this.store = store;
        this.committer = committer;
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Publishes the machine as it is now. A revision that is published already gives the version that it has.
     *
     * @param revisionId the revision that the caller means; null for whichever there is
     */
    VersionRow publish(MachineRow machine, @Nullable String revisionId, @Nullable String description) {
        requireRevision(machine, revisionId);
        return answers.of(committer.change(() -> publishNow(machine, description)));
    }

    private static void requireRevision(MachineRow machine, @Nullable String revisionId) {
        String current = machine.revisionId() == null ? INITIAL : machine.revisionId();
        if (revisionId == null || revisionId.equals(current)) return;
        throw new ServiceException(
                "ConflictException",
                "Failed to publish the State Machine version for revision " + revisionId
                        + ". The current State Machine revision is " + current + ".");
    }

    private VersionRow publishNow(MachineRow machine, @Nullable String description) {
        List<VersionRow> newest = store.versions(machine.arn(), Integer.MAX_VALUE, 1);
        if (!newest.isEmpty() && isOf(newest.getFirst(), machine)) return newest.getFirst();
        requireRoom(machine.arn());
        var version = new VersionRow(
                machine.arn(),
                store.lastVersion(machine.arn()) + 1,
                machine.definition(),
                machine.definitionHash(),
                machine.roleArn(),
                machine.settings(),
                machine.revisionId(),
                description,
                clock.now());
        store.putVersion(version);
        return version;
    }

    private static boolean isOf(VersionRow version, MachineRow machine) {
        String revision = machine.revisionId();
        return revision == null ? version.revisionId() == null : revision.equals(version.revisionId());
    }

    private void requireRoom(String stateMachineArn) {
        if (store.versions(stateMachineArn, Integer.MAX_VALUE, VERSIONS_MAX).size() < VERSIONS_MAX) return;
        throw new ServiceException(
                "ServiceQuotaExceededException",
                "The limit of " + VERSIONS_MAX + " versions of '" + stateMachineArn + "' is reached.");
    }

    Optional<VersionRow> find(QualifiedArn arn) {
        return arn.version() == 0 ? Optional.empty() : store.version(arn.stateMachineArn(), arn.version());
    }

    List<VersionRow> list(String stateMachineArn, int beforeNumber, int limit) {
        return store.versions(stateMachineArn, beforeNumber, limit);
    }

    /** No error when there is no such version. */
    void delete(String versionArn) {
        Arns.require(versionArn, "stateMachine");
        QualifiedArn arn = QualifiedArn.parse(versionArn);
        if (arn.version() == 0)
            throw new ServiceException(
                    "InvalidArn", "Invalid Arn: 'Resource type not valid in this context: stateMachine'");
        answers.of(committer.change(() -> {
            deleteNow(arn);
            return arn;
        }));
    }

    private void deleteNow(QualifiedArn arn) {
        List<String> aliases =
                Aliases.routingTo(store, arn).stream().map(AliasRow::name).toList();
        if (!aliases.isEmpty())
            throw new ServiceException(
                    "ConflictException",
                    "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this"
                            + " version: "
                            + aliases.stream().collect(Collectors.joining(", ", "[", "]")));
        store.deleteVersion(arn.stateMachineArn(), arn.version());
    }
}
