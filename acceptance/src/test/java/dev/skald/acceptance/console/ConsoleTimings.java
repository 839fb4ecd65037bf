package dev.skald.acceptance.console;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Measures the console for {@code docs/benchmarks.md}; no build runs it: {@code ./mvnw -pl acceptance -am test -Dtest=ConsoleTimings
 * -Dsurefire.failIfNoSpecifiedTests=false}. What it measures is written to {@code acceptance/target/console/timings.txt}.
 */
class ConsoleTimings {
    private static final int RUNS = 7;
    private static final int UPDATES = 15;

    private static final String WORK = """
            {"StartAt":"Work","States":{"Work":{"Type":"Task","End":true,
              "Resource":"arn:aws:states:us-east-1:000000000000:activity:work"}}}
            """;

    private static Browser browser;
    private static LargeCases large;
    private static final List<String> LINES = new ArrayList<>();

    /** A page, and what stands on it when it is there. */
    private record Shown(String address, String selector) {}

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        large = LargeCases.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (large != null) large.close();
        if (browser != null) browser.close();
        if (!LINES.isEmpty()) Files.write(Browser.SCREENSHOTS.resolve("timings.txt"), LINES);
    }

    private static Map<String, Shown> pages() {
        Map<String, Shown> pages = new LinkedHashMap<>();
        pages.put("overview", new Shown("/", "text=Unknown failures"));
        pages.put("machine with 300 states, its graph", new Shown("/machines/" + large.states, "[data-state=S0]"));
        pages.put("studio with 300 states", new Shown("/studio?machine=" + large.states, "[data-state=S0]"));
        pages.put("Map Run of 10,000 items", new Shown(large.mapRunPage(), "[role=grid] [role=row] a"));
        pages.put("executions, 10,000 and more", new Shown("/executions", "[role=grid] [role=row] a"));
        pages.put("execution with 20,000 events", new Shown("/executions/" + large.events, "[data-state=First]"));
        pages.put("input of 2 MB", new Shown("/executions/" + large.json + "?tab=data", ".json-line"));
        return pages;
    }

    /** Each time with an empty cache, as on the first visit. */
    @Test
    void shouldMeasureTheFirstPaint() {
        pages().forEach((name, shown) -> {
            List<Double> painted = new ArrayList<>();
            List<Double> there = new ArrayList<>();
            for (int run = 0; run < RUNS; run++) {
                try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
                    Page page = view.at(shown.address());
                    page.locator(shown.selector()).first().waitFor();
                    there.add(number(page, "performance.now()"));
                    painted.add(number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime"));
                }
            }
            say("%s: first paint %s, what it is about %s", name, millis(painted), millis(there));
        });
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).doubleValue();
    }

    /** From the answer of a worker, sent in this process, to what the page of the execution says. */
    @Test
    void shouldMeasureHowLongAnUpdateTakes() throws Exception {
        var skald = large.server.skald();
        String activity = skald.createActivity("work", "{}").arn();
        String machine = skald.deploy("work", WORK, MachineType.STANDARD);
        List<Double> took = new ArrayList<>();
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            for (int update = 0; update < UPDATES; update++) {
                String execution = skald.start(machine, "update-" + update, Payload.EMPTY_OBJECT);
                var task = skald.getActivityTask(activity, "timings", Duration.ofSeconds(30))
                        .orElseThrow();
                Page page = view.at("/executions/" + execution);
                page.locator("text=Live").first().waitFor();
                Locator ended = page.locator("[data-state=Work][data-mark=succeeded]");
                long sent = System.nanoTime();
                skald.completeTask(task.taskToken(), Payload.EMPTY_OBJECT);
                ended.waitFor();
                took.add((System.nanoTime() - sent) / 1e6);
            }
        }
        say("a state's end on the page of its execution: %s", millis(took));
    }

    private static String millis(List<Double> all) {
        List<Double> sorted = new ArrayList<>(all);
        Collections.sort(sorted);
        return String.format(
                Locale.ROOT,
                "%.0f ms (median of %d; %.0f to %.0f)",
                sorted.get(sorted.size() / 2),
                sorted.size(),
                sorted.getFirst(),
                sorted.getLast());
    }

    private static void say(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        LINES.add(line);
        System.out.println(line);
    }
}
