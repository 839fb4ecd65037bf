package dev.skald.tasks.functions.bootstrap;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The main class of a function's process: loads its handler, then asks for events, and answers each. */
public final class Bootstrap {
    /** The variable with the function's class path. */
    public static final String CLASS_PATH = "SKALD_CLASS_PATH";

    /** What marks the end of an invocation's output, before its id. */
    private static final String END = "\u001eskald-end ";

    /** The process's own output, whatever the handler does with {@code System.out}. */
    private static final PrintStream OUT = System.out;

    private Bootstrap() {}

    /** Runs until Skald ends, or the handler does not load. */
    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().name("skald-lifeline").start(Bootstrap::endWithSkald);
        RuntimeClient client = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        LambdaHandler handler = handler(client);
        while (true) perform(client, handler, client.next());
    }

    /** Skald keeps the input open for as long as it lives, and never writes to it. */
    private static void endWithSkald() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException broken) {
            // Then it is gone as well.
        }
        Runtime.getRuntime().halt(1);
    }

    private static LambdaHandler handler(RuntimeClient client) throws IOException {
        try {
            ClassLoader loader = loader(System.getenv(CLASS_PATH));
            Thread.currentThread().setContextClassLoader(loader);
            return LambdaHandler.load(System.getenv("_HANDLER"), loader);
        } catch (HandlerFault fault) {
            client.initError(UserError.json(fault.errorType(), fault), fault.errorType());
        } catch (Throwable broken) {
            Throwable failure = UserError.unwrapped(broken);
            UserError.print(failure, OUT);
            client.initError(
                    UserError.json(failure.getClass().getName(), failure),
                    failure.getClass().getName());
        }
        System.exit(1);
        throw new IllegalStateException("unreachable");
    }

    private static ClassLoader loader(String classPath) throws MalformedURLException {
        List<URL> parts = new ArrayList<>();
        for (String part : classPath.split(File.pathSeparator, -1))
            if (!part.isEmpty()) parts.add(Path.of(part).toUri().toURL());
        return new URLClassLoader("function", parts.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static void perform(RuntimeClient client, LambdaHandler handler, RuntimeClient.Event event)
            throws IOException {
        byte[] answer;
        String errorType = null;
        try {
            answer = handler.handle(event);
        } catch (Throwable broken) {
            Throwable failure = UserError.unwrapped(broken);
            UserError.print(failure, OUT);
            errorType = failure instanceof HandlerFault fault
                    ? fault.errorType()
                    : failure.getClass().getName();
            answer = UserError.json(errorType, failure);
        }
        System.out.flush();
        System.err.flush();
        OUT.write((END + event.requestId() + "\n").getBytes(StandardCharsets.UTF_8));
        OUT.flush();
        if (errorType == null) client.respond(event, answer);
        else client.fail(event, answer, errorType);
    }
}
