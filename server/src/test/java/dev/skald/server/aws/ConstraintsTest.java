package dev.skald.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonReader;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ConstraintsTest {
    private static final Operations OPERATIONS = new Operations(262_144);

    private static void check(String operation, String request) {
        OPERATIONS.constraints(operation).check((ObjectNode) JsonReader.trusted(request));
    }

    private static void refused(String operation, String request, String message) {
        assertThatThrownBy(() -> check(operation, request)).isInstanceOfSatisfying(ServiceException.class, refused -> {
            assertThat(refused.code()).isEqualTo("ValidationException");
            assertThat(refused.message()).isEqualTo(message);
        });
    }

    @Test
    void shouldNameAMissingMember() {
        refused(
                "DescribeExecution",
                "{}",
                "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    @Test
    void shouldNameEveryMissingMemberOfEveryOperation() throws Exception {
        try (InputStream in = Operations.class.getResourceAsStream("operations.json")) {
            JsonNode model = JsonReader.trusted(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(model.size()).isEqualTo(37);
            model.properties().forEach(operation -> missing(operation.getKey(), operation.getValue()));
        }
    }

    private static void missing(String operation, JsonNode members) {
        List<String> texts = members.properties().stream()
                .filter(member -> member.getValue().path("required").asBoolean())
                .map(member ->
                        "Value null at '" + member.getKey() + "' failed to satisfy constraint: Member must not be null")
                .toList();
        if (texts.isEmpty()) check(operation, "{}");
        else
            refused(
                    operation,
                    "{}",
                    texts.size() + " validation error" + (texts.size() == 1 ? "" : "s") + " detected: "
                            + String.join("; ", texts));
    }

    @Test
    void shouldNameWhatIsWrongInNestedMembers() {
        refused(
                "CreateStateMachine",
                "{\"name\":\"n\",\"definition\":\"\",\"roleArn\":\"r\",\"type\":\"FAST\",\"loggingConfiguration\":{\"level\":\"SOME\"},"
                        + "\"encryptionConfiguration\":{\"kmsKeyId\":\"\",\"kmsDataKeyReusePeriodSeconds\":59}}",
                "6 validation errors detected: Value at 'definition' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1; Value 'FAST' at 'type' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [STANDARD, EXPRESS]; Value 'SOME' at 'loggingConfiguration.level'"
                        + " failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF];"
                        + " Value '' at 'encryptionConfiguration.kmsKeyId' failed to satisfy constraint: Member must have"
                        + " length greater than or equal to 1; Value '59' at"
                        + " 'encryptionConfiguration.kmsDataKeyReusePeriodSeconds' failed to satisfy constraint: Member"
                        + " must have value greater than or equal to 60; Value null at 'encryptionConfiguration.type'"
                        + " failed to satisfy constraint: Member must not be null");
        refused(
                "UpdateStateMachineAlias",
                "{\"stateMachineAliasArn\":\"a\",\"routingConfiguration\":[{\"stateMachineVersionArn\":\"a\",\"weight\":101}]}",
                "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 100");
        refused(
                "TestState",
                "{\"definition\":\"{}\",\"mock\":{\"fieldValidationMode\":\"NEVER\"},\"stateConfiguration\":{\"retrierRetryCount\":-1}}",
                "2 validation errors detected: Value 'NEVER' at 'mock.fieldValidationMode' failed to satisfy constraint:"
                        + " Member must satisfy enum value set: [STRICT, PRESENT, NONE]; Value '-1' at"
                        + " 'stateConfiguration.retrierRetryCount' failed to satisfy constraint: Member must have value"
                        + " greater than or equal to 0");
        refused(
                "RedriveExecution",
                "{\"executionArn\":\"a\",\"clientToken\":\"a b\"}",
                "1 validation error detected: Value 'a b' at 'clientToken' failed to satisfy constraint: Member must"
                        + " satisfy regular expression pattern: [!-~]+");
    }

    @Test
    void shouldTakeNullForMissing() {
        refused(
                "DescribeExecution",
                "{\"executionArn\":null}",
                "1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    @Test
    void shouldNameARangeThatIsLeft() {
        refused(
                "ListStateMachines",
                "{\"maxResults\":1001}",
                "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have"
                        + " value less than or equal to 1000");
        refused(
                "ListStateMachines",
                "{\"maxResults\":123456789012345678901234567890}",
                "1 validation error detected: Value '123456789012345678901234567890' at 'maxResults' failed to satisfy"
                        + " constraint: Member must have value less than or equal to 1000");
        check("ListStateMachines", "{\"maxResults\":0}");
    }

    @Test
    void shouldNameALengthThatIsLeft() {
        refused(
                "CreateActivity",
                "{\"name\":\"\"}",
                "1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length"
                        + " greater than or equal to 1");
        check("CreateActivity", "{\"name\":\"" + "n".repeat(80) + "\"}");
    }

    @Test
    void shouldNotRepeatWhatIsSensitive() {
        refused(
                "StartExecution",
                "{\"stateMachineArn\":\"a\",\"input\":\"" + "x".repeat(262_145) + "\"}",
                "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less"
                        + " than or equal to 262144");
    }

    @Test
    void shouldListTheValuesOfAnEnumeration() {
        refused(
                "ListExecutions",
                "{\"statusFilter\":\"DONE\"}",
                "1 validation error detected: Value 'DONE' at 'statusFilter' failed to satisfy constraint: Member must"
                        + " satisfy enum value set: [RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE]");
    }

    @Test
    void shouldNameAPattern() {
        refused(
                "CreateStateMachineAlias",
                "{\"name\":\"123\",\"routingConfiguration\":[{\"stateMachineVersionArn\":\"a\",\"weight\":100}]}",
                "1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy"
                        + " regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$");
    }

    @Test
    void shouldListSeveralErrorsAndThePathOfEach() {
        refused(
                "TagResource",
                "{\"tags\":[{\"key\":\"a\"},{\"key\":\"\",\"value\":\"v\"}]}",
                "2 validation errors detected: Value null at 'resourceArn' failed to satisfy constraint: Member must not"
                        + " be null; Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must have"
                        + " length greater than or equal to 1");
    }

    @Test
    void shouldHaveTheLimitOfPayloadsAsASetting() {
        Constraints wide = new Operations(1_000_000).constraints("SendTaskSuccess");

        wide.check((ObjectNode) JsonReader.trusted("{\"taskToken\":\"t\",\"output\":\"" + "x".repeat(300_000) + "\"}"));
    }
}
