package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.field;
import static dev.skald.acceptance.console.Elements.liveness;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.Skald;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ten thousand executions in one list. */
class ManyExecutionsPageTest {
    private static final int EXECUTIONS = 10_000;

    /** Every so manieth fails; the others wait. */
    private static final int FAILS_EACH = 100;

    private static final int ROWS_DRAWN_MAX = 120;
    private static final int ELEMENTS_MAX = 3_000;
    private static final long HEAP_BYTES_MAX = 120L << 20;

    private static final String MACHINE = """
            {"StartAt":"Decide","States":{
              "Decide":{"Type":"Choice","Default":"Wait here","Choices":[{"Variable":"$.bad","BooleanEquals":true,"Next":"Lost"}]},
              "Wait here":{"Type":"Wait","Seconds":90000,"Next":"Done"},
              "Lost":{"Type":"Fail","Error":"Lost"},"Done":{"Type":"Succeed"}}}
            """;

    private static Browser browser;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        server = RunningServer.with(builder -> {});
        Skald skald = server.skald();
        String machine = skald.deploy("many", MACHINE, MachineType.STANDARD);
        for (int i = 0; i < EXECUTIONS; i++)
            skald.start(machine, "e-" + i, Payload.ofText("{\"bad\":" + (i % FAILS_EACH == 0) + "}"));
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view() {
        return browser.open("http://127.0.0.1:" + server.port(), Browser.Look.WIDE);
    }

    private static long number(Page page, String expression) {
        return ((Number) page.evaluate(expression)).longValue();
    }

    private static void requireBounded(Page page) {
        assertThat(page.getByRole(AriaRole.ROW).count()).as("rows drawn").isLessThan(ROWS_DRAWN_MAX);
        assertThat(number(page, "document.querySelectorAll('*').length"))
                .as("elements")
                .isLessThan(ELEMENTS_MAX);
    }

    /** To the very first, page after page, as the list is scrolled; and nothing grows with it but the rows that are known. */
    @Test
    void shouldScrollThroughTenThousand() {
        try (Browser.View view = view()) {
            Page page = view.at("/executions");
            Locator grid = exact(page, AriaRole.GRID, "Executions");
            assertThat(exact(grid, AriaRole.LINK, "e-9999")).isVisible();
            requireBounded(page);
            grid.focus();
            Locator first = exact(grid, AriaRole.LINK, "e-0");
            page.waitForCondition(() -> {
                page.keyboard().press("End");
                return first.isVisible();
            });
            assertThat(grid).hasAttribute("aria-rowcount", EXECUTIONS + 1 + "");
            requireBounded(page);
            assertThat(number(page, "performance.memory.usedJSHeapSize"))
                    .as("heap")
                    .isLessThan(HEAP_BYTES_MAX);
            page.keyboard().press("Home");
            assertThat(exact(grid, AriaRole.LINK, "e-9999")).isVisible();
            assertThat(liveness(page, "Live")).isVisible();
            view.screenshot("large-executions");
        }
    }

    /** What a filter finds is counted in full before anything is done. */
    @Test
    void shouldCountAllThatAFilterFindsOfTenThousand() throws Exception {
        try (Browser.View view = view()) {
            Page page = view.at("/executions");
            button(page, "Stop 99+…").click();
            assertThat(exact(page, AriaRole.HEADING, "Stop 9,900 executions")).isVisible();
            assertThat(dialog(page)).containsText("and 9,800 more");
            requireBounded(page);
            view.requireAccessible();
            button(page, "Cancel").click();
            assertThat(dialog(page)).isHidden();

            field(page, "Status").selectOption("FAILED");
            Locator grid = exact(page, AriaRole.GRID, "Executions");
            assertThat(grid).hasAttribute("aria-rowcount", EXECUTIONS / FAILS_EACH + 1 + "");
            button(page, "Redrive 100…").click();
            assertThat(exact(page, AriaRole.HEADING, "Redrive 100 executions")).isVisible();
            page.keyboard().press("Escape");

            // No index helps to find a name: the page looks through all of them by itself.
            field(page, "Name").fill("e-4200");
            assertThat(exact(grid, AriaRole.LINK, "e-4200")).isVisible();
            assertThat(grid).hasAttribute("aria-rowcount", "2");
        }
    }
}
