package dev.skald.server.aws;

import dev.skald.asl.MachineType;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the catalogue that read before they write: one at a time, so that none is lost. One process has a store
 * open, so a lock of this process is enough.
 */
final class Catalogue {
    private static final String STATE_MACHINE = "stateMachine";

    private final Skald skald;
    private final Lock lock = new ReentrantLock();

    Catalogue(Skald skald) {
        this.skald = skald;
    }

    MachineRow create(String name, String definition, MachineType type, String roleArn, Configuration configuration) {
        return locked(() -> skald.createStateMachine(name, definition, type, roleArn, configuration.text()));
    }

    /** What is null stays. An update that changes nothing is no new revision, as on AWS. */
    MachineRow update(
            String arn,
            @Nullable String definition,
            @Nullable String roleArn,
            UnaryOperator<Configuration> configuration) {
        return locked(() -> {
            MachineRow row = skald.describeStateMachine(arn);
            if (row.deleting())
                throw new ServiceException("StateMachineDeleting", "State Machine Deleting: '" + arn + "'");
            Configuration old = Configuration.read(row.settings());
            Configuration changed = configuration.apply(old);
            boolean same = changed.equals(old)
                    && (definition == null || definition.equals(row.definition()))
                    && (roleArn == null || roleArn.equals(row.roleArn()));
            return same ? row : skald.updateStateMachine(arn, definition, roleArn, changed.text());
        });
    }

    /**
     * The tags of a machine or an activity.
     *
     * @throws ServiceException InvalidArn, ResourceNotFound
     */
    Tags tags(String resourceArn) {
        return Configuration.read(settings(resourceArn)).tags();
    }

    /**
     * Changes the tags of a machine or an activity.
     *
     * @throws ServiceException InvalidArn, ResourceNotFound
     */
    void changeTags(String resourceArn, UnaryOperator<Tags> change) {
        Arn arn = Arn.parse(resourceArn);
        settings(resourceArn);
        UnaryOperator<String> changed = settings -> {
            Configuration old = Configuration.read(settings);
            return old.withTags(change.apply(old.tags())).text();
        };
        if (arn.resourceType().equals(STATE_MACHINE)) skald.changeSettings(resourceArn, changed);
        else skald.changeActivitySettings(resourceArn, changed);
    }

    private String settings(String resourceArn) {
        Arn arn = Arn.parse(resourceArn);
        try {
            return switch (arn.resourceType()) {
                case STATE_MACHINE -> skald.describeStateMachine(resourceArn).settings();
                case "activity" -> skald.describeActivity(resourceArn).settings();
                default -> throw Arn.invalid("Resource type not valid in this context: " + arn.resourceType());
            };
        } catch (ServiceException refused) {
            if (!refused.code().endsWith("DoesNotExist")) throw refused;
            throw new ServiceException(
                    "ResourceNotFound",
                    "Resource not found: '" + resourceArn + "'",
                    Map.of("resourceName", resourceArn));
        }
    }

    private interface Change {
        MachineRow make();
    }

    private MachineRow locked(Change change) {
        lock.lock();
        try {
            return change.make();
        } finally {
            lock.unlock();
        }
    }
}
