package dev.skald.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Compares the parser and the expressions with what AWS answered. */
class RecordedBehaviourTest {
    @Test
    void shouldAcceptWhatAwsAccepted() {
        List<String> refused = new ArrayList<>();
        for (Recordings.Recording recording : Recordings.of()) {
            if (!recording.isExecution() || recording.isOfLater()) continue;
            if (Asl.parseJson(recording.definition(), recording.type()) instanceof Asl.Parsed.Invalid invalid) {
                refused.add(recording + " " + invalid.problems());
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void shouldRefuseWhatAwsRefusedWithItsWords() {
        List<String> different = new ArrayList<>();
        for (Recordings.Recording recording : Recordings.of("definition-validation", "api-express")) {
            JsonNode step = recording.content().path("steps").path(0);
            if (!step.path("op").asString("").equals("CreateStateMachine") || !step.has("expected_error")) continue;
            String expected = step.path("expected_error").path("message").asString("");
            JsonNode args = step.path("args");
            String actual = problems(args);
            String whole = "Invalid State Machine Definition: '" + actual + "'";
            if (!Recordings.fits(expected, whole)) different.add(recording + "\n  " + expected + "\n  " + whole);
        }
        assertThat(different).isEmpty();
    }

    private static String problems(JsonNode args) {
        MachineType type = MachineType.valueOf(args.path("type").asString("STANDARD"));
        return switch (Asl.parseJson(args.path("definition").asString(""), type)) {
            case Asl.Parsed.Valid _ -> "";
            case Asl.Parsed.Invalid(List<Problem> problems) ->
                String.join(", ", problems.stream().map(Problem::toString).toList());
        };
    }

    @Test
    void shouldDiagnoseAsAws() {
        List<String> different = new ArrayList<>();
        for (Recordings.Recording recording : Recordings.of("api-validate-definition")) {
            JsonNode step = recording.content().path("steps").path(0);
            // A Map state in JSONata, which AWS accepts and this version does not yet.
            if (recording.name().contains("VALID_QUERY_LANGUAGE_PASS")) continue;
            String actual = diagnostics(step.path("args")).toString();
            String expected = step.path("expected").path("diagnostics").toString();
            if (!actual.equals(expected)) different.add(recording + "\n  " + expected + "\n  " + actual);
        }
        assertThat(different).isEmpty();
    }

    private static JsonNode diagnostics(JsonNode args) {
        var diagnostics = Json.array();
        MachineType type = MachineType.valueOf(args.path("type").asString("STANDARD"));
        if (Asl.parseJson(args.path("definition").asString(""), type) instanceof Asl.Parsed.Invalid(var problems)) {
            for (Problem problem : problems) {
                var diagnostic = diagnostics.addObject().put("code", problem.code());
                if (problem.location() != null) diagnostic.put("location", problem.location());
                diagnostic
                        .put("message", problem.message())
                        .put("severity", problem.severity().name());
            }
        }
        return diagnostics;
    }

    @Test
    void shouldEvaluateChoiceOperatorsAsAws() {
        assertThat(differences("choice-operators")).isEmpty();
    }

    @Test
    void shouldEvaluateIntrinsicFunctionsAsAws() {
        assertThat(differences("intrinsic-functions")).isEmpty();
    }

    @Test
    void shouldRunSimpleMachinesAsAws() {
        assertThat(differences("base-states", "wait", "scenario-choice", "scenario-misc", "context-object", "comments"))
                .isEmpty();
    }

    private static List<String> differences(String... areas) {
        List<String> different = new ArrayList<>();
        for (Recordings.Recording recording : Recordings.of(areas)) {
            if (!recording.isExecution() || recording.isOfLater()) continue;
            String difference = difference(recording);
            if (difference != null) different.add(recording + ": " + difference);
        }
        return different;
    }

    private static @Nullable String difference(Recordings.Recording recording) {
        if (!(Asl.parseJson(recording.definition(), recording.type()) instanceof Asl.Parsed.Valid valid)) {
            return "refused";
        }
        Chain.Outcome outcome;
        try {
            outcome = Chain.run(valid.machine(), Payload.parse(recording.input()));
        } catch (UnsupportedOperationException | MalformedJson _) {
            return null;
        }
        JsonNode expected = recording.content().path("expected");
        if (expected.path("status").asString("").equals("SUCCEEDED")) {
            if (outcome.output() == null) return "failed: " + outcome;
            if (!expected.has("output")) return null;
            return Recordings.fits(expected.path("output"), outcome.output().node())
                    ? null
                    : expected.path("output") + " but was " + outcome.output();
        }
        String error = expected.path("error").asString("");
        String cause =
                expected.path("cause").asString("").replaceFirst("^An error occurred while .*?\\(.*?\\)\\. ", "");
        boolean same = error.equals(outcome.error() == null ? "" : outcome.error())
                && Recordings.fits(cause, outcome.cause() == null ? "" : outcome.cause());
        return same ? null : error + ": " + cause + " but was " + outcome;
    }
}
