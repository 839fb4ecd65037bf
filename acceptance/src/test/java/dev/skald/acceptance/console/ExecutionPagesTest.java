package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.state;
import static dev.skald.acceptance.console.Elements.tab;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of executions, and the page of each. */
class ExecutionPagesTest {
    private static final String ADDS = """
            {"StartAt":"Add","States":{"Add":{"Type":"Pass","End":true,"Parameters":{"sum.$":"%1$s"}}}}
            """;

    private static Browser browser;
    private static Sample sample;
    private static String trip;
    private static String hold;
    private static String good;
    private static String undone;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        sample = Sample.start();
        trip = sample.trip();
        hold = sample.hold();
        good = sample.run(trip, "good", "{\"items\":[1,2,3]}");
        undone = sample.run(trip, "undone", "{\"items\":[1],\"poor\":true}");
        sample.await(good);
        sample.await(undone);
    }

    @AfterAll
    static void stop() {
        if (sample != null) sample.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view(Browser.Look look) {
        return browser.open(sample.url(), look);
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldListExecutions(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at("/executions?machine=trip");
            assertThat(page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("undone").setExact(true)))
                    .isVisible();
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("executions");
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowWhatFailedAndWhatWasUndone(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at(Sample.page(undone));
            assertThat(state(page, "Pay")).hasAttribute("data-mark", Pattern.compile("failed"));
            assertThat(state(page, "Compensate Book")).hasAttribute("data-mark", Pattern.compile("succeeded"));
            assertThat(state(page, "Done")).hasAttribute("data-mark", "");
            state(page, "Pay").click();
            assertThat(page.getByRole(
                            AriaRole.REGION,
                            new Page.GetByRoleOptions().setName("State Pay").setExact(true)))
                    .containsText("NoMoney");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("execution");
        }
    }

    @Test
    void shouldKeepFiltersInTheAddress() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions?machine=trip");
            page.getByLabel("Status").selectOption("FAILED");
            assertThat(page).hasURL(Pattern.compile("status=FAILED"));
            Locator links = page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK);
            assertThat(links).hasText(new String[] {"undone"});
            page.reload();
            assertThat(links).hasText(new String[] {"undone"});
            page.keyboard().press("/");
            page.keyboard().type("nowhere");
            assertThat(page.getByText("Nothing matches")).isVisible();
            button(page, "Clear the filters").click();
            assertThat(page).hasURL(Pattern.compile("/executions$"));
            // What was typed only now is cleared too, and does not come back.
            page.getByLabel("Status").selectOption("FAILED");
            Locator name = page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true));
            name.pressSequentially("somewhere else");
            button(page, "Clear").click();
            assertThat(name).hasValue("");
            assertThat(links.first()).isVisible();
            assertThat(page).hasURL(Pattern.compile("/executions$"));
        }
    }

    @Test
    void shouldShowExecutionsAsTheyStartAndEnd() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions?machine=hold&name=live");
            assertThat(page.getByText("Nothing matches")).isVisible();
            String started = sample.run(hold, "live-1", "{}");
            Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("live-1"));
            assertThat(row).containsText("Running");
            sample.server.skald().stopExecution(started, "Enough", null);
            assertThat(row).containsText("Aborted");
        }
    }

    @Test
    void shouldFollowAnExecutionStopItAndStartItAgain() {
        String held = sample.run(hold, "held", "{\"from\":\"here\"}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(held) + "?state=Work");
            assertThat(state(page, "Work")).hasAttribute("data-mark", "waiting");
            assertThat(page.getByText("no worker has taken it yet")).isVisible();
            button(page, "Stop…").click();
            page.getByLabel("Why (optional, kept in the history)").fill("because");
            button(page, "Stop").click();
            assertThat(state(page, "Work")).hasAttribute("data-mark", Pattern.compile("aborted"));
            assertThat(page.getByRole(AriaRole.NOTE)).containsText("because");

            button(page, "Start again…").click();
            page.getByRole(
                            AriaRole.TEXTBOX,
                            new Page.GetByRoleOptions()
                                    .setName("Input, as JSON")
                                    .setExact(true))
                    .fill("{\"from\":\"there\"}");
            page.getByLabel("Name (optional)").fill("again");
            button(page, "Start").click();
            assertThat(page).hasURL(Pattern.compile(":again$"));
            state(page, "Work").click();
            assertThat(page.getByRole(
                            AriaRole.TREE,
                            new Page.GetByRoleOptions().setName("Input of Work").setExact(true)))
                    .containsText("\"there\"");
        }
    }

    @Test
    void shouldStopAllThatAreListedAfterSayingHowMany() {
        sample.run(hold, "bulk-1", "{}");
        sample.run(hold, "bulk-2", "{}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions?name=bulk-&status=RUNNING");
            button(page, "Stop 2…").click();
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions()
                                    .setName("Stop 2 executions")
                                    .setExact(true)))
                    .isVisible();
            button(page, "Stop them").click();
            assertThat(page.getByText("Nothing matches")).isVisible();
        }
    }

    @Test
    void shouldFindByStateAttributeAndTime() throws Exception {
        String found = sample.found();
        sample.run(found, "one", "{\"order\":\"4711\"}");
        sample.run(found, "two", "{\"order\":\"4712\"}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions?machine=found");
            Locator links = page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK);
            assertThat(links).hasText(new String[] {"two", "one"});
            page.getByLabel("Search attribute").fill("order=4711");
            page.keyboard().press("Enter");
            assertThat(links).hasText(new String[] {"one"});
            assertThat(page).hasURL(Pattern.compile("attribute.order=4711"));
            page.reload();
            assertThat(links).hasText(new String[] {"one"});
            page.getByLabel("In state").fill("Wait here");
            assertThat(page).hasURL(Pattern.compile("state=Wait"));
            assertThat(links).hasText(new String[] {"one"});
            view.screenshot("executions-filtered");
            page.getByLabel("In state").fill("Done");
            assertThat(page.getByText("Nothing matches")).isVisible();
            button(page, "Clear").click();
            assertThat(page).hasURL(Pattern.compile("/executions$"));
            page.getByLabel("Started").first().selectOption("between…");
            page.getByLabel("Started before").fill("2020-01-01T00:00");
            assertThat(page.getByText("Nothing matches")).isVisible();
        }
    }

    /** A row that somebody points at does not move away; more rows come by scrolling. */
    @Test
    void shouldKeepRowsInPlaceAndReadOnWhereTheyEnd() {
        for (int i = 0; i < 130; i++) sample.run(sample.evil(), "steady-" + i, "{}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions?name=steady");
            Locator grid = page.getByRole(AriaRole.GRID);
            assertThat(grid.getByText("steady-129")).isVisible();
            grid.getByText("steady-129").hover();
            sample.run(sample.evil(), "steady-new", "{}");
            button(page, "1 new").click();
            assertThat(grid.getByText("steady-new")).isVisible();
            grid.focus();
            Locator last = grid.getByText("steady-0", new Locator.GetByTextOptions().setExact(true));
            page.waitForCondition(() -> {
                page.keyboard().press("End");
                return last.isVisible();
            });
            assertThat(page.getByText("Show older")).isHidden();
        }
    }

    @Test
    void shouldTellTheNextAttemptAndRedriveWhatFailed() throws Exception {
        String flaky = sample.flaky();
        sample.error = "Later";
        String waiting = sample.run(flaky, "waiting", "{}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(waiting));
            assertThat(state(page, "Try")).hasAttribute("data-mark", Pattern.compile("retrying"));
            assertThat(page.getByText(Pattern.compile("next attempt in (10|9) min"))
                            .first())
                    .isVisible();
            assertThat(page.getByRole(AriaRole.GRID).getByText(Pattern.compile("next attempt in (10|9) min")))
                    .isVisible();
            view.screenshot("execution-retrying");
        }
        sample.error = "Broken";
        String failed = sample.run(flaky, "failed", "{}");
        sample.await(failed);
        sample.error = "";
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(failed));
            assertThat(page.getByRole(AriaRole.NOTE)).containsText("not now");
            button(page, "Redrive…").click();
            assertThat(page.getByText("what succeeded is not done again")).isVisible();
            view.requireAccessible();
            button(page, "Redrive").click();
            assertThat(state(page, "Try")).hasAttribute("data-mark", Pattern.compile("succeeded"));
            assertThat(page.getByText("redriven once")).isVisible();
            assertThat(button(page, "Redrive…")).isHidden();
            assertThat(page.getByRole(AriaRole.NOTE)).isHidden();
        }
    }

    /** Onto the machine's definition as it is now, and with another input of the state that goes on. */
    @Test
    void shouldRedriveOntoTheDefinitionOfNowWithAnotherInput() {
        var skald = sample.server.skald();
        String machine = sample.machine("mended", ADDS.formatted("States.MathAdd($.a, 1)"));
        String failed = sample.run(machine, "to-mend", "{\"a\":\"no number\"}");
        sample.await(failed);
        skald.updateStateMachine(machine, ADDS.formatted("States.MathAdd($.a, 2)"), null, null);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(failed));
            button(page, "Redrive…").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Onto the machine’s definition as it is now").check();
            dialog.getByText("With another input").click();
            dialog.getByLabel("Input of that state").fill("{\"a\": ");
            assertThat(button(page, "Redrive")).isDisabled();
            dialog.getByLabel("Input of that state").fill("{\"a\": 40}");
            button(page, "Redrive").click();
            assertThat(page.getByText("redriven once")).isVisible();
            assertThat(page.locator(".page-head")).containsText("Succeeded");
        }
        Assertions.assertThat(skald.describeExecution(failed).result().output().text())
                .contains("42");
    }

    @Test
    void shouldLeadToTheChildAndBack() {
        String parent = sample.run(sample.parent(hold), "parent", "{}");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(parent) + "?state=Child");
            page.getByText("Open the execution that it started").click();
            assertThat(page).hasURL(Pattern.compile("hold:child$"));
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("parent"))
                    .click();
            assertThat(page).hasURL(Pattern.compile("parent:parent$"));
        }
    }

    /** On a narrow screen they share a line: a long error leaves room for the machine's name. */
    @Test
    void shouldLeaveRoomForTheMachineBesideAnError() throws Exception {
        String machine = sample.machine("stocktaking", """
                {"StartAt":"F","States":{"F":{"Type":"Fail","Error":"TheWarehouseManagementSystemIsDown"}}}""");
        sample.await(sample.run(machine, "long-error", "{}"));
        try (Browser.View view = view(Browser.Look.NARROW)) {
            Page page = view.at("/executions?name=long-error");
            assertThat(page.getByText("TheWarehouseManagementSystemIsDown")).isVisible();
            Assertions.assertThat(
                            page.locator("[data-name=Machine]").evaluate("cell => cell.scrollWidth - cell.clientWidth"))
                    .isEqualTo(0);
        }
    }

    @Test
    void shouldShowTwoMegabytesOfJson() {
        StringBuilder json = new StringBuilder("{\"rows\":[");
        for (int i = 0; i < 20_000; i++)
            json.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"text\":\"")
                    .append("x".repeat(80))
                    .append("\"}");
        String large = sample.run(
                sample.evil(), "large", json.append("],\"last\":\"needle\"}").toString());
        sample.await(large);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(large) + "?tab=data");
            Locator input = page.getByRole(
                    AriaRole.TREE, new Page.GetByRoleOptions().setName("Input").setExact(true));
            assertThat(input).containsText("20,000 items");
            page.getByLabel("Find in Input").fill("needle");
            assertThat(input.locator(".found")).containsText("needle");
            Assertions.assertThat(page.locator(".json-line").count()).isLessThan(2_000);
            page.getByLabel("Find in Input").fill("19876");
            assertThat(input.locator(".found")).containsText("19876");
            assertThat(input.getByText("19,776 before these")).isVisible();
            Assertions.assertThat(page.locator(".json-line").count()).isLessThan(2_000);
        }
    }

    @Test
    void shouldShowNumbersOfEventsAsTheyAre() {
        String exact =
                sample.run(sample.evil(), "exact", "{\"long\":12345678901234567890,\"fine\":12345678901.1234567}");
        sample.await(exact);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(exact) + "?tab=events&event=1");
            Locator event = page.getByRole(
                    AriaRole.TREE,
                    new Page.GetByRoleOptions().setName("Event 1").setExact(true));
            assertThat(event).containsText("12345678901234567890");
            assertThat(event).containsText("12345678901.1234567");
        }
    }

    @Test
    void shouldSayWhatIsNotThere() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(good + "-not"));
            assertThat(page.getByText("Not there")).isVisible();
            view.expectComplaints("404");
        }
    }

    @Test
    void shouldShowOneItemOfAMap() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(good) + "?state=Look");
            assertThat(state(page, "Big")).hasAttribute("data-mark", Pattern.compile("succeeded"));
            page.getByLabel("Item of Each, 0 to 2").fill("0");
            assertThat(state(page, "Big")).hasAttribute("data-mark", "");
            assertThat(state(page, "Small")).hasAttribute("data-mark", Pattern.compile("succeeded"));
            tab(page, "Difference").click();
            assertThat(page.getByText("They are the same.")).isVisible();
        }
    }

    @Test
    void shouldMoveInTheGraphByArrows() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(good));
            page.getByRole(AriaRole.APPLICATION).focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("ArrowDown");
            assertThat(page).hasURL(Pattern.compile("state="));
        }
    }

    /** Payloads and names are anybody's: they are shown, and nothing of them happens. */
    @Test
    void shouldShowHostilePayloadsAsTheText() {
        String evil = sample.run(sample.evil(), "evil", Sample.EVIL_INPUT);
        sample.await(evil);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(evil) + "?tab=data");
            Locator input = page.getByRole(
                    AriaRole.TREE, new Page.GetByRoleOptions().setName("Input").setExact(true));
            assertThat(input).containsText("<script>alert(1)</script>");
            assertThat(input).containsText("12345678901234567890");
            assertThat(input).containsText(Sample.EVIL);
            assertThat(page.locator("main img")).hasCount(0);
            tab(page, "Events").click();
            assertThat(page.getByRole(AriaRole.GRID)).containsText(Sample.EVIL);
        }
    }

    /** Twenty thousand events: what is in sight is drawn, and soon. */
    @Test
    void shouldShowAHistoryOfTwentyThousandEvents() {
        StringBuilder items = new StringBuilder("[0");
        for (int i = 1; i < 3_330; i++) items.append(',').append(i);
        String loop = sample.run(sample.loop(), "long", items.append(']').toString());
        sample.await(loop);
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(loop) + "?tab=events");
            assertThat(page.getByRole(AriaRole.GRID)).containsText("ExecutionStarted");
            assertThat(tab(page, "Events")).hasText("Events 19,986");
            Assertions.assertThat(page.getByRole(AriaRole.ROW).count()).isLessThan(100);
            page.getByLabel("Find events").fill("ExecutionSucceeded");
            assertThat(page.getByText("1 of 19,986")).isVisible();
            view.screenshot("long");
        }
    }
}
