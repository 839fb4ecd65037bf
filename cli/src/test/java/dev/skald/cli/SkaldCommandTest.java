package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skald.engine.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SkaldCommandTest {
    @TempDir
    private Path folder;

    private CommandLineRun skald;

    @BeforeEach
    void prepare() {
        skald = new CommandLineRun(folder);
    }

    // Usage.

    @Test
    void shouldExitWith2WhenTheCommandLineIsWrong() {
        assertThat(skald.run()).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("lits")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("Did you mean").contains("list");
        assertThat(skald.run("list", "--limit", "many")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("describe")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldTellTheExitCodesInItsHelp() {
        assertThat(skald.run("--help")).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .contains("Exit codes:")
                .contains("server")
                .contains("validate")
                .contains("it again when its files change.\n")
                .doesNotContain("warm-up");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --account-id    | 12            | accountId (--account-id, SKALD_ACCOUNT_ID) has twelve digits, not `12`
            --region        | ../x          | region (--region, SKALD_REGION) is like eu-central-1, not `../x`
            --log-level     | loud          | logLevel (--log-level, SKALD_LOG_LEVEL) is one of error, warn, info, debug, not `loud`
            --http-answer   | never         | httpAnswer (--http-answer, SKALD_HTTP_ANSWER) is one of result, start, not `never`
            --http-port     | 99999         | httpPort (--http-port, SKALD_HTTP_PORT) must be a whole number from 0 to 65535, not `99999`
            --sdk-jars      | nowhere       | sdkJars names no folder
            """)
    void shouldNotServeWithSettingsThatCannotBe(String flag, String value, String message) {
        assertThat(skald.run("server", "--port", "0", flag, value)).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).startsWith("skald: " + message);
    }

    @Test
    void shouldSayWhyAFileCannotBeReadOrWritten() throws IOException {
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");

        assertThat(skald.run("start", "a", "--input", "@bytes")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).isEqualTo("skald: bytes is not UTF-8\n");
        assertThat(skald.run("start", "a", "--input=@.")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).isEqualTo("skald: . is a folder, not a file\n");
        assertThat(skald.run("validate", ".")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).endsWith("is no file\n");
        assertThat(skald.run("graph", "a.yaml", "--output", "none/a.svg")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).isEqualTo("skald: none/a.svg cannot be written: its folder does not exist\n");
        assertThat(skald.run("export", "a.yaml", "--output", "none/a.json")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void shouldSayWhyAStoreCannotBeMade() throws IOException {
        write("file", "");

        assertThat(skald.run("server", "--port", "0", "--store", "file/skald.db"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("file/skald.db cannot be made: ").endsWith("file is no folder\n");
        assertThat(SkaldCommand.reason(new StoreException("It cannot be made", new AccessDeniedException("d"))))
                .isEqualTo("It cannot be made: access to d is denied");
    }

    @Test
    void shouldNameTheFlagWhenAServerDoesNotAnswerUnderItsName() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(421, -1);
            exchange.close();
        });
        server.start();
        try {
            String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
            assertThat(skald.run("status", "--endpoint", endpoint)).isEqualTo(ExitCode.USAGE);
            assertThat(skald.err())
                    .contains("does not answer under that name: start it with --allowed-hosts 127.0.0.1");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldMakeNoStoreForWhatActsOnExecutions() {
        assertThat(skald.run("task", "approve", "1-1", "--why", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("there is no server at").contains("and no store in");
        assertThat(skald.run("redrive", "a/one")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("saga", "retry", "a/one", "--why", "x")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("remove", "shop")).isEqualTo(ExitCode.USAGE);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldShowControlCharactersInsteadOfObeyingThem() throws IOException {
        write("a.yaml", """
                StartAt: A
                States: {A: {Type: Fail, Error: "Boo\\e[2Jm", Cause: "rang\\x07 \\x9b31m"}}
                """);
        write("skald.yml", "machines: {a: a.yaml}\n");

        assertThat(skald.run("start", "a", "--name", "one", "--follow")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("Boo␛[2Jm: rang␇ \ufffd31m");
        assertThat(skald.run("list")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).doesNotContain("\033");
        assertThat(skald.run("describe", "a/one", "--json")).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared().readTree(skald.out()).path("cause").stringValue())
                .isEqualTo("rang\u0007 \u009b31m");
    }

    @Test
    void shouldExitWith2WhenItsOutputCannotBeWritten() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");

        assertThat(skald.runOnto(failing("No space left on device"), "validate", "a.yaml"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).isEqualTo("skald: the output could not be written: No space left on device\n");
        assertThat(skald.runOnto(failing("Broken pipe"), "validate", "a.yaml")).isEqualTo(ExitCode.OK);
        assertThat(skald.err()).isEmpty();
    }

    @Test
    void shouldEndFollowingWhenNobodyReadsIt() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, Next: B}, B: {Type: Wait, Seconds: 3000, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\n");

        assertThat(skald.runOnto(failing("Broken pipe"), "start", "a", "--name", "one", "--follow"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(skald.err())
                .isEqualTo("skald: nobody reads what is shown; the execution goes on:"
                        + " arn:aws:states:us-east-1:000000000000:execution:a:one\n");
    }

    private static OutputStream failing(String why) {
        return new OutputStream() {
            @Override
            public void write(int character) throws IOException {
                throw new IOException(why);
            }
        };
    }

    // export

    @Test
    void shouldNotExportForAQueueAndAFunctionAtOnce() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");

        assertThat(skald.run("export", "a.yaml", "--park-queue", "q", "--park-function", "f"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).startsWith("Either --park-queue or --park-function.");
    }

    @Test
    void shouldExportASaga() throws Exception {
        write("saga.yaml", """
                QueryLanguage: JSONata
                StartAt: A
                States:
                  A: {Type: Task, Resource: "arn:aws:states:::sqs:sendMessage", End: true, Arguments: {QueueUrl: q, MessageBody: m},
                      Compensate: {Resource: "arn:aws:states:::sqs:sendMessage", Arguments: {QueueUrl: q, MessageBody: "{% $states.input.Key %}"}}}
                """);

        assertThat(skald.run("export", "saga.yaml")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("Compensate A").doesNotContain("\"Compensate\"");
        assertThat(skald.err()).contains("warning STOP: ").contains("warning KEY_NOT_SENT at A: ");
        assertThat(skald.run("export", "saga.yaml", "--output", "plain.json")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEmpty();
        assertThat(skald.run("validate", "plain.json")).isEqualTo(ExitCode.OK);
        assertThat(skald.run("export", "plain.json")).isEqualTo(ExitCode.OK);
        assertThat(skald.out().strip())
                .isEqualTo(Files.readString(folder.resolve("plain.json")).strip());
        assertThat(skald.err()).isEmpty();
    }

    @Test
    void shouldNotExportWhatIsInvalid() throws Exception {
        write("bad.json", "{}");
        write("list.json", "[1]");

        assertThat(skald.run("export", "bad.json")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("ERROR SCHEMA_VALIDATION_FAILED");
        assertThat(skald.run("export", "list.json")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("must be a valid JSON object").doesNotContain("at null");
        assertThat(skald.run("validate", "list.json")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("must be a valid JSON object").doesNotContain("at null");
    }

    // validate

    @Test
    void shouldExitWith0ForValidDefinitions() throws IOException {
        write("good.json", "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");
        write("good.yaml", "StartAt: A\nStates: {A: {Type: Succeed}}\n");

        assertThat(skald.run("validate", "good.json", "good.yaml")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("good.json: valid").contains("good.yaml: valid");
    }

    @Test
    void shouldExitWith1ForAnInvalidDefinition() throws IOException {
        write("bad.json", "{\"StartAt\":\"B\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}");

        assertThat(skald.run("validate", "bad.json")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("bad.json: invalid").contains("ERROR");
        assertThat(skald.run("validate", "--json", "bad.json")).isEqualTo(ExitCode.FAILED);
        JsonNode answer = JsonMapper.shared().readTree(skald.out());
        assertThat(answer.get(0).path("result").stringValue()).isEqualTo("FAIL");
        assertThat(answer.get(0).path("diagnostics").get(0).path("severity").stringValue())
                .isEqualTo("ERROR");
    }

    @Test
    void shouldShowTheLintOfADefinitionAndExitWith0AllTheSame() throws IOException {
        write("lint.json", """
                {"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","TimeoutSeconds":9,
                 "Retry":[{"ErrorEquals":["X, Y"]}],"End":true}}}""");

        assertThat(skald.run("validate", "lint.json")).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .contains("lint.json: valid")
                .contains("  LINT COMMA_IN_ERROR_EQUALS: ")
                .contains(" at /States/A/Retry[0]/ErrorEquals[0]");
        assertThat(skald.run("validate", "--json", "lint.json")).isEqualTo(ExitCode.OK);
        JsonNode finding =
                JsonMapper.shared().readTree(skald.out()).get(0).path("lint").get(0);
        assertThat(finding.path("code").stringValue()).isEqualTo("COMMA_IN_ERROR_EQUALS");
        assertThat(finding.path("state").stringValue()).isEqualTo("A");
        assertThat(finding.path("reason").stringValue()).isNotBlank();
    }

    @Test
    void shouldExitWith2ForAFileThatIsNotThere() {
        assertThat(skald.run("validate", "none.json")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).isEqualTo("skald: there is no " + folder.resolve("none.json") + "\n");
    }

    // Projects.

    @Test
    void shouldExitWith2ForAProjectThatIsNotThereOrWrong() throws IOException {
        assertThat(skald.run("run", "nowhere")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("there is no " + folder.resolve("nowhere"));
        write("skald.yml", "machnes: {}\n");
        assertThat(skald.run("run")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("skald.yml:1: unknown key `machnes`; did you mean `machines`?");
    }

    @Test
    void shouldExitWith2ForASettingThatCannotBe() throws IOException {
        write("skald.yml", "settings: {payloadBytesMax: much}\n");
        assertThat(skald.run("run")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("payloadBytesMax (--payload-bytes-max, SKALD_PAYLOAD_BYTES_MAX) must be");
    }

    @Test
    void shouldExitWith2ForAFunctionThatIsNotThere() throws IOException {
        write("skald.yml", "functions: {charge: com.acme.Nobody}\n");
        assertThat(skald.run("run")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("there is no class com.acme.Nobody");
    }

    @Test
    void shouldExitWith1WhenAnExpectationIsNotMet() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", """
                machines: {a: a.yaml}
                scenarios:
                  - {name: one, machine: a, input: {n: 1}, expect: {output: {n: 2}}}
                """);
        assertThat(skald.run("run")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("not as expected: output.n is 1, not 2");
    }

    @Test
    void shouldPrintTheOutcomesOfARunAsJson() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\nscenarios: [{name: one, machine: a}]\n");

        assertThat(skald.run("run", "--json")).isEqualTo(ExitCode.OK);
        JsonNode scenario =
                JsonMapper.shared().readTree(skald.out()).path("scenarios").get(0);
        assertThat(scenario.path("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(scenario.path("unmet").isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseAMachineWithAnInvalidDefinition() throws IOException {
        write("a.yaml", "StartAt: B\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\n");

        assertThat(skald.run("run")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).startsWith("skald: InvalidDefinition: Invalid State Machine Definition: ");
    }

    // Executions in a store that no server has open.

    @Test
    void shouldSayThatThereIsNeitherServerNorStore() {
        assertThat(skald.run("list")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err())
                .contains("no server at http://127.0.0.1:1 and no store in " + folder.resolve(".skald/skald.db"));
        assertThat(folder.resolve(".skald")).doesNotExist();
    }

    @Test
    void shouldNotFallBackToAStoreForAServerElsewhere() {
        skald.with("SKALD_ENDPOINT", "http://nowhere.invalid:8083");

        assertThat(skald.run("start", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("no server listens at http://nowhere.invalid:8083");
    }

    /** Several lines and words: a file is one text, no list of arguments. */
    @Test
    void shouldReadAnInputFromAFileOrFromStandardInput() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\n");
        write("input.json", "{\n  \"order\": \"O 1\",\n  \"lines\": [1, 2]\n}\n");
        InputStream before = System.in;

        assertThat(skald.run("start", "a", "--name", "file", "--follow", "--json", "--input", "@input.json"))
                .as(skald.err())
                .isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared().readTree(skald.out()).path("input").toString())
                .isEqualTo("{\"order\":\"O 1\",\"lines\":[1,2]}");
        try {
            System.setIn(Files.newInputStream(folder.resolve("input.json")));
            assertThat(skald.run("start", "a", "--name", "in", "--follow", "--json", "--input", "-"))
                    .as(skald.err())
                    .isEqualTo(ExitCode.OK);
        } finally {
            System.setIn(before);
        }
        assertThat(skald.out()).contains("O 1");
        assertThat(skald.run("start", "a", "--input", "@none.json")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("none.json");
    }

    @Test
    void shouldStartFollowListDescribeAndStop() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, Next: W}, W: {Type: Wait, Seconds: 3600, End: true}}\n");
        write("f.yaml", "StartAt: F\nStates: {F: {Type: Fail, Error: Broken, Cause: on purpose}}\n");
        write("skald.yml", "machines: {a: a.yaml, f: f.yaml}\n");

        assertThat(skald.run("start", "a", "--name", "first", "--input", "{\"n\": 1}"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).endsWith(":execution:a:first\n");
        assertThat(skald.run("start", "f", "--name", "second", "--follow")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("FAILED").contains("Broken: on purpose");

        assertThat(skald.run("list")).isEqualTo(ExitCode.OK);
        assertThat(skald.out().lines().toList().get(1)).startsWith("f/second   FAILED");
        assertThat(skald.out()).contains("a/first").contains("W (timer for ").contains("goes on in 59 min");

        assertThat(skald.run("describe", "a/first")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("RUNNING").contains("{\"n\":1}").contains("W      Wait");

        assertThat(skald.run("stop", "a/first", "--error", "Enough")).isEqualTo(ExitCode.OK);
        assertThat(skald.run("describe", "a/first", "--json")).isEqualTo(ExitCode.OK);
        JsonNode described = JsonMapper.shared().readTree(skald.out());
        assertThat(described.path("status").stringValue()).isEqualTo("ABORTED");
        assertThat(described.path("error").stringValue()).isEqualTo("Enough");

        assertThat(skald.run("history", "a/first")).isEqualTo(ExitCode.OK);
        assertThat(skald.out())
                .contains("ExecutionStarted")
                .contains("WaitStateEntered")
                .contains("ExecutionAborted");
    }

    @Test
    void shouldFilterTheList() throws IOException {
        write("a.yaml", "SearchAttributes: {n.$: $.n}\nStartAt: A\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\n");
        skald.run("start", "a", "--name", "one", "--input", "{\"n\": 1}", "--follow");
        skald.run("start", "a", "--name", "two", "--input", "{\"n\": 2}", "--follow");

        assertThat(skald.run("list", "--attribute", "n=2", "--status", "SUCCEEDED", "--machine", "a"))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("a/two").doesNotContain("a/one");
        assertThat(skald.run("list", "--status", "RUNNING")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("no executions\n");
    }

    @Test
    void shouldRedriveOneWithAnotherInput() throws IOException {
        failedOrders("one");

        assertThat(skald.run("redrive", "a/one", "--dry-run")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("can be redriven\n");
        write("input.json", "{\"good\": true}");
        assertThat(skald.run("redrive", "a/one", "--input", "@input.json")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).startsWith("redriven at 20");
        assertThat(skald.run("redrive", "a/one")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err())
                .isEqualTo("skald: ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven\n");
    }

    @Test
    void shouldCountAndRedriveAllThatAFilterMatches() throws IOException {
        failedOrders("one", "two", "three");
        String[] filter = {"redrive", "--all", "--machine", "a", "--status", "FAILED", "--since", "1d"};

        assertThat(skald.run(with(filter, "--dry-run"))).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).startsWith("3 executions match\n").contains("a/three    FAILED  can be redriven");
        skald.run("redrive", "a/one", "--input", "{\"good\": true}");
        assertThat(skald.run(with(filter, "--input", "{\"good\": true}", "--onto", "current")))
                .isEqualTo(ExitCode.OK);
        assertThat(skald.out()).startsWith("2 executions match\n").contains("a/two      FAILED  redriven");
        assertThat(skald.run("list", "--status", "SUCCEEDED")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains("a/one", "a/two", "a/three");
        assertThat(skald.run(filter)).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("0 executions match\n");
        assertThat(skald.run(with(filter, "--json"))).isEqualTo(ExitCode.OK);
        assertThat(JsonMapper.shared().readTree(skald.out()).isEmpty()).isTrue();
    }

    @Test
    void shouldExitWith1WhenARedriveIsRefused() throws IOException {
        failedOrders("one");
        write("b.yaml", "StartAt: B\nStates: {B: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: b.yaml}\n");

        assertThat(skald.run("redrive", "--all", "--machine", "a", "--onto", "current"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(skald.out())
                .startsWith("1 execution matches, of which 1 cannot be redriven\n")
                .contains("ExecutionNotRedrivable: The definitions differ in 'StartAt'");
    }

    @Test
    void shouldExitWith2WhenARedriveIsNotClear() {
        assertThat(skald.run("redrive")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("redrive", "a/one", "--all")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.run("redrive", "a/one", "--machine", "a")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("A filter needs --all.");
        assertThat(skald.run("redrive", "--all", "--since", "yesterday")).isEqualTo(ExitCode.USAGE);
        assertThat(skald.err()).contains("'yesterday' is no time");
    }

    private void failedOrders(String... names) throws IOException {
        write("a.yaml", """
                StartAt: A
                States:
                  A: {Type: Choice, Choices: [{Variable: $.good, IsPresent: true, Next: S}]}
                  S: {Type: Succeed}
                """);
        write("skald.yml", "machines: {a: a.yaml}\n");
        for (String name : names)
            assertThat(skald.run("start", "a", "--name", name, "--follow")).isEqualTo(ExitCode.FAILED);
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void shouldStartATestCaseByTheNameOfTheMachine() throws IOException {
        write(
                "a.yaml",
                "StartAt: A\nStates: {A: {Type: Task, Resource: 'arn:aws:states:::lambda:invoke', End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\nsettings: {mockConfig: mocks.json}\n");
        write("mocks.json", """
                {"StateMachines": {"a": {"TestCases": {"Declined": {"A": "declined"}}}},
                 "MockedResponses": {"declined": {"0": {"Throw": {"Error": "CardDeclined", "Cause": "no money"}}}}}
                """);

        assertThat(skald.run("start", "a#Declined", "--follow")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.out()).contains("CardDeclined: no money");
        assertThat(skald.run("start", "a#Other")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).startsWith("skald: InvalidArn");
    }

    @Test
    void shouldExitWith1WhenARequestIsRefused() throws IOException {
        write("a.yaml", "StartAt: A\nStates: {A: {Type: Pass, End: true}}\n");
        write("skald.yml", "machines: {a: a.yaml}\n");

        assertThat(skald.run("start", "b")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).isEqualTo("skald: StateMachineDoesNotExist: there is no state machine named 'b'\n");
        assertThat(skald.run("describe", "a/none")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("ExecutionDoesNotExist");
        assertThat(skald.run("start", "a", "--input", "{")).isEqualTo(ExitCode.FAILED);
        assertThat(skald.err()).contains("InvalidExecutionInput");
    }

    @Test
    void shouldWarmUpWithoutTouchingAnything() {
        assertThat(skald.run("warm-up")).isEqualTo(ExitCode.OK);
        assertThat(folder).isEmptyDirectory();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
