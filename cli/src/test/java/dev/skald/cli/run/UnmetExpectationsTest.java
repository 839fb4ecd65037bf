package dev.skald.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.cli.project.Scenario.Expected;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmetExpectationsTest {
    private static final Payload OUTPUT = Payload.ofText("{\"a\":{\"b\":1.0,\"c\":2},\"list\":[1,{\"x\":1,\"y\":2}]}");

    private static RunResult ended(Status status, String error) {
        Instant now = Instant.EPOCH;
        return new RunResult(
                "arn", "name", status, Payload.EMPTY_OBJECT, OUTPUT, error, null, now, now, null, SagaStatus.NONE);
    }

    private static List<String> unmet(String output) {
        Expected expected =
                new Expected(Status.SUCCEEDED, null, Payload.ofText(output).node(), null);
        return UnmetExpectations.of(expected, ended(Status.SUCCEEDED, null), null);
    }

    @Test
    void shouldTakeAnOutputThatHoldsMore() {
        assertThat(unmet("{\"a\":{\"b\":1},\"list\":[1.0,{\"x\":1}]}")).isEmpty();
    }

    @Test
    void shouldNameThePlaceOfEachDifference() {
        assertThat(unmet("{\"a\":{\"b\":2,\"z\":null},\"list\":[1]}"))
                .containsExactly(
                        "output.a.b is 1.0, not 2",
                        "output.a.z is missing",
                        "output.list is [1,{\"x\":1,\"y\":2}], not [1]");
    }

    @Test
    void shouldCompareStatusAndError() {
        Expected expected = new Expected(Status.FAILED, "Rejected", null, null);

        assertThat(UnmetExpectations.of(expected, ended(Status.FAILED, "Rejected"), null))
                .isEmpty();
        assertThat(UnmetExpectations.of(expected, ended(Status.TIMED_OUT, null), null))
                .containsExactly("the status is TIMED_OUT, not FAILED", "the error is null, not Rejected");
    }

    @Test
    void shouldAskTheProjectsOwnCheck() {
        Expected expected = new Expected(Status.SUCCEEDED, null, null, "x");
        RunResult result = ended(Status.SUCCEEDED, null);

        assertThat(UnmetExpectations.of(expected, result, ended -> List.of("not " + ended.name())))
                .containsExactly("not name");
        assertThat(UnmetExpectations.of(expected, result, _ -> {
                    throw new IllegalStateException("broken");
                }))
                .singleElement()
                .asString()
                .contains("failed: java.lang.IllegalStateException: broken");
    }
}
