package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.liveness;
import static dev.skald.acceptance.console.Elements.names;
import static dev.skald.acceptance.console.Elements.state;
import static dev.skald.acceptance.console.Elements.tab;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualTime;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.server.api.Deployments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens is shown as it happens, without a reload: also after the server was gone, and after nobody looked. */
class LiveTest {
    /** From what happens to what is shown, on a machine that is busy; docs/benchmarks.md has what it takes on one that is not. */
    private static final double UPDATE_MILLIS_MAX = 30_000;

    private static final String WORK = """
            {"StartAt":"Work","States":{"Work":{"Type":"Task","TimeoutSeconds":9000,"End":true,
              "Resource":"arn:aws:states:us-east-1:000000000000:activity:work"}}}
            """;

    @TempDir
    private Path folder = Path.of("");

    private Browser browser;
    private Skald skald;
    private SkaldServer server;
    private String activity = "";
    private String machine = "";

    @BeforeEach
    void start() throws Exception {
        browser = Browser.start();
        open(0);
        activity = skald.createActivity("work", "{}").arn();
        machine = skald.deploy("work", WORK, MachineType.STANDARD);
    }

    private void open(int port) throws IOException {
        Observation observation = new Observation();
        Path file = folder.resolve("skald.db");
        skald = Skald.at(file).listener(observation).open();
        server = SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(port), observation);
    }

    private void close() {
        if (server != null) server.close();
        if (skald != null) skald.close();
    }

    @AfterEach
    void stop() {
        close();
        if (browser != null) browser.close();
    }

    private Browser.View view() {
        return browser.open("http://127.0.0.1:" + server.port(), Browser.Look.WIDE);
    }

    private void work() throws Exception {
        String token = skald.getActivityTask(activity, "worker", Duration.ofSeconds(30))
                .orElseThrow()
                .taskToken();
        skald.completeTask(token, Payload.EMPTY_OBJECT);
    }

    private static LocatorAssertions.ContainsTextOptions soon() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(UPDATE_MILLIS_MAX);
    }

    private static void mark(Page page) {
        page.evaluate("window.neverReloaded = true");
    }

    private static void requireNeverReloaded(Page page) {
        assertThat(page.evaluate("window.neverReloaded === true")).isEqualTo(true);
    }

    private static Locator row(Page page, String text) {
        return page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(text));
    }

    /** Of the row of a machine on the overview, those that are open. */
    private static Locator open(Page page) {
        return row(page, "work").getByRole(AriaRole.GRIDCELL).nth(6);
    }

    @Test
    void shouldShowOnEachPageWhatHappensWithinSeconds() throws Exception {
        skald.start(machine, "before", Payload.EMPTY_OBJECT);
        try (Browser.View overview = view();
                Browser.View list = view();
                Browser.View one = view()) {
            for (Browser.View view : new Browser.View[] {overview, list}) {
                Page page = view.at(view == overview ? "/" : "/executions");
                assertThat(liveness(page, "Live")).isVisible();
                mark(page);
            }
            assertThat(open(overview.page())).hasText("1");
            String execution = skald.start(machine, "live", Payload.EMPTY_OBJECT);
            assertThat(row(list.page(), "live")).containsText("Running", soon());
            assertThat(open(overview.page())).containsText("2", soon());
            Page page = one.at(Sample.page(execution));
            assertThat(liveness(page, "Live")).isVisible();
            mark(page);
            work();
            work();
            assertThat(page.locator(".page-head")).containsText("Succeeded", soon());
            assertThat(state(page, "Work")).hasAttribute("data-mark", "succeeded");
            assertThat(row(list.page(), "live")).containsText("Succeeded", soon());
            assertThat(open(overview.page())).containsText("–", soon());
            for (Browser.View view : new Browser.View[] {overview, list, one}) requireNeverReloaded(view.page());
        }
    }

    /** While the server is away the pages say so and keep what they have; when it is back they go on by themselves. */
    @Test
    void shouldGoOnByItselfWhenTheServerIsBack() throws Exception {
        String execution = skald.start(machine, "kept", Payload.EMPTY_OBJECT);
        try (Browser.View list = view();
                Browser.View one = view()) {
            Page executions = list.at("/executions");
            Page page = one.at(Sample.page(execution));
            for (Page each : new Page[] {executions, page}) {
                assertThat(liveness(each, "Live")).isVisible();
                mark(each);
            }
            assertThat(names(executions)).hasText(new String[] {"kept"});
            assertThat(state(page, "Work")).isVisible();
            int port = server.port();
            close();
            for (Page each : new Page[] {executions, page})
                assertThat(liveness(each, "Cut off")).isVisible();
            assertThat(names(executions)).hasText(new String[] {"kept"});
            assertThat(state(page, "Work")).isVisible();
            list.screenshot("executions-cut-off");

            open(port);
            for (Page each : new Page[] {executions, page})
                assertThat(liveness(each, "Live")).isVisible();
            work();
            assertThat(page.locator(".page-head")).containsText("Succeeded", soon());
            skald.start(machine, "after", Payload.EMPTY_OBJECT);
            assertThat(names(executions)).hasText(new String[] {"after", "kept"});
            for (Page each : new Page[] {executions, page}) requireNeverReloaded(each);
            for (Browser.View view : new Browser.View[] {list, one}) {
                view.expectComplaints("ERR_");
                view.expectComplaints("503");
            }
        }
    }

    /** A server that goes while a page is being read: what was not answered is asked for again, by the page itself. */
    @Test
    void shouldReadByItselfWhatTheServerDidNotAnswer() {
        String execution = skald.start(machine, "kept", Payload.EMPTY_OBJECT);
        try (Browser.View view = view()) {
            var refused = new AtomicBoolean(true);
            Predicate<String> readings = url -> url.endsWith("/api/v1/graph") || url.contains("/api/v1/executions?");
            view.page().route(readings, route -> {
                if (refused.get()) route.abort();
                else route.resume();
            });
            for (String path : new String[] {Sample.page(execution), "/executions"}) {
                refused.set(true);
                Page page = view.at(path);
                assertThat(page.getByText("The server does not answer")).isVisible();
                mark(page);
                refused.set(false);
                assertThat(page.getByText("The server does not answer")).hasCount(0);
                assertThat(path.equals("/executions") ? names(page) : state(page, "Work"))
                        .isVisible();
                requireNeverReloaded(page);
            }
            view.expectComplaints("ERR_");
        }
    }

    /** What the server has no more it is not asked for again; the page says so, and keeps what it shows. */
    @Test
    void shouldSayThatAnExecutionIsGone() throws Exception {
        String execution = skald.start(machine, "purged", Payload.EMPTY_OBJECT);
        try (Browser.View view = view()) {
            Page page = view.at(Sample.page(execution));
            assertThat(liveness(page, "Live")).isVisible();
            assertThat(state(page, "Work")).isVisible();
            int port = server.port();
            close();
            assertThat(liveness(page, "Cut off")).isVisible();
            Path emptied = folder.resolve("skald.db");
            Files.move(emptied, folder.resolve("was.db"));
            open(port);
            assertThat(liveness(page, "Gone")).isVisible();
            assertThat(liveness(page, "Gone")).hasAttribute("title", Pattern.compile("^The server has it no more"));
            assertThat(state(page, "Work")).isVisible();
            for (String expected : new String[] {"ERR_", "503", "404"}) view.expectComplaints(expected);
        }
    }

    /** What is no event of an execution is told as well. */
    @Test
    void shouldShowDeadLettersAsEventsAreGivenUp() throws Exception {
        try (DeskSample desk = new DeskSample();
                Browser.View view = browser.open(desk.url(), Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=letters");
            assertThat(page.getByText("Every event has arrived")).isVisible();
            assertThat(liveness(page, "Live")).isVisible();
            mark(page);
            desk.deadLetter();
            assertThat(page.getByRole(AriaRole.TABPANEL)
                            .or(page.locator("main"))
                            .first())
                    .containsText("Placed for orders", soon());
            requireNeverReloaded(page);
        }
    }

    /** Whatever the clock of the one who looks says. */
    @Test
    void shouldTellTimeAsTheServerHasIt() throws Exception {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2020-02-28T12:00:00Z"));
        Observation observation = new Observation();
        try (Skald virtual = Skald.inMemory()
                        .parts(time.parts())
                        .listener(observation)
                        .open();
                SkaldServer slow = SkaldServer.start(
                        virtual, ServerSettings.DEFAULTS.withPort(0), observation, time, Deployments.NONE);
                Browser.View view = browser.open("http://127.0.0.1:" + slow.port(), Browser.Look.WIDE)) {
            virtual.createActivity("work", "{}");
            String execution =
                    virtual.start(virtual.deploy("work", WORK, MachineType.STANDARD), "old", Payload.EMPTY_OBJECT);
            Page page = view.at(Sample.page(execution));
            assertThat(page.locator(".page-head")).containsText("started now · for 0 ms");
            time.pass(Duration.ofMinutes(62), VirtualTime.PATIENCE);
            Page list = view.at("/executions");
            assertThat(row(list, "old")).containsText("1 hr. ago");
            assertThat(row(list, "old")).containsText("1 h 2 min");
            list.getByLabel("Started").selectOption("last hour");
            assertThat(list.getByText("Nothing matches")).isVisible();
            time.pass(Duration.ofHours(24), VirtualTime.PATIENCE);
            Page dayAfter = view.at(Sample.page(execution));
            assertThat(exact(dayAfter, AriaRole.REGION, "State Work")).containsText("28 Feb, 12:00:00.000");
            assertThat(dayAfter.getByText(Pattern.compile("28 Feb, 12:00:00.000 – 13:02:")))
                    .isVisible();
            tab(dayAfter, "Events").click();
            assertThat(dayAfter.locator("[data-name=Time]").first()).hasText("28 Feb, 12:00:00.000");
        }
    }

    /** A tab that nobody looks at asks for nothing; looked at again it shows what has happened. */
    @Test
    void shouldPauseWhileNobodyLooks() throws Exception {
        try (Browser.View view = view()) {
            Page page = view.at("/executions");
            assertThat(liveness(page, "Live")).isVisible();
            mark(page);
            AtomicInteger requests = new AtomicInteger();
            hide(page, true);
            assertThat(liveness(page, "Paused")).isVisible();
            page.onRequest(request -> requests.incrementAndGet());
            String execution = skald.start(machine, "unseen", Payload.EMPTY_OBJECT);
            skald.stopExecution(execution, null, null);
            // Longer than what happens is gathered for.
            page.waitForTimeout(2_500);
            assertThat(requests).hasValue(0);
            assertThat(page.getByText("No executions yet")).isVisible();

            hide(page, false);
            assertThat(row(page, "unseen")).containsText("Aborted", soon());
            assertThat(liveness(page, "Live")).isVisible();
            requireNeverReloaded(page);
        }
    }

    /** As a browser does with a tab behind another one: without a window, it never does. */
    private static void hide(Page page, boolean hidden) {
        page.evaluate("""
                hidden => {
                  Object.defineProperty(document, "hidden", {configurable: true, get: () => hidden});
                  document.dispatchEvent(new Event("visibilitychange"));
                }""", hidden);
    }

    /** A clock that is set back, as after a virtual machine has slept, delays nothing. */
    @Test
    void shouldGoOnWhenTheClockIsSetBack() {
        try (Browser.View view = view()) {
            Page page = view.at("/executions");
            assertThat(liveness(page, "Live")).isVisible();
            skald.start(machine, "before", Payload.EMPTY_OBJECT);
            assertThat(names(page)).hasText(new String[] {"before"});
            page.evaluate("() => { const now = Date.now; Date.now = () => now() - 36e5; }");
            skald.start(machine, "after", Payload.EMPTY_OBJECT);
            assertThat(names(page)).hasText(new String[] {"after", "before"});
        }
    }
}
