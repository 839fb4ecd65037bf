package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happened, as pictures: the graph with its ways, colours and compensations, items of Maps, and bars along the time. */
class TimelineTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";

    private static final String BRANCHES = """
            {"StartAt":"Both","States":{
              "Both":{"Type":"Parallel","Next":"Well","Catch":[{"ErrorEquals":["Broken"],"Next":"Sorry"}],"Branches":[
                {"StartAt":"Bad","States":{"Bad":{"Type":"Task","Resource":"%1$sflaky","TimeoutSeconds":20,"End":true}}},
                {"StartAt":"Slow","States":{"Slow":{"Type":"Wait","Seconds":600,"End":true}}}]},
              "Well":{"Type":"Succeed"},"Sorry":{"Type":"Succeed"}}}
            """.formatted(FUNCTION);

    /** The first item of the second order fails, and is tried three times, one second apart. */
    private static final String ORDERS = """
            {"StartAt":"Orders","States":{
              "Orders":{"Type":"Map","ItemsPath":"$.orders","ResultPath":null,"Next":"Report","ItemProcessor":{"StartAt":"Lines","States":{
                "Lines":{"Type":"Map","ItemsPath":"$.lines","End":true,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Note"}],
                  "ItemProcessor":{"StartAt":"Check","States":{"Check":{"Type":"Choice","Default":"Fine",
                    "Choices":[{"Variable":"$","NumericEquals":7,"Next":"Try"}]},"Fine":{"Type":"Pass","End":true},
                    "Try":{"Type":"Task","Resource":"%1$sflaky","TimeoutSeconds":20,"End":true,
                      "Retry":[{"ErrorEquals":["Broken"],"IntervalSeconds":1,"BackoffRate":1,"MaxAttempts":2}]}}}},
                "Note":{"Type":"Pass","End":true}}}},
              "Report":{"Type":"Map","ItemsPath":"$.orders","End":true,"ItemProcessor":{"StartAt":"Print","States":{
                "Print":{"Type":"Pass","End":true}}}}}}
            """.formatted(FUNCTION);

    private static Browser browser;
    private static Sample sample;
    private static String branches;
    private static String orders;
    private static String undone;
    private static String good;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        sample = Sample.start();
        branches = sample.run(sample.machine("branches", BRANCHES), "branches", "{}");
        orders = sample.run(
                sample.machine("orders", ORDERS),
                "orders",
                "{\"orders\":[{\"lines\":[1,2]},{\"lines\":[7,3]},{\"lines\":[4]}]}");
        String trip = sample.trip();
        undone = sample.run(trip, "undone", "{\"items\":[1],\"poor\":true}");
        good = sample.run(trip, "good", "{\"items\":[1,2,3]}");
        for (String execution : new String[] {branches, orders, undone, good}) sample.await(execution);
    }

    @AfterAll
    static void stop() {
        if (sample != null) sample.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view(Browser.Look look) {
        return browser.open(sample.url(), look);
    }

    private static Locator timeline(Page page) {
        return page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Timeline"));
    }

    /** The colour of a state's border is that of a tone. */
    private static void requireColour(Page page, String state, String tone) {
        Object same = state(page, state).evaluate("""
                (node, tone) => {
                  const probe = document.createElement("i");
                  probe.style.color = `var(--${tone})`;
                  document.body.append(probe);
                  const wanted = getComputedStyle(probe).color;
                  probe.remove();
                  return getComputedStyle(node.querySelector("rect")).stroke === wanted;
                }""", tone);
        assertThat(same).as(state + " has the colour of " + tone).isEqualTo(true);
    }

    private static Locator edge(Page page, String from, String to) {
        return page.locator(".graph-edge", new Page.LocatorOptions().setHas(page.locator("title")))
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + from + " → " + to)));
    }

    @Test
    void shouldTellWhatFailedFromWhatWasAbortedForIt() throws Exception {
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = view(look)) {
                Page page = view.at(Sample.page(branches));
                assertThat(state(page, "Bad")).hasAttribute("data-mark", "failed");
                assertThat(state(page, "Slow")).hasAttribute("data-mark", "aborted");
                assertThat(state(page, "Both")).hasAttribute("data-mark", "caught");
                requireColour(page, "Bad", "bad");
                requireColour(page, "Slow", "off");
                requireColour(page, "Both", "wait");
                requireColour(page, "Sorry", "ok");
                assertThat(edge(page, "Both", "Sorry")).hasClass(Pattern.compile("way-catch taken"));
                assertThat(edge(page, "Both", "Well")).not().hasClass(Pattern.compile("taken"));
                state(page, "Both").click(new Locator.ClickOptions().setPosition(40, 12));
                assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("State Both")))
                        .containsText("Broken");
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("execution-branches");
            }
        }
    }

    @Test
    void shouldDrawCompensationsBesideTheirSteps() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(undone));
            BoundingBox step = state(page, "Book").boundingBox();
            BoundingBox undo = state(page, "Compensate Book").boundingBox();
            assertThat(undo.x).isGreaterThan(step.x + step.width);
            assertThat(undo.y + undo.height / 2).isCloseTo(step.y + step.height / 2, offset(2.0));
            assertThat(edge(page, "Book", "Compensate Book")).hasClass(Pattern.compile("way-undo taken"));
            requireColour(page, "Compensate Book", "undo");
            assertThat(state(page, "Book")).hasAttribute("data-mark", "succeeded, undone");
            state(page, "Book").click();
            button(page, "Compensate Book").first().click();
            assertThat(page.getByText("undoes Book")).isVisible();
        }
    }

    @Test
    void shouldPickAnItemOfAMapWithinAnItemOfAnother() throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(orders));
            assertThat(page.getByLabel("Item of Orders, 0 to 2")).isVisible();
            assertThat(page.getByLabel("Item of Report, 0 to 2")).isVisible();
            state(page, "Try").click();
            assertThat(page.getByLabel("Item of Report, 0 to 2")).isHidden();
            assertThat(state(page, "Fine")).hasAttribute("data-mark", Pattern.compile("^4 times"));
            page.getByLabel("Item of Orders, 0 to 2").fill("0");
            assertThat(state(page, "Try")).hasAttribute("data-mark", "");
            assertThat(page.getByText("Item 0 of Orders has not come here.")).isVisible();
            assertThat(state(page, "Fine")).hasAttribute("data-mark", Pattern.compile("^2 times"));
            assertThat(state(page, "Print")).hasAttribute("data-mark", Pattern.compile("^3 times"));
            page.getByLabel("Item of Orders, 0 to 2").fill("1");
            button(page, "1 failed ›").click();
            assertThat(page).hasURL(Pattern.compile("item.Lines=0"));
            assertThat(state(page, "Fine")).hasAttribute("data-mark", "");
            assertThat(state(page, "Try")).hasAttribute("data-mark", "failed");
            assertThat(edge(page, "Check", "Try")).hasClass(Pattern.compile("taken"));
            assertThat(edge(page, "Check", "Fine")).not().hasClass(Pattern.compile("taken"));
            view.screenshot("execution-nested-items");
            page.reload();
            assertThat(state(page, "Try")).hasAttribute("data-mark", "failed");
            button(page, "All items of all Maps").click();
            assertThat(state(page, "Fine")).hasAttribute("data-mark", Pattern.compile("^4 times"));
        }
    }

    /** How often it was entered stands below a name that leaves no room beside it. */
    @Test
    void shouldCutNoNameForACount() {
        String machine = sample.machine("names", """
                {"StartAt":"Each","States":{"Each":{"Type":"Map","Next":"Rest a little","ItemProcessor":{"StartAt":"Print the address","States":{
                  "Print the address":{"Type":"Pass","Next":"Go"},"Go":{"Type":"Pass","End":true}}}},
                  "Rest a little":{"Type":"Wait","Seconds":9000,"End":true}}}
                """);
        String names = sample.run(machine, "names", "[1,2,3]");
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(names));
            Locator cut = state(page, "Print the address");
            assertThat(cut.locator(".graph-name")).hasText("Print the address");
            assertThat(cut.locator(".graph-count")).hasText("×3");
            double line = cut.locator(".graph-more").boundingBox().y;
            assertThat(cut.locator(".graph-count").boundingBox().y).isEqualTo(line, offset(2.0));
            double beside = state(page, "Go").locator(".graph-name").boundingBox().y;
            assertThat(state(page, "Go").locator(".graph-count").boundingBox().y)
                    .isEqualTo(beside, offset(4.0));
            assertThat(timeline(page).getByText("goes on in 2 hr.")).isVisible();
            view.requireNoOverflow();
        }
    }

    /** Three attempts, and hatched between them; nothing reaches over the end of its visit. */
    @Test
    void shouldDrawABarForEachAttempt() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(orders) + "?what=tried");
            Locator lane = timeline(page)
                    .getByRole(AriaRole.IMG, new Locator.GetByRoleOptions().setName("failed, 3 attempts"));
            assertThat(lane.locator(".bar")).hasCount(4);
            BoundingBox whole = lane.locator(".bar.waits").boundingBox();
            double end = 0;
            for (int attempt = 1; attempt <= 3; attempt++) {
                BoundingBox bar = lane.locator(".bar").nth(attempt).boundingBox();
                assertThat(bar.x).as("attempt " + attempt).isGreaterThanOrEqualTo(end);
                end = bar.x + bar.width;
            }
            assertThat(end).isLessThanOrEqualTo(whole.x + whole.width + 4);
            timeline(page).getByText("Try").click();
            Locator attempts = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Attempts of Try"));
            assertThat(attempts.getByText(Pattern.compile("^Attempt"))).hasCount(3);
            assertThat(attempts.getByText(Pattern.compile("1\\.\\d s after the one before")))
                    .hasCount(2);
            assertThat(attempts.getByText("may take 20 s").first()).isVisible();
        }
    }

    @Test
    void shouldFindVisitsInTheTimeline() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(orders));
            assertThat(page.getByText("19", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            page.keyboard().press("/");
            page.keyboard().type("orders #1");
            assertThat(timeline(page)).hasAttribute("aria-rowcount", "7");
            page.getByLabel("Which visits").selectOption("failed");
            assertThat(timeline(page)).hasAttribute("aria-rowcount", "3");
            page.getByLabel("Find states").fill("nothing like it");
            assertThat(page.getByText("No such visit")).isVisible();
        }
    }

    @Test
    void shouldFindEventsAndJumpToThem() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(undone) + "?tab=events");
            page.getByLabel("Find events").fill("nomoney");
            Locator rows = page.getByRole(AriaRole.GRID, new Page.GetByRoleOptions().setName("Events"))
                    .getByRole(AriaRole.ROW)
                    .filter(new Locator.FilterOptions().setHasText("NoMoney"));
            assertThat(rows).hasCount(3);
            rows.filter(new Locator.FilterOptions().setHasText("LambdaFunctionFailed"))
                    .click();
            assertThat(page).hasURL(Pattern.compile("event=\\d+"));
            Locator event =
                    page.getByRole(AriaRole.TREE, new Page.GetByRoleOptions().setName(Pattern.compile("^Event \\d+$")));
            assertThat(event).containsText("the card is empty");
            assertThat(event).containsText("\"effect\": \"REPORTED\"");
            button(page, "Show Pay in the graph").click();
            assertThat(page).hasURL(Pattern.compile("state=Pay"));
            assertThat(page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("State Pay")))
                    .isVisible();
        }
    }

    /** What succeeded stays succeeded, and is undone because somebody says so. */
    @Test
    void shouldUndoWhatHasEnded() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(good));
            button(page, "Undo…").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog.getByText("undone by Compensate Book")).isVisible();
            dialog.getByLabel("Who").fill("ann");
            dialog.getByLabel("Why").fill("the customer has changed his mind");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo it"))
                    .click();
            assertThat(state(page, "Compensate Book")).hasAttribute("data-mark", "succeeded");
            assertThat(page.getByText("Compensated", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(button(page, "Undo…")).isHidden();
            assertThat(state(page, "Book")).hasAttribute("data-mark", "succeeded, undone");
        }
    }
}
