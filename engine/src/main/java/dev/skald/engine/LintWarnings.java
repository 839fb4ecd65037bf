package dev.skald.engine;

import dev.skald.asl.Asl;
import dev.skald.asl.Finding;
import dev.skald.engine.store.MachineRow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log, once, what a definition may say and its author probably does not mean. Nothing is refused for it. */
final class LintWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(LintWarnings.class);

    private LintWarnings() {}

    /**
     * A machine was created, updated or deployed.
     *
     * @param hashBefore of its definition until then; null when there was none
     */
    static MachineRow warned(MachineRow machine, @Nullable String hashBefore) {
        if (machine.definitionHash().equals(hashBefore) || !LOG.isWarnEnabled()) return machine;
        for (Finding finding : Asl.lint(machine.definition(), machine.type()))
            LOG.atWarn().addKeyValue("stateMachineArn", machine.arn()).log("{}: {}", machine.name(), finding);
        return machine;
    }
}
