package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.state;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stopping an execution: what will be undone is shown before, and is what is undone. */
class StopTest {
    private static final String PAST_PIVOT = """
            {"StartAt":"Charge","Saga":{},"States":{
              "Charge":{"Type":"Task","Resource":"%1$sbook","TimeoutSeconds":20,"Pivot":true,"ResultPath":null,"Next":"Wait here"},
              "Wait here":{"Type":"Wait","Seconds":9000,"Next":"Done"},"Done":{"Type":"Succeed"}}}
            """.formatted("arn:aws:lambda:us-east-1:000000000000:function:");

    private static final String WORK = "arn:aws:states:us-east-1:000000000000:activity:work";

    private static final String IN_STEPS = """
            {"StartAt":"First","Saga":{},"States":{
              "First":{"Type":"Task","Resource":"%1$sbook","TimeoutSeconds":20,"Compensate":{"Resource":"%1$sunbook"},"Next":"Work"},
              "Work":{"Type":"Task","Resource":"%2$s","TimeoutSeconds":9000,
                      "NoCompensation":"it is looked at","Next":"Second"},
              "Second":{"Type":"Task","Resource":"%1$sbook","TimeoutSeconds":20,"Compensate":{"Resource":"%1$sunbook"},"Next":"Wait here"},
              "Wait here":{"Type":"Wait","Seconds":9000,"Next":"Done"},"Done":{"Type":"Succeed"}}}
            """.formatted("arn:aws:lambda:us-east-1:000000000000:function:", WORK);

    private static Browser browser;
    private static Orders orders;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        orders = new Orders();
    }

    @AfterAll
    static void stop() {
        if (orders != null) orders.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view() {
        return browser.open(orders.sample.url(), Browser.Look.WIDE);
    }

    private static Page asked(Browser.View view, String execution) {
        Page page = view.at(Sample.page(execution));
        button(page, "Stop…").click();
        return page;
    }

    @Test
    void shouldShowWhatWillBeUndoneAndUndoIt() throws Exception {
        String execution = orders.run("preview", "slow", "1", "");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(dialog(page)).containsText("One step is to be undone, the last first:");
            Locator steps = exact(page, AriaRole.LIST, "Steps and what undoes them");
            assertThat(steps.getByRole(AriaRole.LISTITEM)).hasCount(1);
            assertThat(steps).containsText("Take");
            assertThat(steps).containsText("undone by Compensate Take");
            view.requireAccessible();
            view.screenshot("stop-preview");
            dialog(page).getByLabel("Error (optional)").fill("Cancelled");
            dialog(page).getByLabel("Why (optional, kept in the history)").fill("<i>ann</i> said so");
            exact(dialog(page), AriaRole.BUTTON, "Stop").click();
            assertThat(dialog(page)).isHidden();
            assertThat(state(page, "Compensate Take")).hasAttribute("data-mark", "succeeded");
            Locator head = page.locator(".page-head");
            assertThat(head).containsText("Aborted");
            assertThat(head).containsText("Compensated");
            assertThat(page.getByRole(AriaRole.NOTE)).containsText("Cancelled");
            assertThat(page.getByRole(AriaRole.NOTE)).containsText("<i>ann</i> said so");
            assertThat(button(page, "Stop…")).isHidden();
            assertThat(button(page, "Redrive…")).isHidden();
        }
        assertThat(orders.sagaStatus(execution)).isEqualTo(SagaStatus.COMPENSATED);
    }

    /** What is taken while somebody still thinks about it is undone too: it is listed. */
    @Test
    void shouldListStepsThatAreTakenMeanwhile() throws Exception {
        var skald = orders.sample.server.skald();
        String machine = skald.deploy("in-steps", IN_STEPS, MachineType.STANDARD);
        String execution = orders.sample.run(machine, "meanwhile", "{}");
        String token = skald.getActivityTask(WORK, "worker", Duration.ofSeconds(30))
                .orElseThrow()
                .taskToken();
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            Locator steps = exact(page, AriaRole.LIST, "Steps and what undoes them");
            assertThat(steps).not().containsText("Second");
            dialog(page).getByLabel("Why (optional, kept in the history)").fill("we think");
            skald.completeTask(token, Payload.EMPTY_OBJECT);
            assertThat(steps).containsText("Second");
            assertThat(dialog(page).getByLabel("Why (optional, kept in the history)"))
                    .hasValue("we think");
        }
    }

    /** Who looks and goes away has stopped nothing. */
    @Test
    void shouldStopNothingWhenCancelled() {
        String execution = orders.run("cancelled", "slow", "1", "");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(dialog(page)).containsText("Take");
            button(page, "Cancel").click();
            assertThat(dialog(page)).isHidden();
            page.keyboard().press("Escape");
            assertThat(button(page, "Stop…")).isVisible();
        }
        assertThat(orders.status(execution)).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldSayThatTheDefinitionKeepsWhatWasDone() {
        String keeping = orders.deploy("keeping", "Abort");
        String execution = orders.run(keeping, "kept", "slow", "1", "");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(dialog(page)).containsText("OnStop: Abort. It ends at once, and what it has done stays done.");
            exact(dialog(page), AriaRole.BUTTON, "Stop").click();
            assertThat(page.locator(".page-head")).containsText("Abandoned");
            assertThat(state(page, "Compensate Take")).hasAttribute("data-mark", "");
        }
    }

    @Test
    void shouldNotOfferToStopWhatIsPastItsPivot() {
        String machine = orders.sample.server.skald().deploy("pivot", PAST_PIVOT, MachineType.STANDARD);
        String execution = orders.run(machine, "forward", "slow", "1", "");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(dialog(page)).containsText("It is past its pivot: it goes on forward, and cannot be stopped.");
            assertThat(exact(dialog(page), AriaRole.BUTTON, "Stop")).isDisabled();
        }
        assertThat(orders.status(execution)).isEqualTo(Status.RUNNING);
    }

    @Test
    void shouldSayThatNothingIsUndoneOfWhatIsNoSaga() {
        String execution = orders.sample.run(orders.sample.hold(), "plain", "{}");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(dialog(page)).containsText("It ends as aborted. What it has done stays done.");
            exact(dialog(page), AriaRole.BUTTON, "Stop").click();
            assertThat(page.locator(".page-head")).containsText("Aborted");
        }
    }

    /** What ends while somebody still thinks about it is not said to be stopped. */
    @Test
    void shouldSayThatItHasEndedMeanwhile() {
        String execution = orders.sample.run(orders.sample.hold(), "ended-meanwhile", "{}");
        try (Browser.View view = view()) {
            Page page = asked(view, execution);
            assertThat(exact(dialog(page), AriaRole.BUTTON, "Stop")).isEnabled();
            orders.sample.server.skald().stopExecution(execution, "Enough", null);
            assertThat(dialog(page)).containsText("It has ended meanwhile");
            assertThat(exact(dialog(page), AriaRole.BUTTON, "Stop")).isDisabled();
        }
    }
}
