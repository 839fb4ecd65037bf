package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skald.core.SnapshotCodec.UnreadableSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SnapshotCodecTest {
    private static final String EVERYTHING = """
            {"TimeoutSeconds": 9000, "StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 600, "End": true}}},
              {"StartAt": "T", "States": {"T": {"Type": "Task", "TimeoutSeconds": 700, "Retry": [{"ErrorEquals": ["Busy"]}],
                 "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f", "End": true}}},
              {"StartAt": "A", "States": {"A": {"Type": "Task", "HeartbeatSeconds": 60,
                 "Resource": "arn:aws:states:us-east-1:000000000000:activity:a", "End": true}}},
              {"StartAt": "C", "States": {"C": {"Type": "Task", "Credentials": {"RoleArn": "arn:aws:iam::1:role/r"},
                 "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                 "Parameters": {"FunctionName": "f", "Payload": {"t.$": "$$.Task.Token"}}, "End": true}}},
              {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 2, "End": true,
                 "ItemProcessor": {"StartAt": "MC", "States": {
                   "MC": {"Type": "Choice", "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "MD"}], "Default": "MW"},
                   "MW": {"Type": "Wait", "Seconds": 60, "Next": "MD"}, "MD": {"Type": "Succeed"}}}}}}]}}}""";

    private static Story started() {
        return Story.given(EVERYTHING).start("{\"items\": [1, 2, 3, 4]}");
    }

    @Test
    void shouldGiveBackTheSameStateFromEveryStage() throws UnreadableSnapshot {
        var story = started();
        same(story);
        long callback = story.task("C");
        story.when(new Command.SubmitTask(callback, dev.skald.asl.Payload.EMPTY_OBJECT));
        story.when(new Command.StartActivity(story.task("A"), "worker"));
        same(story);
        story.fail("T", "Busy", "x");
        same(story);
        story.after(Duration.ofSeconds(30)).when(new Command.HeartbeatTask(story.task("A")));
        same(story);
        story.after(Duration.ofSeconds(45)).complete("T", "{\"t\": 1}");
        same(story);
    }

    private static void same(Story story) throws UnreadableSnapshot {
        byte[] snapshot = SnapshotCodec.encode(story.execution);
        Execution back = SnapshotCodec.decode(Story.IDENTITY, snapshot);
        assertThat(back).hasToString(story.execution.toString());
    }

    @Test
    void shouldSayThatASnapshotIsUnreadable() {
        byte[] garbage = "no snapshot".getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(UnreadableSnapshot.class)
                .isThrownBy(() -> SnapshotCodec.decode(Story.IDENTITY, garbage));
    }

    @Test
    void shouldRefuseAnExecutionThatIsNotOpen() {
        assertThatIllegalArgumentException().isThrownBy(() -> SnapshotCodec.encode(new Execution(Story.IDENTITY)));
        var stopped = started().stop();
        assertThatIllegalArgumentException().isThrownBy(() -> SnapshotCodec.encode(stopped.execution));
    }
}
