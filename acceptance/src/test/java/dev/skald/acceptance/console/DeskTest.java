package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.core.Event;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A person at the desk: what is parked, and tasks that wait for an answer. */
class DeskTest {
    private static Browser browser;
    private static Examples examples;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        examples = new Examples();
    }

    @AfterAll
    static void stop() {
        if (examples != null) examples.close();
        if (browser != null) browser.close();
    }

    /** A purchase that waits for an answer: the only one, since each test answers its own. */
    private static String ask() throws Exception {
        String asking = examples.run("example-approval", "ask");
        examples.awaitTask();
        return asking;
    }

    private static Locator in(Locator dialog, String button) {
        return dialog.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void say(Locator dialog, String why) {
        dialog.getByLabel("Who").fill("ann");
        dialog.getByLabel("Why").fill(why);
    }

    @Test
    void shouldTryAnUndoAgainWithAnotherInput() throws Exception {
        String parked = examples.run("example-order", "undo-fails");
        examples.awaitParked(parked);
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = browser.open(examples.url(), look)) {
                Page page = view.at("/desk");
                assertThat(page.getByText("An undo failed")).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("desk-parked");
            }
        }
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/desk");
            button(page, "Try again").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            Locator input = dialog.getByRole(AriaRole.TEXTBOX).first();
            input.fill(input.inputValue().replace("StockSystemDown", ""));
            assertThat(in(dialog, "Try again")).isDisabled();
            say(dialog, "it is up again");
            view.requireAccessible();
            view.screenshot("desk-retry");
            in(dialog, "Try again").click();
            assertThat(page.getByText("Nothing is parked")).isVisible();
            assertThat(page.getByText("ann: it is up again")).isVisible();
            examples.awaitEnd(parked);
        }
        assertThat(examples.skald().describeExecution(parked).row().sagaStatus())
                .isEqualTo(SagaStatus.COMPENSATED);
        assertThat(examples.skald().history(parked, 1, 500).stream().map(Event::detail))
                .anyMatch(detail -> detail instanceof Event.OperatorActed acted
                        && acted.who().equals("ann"));
    }

    @Test
    void shouldApproveATask() throws Exception {
        String asking = ask();
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = browser.open(examples.url(), look)) {
                Page page = view.at("/desk?show=tasks");
                button(page, "Show what was sent").click();
                assertThat(page.getByText("(task token)").first()).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("desk-tasks");
            }
        }
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=tasks");
            button(page, "Approve").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            say(dialog, "we need chairs");
            in(dialog, "Approve").click();
            assertThat(page.getByText("Nobody is waited for")).isVisible();
            examples.awaitEnd(asking);
        }
        assertThat(examples.skald().describeExecution(asking).row().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRejectATask() throws Exception {
        String asking = ask();
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=tasks");
            button(page, "Reject").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Error").fill("TooDear");
            say(dialog, "no money");
            in(dialog, "Reject").click();
            assertThat(page.getByText("ann: no money")).isVisible();
            examples.awaitEnd(asking);
        }
        assertThat(examples.skald().describeExecution(asking).result().error()).isEqualTo("TooDear");
    }
}
