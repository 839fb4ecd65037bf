package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.field;
import static dev.skald.acceptance.console.Elements.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.skald.core.Status;
import dev.skald.engine.Redrive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Finding executions, and doing something to all that were found. */
class ExecutionListTest {
    /** So many are acted upon side by side. */
    private static final int SIDE_BY_SIDE = 6;

    /** So many are listed at first. */
    private static final int LISTED = 100;

    private static final String[] ALL = {"slow-2", "slow-1", "odd-1", "poor-1", "fine-1"};

    private static Browser browser;
    private static Orders orders;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        orders = new Orders();
        orders.run("fine-1", "fine", "1", "");
        orders.run("poor-1", "poor", "2", "");
        orders.run("odd-1", "odd", "3", ",\"note\":\"a <b>Needle</b> in hay\"");
        orders.run("slow-1", "slow", "4", "");
        orders.run("slow-2", "slow", "4", ",\"note\":\"needle too\"");
    }

    @AfterAll
    static void stop() {
        if (orders != null) orders.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view() {
        return browser.open(orders.sample.url(), Browser.Look.WIDE);
    }

    private static void requireNames(Page page, String... names) {
        if (names.length == 0) assertThat(page.getByText("Nothing matches")).isVisible();
        else assertThat(names(page)).hasText(names);
    }

    /** What is chosen or typed, the parameter of the address that it stands in, and what it finds. */
    private record Filter(String label, String value, String parameter, String... found) {}

    /** Each choice finds what it says, and is in the address. */
    @Test
    void shouldFindByChoice() {
        try (Browser.View view = view()) {
            for (Filter filter : List.of(
                    new Filter("Class", "KnownFailure", "class", "poor-1"),
                    new Filter("Class", "UnknownFailure", "class", "odd-1"),
                    new Filter("Class", "Success", "class", "fine-1"),
                    new Filter("Saga", "COMPENSATED", "sagaStatus", "odd-1", "poor-1"),
                    new Filter("Saga", "COMMITTED", "sagaStatus", "fine-1"),
                    new Filter("Saga", "ACTIVE", "sagaStatus", "slow-2", "slow-1"),
                    new Filter("Saga", "PARKED", "sagaStatus"),
                    new Filter("Status", "RUNNING", "status", "slow-2", "slow-1"),
                    new Filter("Status", "TIMED_OUT", "status"))) {
                Page page = view.at("/executions?machine=orders");
                requireNames(page, ALL);
                field(page, filter.label()).selectOption(filter.value());
                requireFound(page, filter);
            }
        }
    }

    /** What is typed is looked for after a pause; names and texts without regard to case, states and errors exactly. */
    @Test
    void shouldFindByWords() {
        try (Browser.View view = view()) {
            for (Filter filter : List.of(
                    new Filter("Name", "W-2", "name", "slow-2"),
                    new Filter("In state", "Wait here", "state", "slow-2", "slow-1"),
                    new Filter("In state", "wait here", "state"),
                    new Filter("Error", "NoMoney", "error", "poor-1"),
                    new Filter("Error", "NoMon", "error"),
                    new Filter("Text in cause", "Card is", "cause", "poor-1"),
                    new Filter("Text in input", "<B>NEEDLE</b>", "input", "odd-1"),
                    new Filter("Text in input", "needle", "input", "slow-2", "odd-1"))) {
                Page page = view.at("/executions?machine=orders");
                field(page, filter.label()).fill(filter.value());
                requireFound(page, filter);
            }
        }
    }

    /** Nobody opens one after the other to see which failed for what. */
    @Test
    void shouldTellTheErrorOfEach() {
        try (Browser.View view = view()) {
            Page page = view.at("/executions?machine=orders&status=FAILED");
            assertThat(page.locator("[data-name=\"State or error\"]")).hasText(new String[] {"Odd", "NoMoney"});
            view.requireNoOverflow();
        }
    }

    private static void requireFound(Page page, Filter filter) {
        assertThat(page).hasURL(Pattern.compile("[?&]" + filter.parameter() + "="));
        requireNames(page, filter.found());
    }

    /** All that is chosen must hold; who goes to one execution finds the filters again on the way back. */
    @Test
    void shouldCombineFiltersAndFindThemAgainOnTheWayBack() {
        try (Browser.View view = view()) {
            Page page = view.at("/executions");
            field(page, "Machine").selectOption("orders");
            page.getByLabel("Search attribute").fill("order=4");
            page.keyboard().press("Enter");
            requireNames(page, "slow-2", "slow-1");
            field(page, "Text in input").fill("needle");
            requireNames(page, "slow-2");
            field(page, "Started").selectOption("1h");
            assertThat(page).hasURL(Pattern.compile("from=\\d{4}-"));
            requireNames(page, "slow-2");
            view.screenshot("executions-combined");
            String address = page.url();
            page.reload();
            requireNames(page, "slow-2");
            assertThat(field(page, "Started")).hasValue("set");

            names(page).first().click();
            assertThat(page).hasURL(Pattern.compile(":slow-2$"));
            page.goBack();
            assertThat(page).hasURL(address);
            requireNames(page, "slow-2");
            assertThat(field(page, "Text in input")).hasValue("needle");
            assertThat(field(page, "Machine")).hasValue("orders");
            field(page, "Text in input").fill("");
            requireNames(page, "slow-2", "slow-1");
            assertThat(page).not().hasURL(Pattern.compile("input="));

            button(page, "Without order: 4").click();
            assertThat(page).not().hasURL(Pattern.compile("attribute"));
            requireNames(page, ALL);
            field(page, "Started").selectOption("between…");
            field(page, "Started before").fill("2020-01-01T00:00");
            requireNames(page);
        }
    }

    /** A filter that the server does not know is told, not taken for no filter at all. */
    @Test
    void shouldSayWhatIsWrongWithAFilterInTheAddress() {
        try (Browser.View view = view()) {
            Page page = view.at("/executions?status=BROKEN");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("'status' must be one of");
            assertThat(button(page, "Clear")).isVisible();
            view.expectComplaints("400");
        }
    }

    // In bulk.

    @Test
    void shouldRedriveAllAfterSayingHowManyAndTellWhatWasRefused() {
        String flaky = orders.sample.flaky();
        List<String> failed = new ArrayList<>();
        orders.sample.error = "Broken";
        for (int i = 0; i < 3; i++) failed.add(orders.sample.run(flaky, "again-" + i, "{}"));
        failed.forEach(orders.sample::await);
        orders.sample.error = "";
        try (Browser.View view = view()) {
            Page page = view.at("/executions?name=again-");
            button(page, "Redrive 3…").click();
            assertThat(exact(page, AriaRole.HEADING, "Redrive 3 executions")).isVisible();
            assertThat(dialog(page).getByRole(AriaRole.LIST)).containsText("again-0");
            view.screenshot("bulk-redrive");
            // Somebody else redrives one of them meanwhile: it is refused here, and told.
            orders.sample.server.skald().redriveExecution(failed.get(1), Redrive.UNCHANGED);
            orders.sample.await(failed.get(1));
            button(page, "Redrive them").click();
            assertThat(dialog(page).getByRole(AriaRole.ALERT)).containsText("2 of 3 done. Refused: again-1: ");
            page.keyboard().press("Escape");
            assertThat(dialog(page)).isHidden();
            Orders.await(() -> failed.stream().allMatch(one -> orders.status(one) == Status.SUCCEEDED));
            assertThat(page.getByText("Succeeded")).hasCount(3 + 1);
            view.expectComplaints("400");
        }
    }

    /** What can be stopped may be further down than what is listed. */
    @Test
    void shouldStopWhatIsNotListedYet() {
        String older = orders.sample.run(orders.sample.hold(), "below-0", "{}");
        String loop = orders.sample.loop();
        for (int i = 1; i <= LISTED; i++) orders.sample.await(orders.sample.run(loop, "below-" + i, "[]"));
        try (Browser.View view = view()) {
            Page page = view.at("/executions?name=below-");
            assertThat(page.getByText(LISTED + " are listed")).isVisible();
            assertThat(button(page, "Redrive…")).isVisible();
            button(page, "Stop…").click();
            assertThat(exact(page, AriaRole.HEADING, "Stop one execution")).isVisible();
            button(page, "Stop it").click();
            assertThat(dialog(page)).isHidden();
            // A filter by what cannot be stopped leaves nothing to offer.
            field(page, "Status").selectOption("SUCCEEDED");
            assertThat(page).hasURL(Pattern.compile("status=SUCCEEDED"));
            assertThat(button(page, "Stop…")).isHidden();
            assertThat(button(page, "Redrive…")).isHidden();
        }
        assertThat(orders.status(older)).isEqualTo(Status.ABORTED);
    }

    /** Who halts it is told how far it came, and nothing goes on behind the page. */
    @Test
    void shouldStopHalfwayWhenHalted() {
        String hold = orders.sample.hold();
        List<String> running = new ArrayList<>();
        for (int i = 0; i < SIDE_BY_SIDE + 3; i++) running.add(orders.sample.run(hold, "halt-" + i, "{}"));
        List<Route> held = new ArrayList<>();
        try (Browser.View view = view()) {
            Page page = view.at("/executions?name=halt-");
            button(page, "Stop 9…").click();
            assertThat(exact(page, AriaRole.HEADING, "Stop 9 executions")).isVisible();
            dialog(page).getByLabel("Why (optional, kept in the history)").fill("too <b>many</b>");
            page.route(url -> url.endsWith("/"), held::add);
            button(page, "Stop them").click();
            page.waitForCondition(() -> held.size() == SIDE_BY_SIDE);
            assertThat(dialog(page).getByRole(AriaRole.STATUS)).containsText("0 of 9 done");
            button(page, "Stop here").click();
            held.forEach(Route::resume);
            assertThat(page.getByText("Stopped 6 of 9")).isVisible();
            assertThat(dialog(page)).isHidden();
            assertThat(button(page, "Stop 3…")).isVisible();
            page.unroute(url -> url.endsWith("/"));
        }
        assertThat(running.stream().filter(one -> orders.status(one) == Status.RUNNING))
                .hasSize(3);
        String stopped = running.stream()
                .filter(one -> orders.status(one) == Status.ABORTED)
                .findFirst()
                .orElseThrow();
        assertThat(orders.sample
                        .server
                        .skald()
                        .describeExecution(stopped)
                        .result()
                        .cause())
                .isEqualTo("too <b>many</b>");
        running.forEach(one -> {
            if (orders.status(one) == Status.RUNNING)
                orders.sample.server.skald().stopExecution(one, null, null);
        });
    }

    // Rows that stay.

    private static double y(Locator row) {
        BoundingBox box = row.boundingBox();
        if (box == null) throw new AssertionError("not on the page");
        return box.y;
    }

    /** New rows wait until the pointer has gone; what is pointed at changes where it is. */
    @Test
    void shouldLeaveTheRowUnderThePointerWhereItIs() {
        String hold = orders.sample.hold();
        String first = orders.sample.run(hold, "point-0", "{}");
        try (Browser.View view = view()) {
            Page page = view.at("/executions?name=point-");
            Locator row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("point-0"));
            row.hover();
            double before = y(row);
            for (int i = 1; i <= 3; i++) orders.sample.run(hold, "point-" + i, "{}");
            orders.sample.server.skald().stopExecution(first, "Enough", null);
            assertThat(button(page, "3 new")).isVisible();
            assertThat(row).containsText("Aborted");
            assertThat(names(page)).hasText(new String[] {"point-0"});
            assertThat(y(row)).isEqualTo(before);
            page.mouse().move(700, 5);
            assertThat(names(page)).hasText(new String[] {"point-3", "point-2", "point-1", "point-0"});
            assertThat(page.getByText("3 new")).isHidden();
        }
    }
}
