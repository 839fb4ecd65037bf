package dev.skald.acceptance.console;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import dev.skald.acceptance.api.RunningServer;
import org.junit.jupiter.api.Test;

/** The scan that the other tests ask for on each page: it finds what is wrong. Where this is skipped, they did without it. */
class AxeTest {
    @Test
    void shouldFindWhatKeepsPeopleOut() throws Exception {
        Browser.requireAxe();
        try (Browser browser = Browser.start();
                RunningServer server = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + server.port(), Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            page.getByText("No machines yet").waitFor();
            view.requireAccessible();
            page.evaluate("document.querySelector('main').append(document.createElement('button'))");
            assertThatThrownBy(view::requireAccessible)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("button-name");
        }
    }
}
