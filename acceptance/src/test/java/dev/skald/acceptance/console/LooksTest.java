package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages, tabs and dialogs that no other test shows wide and narrow, light and dark. */
class LooksTest {
    private static Browser browser;
    private static Sample sample;
    private static DeskSample desk;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        sample = Sample.start();
        String trip = sample.trip();
        sample.await(sample.run(trip, "good", "{\"items\":[1,2,3]}"));
        sample.await(sample.run(trip, "undone", "{\"items\":[1],\"poor\":true}"));
        sample.run(sample.hold(), "held", "{\"from\":\"here\"}");
        sample.run(sample.found(), "found", "{\"order\":\"4711\"}");
        sample.await(sample.run(sample.evil(), "evil", Sample.EVIL_INPUT));
        sample.await(sample.run(sample.flaky(), "broken", "{}"));
        desk = new DeskSample();
        desk.undoFails("undo");
        desk.stepFails("step");
        desk.failureParks("failure");
        desk.asks("ask", true);
    }

    @AfterAll
    static void stop() {
        if (desk != null) desk.close();
        if (sample != null) sample.close();
        if (browser != null) browser.close();
    }

    private static String execution(String machine, String name) {
        return "/executions/arn:aws:states:us-east-1:000000000000:execution:" + machine + ":" + name;
    }

    private static void show(String url, String address, String words, String picture) throws Exception {
        try (Browser.View view = browser.open(url, Browser.Look.WIDE)) {
            Page page = view.at(address);
            assertThat(page.getByText(words)
                            .filter(new Locator.FilterOptions().setVisible(true))
                            .first())
                    .isVisible();
            view.showInEveryLook(picture);
        }
    }

    /** Presses a button, and shows the dialog that it opens once that has read what it asks for. */
    private static void ask(String url, String address, String button, String words, String picture) throws Exception {
        try (Browser.View view = browser.open(url, Browser.Look.WIDE)) {
            Page page = view.at(address);
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName(button).setExact(true))
                    .first()
                    .click();
            assertThat(page.getByRole(AriaRole.DIALOG).getByText(words).first()).isVisible();
            view.showInEveryLook(picture);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/machines, trip, machines",
        "/executions?name=held, held, executions-one",
        "/executions?status=FAILED, undone, executions-failed",
        "/executions?name=nowhere, Nothing matches, executions-none",
        "/executions?attribute.order=4711&status=RUNNING, order: 4711, executions-attribute",
    })
    void shouldShowLists(String address, String words, String picture) throws Exception {
        show(sample.url(), address, words, picture);
    }

    @ParameterizedTest
    @CsvSource({
        "hold, held, , Running, running",
        "trip, good, tab=events&event=4, ExecutionStarted, events",
        "trip, undone, tab=data, Output, data",
        "trip, undone, tab=saga, Nothing is left to undo, saga-undone",
        "trip, undone, state=Book&step=diff, $.booked, difference",
        "evil, evil, tab=data, alert(1), data-hostile",
        "found, found, , goes on, waiting",
    })
    void shouldShowAnExecution(String machine, String name, String query, String words, String picture)
            throws Exception {
        show(
                sample.url(),
                execution(machine, name) + (query == null ? "" : "?" + query),
                words,
                "execution-" + picture);
    }

    @Test
    void shouldShowWhatIsToBeUndone() throws Exception {
        show(desk.url(), execution("undo", "undo-1") + "?tab=saga", "undone by", "execution-saga");
    }

    @ParameterizedTest
    @CsvSource({
        "hold, held, Stop…, It ends as aborted, stop",
        "flaky, broken, Redrive…, what succeeded is not done again, redrive",
        "trip, undone, Start again…, Input, start-again",
    })
    void shouldAskAtAnExecution(String machine, String name, String button, String words, String picture)
            throws Exception {
        ask(sample.url(), execution(machine, name), button, words, "dialog-" + picture);
    }

    @Test
    void shouldAskBeforeManyAreStopped() throws Exception {
        ask(sample.url(), "/executions?machine=hold&status=RUNNING", "Stop 1…", "held", "dialog-bulk");
    }

    @Test
    void shouldAskForAnInput() throws Exception {
        ask(
                sample.url(),
                "/machines/arn:aws:states:us-east-1:000000000000:stateMachine:trip",
                "Start",
                "Input",
                "dialog-start");
    }

    @ParameterizedTest
    @CsvSource({
        "Declare as known, KnownErrors, declare-known",
        "Acknowledge, What is done about it, acknowledge",
    })
    void shouldAskAboutAFailure(String button, String words, String picture) throws Exception {
        ask(sample.url(), "/", button, words, "dialog-" + picture);
    }

    @ParameterizedTest
    @CsvSource({
        "parked&machine=undo, Try again, Who, retry",
        "parked&machine=undo, Skip it, Who, skip",
        "tasks, Approve, Your answers are its output, approve",
        "tasks, Reject, Error, reject",
    })
    void shouldAskAtTheDesk(String shown, String button, String words, String picture) throws Exception {
        ask(desk.url(), "/desk?show=" + shown, button, words, "dialog-" + picture);
    }

    @Test
    void shouldShowEachKindOfPark() throws Exception {
        show(desk.url(), "/desk", "Failed, nothing undone yet", "desk-each-kind");
    }

    @Test
    void shouldAskForASecret(@TempDir Path directory) throws Exception {
        Path tokens = Files.writeString(directory.resolve("tokens"), "a-secret-that-is-long-enough-0123456789abcdef\n");
        tokens.toFile().setReadable(false, false);
        tokens.toFile().setReadable(true, true);
        ServerSettings settings = ServerSettings.DEFAULTS.withPort(0).withTokenFile(tokens);
        try (Skald skald = Skald.inMemory().open();
                SkaldServer server = SkaldServer.start(skald, settings, new Observation());
                Browser.View view = browser.open("http://127.0.0.1:" + server.port(), Browser.Look.WIDE)) {
            Page page = view.at("/");
            Locator secret = page.getByLabel("Secret");
            secret.fill("a wrong one");
            page.getByText("Unlock").click();
            assertThat(page.getByText("does not take the secret")).isVisible();
            view.showInEveryLook("locked");
            secret.fill("a-secret-that-is-long-enough-0123456789abcdef");
            page.getByText("Unlock").click();
            assertThat(page.getByText("This server has no machines yet")).isVisible();
            assertThat(page).hasTitle(Pattern.compile("Overview"));
            view.expectComplaints("401");
        }
    }
}
