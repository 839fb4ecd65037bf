package dev.skald.engine;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.core.Identity;
import dev.skald.core.StateOutcome;
import dev.skald.core.StateTest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** TestState: takes one state through a visit of its own, that nobody keeps. Section 3.4 of the reference. */
final class TestState {
    /** AWS lets a test run for five minutes. */
    static final Duration AT_MOST = Duration.ofMinutes(5);

    /** How many tests run at a time; more are asked to come again. */
    static final int AT_ONCE_MAX = 256;

    private final Services services;
    private final Answers answers;
    private final Arns arns;
    private final Semaphore room = new Semaphore(AT_ONCE_MAX);

    TestState(Services services, Answers answers) {
        this.services = services;
        this.answers = answers;
        this.arns = new Arns(services.settings());
    }

    StateOutcome test(Asl.ParsedState.Found state, String roleArn, StateTest.Setup setup) {
        if (!room.tryAcquire()) throw new ServiceException("ThrottlingException", "Rate exceeded");
        var limits = services.settings().limits();
        var entropy = services.parts().entropy();
        var test = new StateTest(state.machine(), limits, entropy, identity(roleArn), setup);
        try {
            return new TestRun(test, services).outcome(answers, AT_MOST);
        } finally {
            room.release();
        }
    }

    /** An EXPRESS execution that no store knows, of a machine that there is not. */
    private Identity identity(String roleArn) {
        String machine = uuid();
        String name = uuid();
        String machineArn = arns.stateMachine(machine);
        String arn = machineArn.replace(":stateMachine:", ":express:") + ":" + name;
        return new Identity(0, arn, name, machineArn, machine, MachineType.EXPRESS, roleArn);
    }

    private String uuid() {
        var entropy = services.parts().entropy();
        long high = (entropy.nextLong() & ~0xF000L) | 0x4000L;
        long low = (entropy.nextLong() >>> 2) | Long.MIN_VALUE;
        return new UUID(high, low).toString();
    }
}
