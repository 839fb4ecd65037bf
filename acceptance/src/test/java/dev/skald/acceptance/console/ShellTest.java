package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.dialog;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.names;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

    /** A browser that lets pages keep nothing: what is chosen holds until the page is left. */
    @Test
    void shouldWorkWhereTheBrowserKeepsNothing() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            view.page().addInitScript("""
                    for (const name of ["localStorage", "sessionStorage"])
                      Object.defineProperty(window, name, {get() { throw new DOMException("denied", "SecurityError"); }});
                    """);
            Page page = view.at("/executions");
            assertThat(page.getByText("No executions yet")).isVisible();
            for (String theme : List.of("system", "light"))
                page.getByRole(
                                AriaRole.BUTTON,
                                new Page.GetByRoleOptions().setName(Pattern.compile("Colours: " + theme)))
                        .click();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
        }
    }

    /** While it works a dialog stays, however often Escape is pressed; what comes of it is told also to who has gone elsewhere. */
    @Test
    void shouldTellWhatCameOfADialogThatWasLeft() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("left", PASS, MachineType.STANDARD);
            Page page = view.at("/machines");
            names(page).click();
            for (boolean leaves : new boolean[] {false, true}) {
                List<Route> held = new CopyOnWriteArrayList<>();
                page.route(url -> url.endsWith(own.port() + "/"), held::add);
                button(page, "Start").click();
                exact(dialog(page), AriaRole.BUTTON, "Start").click();
                assertThat(dialog(page)).containsText("Working…");
                page.waitForCondition(() -> held.size() == 1);
                if (leaves) page.goBack();
                else
                    for (int presses = 0; presses < 3; presses++)
                        page.keyboard().press("Escape");
                Route.FulfillOptions refusal = new Route.FulfillOptions()
                        .setStatus(400)
                        .setBody("{\"__type\":\"Refused\",\"message\":\"not today\"}");
                held.getFirst().fulfill(refusal);
                if (leaves) assertThat(page.locator(".toast")).hasText("Start left: not today");
                else {
                    assertThat(dialog(page)).containsText("not today");
                    page.keyboard().press("Escape");
                    assertThat(dialog(page)).isHidden();
                }
            }
            assertThat(page).hasURL(Pattern.compile("/machines$"));
            view.expectComplaints("400");
        }
    }

    /** A server that is away, or was replaced by a newer one, as a part of a page is first wanted: what was written around it stays. */
    @Test
    void shouldKeepThePageAroundAPartThatCannotBeLoaded() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("parts", PASS, MachineType.STANDARD);
            Page page = view.at("/studio?machine=" + machine);
            Locator editor = exact(page, AriaRole.TEXTBOX, "Definition");
            editor.click();
            page.keyboard().press("Control+End");
            page.keyboard().type("   ");
            page.route("**/assets/changes*", Route::abort);
            button(page, "Save").click();
            assertThat(dialog(page)).containsText("This part of the page could not be loaded");
            page.unroute("**/assets/changes*");
            exact(dialog(page), AriaRole.BUTTON, "Try again").click();
            assertThat(dialog(page).getByLabel("What changes")).isVisible();
            exact(dialog(page), AriaRole.BUTTON, "Save").click();
            assertThat(page.getByText("Not saved")).isHidden();
            assertThat(own.skald().describeStateMachine(machine).definition()).endsWith("   ");
            view.expectComplaints("ERR_");
            view.expectComplaints("This part of the page");
        }
    }

    /** What is looked for in a definition that is read goes nowhere else. */
    @Test
    void shouldLeaveToATextWhatIsTypedIntoItsSearch() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("found", PASS, MachineType.STANDARD);
            Page page = view.at("/machines/" + machine + "?show=definition");
            assertThat(exact(page, AriaRole.TEXTBOX, "Definition")).isVisible();
            page.keyboard().press("/");
            Locator search = page.getByPlaceholder("Find", new Page.GetByPlaceholderOptions().setExact(true));
            assertThat(search).isFocused();
            page.keyboard().type("message?");
            assertThat(search).hasValue("message?");
            assertThat(page).hasURL(Pattern.compile("show=definition$"));
        }
    }

    /** Links come from anywhere: what an address says that is none of what there is to choose from is passed over. */
    @Test
    void shouldPassOverWhatAnAddressSaysInVain() throws Exception {
        try (RunningServer own = RunningServer.with(builder -> {});
                Browser.View view = browser.open("http://127.0.0.1:" + own.port(), Browser.Look.WIDE)) {
            String machine = own.skald().deploy("odd", PASS, MachineType.STANDARD);
            String execution = own.skald().start(machine, "one", Payload.EMPTY_OBJECT);
            Page page = view.at("/overview?hours=soon");
            assertThat(page.getByLabel("How far back")).hasValue("24");
            view.at("/machines/" + machine + "?show=definition&format=XML");
            assertThat(page.getByLabel("Format")).hasValue("written");
            assertThat(exact(page, AriaRole.TEXTBOX, "Definition")).containsText("StartAt");
            view.at(Sample.page(execution) + "?tab=events&event=last");
            assertThat(page.getByText("No such event")).isVisible();
            view.at("/executions?name=one?two");
            assertThat(page.getByLabel("Name", new Page.GetByLabelOptions().setExact(true)))
                    .hasValue("one?two");
        }
    }
}
