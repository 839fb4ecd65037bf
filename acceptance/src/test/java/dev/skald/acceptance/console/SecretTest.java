package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.field;
import static dev.skald.acceptance.console.Elements.liveness;
import static dev.skald.acceptance.console.Elements.names;
import static dev.skald.acceptance.console.Elements.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that wants a secret, and later another one. */
class SecretTest {
    private static final String SECRET = "correct-horse-battery-staple";
    private static final String OTHER = "another-secret-for-tomorrow";

    @TempDir
    private Path folder = Path.of("");

    private static final String PASS = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";

    private final Observation observation = new Observation();
    private Browser browser;
    private Skald skald;
    private String machine = "";
    private SkaldServer locked;

    @BeforeEach
    void start() throws Exception {
        browser = Browser.start();
        skald = Skald.inMemory().listener(observation).open();
        machine = skald.deploy("m", PASS, MachineType.STANDARD);
        skald.start(machine, "kept", Payload.EMPTY_OBJECT);
        locked = guarded(0, SECRET);
    }

    @AfterEach
    void stop() {
        if (locked != null) locked.close();
        if (skald != null) skald.close();
        if (browser != null) browser.close();
    }

    private SkaldServer guarded(int port, String secret) throws IOException {
        Path tokens = Files.writeString(folder.resolve("tokens"), secret + "\n");
        return SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(port).withTokenFile(tokens), observation);
    }

    private Browser.View view(Browser.Look look) {
        return browser.open("http://127.0.0.1:" + locked.port(), look);
    }

    private static void give(Page page, String secret) {
        field(page, "Secret").fill(secret);
        button(page, "Unlock").click();
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldAskForTheSecret(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at("/executions");
            assertThat(exact(page, AriaRole.HEADING, "This server is locked")).isVisible();
            assertThat(field(page, "Secret")).isFocused();
            assertThat(page.getByText("does not take the secret")).isHidden();
            assertThat(button(page, "Unlock")).isDisabled();
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("locked");
            view.expectComplaints("401");
        }
    }

    @Test
    void shouldKeepTheRightSecretInTheTabOnly() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            page.keyboard().press("Escape");
            page.keyboard().press("Escape");
            give(page, "a wrong one, as long as that");
            assertThat(page.getByText("The server does not take the secret that was given."))
                    .isVisible();
            assertThat(names(page)).hasCount(0);

            give(page, SECRET);
            assertThat(dialog(page)).isHidden();
            assertThat(names(page)).hasText(new String[] {"kept"});
            assertThat(liveness(page, "Live")).isVisible();
            assertThat(page.url()).doesNotContain(SECRET);
            page.reload();
            assertThat(names(page)).hasText(new String[] {"kept"});
            assertThat(page.evaluate("Object.keys(localStorage).map(key => localStorage[key]).join()")
                            .toString())
                    .doesNotContain(SECRET);
            assertThat(page.context().cookies()).isEmpty();
            view.expectComplaints("401");
        }
        try (Browser.View another = view(Browser.Look.WIDE)) {
            Page page = another.at("/executions");
            assertThat(exact(page, AriaRole.HEADING, "This server is locked")).isVisible();
            another.expectComplaints("401");
        }
    }

    /** The secrets change while somebody is at work: nothing of what was typed is lost, and the page goes on when it has the new one. */
    @Test
    void shouldAskAgainWhenTheSecretsHaveChanged() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            give(page, SECRET);
            assertThat(liveness(page, "Live")).isVisible();
            page.getByLabel("Search attribute").fill("half=typ");

            int port = locked.port();
            locked.close();
            locked = guarded(port, OTHER);
            assertThat(exact(page, AriaRole.HEADING, "This server is locked")).isVisible();
            assertThat(page.getByText("The server does not take the secret that was given."))
                    .isVisible();
            give(page, OTHER);
            assertThat(dialog(page)).isHidden();
            assertThat(liveness(page, "Live")).isVisible();
            assertThat(page.getByLabel("Search attribute")).hasValue("half=typ");
            skald.start(machine, "new", Payload.EMPTY_OBJECT);
            assertThat(names(page)).hasText(new String[] {"new", "kept"});
            view.expectComplaints("401");
            view.expectComplaints("ERR_");
            view.expectComplaints("503");
        }
    }

    @Test
    void shouldValidateWhenTheStudioIsUnlocked() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            give(page, SECRET);
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(state(page, "First")).isVisible();
            view.expectComplaints("401");
        }
    }

    /** Nobody types: the server comes back, and what was asked of it meanwhile is asked again. */
    @Test
    void shouldValidateWhenTheServerIsThereAgain() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            give(page, SECRET);
            assertThat(names(page)).hasText(new String[] {"m"});
            page.route("**/api/v1/{validate,graph}", Route::abort);
            view.at("/studio");
            assertThat(page.getByText("Not validated: the server does not answer"))
                    .isVisible();
            page.unroute("**/api/v1/{validate,graph}");
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(state(page, "First")).isVisible();
            view.expectComplaints("401");
            view.expectComplaints("ERR_");
        }
    }

    /** Even a secret that is wrong takes nothing from who is writing a definition. */
    @Test
    void shouldKeepWhatIsWrittenWhenTheSecretsChange() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/studio?machine=" + machine);
            give(page, SECRET);
            Locator editor = exact(page, AriaRole.TEXTBOX, "Definition");
            editor.click();
            page.keyboard().press("Control+End");
            page.keyboard().type("          ");
            assertThat(page.getByText("Not saved")).isVisible();

            int port = locked.port();
            locked.close();
            locked = guarded(port, OTHER);
            page.keyboard().type(" ");
            assertThat(exact(page, AriaRole.HEADING, "This server is locked")).isVisible();
            Response described = page.waitForResponse(
                    response -> response.url().endsWith(locked.port() + "/"),
                    () -> give(page, "a wrong one, as long as that"));
            assertThat(described.ok()).isFalse();
            assertThat(page.getByText("Not saved")).isVisible();
            give(page, OTHER);
            assertThat(dialog(page)).isHidden();
            assertThat(page.getByText("Not saved")).isVisible();
            assertThat(button(page, "Save")).isEnabled();
            view.expectComplaints("401");
            view.expectComplaints("400");
            view.expectComplaints("ERR_");
            view.expectComplaints("503");
        }
    }

    /** Nothing of a machine that is not there yet is on the server: what is read again is not that. */
    @Test
    void shouldKeepANewDefinitionWhenTheSecretsChange() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            give(page, SECRET);
            assertThat(dialog(page)).isHidden();
            Locator editor = exact(page, AriaRole.TEXTBOX, "Definition");
            editor.click();
            page.keyboard().press("Control+a");
            page.keyboard().insertText(PASS.replace("\"A\"", "\"Mine\""));
            assertThat(state(page, "Mine")).isVisible();

            int port = locked.port();
            locked.close();
            locked = guarded(port, OTHER);
            page.keyboard().press("End");
            page.keyboard().type(" ");
            assertThat(exact(page, AriaRole.HEADING, "This server is locked")).isVisible();
            give(page, OTHER);
            assertThat(dialog(page)).isHidden();
            assertThat(editor).containsText("Mine");
            assertThat(button(page, "Save")).isEnabled();
            for (String expected : new String[] {"401", "ERR_", "503"}) view.expectComplaints(expected);
        }
    }

    /** What is read again when the console is unlocked may be what somebody else has saved: it is not overwritten unseen. */
    @Test
    void shouldShowWhatSomebodyElseSavedBeforeItWasUnlocked() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/studio?machine=" + machine);
            give(page, SECRET);
            exact(page, AriaRole.TEXTBOX, "Definition").click();
            page.keyboard().press("Control+End");
            page.keyboard().type("   ");
            skald.updateStateMachine(machine, PASS.replace("\"A\"", "\"Theirs\""), null, null);

            int port = locked.port();
            locked.close();
            locked = guarded(port, OTHER);
            page.keyboard().type(" ");
            Response again = page.waitForResponse(
                    response -> response.url().endsWith(port + "/") && response.ok(), () -> give(page, OTHER));
            assertThat(again.text()).contains("Theirs");
            button(page, "Save").click();
            exact(dialog(page), AriaRole.BUTTON, "Save").click();
            assertThat(dialog(page)).containsText("What somebody else has changed meanwhile");
            for (String expected : new String[] {"401", "400", "409", "ERR_", "503"}) view.expectComplaints(expected);
        }
    }

    /** What came along unseen with a copy can never be sent: who sent it would be told for good that nobody answers. */
    @Test
    void shouldSayWhatNoSecretHolds() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            field(page, "Secret").fill(SECRET.replace("-", "\u200b-"));
            assertThat(dialog(page)).containsText("No secret holds such a character");
            assertThat(button(page, "Unlock")).isDisabled();
            give(page, SECRET);
            assertThat(names(page)).hasText(new String[] {"kept"});
            view.expectComplaints("401");
        }
    }
}
