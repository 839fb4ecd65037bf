package dev.skald.tasks.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult.Raised;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Handlers in Java, in a JVM of their own. AWS's interfaces are on the function's class path only, as in a real one. */
class JavaFunctionTest {
    private static final String AWS = "com/amazonaws/services/lambda/runtime/";

    @TempDir
    private Path folder;

    private Workshop workshop;

    @BeforeEach
    void open() throws IOException {
        workshop = new Workshop(folder);
        aws(
                "Context",
                "String getAwsRequestId(); String getFunctionName(); int getRemainingTimeInMillis();"
                        + " int getMemoryLimitInMB(); LambdaLogger getLogger(); ClientContext getClientContext();"
                        + " default String getTenantId() { return null; }");
        aws("ClientContext", "java.util.Map<String, String> getCustom();");
        aws("LambdaLogger", "void log(String message); void log(byte[] message);");
        aws("RequestHandler<I, O>", "O handleRequest(I event, Context context);");
        aws(
                "RequestStreamHandler",
                "void handleRequest(java.io.InputStream in, java.io.OutputStream out, Context context)"
                        + " throws java.io.IOException;");
        workshop.file("app/Book.java", """
                package app;
                import com.amazonaws.services.lambda.runtime.*;
                import java.util.*;
                public class Book implements RequestHandler<Book.Order, Book.Seat> {
                    public static class Order { public String who; private int seats; public void setSeats(int n) { seats = n; } }
                    public record Seat(String id, List<String> places, String function, int memory, boolean keyed) {}
                    public static class Full extends RuntimeException {
                        Full(String message, Throwable cause) { super(message, cause); }
                    }
                    @Override public Seat handleRequest(Order order, Context c) {
                        if (order.seats > 9) throw new Full("no seat for " + order.who, new IllegalStateException("sold out"));
                        c.getLogger().log("booked");
                        return new Seat(c.getAwsRequestId(), Collections.nCopies(order.seats, order.who), c.getFunctionName(),
                            c.getMemoryLimitInMB(), c.getClientContext().getCustom().containsKey("Key"));
                    }
                    public int plain(int n) { return 2 * n; }
                    public Map<String, Object> map(Map<String, Object> event, Context context) { return event; }
                    public String text(String s) { return s + "!"; }
                    public static class Bad { public int getA() { throw new IllegalStateException("no value"); } }
                    public Bad bad() { return new Bad(); }
                    public static void exit() { System.exit(3); }
                    public boolean leaks() {
                        try { Class.forName("dev.skald.asl.Payload"); return true; } catch (ClassNotFoundException e) { }
                        try { Class.forName("tools.jackson.databind.JsonNode"); return true; } catch (ClassNotFoundException e) { }
                        return false;
                    }
                }
                """);
        workshop.file("app/Echo.java", """
                package app;
                import com.amazonaws.services.lambda.runtime.*;
                import java.io.*;
                public class Echo implements RequestStreamHandler {
                    public void handleRequest(InputStream in, OutputStream out, Context c) throws IOException { in.transferTo(out); }
                }
                """);
        workshop.file(
                "app/Broken.java",
                "package app; public class Broken { public Broken() { throw new IllegalStateException(\"at once\"); }"
                        + " public int handleRequest(int n) { return n; } }");
        compile();
    }

    private void aws(String declaration, String members) throws IOException {
        String name = declaration.replaceAll("<.*", "");
        workshop.file(
                AWS + name + ".java",
                "package com.amazonaws.services.lambda.runtime; public interface " + declaration + " {" + members
                        + "}");
    }

    private void compile() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", workshop.code().toString(), "-proc:none"));
        try (var files = Files.walk(workshop.code())) {
            files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
    }

    @AfterEach
    void close() {
        workshop.close();
    }

    private void java(String handler) {
        workshop.deploy(workshop.function("f", "java21", handler, Workshop.TIMEOUT, Map.of()));
    }

    @Test
    void shouldRunARequestHandler() throws Exception {
        java("app.Book");

        JsonNode seat = workshop.returned("{\"who\":\"me\",\"seats\":2,\"more\":true}");

        assertThat(seat.get("places")).isEqualTo(Workshop.json("[\"me\",\"me\"]"));
        assertThat(seat.get("function").asString()).isEqualTo("f");
        assertThat(seat.get("memory").asInt()).isEqualTo(128);
        assertThat(seat.get("keyed").asBoolean()).isTrue();
        assertThat(workshop.log())
                .contains("booked", "END RequestId: " + seat.get("id").asString());

        Raised raised = workshop.raised("{\"who\":\"me\",\"seats\":10}");

        assertThat(raised.errorType()).isEqualTo("app.Book$Full");
        assertThat(raised.effect()).isEqualTo(Effect.REPORTED);
        JsonNode error = Workshop.json(raised);
        assertThat(error.propertyNames()).containsExactly("errorMessage", "errorType", "stackTrace", "cause");
        assertThat(error.get("errorMessage").asString()).isEqualTo("no seat for me");
        assertThat(error.get("stackTrace").get(0).asString()).startsWith("function//app.Book.handleRequest(Book.java:");
        assertThat(error.get("cause").get("errorType").asString()).isEqualTo("java.lang.IllegalStateException");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.Book::plain|21|42",
                "app.Book::map|{\"a\":[1,null]}|{\"a\":[1,null]}",
                "app.Book::text|\"hi\"|\"hi!\"",
                "app.Book::leaks|{}|false",
                "app.Echo|{\"as\":\"it is\"}|{\"as\":\"it is\"}",
                "app.Echo::handleRequest|1|1"
            })
    void shouldRunHandlersOfOtherForms(String handler, String event, String result) throws Exception {
        java(handler);

        assertThat(workshop.returned(event)).isEqualTo(Workshop.json(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "app.Gone|NONE|java.lang.ClassNotFoundException|Class not found: app.Gone",
                "app.Book::gone|NONE|Runtime.BadFunctionCode|No public method named gone",
                "app.Broken|NONE|java.lang.IllegalStateException|at once",
                "app.Book::plain|REPORTED|java.lang.IllegalArgumentException|An error occurred during JSON parsing",
                "app.Book::bad|UNCERTAIN|Runtime.MarshalError|An error occurred during JSON serialization of response",
                "app.Book::exit|UNCERTAIN|Runtime.ExitError|RequestId: "
            })
    void shouldReportOtherFailures(String handler, Effect effect, String type, String message) throws Exception {
        java(handler);

        Raised raised = workshop.raised("{\"no\":\"number\"}");

        assertThat(raised.errorType()).isEqualTo(type);
        assertThat(Workshop.json(raised).get("errorMessage").asString()).startsWith(message);
        assertThat(raised.effect()).isEqualTo(effect);
    }
}
