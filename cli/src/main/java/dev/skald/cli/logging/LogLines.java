package dev.skald.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up logging without a configuration file: found by logback as its configurator. */
public final class LogLines extends ContextAwareBase implements Configurator {
    /** How much is logged, the least first. */
    public static final List<String> LEVELS = List.of("error", "warn", "info", "debug");

    private static final String FOREIGN = "org.eclipse.jetty";

    /** For short commands: only what goes wrong, in plain words. */
    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        write(loggers, plain(), Level.WARN);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static PatternLayoutEncoder plain() {
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setPattern("skald: %level: %msg%n");
        return plain;
    }

    /**
     * For somebody who looks on: plain words.
     *
     * @param level as for {@link #forServer}
     */
    public static void forPeople(String level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers)
            write(loggers, plain(), Level.toLevel(level, Level.INFO));
    }

    /**
     * For the server: a line of JSON per event.
     *
     * @param level one of {@link #LEVELS}
     */
    public static void forServer(String level) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers)
            write(loggers, new JsonLogLine(), Level.toLevel(level, Level.INFO));
    }

    private static void write(LoggerContext loggers, Encoder<ILoggingEvent> encoder, Level level) {
        loggers.reset();
        encoder.setContext(loggers);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(loggers);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender);
        loggers.getLogger(FOREIGN).setLevel(Level.WARN);
    }
}
