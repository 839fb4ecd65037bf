package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.tab;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.core.Event;
import dev.skald.core.OperatorAction;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A person at the desk: what is parked, tasks that wait for an answer, dead letters; and who decided what, and why. */
class DeskTest {
    private static Browser browser;
    private static DeskSample sample;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        sample = new DeskSample();
    }

    @AfterAll
    static void stop() {
        if (sample != null) sample.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view(Browser.Look look) {
        return browser.open(sample.url(), look);
    }

    private static Locator in(Locator place, String button) {
        return place.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    private static void say(Locator dialog, String why) {
        dialog.getByLabel("Who").fill("ann");
        dialog.getByLabel("Why").fill(why);
    }

    private static SagaStatus saga(String execution) {
        return sample.skald().describeExecution(execution).row().sagaStatus();
    }

    @Test
    void shouldTryAnUndoAgainWithAnotherInput() throws Exception {
        String parked = sample.undoFails("undo");
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = view(look)) {
                Page page = view.at("/desk?machine=undo");
                assertThat(page.getByText("An undo failed")).isVisible();
                assertThat(page.getByText("the stock system is down")).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("desk-parked");
            }
        }
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=undo");
            button(page, "Try again").click();
            Locator input = dialog(page).getByLabel("Input, as JSON");
            input.fill("{\"edited\": ");
            say(dialog(page), "it is up again");
            assertThat(in(dialog(page), "Try again")).isDisabled();
            input.fill("{\"edited\": true}");
            view.requireAccessible();
            view.screenshot("desk-retry");
            in(dialog(page), "Try again").click();
            assertThat(page.getByText("Nothing is parked")).isVisible();
            assertThat(page.getByText("ann: it is up again")).isVisible();
            assertThat(page.getByText("Changed and tried again")).isVisible();
            sample.awaitEnd(parked);
            view.screenshot("desk-decided");
        }
        assertThat(saga(parked)).isEqualTo(SagaStatus.COMPENSATED);
        assertThat(sample.skald().history(parked, 1, 500).stream().map(Event::detail))
                .anyMatch(detail -> detail instanceof Event.OperatorActed acted
                        && acted.who().equals("ann"));
    }

    /** Each way out of a park, and what is kept of it: the page tells after a reload as well. */
    @ParameterizedTest
    @CsvSource({
        "undo, It is done, Done by hand, COMPENSATED",
        "undo, Skip it, Skipped, COMPENSATION_FAILED",
        "undo, Give up, Given up, COMPENSATION_FAILED",
        "step, It happened, It happened, COMMITTED",
        "pivot, It did not happen, To be undone, COMPENSATED",
        "step, Try again, Tried again, COMMITTED",
        "failure, Undo it, To be undone, COMPENSATED"
    })
    void shouldDoWhatAPersonSays(String kind, String does, String decided, SagaStatus status) {
        String machine = (kind + "-" + does).replace(' ', '-');
        String parked = switch (kind) {
            case "undo" -> sample.undoFails(machine);
            case "step" -> sample.stepFails(machine);
            case "pivot" -> sample.pivotUnknown(machine);
            default -> sample.failureParks(machine);
        };
        if (does.equals("Try again")) sample.mend(parked);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=" + machine);
            button(page, does).click();
            say(dialog(page), "because of " + kind);
            in(dialog(page), does).click();
            assertThat(page.getByText("Nothing is parked")).isVisible();
            page.reload();
            Locator decision =
                    page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName(Pattern.compile("^" + decided)));
            assertThat(decision).containsText("ann: because of " + kind);
            DeskSample.await(() -> saga(parked) == status);
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowWhatWasSentToATask(Browser.Look look) throws Exception {
        String machine = "shown-" + look.ordinal();
        sample.asks(machine, false);
        try (Browser.View view = view(look)) {
            Page page = view.at("/desk?show=tasks&machine=" + machine);
            button(page, "Show what was sent").click();
            assertThat(page.getByText("(task token)").first()).isVisible();
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("desk-tasks");
        }
    }

    @Test
    void shouldApproveWithTheAnswersOfAForm() throws Exception {
        String asking = sample.asks("form", true);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=tasks&machine=form");
            button(page, "Approve").click();
            say(dialog(page), "we know him");
            assertThat(in(dialog(page), "Approve")).isDisabled();
            dialog(page).getByLabel("Limit in euros").fill("about 300");
            assertThat(dialog(page).getByText("Limit in euros is a number.")).isVisible();
            dialog(page).getByLabel("Limit in euros").fill("12345678901234567890");
            assertThat(dialog(page).getByText("Limit in euros is a number.")).isHidden();
            dialog(page).getByLabel("Risk (optional)").selectOption("low");
            dialog(page).getByLabel("Is a friend").check();
            view.requireAccessible();
            view.screenshot("desk-form");
            in(dialog(page), "Approve").click();
            assertThat(page.getByText("Nobody is waited for")).isVisible();
            assertThat(page.getByText("ann: we know him")).isVisible();
            sample.awaitEnd(asking);
        }
        var result = sample.skald().describeExecution(asking).result();
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output().text()).contains("12345678901234567890", "\"low\"", "true");
    }

    /** Two hours are left to it, but not to whoever is silent. */
    @Test
    void shouldTellThatATaskMustGiveSignsOfLife() {
        String execution = sample.run("heart", """
                {"StartAt":"Ask","States":{"Ask":{"Type":"Task","TimeoutSeconds":9000,"HeartbeatSeconds":600,"End":true,
                  "Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
                  "Parameters":{"FunctionName":"ok","Payload":{"token.$":"$$.Task.Token"}}}}}
                """, "heart-1", "{}");
        try (Browser.View view = view(Browser.Look.NARROW)) {
            Page page = view.at("/desk?show=tasks&machine=heart");
            assertThat(page.getByText("fails without a sign of life every 10 min"))
                    .isVisible();
            assertThat(page.getByText("times out in 2 hr.")).isVisible();
            page = view.at("/executions/" + execution);
            assertThat(page.getByText(Pattern.compile("times out without a sign of life in (10|9) min")))
                    .isVisible();
            view.requireNoOverflow();
        }
    }

    /** In the colours that the rest of the page has for it. */
    @Test
    void shouldTellWhichUndoIsParked() {
        String parked = sample.undoFails("undo-log");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + parked + "?tab=saga");
            Locator undo =
                    page.getByLabel("Steps and what undoes them").locator("li").first();
            assertThat(undo.locator(".tone-wait")).hasText("parked");
        }
    }

    /** Nobody looks at an empty list while something waits in another; which one is shown does not change by itself. */
    @Test
    void shouldOpenWhereSomethingWaits() {
        sample.asks("only-a-task", false);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=only-a-task");
            assertThat(tab(page, "Tasks \\(1\\)")).hasAttribute("aria-selected", "true");
            button(page, "Approve").click();
            say(dialog(page), "in order");
            in(dialog(page), "Approve").click();
            assertThat(page.getByText("Nobody is waited for")).isVisible();
            tab(page, "Parked").click();
            assertThat(page.getByText("Nothing is parked")).isVisible();
        }
    }

    /** What was sent is read late, after the dialog is there: the form begins as it says. */
    @Test
    void shouldShowAFormThatIsReadLate() {
        String asking = sample.asksAtLength("late");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=tasks&machine=late");
            assertThat(button(page, "Approve")).isVisible();
            page.route("**/api/v1/tasks/*", Route::abort);
            button(page, "Approve").click();
            assertThat(dialog(page).getByLabel("Output, as JSON, if it has one").first())
                    .isVisible();
            page.unroute("**/api/v1/tasks/*");
            assertThat(dialog(page).getByLabel("Limit in euros")).hasValue("250");
            say(dialog(page), "as it begins");
            in(dialog(page), "Approve").click();
            assertThat(page.getByText("ann: as it begins")).isVisible();
            sample.awaitEnd(asking);
            view.expectComplaints("ERR_");
        }
        var result = sample.skald().describeExecution(asking).result();
        assertThat(result.output().text()).contains("250");
    }

    @Test
    void shouldRejectATaskOnItsExecutionsPage() {
        String asking = sample.asks("reject", false);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + asking);
            assertThat(page.getByText("Waits for a person")).isVisible();
            button(page, "Reject").click();
            dialog(page).getByLabel("Error").fill("TooDear");
            say(dialog(page), "no money");
            view.screenshot("execution-waits");
            in(dialog(page), "Reject").click();
            sample.awaitEnd(asking);
            assertThat(page.getByText("Waits for a person")).isHidden();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Decisions 1"))
                    .click();
            assertThat(page.getByText("ann: no money")).isVisible();
        }
        assertThat(sample.skald().describeExecution(asking).result().error()).isEqualTo("TooDear");
    }

    @Test
    void shouldRepairASagaOnItsExecutionsPage() throws Exception {
        String parked = sample.stepFails("repair");
        sample.mend(parked);
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = view(look)) {
                Page page = view.at("/executions/" + parked);
                assertThat(page.getByText("A step waits for word")).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("execution-parked");
            }
        }
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + parked);
            button(page, "Try again").click();
            say(dialog(page), "mended");
            in(dialog(page), "Try again").click();
            assertThat(page.getByText("A step waits for word")).isHidden();
            assertThat(page.getByText("Succeeded").first()).isVisible();
        }
    }

    @Test
    void shouldSendDeadLettersAgainOrDropThem() throws Exception {
        sample.queueIsDown = true;
        sample.deadLetter();
        sample.deadLetter();
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = view(look)) {
                Page page = view.at("/desk?show=letters");
                assertThat(page.getByText("the queue is gone").first()).isVisible();
                button(page, "Show the event").first().click();
                assertThat(page.getByText("<b>4711</b>").first()).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("desk-letters");
            }
        }
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=letters");
            button(page, "Drop it").first().click();
            say(dialog(page), "nobody wants it");
            in(dialog(page), "Drop it").click();
            assertThat(page.getByText("ann: nobody wants it")).isVisible();
            sample.queueIsDown = false;
            button(page, "Send it again").click();
            say(dialog(page), "the queue is there");
            in(dialog(page), "Send it again").click();
            assertThat(page.getByText("Every event has arrived")).isVisible();
            assertThat(page.getByText("ann: the queue is there")).isVisible();
            assertThat(decision(page, "Sent again: orders")).hasCount(1);
        }
        assertThat(sample.deadLetters()).isZero();
        assertThat(sample.delivered).singleElement().asString().contains("<b>4711</b>");
    }

    private static Locator decision(Page page, String label) {
        return page.getByRole(
                AriaRole.GROUP, new Page.GetByRoleOptions().setName(label).setExact(true));
    }

    /** What was wrong with an event is mended before it is sent again; what is no event is refused, and what was typed stays. */
    @Test
    void shouldSendAnEditedDeadLetter() throws Exception {
        sample.queueIsDown = true;
        sample.deadLetter();
        sample.queueIsDown = false;
        sample.delivered.clear();
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=letters");
            button(page, "Send it again").click();
            Locator event = dialog(page).getByLabel("Event, as JSON");
            assertThat(event).containsText("<b>4711</b>");
            view.showInEveryLook("desk-letter-edit");
            String whole = (String) event.evaluate("element => element.innerText");
            say(dialog(page), "the order had no number");
            event.fill("{\"detail\":");
            assertThat(in(dialog(page), "Send it again")).isDisabled();
            event.fill("{\"detail\":{}}");
            in(dialog(page), "Send it again").click();
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("The changed event must keep its id");
            assertThat(event).containsText("{\"detail\":{}}");
            event.fill(whole.replace("\"<b>4711</b>\"", "12345678901234567890"));
            in(dialog(page), "Send it again").click();
            assertThat(page.getByText("Every event has arrived")).isVisible();
            assertThat(decision(page, "Changed and sent again: orders")).containsText("ann: the order had no number");
            view.requireComplaints("400", 1);
        }
        assertThat(sample.delivered).singleElement().asString().contains("{\"order\":12345678901234567890}");
    }

    @Test
    void shouldShowOneMachineOrAll() {
        sample.undoFails("only-this");
        sample.undoFails("not-that");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=only-this");
            Locator other = page.getByRole(
                    AriaRole.GROUP, new Page.GetByRoleOptions().setName("Compensate Book of not-that-1"));
            assertThat(page.getByRole(
                            AriaRole.GROUP, new Page.GetByRoleOptions().setName("Compensate Book of only-this-1")))
                    .isVisible();
            assertThat(other).isHidden();
            button(page, "Only of only-this: show all").click();
            assertThat(other).isVisible();
            assertThat(page).not().hasURL(Pattern.compile("machine="));
        }
    }

    @Test
    void shouldMoveAmongWhatWaitsByArrows() {
        sample.undoFails("between-one");
        sample.undoFails("between-two");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?find=between-");
            Locator items = page.getByRole(
                    AriaRole.GROUP,
                    new Page.GetByRoleOptions().setName(Pattern.compile("^Compensate Book of between-")));
            assertThat(items).hasCount(2);
            in(items.first(), "Skip it").focus();
            page.keyboard().press("ArrowDown");
            assertThat(items.last()).isFocused();
            page.keyboard().press("ArrowDown");
            assertThat(items.last()).isFocused();
            page.keyboard().press("ArrowUp");
            assertThat(items.first()).isFocused();
            page.keyboard().press("End");
            assertThat(items.last()).isFocused();
        }
    }

    @Test
    void shouldFindAmongWhatWaits() {
        sample.undoFails("arrows");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=arrows");
            Locator item =
                    page.getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Compensate Book of arrows-1"));
            assertThat(item).isVisible();
            page.keyboard().press("/");
            page.keyboard().type("no such thing");
            assertThat(page.getByText("None of these has that in it")).isVisible();
            page.getByLabel("Find among what waits").fill("STOCK SYSTEM");
            assertThat(item).isVisible();
        }
    }

    /** Who is typing is told what somebody else has decided, by whatever way; nothing typed is lost, and nothing is done twice. */
    @ParameterizedTest
    @CsvSource({"/desk?machine=meanwhile-desk, meanwhile-desk", "/executions/, meanwhile-page"})
    void shouldTellThatSomebodyElseHasDecided(String address, String machine) throws Exception {
        String parked = sample.undoFails(machine);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(address.startsWith("/desk") ? address : address + parked);
            button(page, "Skip it").click();
            say(dialog(page), "nobody needs it");
            assertThat(in(dialog(page), "Skip it")).isEnabled();
            sample.decide(parked, OperatorAction.DONE, "bob", "I did it by hand");
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("Done by hand by bob");
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("I did it by hand");
            assertThat(in(dialog(page), "Skip it")).isDisabled();
            assertThat(dialog(page).getByLabel("Why")).hasValue("nobody needs it");
            view.requireAccessible();
            view.screenshot("desk-meanwhile");
            in(dialog(page), "Cancel").click();
            assertThat(button(page, "Skip it")).isHidden();
        }
        assertThat(saga(parked)).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldTellThatATaskWaitsNoMore() {
        String asking = sample.asks("no-more", false);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?show=tasks&machine=no-more");
            button(page, "Approve").click();
            say(dialog(page), "it is fine");
            sample.skald().stopExecution(asking, "Enough", null);
            assertThat(dialog(page).getByText("It may have timed out")).isVisible();
            assertThat(in(dialog(page), "Approve")).isDisabled();
        }
    }

    @Test
    void shouldRememberWhoDecides() {
        sample.undoFails("remember-1");
        sample.undoFails("remember-2");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/desk?machine=remember-1");
            button(page, "Skip it").click();
            assertThat(dialog(page).getByLabel("Who")).hasValue("");
            say(dialog(page), "once");
            in(dialog(page), "Skip it").click();
            assertThat(page.getByText("Nothing is parked")).isVisible();
            view.at("/desk?machine=remember-2");
            button(page, "Skip it").click();
            assertThat(dialog(page).getByLabel("Who")).hasValue("ann");
            assertThat(dialog(page).getByLabel("Why")).hasValue("");
        }
    }

    /** More than a page of what waits: the rest comes when it is asked for, and stays while the lists are read again. */
    @Test
    void shouldListManyThatWait() throws Exception {
        for (int i = 0; i < 120; i++) sample.asksOnce("many", "many-" + i);
        sample.awaitTasks("many", 120);
        try (Browser.View view = view(Browser.Look.NARROW)) {
            Page page = view.at("/desk?show=tasks&machine=many");
            Locator cards = page.getByRole(
                    AriaRole.GROUP, new Page.GetByRoleOptions().setName(Pattern.compile("^Ask of many-")));
            assertThat(cards).hasCount(50);
            assertThat(page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Tasks (50+)")))
                    .isVisible();
            button(page, "Show more").click();
            assertThat(cards).hasCount(100);
            button(page, "Show more").click();
            assertThat(cards).hasCount(120);
            assertThat(button(page, "Show more")).isHidden();
            sample.asksOnce("many", "many-more");
            assertThat(cards).hasCount(121);
            view.requireNoOverflow();
            page.getByLabel("Find among what waits").fill("many-77");
            assertThat(cards).hasCount(1);
        }
    }

    /** What functions wrote is text, whatever they wrote. */
    @Test
    void shouldShowWhatFunctionsWrote() {
        String logged = sample.run("logged", """
                {"StartAt":"Log","States":{"Log":{"Type":"Task","TimeoutSeconds":20,"End":true,
                  "Resource":"arn:aws:lambda:us-east-1:000000000000:function:logs"}}}""", "l", "{}");
        sample.awaitEnd(logged);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + logged + "?state=Log&step=log");
            Locator log =
                    page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What functions wrote in Log"));
            assertThat(log).containsText("looking at it");
            assertThat(log).containsText("<script>alert(1)</script>");
            view.screenshot("execution-log");
        }
    }
}
