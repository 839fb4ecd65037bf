package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.FunctionResult.Raised;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Handlers in JavaScript, run by Node.js. */
class NodeFunctionTest {
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
    void shouldReturnWhatAnAsyncHandlerReturns() throws Exception {
        workshop.node("exports.handler = async event => ({sum: event.a + event.b, text: 'größer'})");

        assertThat(workshop.returned("{\"a\":1,\"b\":2}")).isEqualTo(Workshop.json("{\"sum\":3,\"text\":\"größer\"}"));
    }

    @Test
    void shouldTellTheHandlerOfItsInvocation() throws Exception {
        workshop.node(
                "exports.handler = async (event, c) => ({...c, left: c.getRemainingTimeInMillis(),",
                "  region: process.env.AWS_REGION, secret: process.env.SECRET_OF_THE_SERVER ?? null,",
                "  zone: process.env.TZ, trace: process.env._X_AMZN_TRACE_ID, handler: process.env._HANDLER})");

        JsonNode context = workshop.returned("{}");

        assertThat(context.get("functionName").asString()).isEqualTo("f");
        assertThat(context.get("memoryLimitInMB").asString()).isEqualTo("128");
        assertThat(context.get("invokedFunctionArn").asString())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:f");
        assertThat(context.get("awsRequestId").asString()).hasSize(36);
        assertThat(context.get("logGroupName").asString()).isEqualTo("/aws/lambda/f");
        assertThat(context.get("left").asInt()).isBetween(10_000, 20_000);
        assertThat(context.get("clientContext").get("custom").get("Key").asString())
                .isNotEmpty();
        assertThat(context.get("region").asString()).isEqualTo("us-east-1");
        assertThat(context.get("zone").asString()).isEqualTo(":UTC");
        assertThat(context.get("trace").asString()).startsWith("Root=1-");
        assertThat(context.get("handler").asString()).isEqualTo("index.handler");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exports.handler = (event, context, callback) => setTimeout(() => callback(null, 'done'), 5)",
                "exports.handler = (event, context) => { context.succeed('done') }",
                "exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false;"
                        + " setInterval(() => {}, 1000); callback(null, 'done') }",
                "exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write('\"do'); stream.end('ne') })",
            })
    void shouldKnowTheOtherKindsOfHandlers(String handler) throws Exception {
        workshop.node(handler);

        assertThat(workshop.returned("{}").asString())
                .contains("done".substring(0, 2))
                .endsWith("ne");
        assertThat(workshop.returned("{}").asString()).endsWith("ne");
    }

    @Test
    void shouldWaitForTheEventLoopAfterACallback() throws Exception {
        workshop.node(
                "let late = 0;",
                "exports.handler = (event, context, callback) => {",
                "  setTimeout(() => { late++; }, 20);",
                "  callback(null, late); }");

        assertThat(workshop.returned("{}").asInt()).isZero();
        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    @Test
    void shouldReturnNullWhenNothingIsReturned() throws Exception {
        workshop.node("exports.handler = () => {}");

        assertThat(workshop.returned("{}").isNull()).isTrue();
    }

    @Test
    void shouldLoadModulesNestedExportsAndPackages() throws Exception {
        Workshop.needs("node");
        workshop.file("src/deep.mjs", "import {one} from 'dep';", "export const a = {b: async () => one};")
                .file("node_modules/dep/index.js", "exports.one = 1;")
                .deploy(workshop.function("f", "nodejs22.x", "src/deep.a.b", Workshop.TIMEOUT, Map.of()));

        assertThat(workshop.returned("{}").asInt()).isEqualTo(1);
    }

    @Test
    void shouldLoadJavaScriptOfAPackageOfModules() throws Exception {
        Workshop.needs("node");
        workshop.file("package.json", "{\"type\": \"module\"}")
                .node("export const handler = async () => import.meta.url.length > 0;");

        assertThat(workshop.returned("{}").asBoolean()).isTrue();
    }

    @Test
    void shouldReportWhatIsThrown() throws Exception {
        workshop.node(
                "class Full extends Error { constructor(m) { super(m); this.name = 'Full'; } }",
                "exports.handler = async event => { throw new Full('no seat for ' + event.who); }");

        Raised raised = workshop.raised("{\"who\":\"me\"}");

        assertThat(raised.errorType()).isEqualTo("Full");
        assertThat(raised.effect()).isEqualTo(Effect.REPORTED);
        JsonNode error = Workshop.json(raised);
        assertThat(error.propertyNames()).containsExactly("errorType", "errorMessage", "trace");
        assertThat(error.get("errorMessage").asString()).isEqualTo("no seat for me");
        assertThat(error.get("trace").get(0).asString()).isEqualTo("Full: no seat for me");
        assertThat(error.get("trace").get(1).asString()).contains("index.js:2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw 'plain'|REPORTED|string|plain",
                "throw {a: 1}|REPORTED|object|[object Object]",
                "callback('called')|REPORTED|string|called",
                "callback(new TypeError('bad'))|REPORTED|TypeError|bad",
                "context.fail()|REPORTED|string|handled",
                "setTimeout(() => { throw new RangeError('late') })|UNCERTAIN|RangeError|late",
                "Promise.reject(new Error('lost'))|UNCERTAIN|Runtime.UnhandledPromiseRejection|Error: lost",
                "return new Promise(() => {})|UNCERTAIN|Runtime.NodeJsExit|The promise of the handler was never settled, and nothing is left to do.",
                "const o = {}; o.o = o; callback(null, o)|UNCERTAIN|Runtime.JSONStringifyError|Unable to stringify response body",
                "callback(null, 1n)|UNCERTAIN|Runtime.JSONStringifyError|Unable to stringify response body"
            })
    void shouldReportOtherFailures(String body, Effect effect, String type, String message) throws Exception {
        workshop.node(
                "exports.handler = (event, context, callback) => { if (event.well) callback(null, 1);",
                "else { " + body + " } }");

        Raised raised = workshop.raised("{}");

        assertThat(raised.effect()).isEqualTo(effect);
        JsonNode error = Workshop.json(raised);
        assertThat(error.get("errorType").asString()).isEqualTo(type);
        assertThat(error.get("errorMessage").asString()).isEqualTo(message);
        assertThat(workshop.returned("{\"well\":true}").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "index.missing|exports.handler = 1|Runtime.HandlerNotFound|index.missing is undefined or not exported",
                "index.handler|exports.handler = 1|Runtime.HandlerNotFound|index.handler is not a function",
                "gone.handler|1|Runtime.ImportModuleError|Error: Cannot find module",
                "index.handler|require('./nowhere')|Runtime.ImportModuleError|Error: Cannot find module './nowhere'",
                "index.handler|let let = 1;|Runtime.UserCodeSyntaxError|SyntaxError",
                "index.handler|throw new URIError('at once')|URIError|at once",
                "nodot|1|Runtime.MalformedHandlerName|Bad handler"
            })
    void shouldReportWhatKeepsAHandlerFromLoading(String handler, String text, String type, String message)
            throws Exception {
        workshop.node(text).deploy(workshop.function("f", "nodejs22.x", handler, Workshop.TIMEOUT, Map.of()));

        Raised raised = workshop.raised("{}");

        assertThat(raised.errorType()).isEqualTo(type);
        assertThat(Workshop.json(raised).get("errorMessage").asString()).startsWith(message);
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldTagConsoleOutputWithTheRequest() throws Exception {
        workshop.node(
                "exports.handler = async (e, c) => {"
                        + " console.log('one %d', 1); console.error('two\\nlines'); process.stdout.write('raw'); return c.awsRequestId }");

        String id = workshop.returned("{}").asString();

        assertThat(workshop.log().getFirst()).isEqualTo("START RequestId: " + id + " Version: $LATEST");
        assertThat(workshop.log().get(1)).endsWith("Z\t" + id + "\tINFO\tone 1");
        assertThat(workshop.log().get(2)).endsWith("\t" + id + "\tERROR\ttwo");
        assertThat(workshop.log()).contains("lines", "raw", "END RequestId: " + id);
        assertThat(workshop.log().getLast())
                .matches("REPORT RequestId: " + id
                        + "\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB"
                        + "(\tMax Memory Used: \\d+ MB)?\tInit Duration: [\\d.]+ ms");
    }

    @Test
    void shouldTakeTheSdkToTheConfiguredEndpoints() throws Exception {
        Workshop.needs("node");
        try (Workshop configured = new Workshop(
                folder,
                s -> s.withEnvironment(() -> Map.of("AWS_ENDPOINT_URL_SFN", "http://127.0.0.1:8083", "A", "all")))) {
            configured
                    .file("index.js", "exports.handler = async () => [process.env.AWS_ENDPOINT_URL_SFN, process.env.A]")
                    .deploy(configured.function(
                            "f", "nodejs22.x", "index.handler", Workshop.TIMEOUT, Map.of("A", "own")));

            assertThat(configured.returned("{}")).isEqualTo(Workshop.json("[\"http://127.0.0.1:8083\",\"own\"]"));
        }
    }

    @Test
    void shouldSayThatTypeScriptNeedsEsbuild() throws Exception {
        Workshop.needs("node");
        workshop.file("book.ts", "export const handler = async (n: number) => n")
                .deploy(workshop.function("f", "nodejs22.x", "book.handler", Workshop.TIMEOUT, Map.of()));

        FunctionResult.Raised raised = workshop.raised("1");

        assertThat(raised.errorType()).isEqualTo("Runtime.InvalidEntrypoint");
        assertThat(raised.errorPayload()).contains("install esbuild in the project");
        assertThat(raised.effect()).isEqualTo(Effect.NONE);
    }

    /** A stand-in that knows one type, so that no package has to be installed. */
    @Test
    void shouldBundleTypeScriptByTheProjectsEsbuildAndAnewWhenItChanges() throws Exception {
        Workshop.needs("node");
        try (Workshop dev = new Workshop(folder, s -> s.withReload(true))) {
            dev.program(
                            "node_modules/.bin/esbuild",
                            "#!/usr/bin/env node",
                            "const fs = require('fs');",
                            "const text = fs.readFileSync(process.argv[2], 'utf8');",
                            "if (text.includes('wrong')) { console.error('book.ts:1: wrong'); process.exit(1); }",
                            "const out = process.argv.find(a => a.startsWith('--outfile=')).slice(10);",
                            "if (!process.env.NODE_PATH.includes('node_modules')) process.exit(1);",
                            "fs.writeFileSync(out, text.replaceAll(': number', '').replace('export const ', 'exports.'));")
                    .file("src/book.ts", "export const handler = async (n: number) => n + 1")
                    .deploy(dev.function("f", "nodejs22.x", "src/book.handler", Workshop.TIMEOUT, Map.of()));
            assertThat(dev.returned("1").asInt()).isEqualTo(2);

            dev.file("src/book.ts", "wrong");
            assertThat(dev.raised("1").errorPayload()).contains("esbuild does not bundle it: book.ts:1: wrong");

            dev.file("src/book.ts", "export const handler = async (n: number) => n + 100");
            assertThat(dev.returned("1").asInt()).isEqualTo(101);
        }
    }

    /** An esbuild that hangs must not keep other functions from the room of an idle process. */
    @Test
    void shouldMakeRoomForOthersWhileOneIsBundled() throws Exception {
        Workshop.needs("node");
        Path begun = folder.resolve("begun");
        Path until = folder.resolve("until");
        try (Workshop crowded =
                        new Workshop(folder, s -> s.withLimits(s.limits().withProcessesMax(1)));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            crowded.program(
                            "node_modules/.bin/esbuild",
                            "#!/bin/sh",
                            "touch '" + begun + "'",
                            "while [ ! -e '" + until + "' ]; do sleep 0.05; done",
                            "exit 1")
                    .file("book.ts", "")
                    .file("index.js", "exports.handler = async () => 1")
                    .deploy(
                            crowded.function("bundled", "nodejs22.x", "book.handler", Workshop.TIMEOUT, Map.of()),
                            crowded.function("f", "nodejs22.x", "index.handler", Workshop.TIMEOUT, Map.of()),
                            crowded.function("g", "nodejs22.x", "index.handler", Workshop.TIMEOUT, Map.of()));
            crowded.returned("{}");
            Future<FunctionResult> bundled = callers.submit(() -> crowded.invoke("bundled", "{}", null));
            await().until(() -> Files.exists(begun));

            FunctionResult other = crowded.invoke("g", "{}", Instant.now().plusSeconds(10));

            assertThat(other).isInstanceOf(FunctionResult.Returned.class);
            assertThat(bundled.isDone()).isFalse();
            Files.writeString(until, "");
            assertThat(bundled.get()).isInstanceOf(Raised.class);
        }
    }
}
