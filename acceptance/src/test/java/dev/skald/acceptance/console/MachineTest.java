package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.exact;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.AliasRoute;
import dev.skald.engine.ExecutionDescription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One machine: what its starts looked like so far, its versions, and a start of one's own. */
class MachineTest {
    private static final int LONG = 40_000;

    /** More than come with the machine. */
    private static final int VERSIONS = 105;

    private static Browser browser;
    private static Examples examples;
    private static String orders;
    private static String first;
    private static String second;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        examples = new Examples();
        var skald = examples.skald();
        orders = skald.deploy("orders", definition("Succeed"), MachineType.STANDARD);
        for (int i = 0; i < 3; i++) orders("order-" + i, i);
        orders("again", 2);
        begin(
                "long",
                "{\"order\": \"O-9\", \"amount\": 1, \"express\": false, \"note\": \"" + "n".repeat(LONG) + "\"}");
        first = skald.publishVersion(orders, null, "<b>the first</b>").arn();
        skald.updateStateMachine(orders, definition("Fail"), null, null);
        second = skald.publishVersion(orders, null, "it fails").arn();
        skald.updateStateMachine(
                orders, definition("Wait").replace("\"Wait\"", "\"Wait\",\n\"Seconds\":1,\"End\":true"), null, null);
        skald.createAlias("live", "for <i>all</i>", List.of(new AliasRoute(first, 20), new AliasRoute(second, 80)));
    }

    private static void orders(String name, int number) {
        begin(name, "{\"order\": \"O-" + number + "\", \"amount\": 9007199254740993, \"express\": true}");
    }

    private static void begin(String name, String input) {
        examples.awaitEnd(examples.skald().start(orders, name, Payload.ofText(input)));
    }

    private static String definition(String end) {
        return "{\"StartAt\":\"A\",\"States\":{\n\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"},\n\"B\":{\"Type\":\"" + end
                + "\"}}}";
    }

    @AfterAll
    static void stop() {
        if (examples != null) examples.close();
        if (browser != null) browser.close();
    }

    /** The form of a start, with the input's text. */
    private static Locator form(Page page) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Start").setExact(true))
                .click();
        Locator dialog = page.getByRole(AriaRole.DIALOG);
        assertThat(dialog.getByLabel("Recent inputs")).isVisible();
        return dialog;
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowWhatStartsLookedLike(Browser.Look look) throws Exception {
        try (Browser.View view = browser.open(examples.url(), look)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            Locator recent = dialog.getByLabel("Recent inputs").getByRole(AriaRole.BUTTON);
            assertThat(recent.nth(3)).isVisible();
            assertThat(recent.filter(new Locator.FilterOptions().setHasText("2 starts")))
                    .containsText("again");
            // Numbers stay as they were sent.
            assertThat(dialog.getByLabel("Input, as JSON"))
                    .containsText(Pattern.compile("\"amount\": (9007199254740993|12345678901234567890)"));
            assertThat(dialog).containsText("express boolean");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("machine-start");
            recent.filter(new Locator.FilterOptions().setHasText("a long input"))
                    .click();
            assertThat(dialog.getByLabel("Input, as JSON")).containsText("\"O-9\"");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAnInputAndWhere() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            Locator input = dialog.getByLabel("Input, as JSON");
            input.fill("{\n  \"order\": \"O-1\",\n  \"amount\": 3,,\n}");
            assertThat(dialog).containsText("Line 3: expected a name in double quotes, found ,");
            assertThat(dialog.locator(".cm-lintRange-error")).hasText(",");
            assertThat(exact(dialog, AriaRole.BUTTON, "Start")).isDisabled();
            input.fill("{\"order\": 7, \"amount\": 3}");
            assertThat(dialog).containsText("So far there was always \"express\". And 1 more.");
            assertThat(exact(dialog, AriaRole.BUTTON, "Start")).isEnabled();
            dialog.getByLabel("Name (optional)").fill("a/b");
            assertThat(dialog).containsText("A name has no /");
            assertThat(exact(dialog, AriaRole.BUTTON, "Start")).isDisabled();
        }
    }

    @Test
    void shouldCompleteNamesAndValuesOfRecentInputs() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            Locator input = dialog.getByLabel("Input, as JSON");
            input.click();
            page.keyboard().press("Control+a");
            page.keyboard().press("Delete");
            page.keyboard().type("{\"");
            Locator options = page.locator(".cm-tooltip-autocomplete li");
            assertThat(options).hasText(new Pattern[] {
                Pattern.compile("amountinteger, always there"),
                Pattern.compile("expressboolean, always there"),
                Pattern.compile("orderstring, always there")
            });
            // What is completed goes first, not the dialog.
            page.keyboard().press("Escape");
            assertThat(options).hasCount(0);
            assertThat(dialog).isVisible();
            page.keyboard().type("or");
            assertThat(options).hasCount(1);
            options.click();
            page.keyboard().press("Control+Space");
            assertThat(options.first()).containsText("seen before");
            page.keyboard().type("\"O-1");
            options.getByText("O-1").click();
            assertThat(input).hasText("{\"order\": \"O-1\"}");
        }
    }

    /** A page may draw what was typed after more was typed: that stays. */
    @Test
    void shouldKeepEveryKeyWhereThePageLags() {
        String digits = "1234567890".repeat(12);
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            Locator input = dialog.getByLabel("Input, as JSON");
            input.click();
            page.keyboard().press("Control+a");
            page.evaluate("""
                    async digits => {
                      const turn = new MessageChannel();
                      for (const digit of digits) {
                        document.execCommand("insertText", false, digit);
                        await new Promise(over => {
                          turn.port1.onmessage = over;
                          turn.port2.postMessage("");
                        });
                      }
                    }""", digits);
            assertThat(input).hasText(digits);
            assertThat(exact(dialog, AriaRole.BUTTON, "Format")).isEnabled();
            // What the command brings along to make its text look like that around it.
            view.expectComplaints("inline style");
        }
    }

    @Test
    void shouldStartAVersionWithANameByKeyboard() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            dialog.getByLabel("What runs").selectOption(second);
            dialog.getByLabel("Name (optional)").fill("by-hand");
            dialog.getByLabel("Input, as JSON")
                    .fill("{\"order\": \"O-7\", \"amount\": 12345678901234567890, \"express\": true}");
            page.keyboard().press("Control+Enter");
            assertThat(page).hasURL(Pattern.compile("/executions/arn:.*:orders:by-hand$"));
        }
        ExecutionDescription started =
                examples.skald().describeExecution(orders.replace(":stateMachine:", ":execution:") + ":by-hand");
        assertThat(started.result().input().text()).contains("12345678901234567890");
        assertThat(started.row().origin().versionArn()).isEqualTo(second);
    }

    @Test
    void shouldCompareTwoVersions() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders + "?show=versions");
            assertThat(page.getByLabel("Aliases")).containsText("version 2, 80 %");
            assertThat(page.getByLabel("Aliases")).containsText("for <i>all</i>");
            Locator versions = page.getByLabel("Versions", new Page.GetByLabelOptions().setExact(true))
                    .getByRole(AriaRole.LISTITEM);
            assertThat(versions).hasCount(2);
            assertThat(versions.nth(1)).containsText("live, 20 %");
            assertThat(versions.nth(1)).containsText("<b>the first</b>");
            exact(versions.nth(1), AriaRole.BUTTON, "What has changed since").click();
            assertThat(page.locator(".cm-changedLine")).hasCount(2);
            page.getByLabel("What has changed from version 1 to").selectOption("2");
            assertThat(page.locator(".cm-deletedChunk")).containsText("Succeed");
            assertThat(page.locator(".cm-changedLine")).containsText("Fail");
            // Another person sees the same at this address.
            assertThat(page).hasURL(Pattern.compile("from=1&until=2"));
            view.requireAccessible();
            view.screenshot("machine-versions");
        }
    }

    /** Versions are listed page by page; an address names any. */
    @Test
    void shouldCompareVersionsThatAreNotListedYet() {
        var skald = examples.skald();
        String many = skald.deploy("many-versions", commented(0), MachineType.STANDARD);
        for (int i = 1; i <= VERSIONS; i++) {
            skald.updateStateMachine(many, commented(i), null, null);
            String version = skald.publishVersion(many, null, null).arn();
            assertThat(version).endsWith(":" + i);
        }
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + many + "?show=versions&from=3&until=2");
            assertThat(page.getByText("Version " + VERSIONS, new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(page.getByText("Version 3", new Page.GetByTextOptions().setExact(true)))
                    .isHidden();
            assertThat(page.getByLabel("What has changed from version 3 to")).hasValue("2");
            assertThat(page.locator(".cm-deletedChunk")).containsText("comment 3");
            assertThat(page.locator(".cm-changedLine")).containsText("comment 2");
        }
    }

    private static String commented(int number) {
        return "{\n\"Comment\":\"comment " + number
                + "\",\n\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}";
    }

    @Test
    void shouldEditTheStateThatIsChosen() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            page.locator("[data-state=A]").click();
            assertThat(page.getByText("Nothing has failed at A.")).isVisible();
            page.getByText("Edit this state").click();
            assertThat(page).hasURL(Pattern.compile("/studio\\?machine=.*&state=A$"));
            assertThat(page.locator(".cm-activeLine")).containsText("\"A\":{\"Type\":\"Pass\"");
        }
    }

    @Test
    void shouldFollowTheServerOnce() throws Exception {
        List<String> streams = new CopyOnWriteArrayList<>();
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            view.page().onRequest(request -> {
                if (request.url().endsWith("/api/v1/stream")) streams.add(request.url());
            });
            String followed = examples.skald().deploy("followed", definition("Succeed"), MachineType.STANDARD);
            Page page = view.at("/machines/" + followed + "?show=executions");
            assertThat(page.getByText("Live", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            examples.skald().start(followed, "seen-live", Payload.EMPTY_OBJECT);
            assertThat(page.getByRole(AriaRole.GRID).getByText("seen-live")).isVisible();
        }
        assertThat(streams).hasSize(1);
    }

    /** A long input that is read late is not what was chosen after it. */
    @Test
    void shouldKeepWhatWasChosenLast() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + orders);
            Locator dialog = form(page);
            Locator recent = dialog.getByLabel("Recent inputs").getByRole(AriaRole.BUTTON);
            List<Route> held = new CopyOnWriteArrayList<>();
            page.route(url -> url.equals(examples.url() + "/"), held::add);
            recent.filter(new Locator.FilterOptions().setHasText("a long input"))
                    .click();
            page.waitForCondition(() -> held.size() == 1);
            recent.filter(new Locator.FilterOptions().setHasText("order-1")).click();
            assertThat(dialog.getByLabel("Input, as JSON")).containsText("\"O-1\"");
            held.getFirst().resume();
            page.evaluate("() => new Promise(drawn => setTimeout(drawn, 300))");
            assertThat(dialog.getByLabel("Input, as JSON")).containsText("\"O-1\"");
            view.expectComplaints("ERR_");
        }
    }
}
