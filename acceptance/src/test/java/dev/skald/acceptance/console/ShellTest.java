package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.acceptance.api.RunningServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all pages have: where one is, keys, colours. */
class ShellTest {
    private static Browser browser;
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        server = RunningServer.with(builder -> {});
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view(Browser.Look look) {
        return browser.open("http://127.0.0.1:" + server.port(), look);
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldBeCalmWhereThereIsNothingYet(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at("/executions");
            assertThat(page.getByText("No executions yet")).isVisible();
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("empty");
        }
    }

    @Test
    void shouldGoWhereKeysLead() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("Executions").setExact(true)))
                    .isVisible();
            page.keyboard().press("g");
            page.keyboard().press("m");
            assertThat(page).hasURL(Pattern.compile("/machines$"));
            page.keyboard().press("?");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
            page.goBack();
            assertThat(page).hasURL(Pattern.compile("/executions$"));
        }
    }

    @Test
    void shouldKeepTheColoursThatSomebodyChose() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/executions");
            assertThat(page.locator("html")).hasAttribute("data-theme", "light");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Colours: system")))
                    .click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("Colours: light")))
                    .click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            page.reload();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        }
    }
}
