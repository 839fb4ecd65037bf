package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.skald.asl.MachineType;
import dev.skald.engine.Skald;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the lint finds is told where a definition is deployed, and once. */
class LintWarningsTest {
    private static final String COMMA = """
            StartAt: A
            States:
              A: {Type: Task, Resource: "arn:aws:lambda:us-east-1:000000000000:function:f", TimeoutSeconds: 9, End: true,
                  Retry: [{ErrorEquals: ["A, B"]}]}
            """;

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.skald.engine.LintWarnings");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    @BeforeEach
    void listen() {
        heard.start();
        logger.addAppender(heard);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(heard);
    }

    @Test
    void shouldWarnOnceOfEachDefinition() {
        try (Skald skald = Skald.inMemory().open()) {
            skald.deploy("m", COMMA, MachineType.STANDARD);
            assertThat(heard.list).hasSize(1);
            assertThat(heard.list.getFirst().getLevel()).isEqualTo(Level.WARN);
            assertThat(heard.list.getFirst().getFormattedMessage())
                    .startsWith("m: ")
                    .contains("COMMA_IN_ERROR_EQUALS");

            skald.deploy("m", COMMA, MachineType.STANDARD);
            assertThat(heard.list).hasSize(1);

            String arn = skald.deploy("m", COMMA + "Comment: changed\n", MachineType.STANDARD);
            assertThat(heard.list).hasSize(2);
            skald.updateStateMachine(arn, COMMA.replace("A, B", "A"), null, null);
            assertThat(heard.list).hasSize(2);
        }
    }
}
