package dev.skald.cli.project;

import dev.skald.engine.RunResult;
import java.util.List;

/** A check in Java of what came of a scenario, named as {@code expect: {class: ...}} in {@code skald.yml}. */
@FunctionalInterface
public interface Expectation {
    /** What is not as expected, a sentence each; empty when all is. */
    List<String> unmet(RunResult result) throws Exception;
}
