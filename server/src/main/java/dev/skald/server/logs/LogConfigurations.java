package dev.skald.server.logs;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.VersionRow;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are logged, and how: as their version was configured when it was published, or as their machine is
 * configured now.
 */
final class LogConfigurations {
    /** So many texts of settings and versions are remembered; others are read anew. */
    static final int REMEMBERED_MAX = 10_000;

    private final Skald skald;
    private final Map<String, LogConfiguration> texts = new ConcurrentHashMap<>();
    private final Map<Version, LogConfiguration> versions = new ConcurrentHashMap<>();

    LogConfigurations(Skald skald) {
        this.skald = skald;
    }

    /** A machine of the same name that is created later has other versions with the same ARNs. */
    private record Version(String arn, Instant machineCreatedAt) {}

    /** The configuration, if no store need be asked for it: the engine remembers its machines. */
    @Nullable
    LogConfiguration known(ExecutionRow execution) {
        String versionArn = execution.origin().versionArn();
        MachineRow machine = machine(execution);
        if (machine == null) return LogConfiguration.OFF;
        if (versionArn == null) return read(machine.settings());
        return versions.get(new Version(versionArn, machine.createdAt()));
    }

    /** The configuration. */
    LogConfiguration load(ExecutionRow execution) {
        LogConfiguration known = known(execution);
        String versionArn = execution.origin().versionArn();
        MachineRow machine = machine(execution);
        if (known != null || versionArn == null || machine == null) return known == null ? LogConfiguration.OFF : known;
        LogConfiguration loaded = skald.findVersion(versionArn)
                .map(VersionRow::settings)
                .map(this::read)
                .orElseGet(() -> read(machine.settings()));
        if (versions.size() >= REMEMBERED_MAX) versions.clear();
        versions.put(new Version(versionArn, machine.createdAt()), loaded);
        return loaded;
    }

    private @Nullable MachineRow machine(ExecutionRow execution) {
        try {
            return skald.describeStateMachine(withoutLabel(execution.stateMachineArn()));
        } catch (ServiceException gone) {
            return null;
        }
    }

    /** The machine of a Map Run's children is a state of another: {@code stateMachine:NAME/LABEL}. */
    private static String withoutLabel(String stateMachineArn) {
        int slash = stateMachineArn.indexOf('/', stateMachineArn.lastIndexOf(':'));
        return slash < 0 ? stateMachineArn : stateMachineArn.substring(0, slash);
    }

    private LogConfiguration read(String settings) {
        LogConfiguration known = texts.get(settings);
        if (known != null) return known;
        if (texts.size() >= REMEMBERED_MAX) texts.clear();
        return texts.computeIfAbsent(settings, LogConfiguration::read);
    }
}
