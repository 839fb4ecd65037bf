package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages with much to show draw what is looked at, and stay usable. */
class LargeCasesTest {
    /** What a table, or a tree, draws at most of its rows. */
    private static final int ROWS_DRAWN_MAX = 120;

    private static Browser browser;
    private static LargeCases large;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        large = LargeCases.start();
    }

    @AfterAll
    static void stop() {
        if (large != null) large.close();
        if (browser != null) browser.close();
    }

    private static Locator grid(Page page, String name) {
        return page.getByRole(
                AriaRole.GRID, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void requireFewRows(Locator grid) {
        assertThat(grid.getByRole(AriaRole.ROW).count()).isLessThan(ROWS_DRAWN_MAX);
    }

    @Test
    void shouldDrawAMachineWith300States() throws Exception {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + large.states);
            assertThat(page.locator("[data-state]")).hasCount(LargeCases.STATES);
            Locator graph = page.getByLabel("Graph of states").first();
            graph.focus();
            for (int step = 0; step < 3; step++) page.keyboard().press("ArrowDown");
            assertThat(page).hasURL(Pattern.compile("state=S2$"));
            view.showInEveryLook("large-graph");
            page.getByText("Edit", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(page.locator("[data-state]")).hasCount(LargeCases.STATES);
            view.showInEveryLook("large-studio");
        }
    }

    @Test
    void shouldListTheItemsOfALargeMapRun() throws Exception {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            Page page = view.at(large.mapRunPage());
            assertThat(page.getByText("10,000 of 10,000 items")).isVisible();
            assertThat(page.getByText("20 times")).isVisible();
            assertThat(page.getByText("<b>nobody</b> knows")).isVisible();
            assertThat(grid(page, "Items")).hasAttribute("aria-rowcount", "201");
            requireFewRows(grid(page, "Items"));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Show more"))
                    .click();
            assertThat(grid(page, "Items")).hasAttribute("aria-rowcount", "401");
            page.getByLabel("Status of items").selectOption("FAILED");
            assertThat(grid(page, "Items")).hasAttribute("aria-rowcount", "21");
            view.showInEveryLook("large-map-run");
        }
    }

    @Test
    void shouldShowTheEventsOfALongExecution() throws Exception {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + large.events + "?tab=events");
            Locator events = page.getByRole(AriaRole.TABPANEL).getByRole(AriaRole.GRID);
            Locator tab = page.getByRole(
                    AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^Events 2\\d,\\d{3}")));
            assertThat(tab).isVisible();
            requireFewRows(events);
            events.locator(".scroll").or(events).first().focus();
            page.keyboard().press("End");
            assertThat(events.getByText("ExecutionSucceeded")).isVisible();
            view.showInEveryLook("large-events");
        }
    }

    @Test
    void shouldListManyExecutions() throws Exception {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            assertThat(grid(page, "Executions")).hasAttribute("aria-rowcount", "101");
            requireFewRows(grid(page, "Executions"));
            view.showInEveryLook("large-executions");
        }
    }

    @Test
    void shouldLeaveOutInputsThatAreTooLongForAList() {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            String machine =
                    large.server.skald().describeExecution(large.json).row().stateMachineArn();
            Page page = view.at("/machines/" + machine + "?show=inputs");
            assertThat(page.getByText("too long to be shown here")).isVisible();
        }
    }

    @Test
    void shouldShowALongInput() throws Exception {
        try (Browser.View view = browser.open(large.url(), Browser.Look.WIDE)) {
            Page page = view.at("/executions/" + large.json + "?tab=data");
            Locator rows = page.getByText("\"rows\"").first();
            assertThat(rows).isVisible();
            assertThat(page.locator(".json-line").count()).isLessThan(20 * ROWS_DRAWN_MAX);
            view.showInEveryLook("large-json");
        }
    }
}
