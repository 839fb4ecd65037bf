package dev.skald.acceptance.saga;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The JSON Schema of Skald's fields accepts what the parser accepts, and refuses what it refuses, as a validator of others sees it. */
class SagaSchemaTest {
    private static final int RANDOM_SAGAS = 60;
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Schema SCHEMA = schema();

    private static Schema schema() {
        try (InputStream in = SkaldServer.class.getResourceAsStream("api/asl-saga.schema.json")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(text, InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** What the schema finds wrong with a definition in YAML or JSON. */
    private static List<String> wrong(String definition) {
        return SCHEMA.validate(json(definition), InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String json(String definition) {
        return YAML.readTree(definition).toString();
    }

    private static boolean parses(String definition) {
        return Asl.parse(json(definition), MachineType.STANDARD) instanceof Asl.Parsed.Valid;
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("skald.root", ".."), "examples"))) {
            return files.filter(file -> file.toString().endsWith(".asl.yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldAcceptTheExamples(Path file) throws IOException {
        assertThat(wrong(Files.readString(file))).isEmpty();
    }

    @Test
    void shouldAcceptSagas() {
        for (String saga : List.of(Sagas.TRIP, Sagas.PATH_TRIP, Sagas.ORDER))
            assertThat(wrong(saga)).isEmpty();
        IntStream.range(0, RANDOM_SAGAS)
                .mapToObj(seed -> RandomSaga.of(seed).definition())
                .forEach(saga -> assertThat(wrong(saga)).as(saga).isEmpty());
    }

    /** Members of a Task that both accept. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage'}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage', Comment: c, Parameters: {a: 1}, TimeoutSeconds: 9,"
                        + " HeartbeatSeconds: 3, Retry: [{ErrorEquals: [States.ALL]}]}, Record: {a: 1}, UncertainErrors: [A]",
                "Pivot: true",
                "Pivot: false",
                "Retriable: true",
                "NoCompensation: it only reads",
                "RunClass: KnownFailure",
                "Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: All}]",
                "Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: false}]",
                "Retry: [{ErrorEquals: [States.ALL], Compensate: false}]",
            })
    void shouldAcceptWhatTheParserAccepts(String members) {
        assertThat(parses(task(members))).as("the parser").isTrue();
        assertThat(wrong(task(members))).isEmpty();
    }

    /** Members of a Task that both refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Compensate: 7",
                "Compensate: {}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage', Next: B}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage', Catch: []}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage', End: true}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage', Retry: [{}]}",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage'}, Pivot: true",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage'}, Retriable: true",
                "Pivot: true, Retriable: true",
                "Compensate: {Resource: 'arn:aws:states:::sqs:sendMessage'}, NoCompensation: x",
                "Record: {a: 1}",
                "Pivot: 'yes'",
                "Retriable: 1",
                "NoCompensation: true",
                "Retriable: true, UncertainErrors: [1]",
                "Retriable: true, UncertainErrors: ['']",
                "Retriable: true, UncertainErrors: Busy",
                "RunClass: Failure",
                "Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: Some}]",
                "Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: 1}]",
                "Retry: [{ErrorEquals: [States.ALL], Compensate: All}]",
            })
    void shouldRefuseWhatTheParserRefuses(String members) {
        assertThat(parses(task(members))).as("the parser").isFalse();
        assertThat(wrong(task(members))).isNotEmpty();
    }

    private static String task(String members) {
        return "{StartAt: A, States: {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true, "
                + members + "}" + (members.contains("Next: B, Comp") ? ", B: {Type: Succeed}" : "") + "}}";
    }

    /** Whole definitions that both refuse. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{StartAt: A, Saga: {Else: 1}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: [], States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {OnFailure: Explode}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {OnStop: Park}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {OnCompensationFailure: 1}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {DrainSeconds: -1}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {DrainSeconds: 86401}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {DrainSeconds: soon}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {Retry: [{}]}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, Saga: {KnownErrors: [1]}, States: {A: {Type: Succeed}}}",
                "{StartAt: A, KnownErrors: No, States: {A: {Type: Succeed}}}",
                "{StartAt: A, KnownErrors: [''], States: {A: {Type: Succeed}}}",
                "{StartAt: A, States: {A: {Type: Pass, Pivot: true, End: true}}}",
                "{StartAt: A, States: {A: {Type: Pass, NoCompensation: x, End: true}}}",
                "{StartAt: A, States: {A: {Type: Pass, RunClass: Success, Next: B}, B: {Type: Succeed}}}",
                "{StartAt: A, States: {A: {Type: Succeed, RunClass: 7}}}",
                "{StartAt: P, States: {P: {Type: Parallel, End: true, Branches: [{StartAt: A, States:"
                        + " {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true, Pivot: true}}}]}}}",
                "{StartAt: P, States: {P: {Type: Parallel, End: true, Branches: [{StartAt: A, States:"
                        + " {A: {Type: Fail, RunClass: KnownFailure}}}]}}}",
                "{StartAt: P, States: {P: {Type: Map, End: true, ItemProcessor: {StartAt: A, States:"
                        + " {A: {Type: Task, Resource: 'arn:aws:states:::sqs:sendMessage', End: true,"
                        + " Catch: [{ErrorEquals: [States.ALL], Next: B, Compensate: All}]}, B: {Type: Succeed}}}}}}",
            })
    void shouldRefuseDefinitionsThatTheParserRefuses(String definition) {
        assertThat(parses(definition)).as("the parser").isFalse();
        assertThat(wrong(definition)).isNotEmpty();
    }
}
