package dev.skald.tasks.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.items.ChildResult;
import dev.skald.engine.items.ResultFiles;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.items.WriteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ObjectResultWriterTest {
    private static final String RUN = "arn:aws:states:us-east-1:000000000000:mapRun:orders/Map:ad9b5f27";
    private static final Instant START = Instant.parse("2026-11-21T08:00:00.090Z");

    @TempDir
    private Path root;

    private Bucket bucket;

    @BeforeEach
    void prepare() throws IOException {
        bucket = new Bucket(root, "data");
    }

    @Test
    void shouldWriteOneFilePerOutcomeAndAManifest() throws Exception {
        Payload details =
                write("out", "{}", Long.MAX_VALUE, List.of(succeeded("[1]"), failed(), pending(), succeeded("2")));

        assertThat(details.text()).isEqualTo("{\"Bucket\":\"data\",\"Key\":\"out/ad9b5f27/manifest.json\"}");
        assertThat(text("out/ad9b5f27/SUCCEEDED_0.json"))
                .isEqualTo("[" + json(succeeded("[1]")) + "," + json(succeeded("2")) + "]");
        assertThat(text("out/ad9b5f27/FAILED_0.json")).isEqualTo("[" + json(failed()) + "]");
        assertThat(text("out/ad9b5f27/PENDING_0.json"))
                .isEqualTo(
                        "[{\"Input\":\"{\\\"id\\\": 7}\",\"InputDetails\":{\"Included\":true},\"Status\":\"PENDING\"}]");
        assertThat(text("out/ad9b5f27/manifest.json"))
                .isEqualTo(("{'DestinationBucket':'data','MapRunArn':'" + RUN + "','ResultFiles':{"
                                + "'FAILED':[{'Key':'out/ad9b5f27/FAILED_0.json','Size':" + size("FAILED") + "}],"
                                + "'PENDING':[{'Key':'out/ad9b5f27/PENDING_0.json','Size':" + size("PENDING") + "}],"
                                + "'SUCCEEDED':[{'Key':'out/ad9b5f27/SUCCEEDED_0.json','Size':" + size("SUCCEEDED")
                                + "}]}}")
                        .replace('\'', '"'));
    }

    @Test
    void shouldDescribeAChildAsAwsDoes() {
        assertThat(json(succeeded("[1]")))
                .isEqualTo(("{'ExecutionArn':'arn:aws:states:us-east-1:000000000000:execution:orders/Map:c1',"
                                + "'Input':'{\\'id\\': 7}','InputDetails':{'Included':true},'Name':'c1','Output':'[1]',"
                                + "'OutputDetails':{'Included':true},'RedriveCount':0,'RedriveStatus':'NOT_REDRIVABLE',"
                                + "'RedriveStatusReason':'Execution is SUCCEEDED and cannot be redriven',"
                                + "'StartDate':'2026-11-21T08:00:00.090Z',"
                                + "'StateMachineArn':'arn:aws:states:us-east-1:000000000000:stateMachine:orders/Map',"
                                + "'Status':'SUCCEEDED','StopDate':'2026-11-21T08:00:01.090Z'}")
                        .replace('\'', '"'));
        assertThat(json(failed()))
                .startsWith("{\"Cause\":\"why\",\"Error\":\"Boom\",\"ExecutionArn\":")
                .contains("\"RedriveStatus\":\"REDRIVABLE\",\"StartDate\"")
                .doesNotContain("Output");
    }

    @Test
    void shouldTransformWhatSucceededOnly() throws Exception {
        List<ChildResult> children = List.of(succeeded("[1,[2]]"), failed(), succeeded("{\"a\":3}"));

        write("c", "{\"Transformation\": \"COMPACT\"}", Long.MAX_VALUE, children);
        write("f", "{\"Transformation\": \"FLATTEN\"}", Long.MAX_VALUE, children);
        write("l", "{\"Transformation\": \"FLATTEN\", \"OutputType\": \"JSONL\"}", Long.MAX_VALUE, children);

        assertThat(text("c/ad9b5f27/SUCCEEDED_0.json")).isEqualTo("[[1,[2]],{\"a\":3}]");
        assertThat(text("f/ad9b5f27/SUCCEEDED_0.json")).isEqualTo("[1,[2],{\"a\":3}]");
        assertThat(text("l/ad9b5f27/SUCCEEDED_0.json")).isEqualTo("1\n[2]\n{\"a\":3}\n");
        assertThat(text("f/ad9b5f27/FAILED_0.json")).isEqualTo("[" + json(failed()) + "]");
        assertThat(text("l/ad9b5f27/FAILED_0.json")).isEqualTo(json(failed()) + "\n");
    }

    @Test
    void shouldBeginAnotherFileWhenOneIsFull() throws Exception {
        write(
                "out/",
                "{\"Transformation\": \"COMPACT\"}",
                9,
                List.of(succeeded("11"), succeeded("22"), succeeded("33"), succeeded("4444444444")));

        assertThat(text("out/ad9b5f27/SUCCEEDED_0.json")).isEqualTo("[11,22]");
        assertThat(text("out/ad9b5f27/SUCCEEDED_1.json")).isEqualTo("[33]");
        assertThat(text("out/ad9b5f27/SUCCEEDED_2.json")).isEqualTo("[4444444444]");
        JsonNode manifest = Json.parse(text("out/ad9b5f27/manifest.json"));
        assertThat(manifest.at("/ResultFiles/SUCCEEDED")).hasSize(3);
    }

    @Test
    void shouldReadBackWhatItWrote() throws Exception {
        write(
                "",
                "{\"Transformation\": \"FLATTEN\", \"OutputType\": \"JSONL\"}",
                Long.MAX_VALUE,
                List.of(succeeded("[1,2]")));

        assertThat(bucket.values("ad9b5f27/SUCCEEDED_0.json", "{\"InputType\": \"JSONL\"}"))
                .containsExactly("1", "2");
    }

    @Test
    void shouldLeaveNothingWhenItIsNotFinished() throws Exception {
        try (ResultFiles files = begin("data", "out", "{}", Long.MAX_VALUE)) {
            files.add(succeeded("1"));
        }

        try (Stream<Path> left = Files.list(root.resolve("data"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void shouldFailToBeginWhereItCannotWrite() {
        assertThatExceptionOfType(ResultWriterException.class)
                .isThrownBy(() -> begin("nowhere", "out", "{}", 1))
                .satisfies(e -> assertThat(e.error()).isEqualTo("States.ResultWriterFailed"))
                .satisfies(e -> assertThat(e.cause())
                        .isEqualTo("The specified bucket does not exist (Service: S3, Status Code: 404)"));
        assertThatExceptionOfType(ResultWriterException.class)
                .isThrownBy(() -> begin("data", "out", "{\"OutputType\": \"XML\"}", 1));
    }

    private Payload write(String prefix, String config, long fileBytesMax, List<ChildResult> children)
            throws IOException {
        try (ResultFiles files = begin("data", prefix, config, fileBytesMax)) {
            children.forEach(files::add);
            return files.finish();
        }
    }

    private ResultFiles begin(String to, String prefix, String config, long fileBytesMax) {
        Payload arguments = Payload.ofText("{\"Bucket\": \"%s\", \"Prefix\": \"%s\"}".formatted(to, prefix));
        return new ObjectResultWriter(bucket.objects(), fileBytesMax)
                .begin(new WriteRequest("arn:aws:states:::s3:putObject", arguments, Payload.ofText(config), RUN));
    }

    private String text(String key) throws IOException {
        return Files.readString(root.resolve("data").resolve(key));
    }

    private long size(String outcome) throws IOException {
        return Files.size(root.resolve("data/out/ad9b5f27/" + outcome + "_0.json"));
    }

    private static String json(ChildResult child) {
        return Json.write(child.toJson());
    }

    private static ChildResult succeeded(String output) {
        return child(Status.SUCCEEDED, Payload.ofText(output), null);
    }

    private static ChildResult failed() {
        return child(Status.FAILED, null, "Boom");
    }

    private static ChildResult pending() {
        return child(Status.RUNNING, null, null);
    }

    private static ChildResult child(Status status, @Nullable Payload output, @Nullable String error) {
        return new ChildResult(
                "arn:aws:states:us-east-1:000000000000:execution:orders/Map:c1",
                "arn:aws:states:us-east-1:000000000000:stateMachine:orders/Map",
                "c1",
                status,
                Payload.ofText("{\"id\": 7}"),
                output,
                error,
                error == null ? null : "why",
                START,
                START.plusSeconds(1),
                0);
    }
}
