package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.engine.store.MapRunRow;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Map Run with items that fail. */
class MapRunTest {
    private static Browser browser;
    private static Examples examples;
    private static String address = "";

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        examples = new Examples();
        String whole = examples.run("example-map", "letters");
        String execution = examples.start(whole, "few", "{\"letters\": 40}");
        examples.awaitEnd(execution);
        MapRunRow run =
                examples.skald().listMapRuns(execution, Long.MAX_VALUE, 1).getFirst();
        address = "/map-runs/" + URLEncoder.encode(run.arn(), StandardCharsets.UTF_8);
    }

    @AfterAll
    static void stop() {
        if (examples != null) examples.close();
        if (browser != null) browser.close();
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowItemsAndFailures(Browser.Look look) throws Exception {
        try (Browser.View view = browser.open(examples.url(), look)) {
            Page page = view.at(address);
            assertThat(page.getByText("40 of 40 items")).isVisible();
            assertThat(page.getByText("UnknownAddress")).isVisible();
            assertThat(page.getByText("NoStamp")).isVisible();
            page.getByLabel("Status of items").selectOption("FAILED");
            assertThat(page.getByRole(AriaRole.GRID)).hasAttribute("aria-rowcount", "6");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("map-run");
            page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK).first().click();
            assertThat(page).hasURL(Pattern.compile("/executions/arn:.*example-map%2FLetters:"));
        }
    }

    /** Nobody reloads: what is changed holds at once, and the items go on before one's eyes. */
    @Test
    void shouldChangeTheLimitsOfARunThatGoesOn() throws Exception {
        String execution = examples.run("example-map", "letters");
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page =
                    view.at("/map-runs/" + URLEncoder.encode(examples.awaitMapRun(execution), StandardCharsets.UTF_8));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change limits"))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Executions side by side").fill("150");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Change").setExact(true))
                    .click();
            assertThat(page.getByText("at most 150 side by side")).isVisible();
            assertThat(page.getByText("200 of 200 items")).isVisible();
            assertThat(page.getByText("Succeeded", new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
        }
    }
}
