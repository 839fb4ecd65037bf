package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.RunClass;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Success, known failure, unknown failure. */
class RunClassesTest {
    private static final String TASK = "{Type: Task, Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', ";

    private static Story given(String definition) {
        return Story.given(definition.replace("TASK{", TASK)).start("{}");
    }

    private static Story failed(String catchers, String error) {
        return given("""
                StartAt: T
                KnownErrors: [Declared]
                States:
                  T: TASK{Catch: [CATCH], Next: F}
                  F: {Type: Fail, Error: Sorry}
                """.replace("CATCH", catchers)).fail("T", error, "x");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {ErrorEquals: [Refused], Next: F}                                              | KnownFailure
            {ErrorEquals: [States.TaskFailed], Next: F}                                    | UnknownFailure
            {ErrorEquals: [States.ALL], Next: F}                                           | UnknownFailure
            {ErrorEquals: [Other, States.TaskFailed], Next: F}                             | UnknownFailure
            {ErrorEquals: [Refused, States.TaskFailed], Next: F}                           | KnownFailure
            {ErrorEquals: [Other], Next: F}                                                | UnknownFailure
            """)
    void shouldKnowAFailureThatWasCaughtByName(String catchers, RunClass runClass) {
        assertThat(failed(catchers.strip(), "Refused").execution.runClass()).isEqualTo(runClass);
    }

    @Test
    void shouldKnowDeclaredErrors() {
        Story story = failed("{ErrorEquals: [Other], Next: F}", "Declared");

        assertThat(story.execution.error()).isEqualTo("Declared");
        assertThat(story.execution.runClass()).isEqualTo(RunClass.KnownFailure);
    }

    @Test
    void shouldForgetACaughtFailureOnceATaskSucceeds() throws Exception {
        Story story = given("""
                StartAt: T
                States:
                  T: TASK{Catch: [{ErrorEquals: [Refused], Next: P}], Next: F}
                  P: {Type: Pass, Next: U}
                  U: TASK{Catch: [{ErrorEquals: [States.ALL], Next: F}], Next: F}
                  F: {Type: Fail}
                """);
        story.fail("T", "Refused", "x");
        Execution between = SnapshotCodec.decode(story.execution.identity(), SnapshotCodec.encode(story.execution));

        assertThat(between.frame(Frame.ROOT).caughtByName).isTrue();
        story.complete("U", "{}");

        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.runClass()).isEqualTo(RunClass.UnknownFailure);
    }

    @ParameterizedTest
    @CsvSource({"Refused, KnownFailure", "Else, UnknownFailure"})
    void shouldKnowAFailureOfABranchByItsOwnCatcher(String caught, RunClass runClass) {
        Story story = given("""
                StartAt: P
                States:
                  P:
                    Type: Parallel
                    Branches:
                      - StartAt: T
                        States:
                          T: TASK{Catch: [{ErrorEquals: [CAUGHT], Next: F}, {ErrorEquals: [States.ALL], Next: F}], Next: F}
                          F: {Type: Fail, Error: Sorry}
                    End: true
                """.replace("CAUGHT", caught)).fail("T", "Refused", "x");

        assertThat(story.execution.status()).isEqualTo(Status.FAILED);
        assertThat(story.execution.runClass()).isEqualTo(runClass);
    }

    @Test
    void shouldTakeTheWordOfATerminalState() {
        String definition = """
                StartAt: T
                States:
                  T: TASK{Catch: [{ErrorEquals: [States.ALL], Next: Undone}], RunClass: Success, End: true}
                  Undone: {Type: Succeed, RunClass: KnownFailure}
                """;

        Story undone = given(definition).fail("T", "Refused", "x");
        assertThat(undone.execution.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(undone.execution.runClass()).isEqualTo(RunClass.KnownFailure);
        assertThat(given(definition).complete("T", "{}").execution.runClass()).isEqualTo(RunClass.Success);
        assertThat(given("StartAt: F\nStates: {F: {Type: Fail, RunClass: KnownFailure}}")
                        .execution
                        .runClass())
                .isEqualTo(RunClass.KnownFailure);
    }

    @Test
    void shouldClassifyWhatEndsFromOutside() {
        String definition = """
                StartAt: W
                TimeoutSeconds: 5
                KnownErrors: [KNOWN]
                States: {W: {Type: Wait, Seconds: 60, RunClass: Success, End: true}}
                """;

        assertThat(given(definition).after(Duration.ofSeconds(5)).execution.runClass())
                .isEqualTo(RunClass.UnknownFailure);
        assertThat(given(definition.replace("KNOWN", "States.Timeout"))
                        .after(Duration.ofSeconds(5))
                        .execution
                        .runClass())
                .isEqualTo(RunClass.KnownFailure);
        assertThat(given(definition).stop().execution.runClass()).isEqualTo(RunClass.UnknownFailure);
    }

    @Test
    void shouldHaveNoClassWhileItRunsAgain() {
        Story story = failed("{ErrorEquals: [Other], Next: F}", "Declared");
        assertThat(story.execution.runClass()).isEqualTo(RunClass.KnownFailure);

        assertThat(story.redrive().execution.runClass()).isNull();
        assertThat(story.fail("T", "Refused", "x").execution.runClass()).isEqualTo(RunClass.UnknownFailure);
    }
}
