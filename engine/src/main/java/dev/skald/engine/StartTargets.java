package dev.skald.engine;

import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.VersionRow;
import dev.skald.engine.task.TaskMocks;
import org.jspecify.annotations.Nullable;

/** What a start runs: the machine as it is, one of its versions, or the version that an alias chooses. */
final class StartTargets {
    private final StateMachines machines;
    private final Versions versions;
    private final Aliases aliases;
    private final TaskMocks mocks;

    StartTargets(StateMachines machines, Versions versions, Aliases aliases, TaskMocks mocks) {
        this.mocks = mocks;
        this.machines = machines;
        this.versions = versions;
        this.aliases = aliases;
    }

    /**
     * @param machine with the definition and the role to run, under the machine's own ARN
     * @param testCase the test case to run it as; null for none
     */
    record Target(
            MachineRow machine, Origin origin, @Nullable String testCase) {}

    /** @throws ServiceException StateMachineDoesNotExist, StateMachineDeleting, InvalidArn for an unknown test case */
    Target find(String asked) {
        MockedTasks.Start start = MockedTasks.Start.of(asked);
        Target target = target(start.arn());
        if (start.testCase().isEmpty()) return target;
        String testCase = start.testCase().get();
        if (!mocks.has(MockedTasks.testCase(start.arn(), testCase))) throw Refusals.testCaseDoesNotExist(asked);
        return new Target(target.machine(), target.origin(), testCase);
    }

    private Target target(String arn) {
        QualifiedArn qualified = QualifiedArn.parse(arn);
        if (qualified.qualifier() == null) return new Target(machines.toStart(arn), Origin.MACHINE, null);
        MachineRow machine = machines.toStart(qualified.stateMachineArn(), arn);
        if (qualified.version() > 0) return through(machine, qualified, arn, null);
        AliasRow alias = alias(arn);
        int version = aliases.choose(alias);
        return through(machine, new QualifiedArn(machine.arn(), Integer.toString(version)), arn, alias);
    }

    private AliasRow alias(String arn) {
        try {
            return aliases.describe(arn);
        } catch (ServiceException none) {
            throw Refusals.stateMachineDoesNotExist(arn);
        }
    }

    private Target through(MachineRow machine, QualifiedArn versionArn, String asked, @Nullable AliasRow alias) {
        VersionRow version = versions.find(versionArn).orElseThrow(() -> Refusals.stateMachineDoesNotExist(asked));
        var origin = new Origin(version.arn(), alias == null ? null : alias.arn(), null, null);
        return new Target(as(version, machine), origin, null);
    }

    /** The machine as the version has it. */
    static MachineRow as(VersionRow version, MachineRow machine) {
        return new MachineRow(
                machine.arn(),
                machine.name(),
                machine.type(),
                version.definition(),
                version.definitionHash(),
                version.roleArn(),
                machine.createdAt(),
                version.createdAt(),
                version.revisionId(),
                version.settings(),
                machine.deleting());
    }
}
