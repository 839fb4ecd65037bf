package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.FunctionResult.Raised;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Handlers in Python. */
class PythonFunctionTest {
    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() {
        workshop = new Workshop(folder);
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    @Test
    void shouldReturnWhatTheHandlerReturns() throws Exception {
        workshop.python(
                "from decimal import Decimal",
                "def handler(event, context):",
                "    return {'sum': event['a'] + event['b'], 'text': 'größer', 'whole': Decimal('12'), 'part': Decimal('1.5')}");

        assertThat(workshop.returned("{\"a\":1,\"b\":2}"))
                .isEqualTo(Workshop.json("{\"sum\":3,\"text\":\"größer\",\"whole\":12,\"part\":1.5}"));
    }

    @Test
    void shouldTellTheHandlerOfItsInvocation() throws Exception {
        workshop.python(
                "def handler(event, c):",
                "    return [c.function_name, c.memory_limit_in_mb, c.invoked_function_arn, len(c.aws_request_id),",
                "        c.client_context.custom['Key'] != '', 10000 < c.get_remaining_time_in_millis() <= 20000,",
                "        c.log_group_name, c.identity.cognito_identity_id]");

        assertThat(workshop.returned("{}"))
                .isEqualTo(Workshop.json(
                        "[\"f\",\"128\",\"arn:aws:lambda:us-east-1:000000000000:function:f\",36,true,true,"
                                + "\"/aws/lambda/f\",null]"));
    }

    @Test
    void shouldReportWhatIsRaised() throws Exception {
        workshop.python(
                "class Full(Exception):",
                "    pass",
                "def book(who):",
                "    raise Full('no seat for ' + who)",
                "def handler(event, context):",
                "    return book(event['who'])");

        Raised raised = workshop.raised("{\"who\":\"me\"}");

        assertThat(raised.errorType()).isEqualTo("Full");
        assertThat(raised.effect()).isEqualTo(Effect.REPORTED);
        JsonNode error = Workshop.json(raised);
        assertThat(error.propertyNames()).containsExactly("errorMessage", "errorType", "requestId", "stackTrace");
        assertThat(error.get("errorMessage").asString()).isEqualTo("no seat for me");
        assertThat(error.get("requestId").asString()).hasSize(36);
        assertThat(error.get("stackTrace")).hasSize(2);
        assertThat(error.get("stackTrace").get(1).asString())
                .matches("(?s)  File \".*app.py\", line 4, in book\n    raise Full\\('no seat for ' \\+ who\\)\n");
        assertThat(workshop.log()).contains("[ERROR] Full: no seat for me");
        assertThat(workshop.raised("{}").errorType()).isEqualTo("KeyError");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{1}|UNCERTAIN|Runtime.MarshalError|Unable to marshal response: Object of type set is not JSON serializable",
                "float('nan')|UNCERTAIN|Runtime.MarshalError|Unable to marshal response: Out of range float values are not JSON compliant",
                "[].pop()|REPORTED|IndexError|pop from empty list",
                "(_ for _ in ()).throw(type('満席', (Exception,), {})('no seat'))|REPORTED|満席|no seat"
            })
    void shouldReportOtherFailures(String expression, Effect effect, String type, String message) throws Exception {
        workshop.python("def handler(event, context):", "    return " + expression);

        Raised raised = workshop.raised("{}");

        assertThat(raised.effect()).isEqualTo(effect);
        JsonNode error = Workshop.json(raised);
        assertThat(error.get("errorType").asString()).isEqualTo(type);
        assertThat(error.get("errorMessage").asString()).startsWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.missing|a = 1|Runtime.HandlerNotFound|Handler 'missing' missing on module 'app'",
                "gone.handler|a = 1|Runtime.ImportModuleError|Unable to import module 'gone': No module named 'gone'",
                "app.handler|import nowhere|Runtime.ImportModuleError|Unable to import module 'app': No module named 'nowhere'",
                "app.handler|def def|Runtime.UserCodeSyntaxError|Syntax error in module 'app': ",
                "app.handler|raise ValueError('at once')|ValueError|at once",
                "app|a = 1|Runtime.MalformedHandlerName|Bad handler 'app': "
            })
    void shouldReportWhatKeepsAHandlerFromLoading(String handler, String text, String type, String message)
            throws Exception {
        workshop.python(text).deploy(workshop.function("f", "python3.13", handler, Workshop.TIMEOUT, Map.of()));

        Raised raised = workshop.raised("{}");

        assertThat(raised.errorType()).isEqualTo(type);
        assertThat(Workshop.json(raised).get("errorMessage").asString()).startsWith(message);
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldLoadModulesOfPackages() throws Exception {
        Workshop.needs("python3");
        workshop.file("src/book.py", "import helper", "def handler(event, context):", "    return helper.ONE")
                .file("helper.py", "ONE = 1")
                .deploy(workshop.function("f", "python3.13", "src/book.handler", Workshop.TIMEOUT, Map.of()));

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheLogOfAnInvocation() throws Exception {
        workshop.python(
                "import logging, sys",
                "logging.getLogger().setLevel(logging.INFO)",
                "def handler(event, context):",
                "    print('printed')",
                "    logging.info('logged %s', 1)",
                "    print('no end', end='', file=sys.stderr)",
                "    return context.aws_request_id");

        FunctionResult result = workshop.processes().invoke(Workshop.call("f", "{}", null, true));

        FunctionResult.Returned returned = (FunctionResult.Returned) result;
        String id = returned.payload().node().asString();
        assertThat(workshop.log()).startsWith("START RequestId: " + id + " Version: $LATEST", "printed");
        assertThat(workshop.log().get(2)).startsWith("[INFO]\t").endsWith("Z\t" + id + "\tlogged 1");
        assertThat(workshop.log()).contains("no end", "END RequestId: " + id);
        String tail = new String(Base64.getDecoder().decode(returned.logResult()), StandardCharsets.UTF_8);
        assertThat(tail.lines().toList()).isEqualTo(workshop.log());
    }

    @Test
    void shouldLeaveTheProjectsFolderAsItIs() throws Exception {
        Workshop.needs("python3");
        workshop.file("helper.py", "ONE = 1").python("import helper", "def handler(event, context):", "    return 1");

        workshop.returned("{}");

        assertThat(workshop.code()).isDirectoryNotContaining("glob:**__pycache__");
    }
}
