package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.state;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.EngineClock;
import dev.skald.engine.Skald;
import dev.skald.server.insight.RecentRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the overview and a machine say of what goes wrong: what is new, where it fails, what takes too long. */
class TroubleTest {
    private static final Duration RUN_MAX = Duration.ofSeconds(90);

    /** Ends as its input says; the error of the odd ones is the machine's. */
    private static final String ENDS = """
            {"StartAt":"Decide","KnownErrors":["NoMoney"],"States":{
              "Decide":{"Type":"Choice","Default":"Done","Choices":[
                {"Variable":"$.how","StringEquals":"poor","Next":"Pay"},
                {"Variable":"$.how","StringEquals":"odd","Next":"Ship"},
                {"Variable":"$.how","StringEquals":"slow","Next":"Wait here"}]},
              "Pay":{"Type":"Fail","Error":"NoMoney","Cause":"the card is empty"},
              "Ship":{"Type":"Fail","Error":"%s","Cause":"nobody knows"},
              "Wait here":{"Type":"Wait","Seconds":3600,"Next":"Done"},
              "Done":{"Type":"Succeed"}}}
            """;

    private static final String NEW = "New since the last version";

    private static Browser browser;
    private RunningServer server;
    private StandingClock clock;

    /** Two hours ago. Goes on only when told so, and rings for nobody: as where a machine slept, or an engine hangs. */
    private static final class StandingClock implements EngineClock {
        private volatile Instant now = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);

        @Override
        public Instant now() {
            return now;
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Alarm alarm(Runnable ring) {
            return new Alarm() {
                @Override
                public void set(Instant at) {}

                @Override
                public void close() {}
            };
        }
    }

    @BeforeAll
    static void startBrowser() {
        browser = Browser.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (browser != null) browser.close();
    }

    @BeforeEach
    void start() throws Exception {
        clock = new StandingClock();
        server = RunningServer.with(builder -> builder.clock(clock));
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    private Skald skald() {
        return server.skald();
    }

    private String machine(String error) {
        return skald().deploy("ends", ENDS.formatted(error), MachineType.STANDARD);
    }

    private String run(String machine, String name, String how) {
        String execution = skald().start(machine, name, Payload.ofText("{\"how\":\"" + how + "\"}"));
        if (!how.equals("slow")) skald().await(execution, RUN_MAX);
        return execution;
    }

    private Browser.View view() {
        return browser.open("http://127.0.0.1:" + server.port(), Browser.Look.WIDE);
    }

    private static Locator group(Page page, String name) {
        return exact(page, AriaRole.GROUP, name);
    }

    @Test
    void shouldSayWhichFailuresAreNewSinceTheDefinitionChanged() throws Exception {
        String machine = machine("Old");
        run(machine, "a", "odd");
        try (Browser.View view = view()) {
            Page page = view.at("/");
            assertThat(group(page, "Old at Ship")).isVisible();
            assertThat(page.getByText(NEW)).hasCount(0);

            clock.pass(Duration.ofMinutes(1));
            skald().updateStateMachine(machine, ENDS.formatted("Fresh"), null, null);
            clock.pass(Duration.ofMinutes(1));
            run(machine, "b", "odd");
            assertThat(group(page, "Fresh at Ship")).containsText(NEW);
            assertThat(group(page, "Old at Ship")).not().containsText(NEW);
            view.requireAccessible();
            view.screenshot("overview-new-failures");

            // The error that was there before is no news of the next version, whenever it happens again.
            clock.pass(Duration.ofMinutes(1));
            skald().updateStateMachine(machine, ENDS.formatted("Old"), null, null);
            clock.pass(Duration.ofMinutes(1));
            run(machine, "c", "odd");
            assertThat(group(page, "Old at Ship")).containsText("2 times");
            assertThat(page.getByText(NEW)).hasCount(0);
        }
    }

    @Test
    void shouldCountFailuresAtTheStatesOfAMachineAndListThem() throws Exception {
        String machine = machine("<b>Odd</b>");
        for (int i = 0; i < 3; i++) run(machine, "odd-" + i, "odd");
        run(machine, "poor", "poor");
        run(machine, "fine", "fine");
        try (Browser.View view = view()) {
            Page page = view.at("/machines/" + machine);
            assertThat(state(page, "Ship")).hasAttribute("data-mark", "3 failures");
            assertThat(state(page, "Ship").locator(".graph-count")).hasText("3");
            assertThat(state(page, "Pay")).hasAttribute("data-mark", "1 failure");
            assertThat(state(page, "Done")).hasAttribute("data-mark", "");
            state(page, "Ship").click();
            assertThat(page).hasURL(Pattern.compile("state=Ship"));
            Locator odd = group(page, "<b>Odd</b> at Ship");
            assertThat(odd).containsText("3 times");
            assertThat(odd).containsText("nobody knows");
            assertThat(odd).containsText("Unknown failure");
            assertThat(page.locator(".group")).hasCount(1);
            view.screenshot("machine-failures-of-a-state");
            odd.getByRole(AriaRole.LINK).click();
            assertThat(page).hasURL(Pattern.compile(":odd-2$"));
            page.goBack();
            state(page, "Pay").click();
            assertThat(group(page, "NoMoney at Pay")).containsText("Known failure");
            state(page, "Done").click();
            assertThat(page.getByText("Nothing has failed at Done.")).isVisible();
            run(machine, "odd-3", "odd");
            assertThat(state(page, "Ship")).hasAttribute("data-mark", "4 failures");
        }
    }

    private static Locator takesLong(Page page) {
        return exact(page, AriaRole.GRID, "Takes longer than usual");
    }

    /** Once there are enough that succeeded to judge by. */
    @Test
    void shouldSayWhatRunsLongerThanUsual() throws Exception {
        String machine = machine("Odd");
        String slow = run(machine, "slow", "slow");
        for (int i = 1; i < RecentRuns.SUCCESSES_TO_JUDGE; i++) run(machine, "fine-" + i, "fine");
        clock.pass(Duration.ofMinutes(10));
        try (Browser.View view = view()) {
            Page page = view.at("/");
            assertThat(exact(page, AriaRole.GRID, "Machines")).containsText("ends");
            assertThat(takesLong(page)).hasCount(0);
            run(machine, "enough", "fine");
            assertThat(takesLong(page).getByRole(AriaRole.LINK)).hasText(new String[] {"slow"});
            assertThat(takesLong(page)).containsText("99 of 100 take");
            view.requireAccessible();
            view.screenshot("overview-slow");
            skald().stopExecution(slow, null, null);
            assertThat(takesLong(page)).hasCount(0);
        }
    }

    /** It should have been woken an hour ago, and was not. */
    @Test
    void shouldSayWhatShouldHaveGoneOn() throws Exception {
        run(machine("Odd"), "late", "slow");
        try (Browser.View view = view()) {
            Page page = view.at("/");
            assertThat(exact(page, AriaRole.GRID, "Machines")).containsText("ends");
            clock.pass(Duration.ofSeconds(3_600 + 50));
            run(machine("Odd"), "news", "fine");
            assertThat(exact(page, AriaRole.GRID, "Machines")
                            .getByText("2", new Locator.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(takesLong(page)).hasCount(0);
            clock.pass(Duration.ofSeconds(20));
            run(machine("Odd"), "more-news", "fine");
            assertThat(takesLong(page).getByRole(AriaRole.LINK)).hasText(new String[] {"late"});
            assertThat(takesLong(page)).containsText("should have gone on");
            assertThat(takesLong(page).getByText("1 min. ago")).isVisible();
            view.screenshot("overview-overdue");
        }
    }
}
