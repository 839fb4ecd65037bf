package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.names;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What all pages have: where one is, keys, colours. */
class ShellTest {
    private static final String PASS = "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";

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
    @CsvSource({
        "executions, No executions yet",
        "machines, No machines yet",
        "desk, Nothing is parked",
        "map-runs, Which Map Run?",
        "executions/nothing, That did not work",
    })
    void shouldBeCalmWhereThereIsNothing(String address, String words) throws Exception {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/" + address);
            assertThat(page.getByText(words)).isVisible();
            view.showInEveryLook("empty-" + address.replace('/', '-'));
            // A server without an event bus, an ARN that is none: the browser tells of these answers too.
            view.expectComplaints("status of 40");
        }
    }

    @Test
    void shouldGoWhereKeysLead() throws Exception {
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
            view.showInEveryLook("keys");
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
            page.goBack();
            assertThat(page).hasURL(Pattern.compile("/executions$"));
        }
    }

    /** Who selects text and lets go beside the dialog keeps it; who clicks beside it closes it. */
    @Test
    void shouldKeepADialogWhoseTextIsSelected() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("dialogs", PASS, MachineType.STANDARD);
            Page page = view.at("/machines/" + machine);
            button(page, "Start").click();
            Locator name = dialog(page).getByLabel("Name (optional)");
            name.fill("half-typed");
            BoundingBox box = name.boundingBox();
            page.mouse().move(box.x + 40, box.y + box.height / 2);
            page.mouse().down();
            page.mouse().move(5, box.y + box.height / 2);
            page.mouse().up();
            assertThat(name).hasValue("half-typed");
            page.mouse().click(5, box.y);
            assertThat(dialog(page)).isHidden();
        }
    }

    @Test
    void shouldMoveInAListByArrowsThenOpen() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("arrows", PASS, MachineType.STANDARD);
            for (String name : List.of("first", "second", "third"))
                own.skald().start(machine, name, Payload.EMPTY_OBJECT);
            Page page = view.at("/executions?machine=arrows");
            assertThat(names(page)).hasText(new String[] {"third", "second", "first"});
            page.getByRole(AriaRole.GRID).focus();
            Locator chosen = page.locator("[role=row][aria-selected=true]");
            for (String[] step : new String[][] {
                {"ArrowDown", "third"},
                {"ArrowDown", "second"},
                {"ArrowUp", "third"},
                {"ArrowUp", "third"},
                {"End", "first"},
                {"ArrowDown", "first"},
                {"ArrowUp", "second"}
            }) {
                page.keyboard().press(step[0]);
                assertThat(chosen).containsText(step[1]);
            }
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile("/executions/.*:second$"));
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
