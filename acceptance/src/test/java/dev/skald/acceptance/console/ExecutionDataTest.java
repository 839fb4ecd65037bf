package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.exact;
import static dev.skald.acceptance.console.Elements.tab;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a step got, gave and assigned: looked through, compared, copied. */
class ExecutionDataTest {
    private static final String PRICES = """
            {"StartAt":"Price","QueryLanguage":"JSONata","States":{"Price":{"Type":"Pass","End":true,
              "Output":"{% $merge([$states.input, {'total': 42}]) %}",
              "Assign":{"order":{"lines":[{"sku":"tea","the name":"<b>tea</b>"}]},"price":"{% $states.input.n * 2 %}"}}}}
            """;

    private static final String INPUT = "{\"n\":4,\"items\":[{\"sku\":\"pot\"},{\"the sku\":\"cup\"}]}";

    private static Browser browser;
    private static Sample sample;
    private static String priced;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        sample = Sample.start();
        priced = sample.run(sample.machine("prices", PRICES), "priced", INPUT);
        sample.await(priced);
    }

    @AfterAll
    static void stop() {
        if (sample != null) sample.close();
        if (browser != null) browser.close();
    }

    private static Locator tree(Page page, String name) {
        return exact(page, AriaRole.TREE, name);
    }

    @Test
    void shouldShowInputAndOutputOfTheExecutionWhereNoStateIsChosen() throws Exception {
        for (Browser.Look look : Browser.Look.values()) {
            try (Browser.View view = browser.open(sample.url(), look)) {
                Page page = view.at(Sample.page(priced));
                assertThat(tree(page, "Input")).containsText("\"pot\"");
                assertThat(tree(page, "Output")).containsText("42");
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("execution-whole");
            }
        }
    }

    /** What an expression went by that could not be evaluated. */
    @Test
    void shouldShowTheVariablesThatAFailedStateSaw() throws Exception {
        String failed = sample.run(sample.machine("sums", """
                {"StartAt":"Set","QueryLanguage":"JSONata","States":{
                  "Set":{"Type":"Pass","Assign":{"price":"{% $states.input.price %}","big":12345678901234567890},"Next":"Add"},
                  "Add":{"Type":"Pass","Output":"{% $price * 2 %}","End":true}}}
                """), "sums", "{\"price\":\"<b>dear</b>\"}");
        sample.await(failed);
        for (Browser.Look look : new Browser.Look[] {Browser.Look.WIDE, Browser.Look.NARROW_DARK}) {
            try (Browser.View view = browser.open(sample.url(), look)) {
                Page page = view.at(Sample.page(failed));
                tab(page, "Variables").click();
                Locator seen = tree(page, "Variables when it was entered");
                assertThat(seen).containsText("\"price\": \"<b>dear</b>\"");
                assertThat(seen).containsText("\"big\": 12345678901234567890");
                assertThat(page.getByText("It assigned none.")).isVisible();
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("execution-variables");
            }
        }
    }

    @Test
    void shouldShowTheVariablesThatAStateAssigned() {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced) + "?state=Price");
            tab(page, "Variables").click();
            assertThat(tree(page, "Variables")).containsText("\"price\": 8");
            assertThat(tree(page, "Variables")).containsText("<b>tea</b>");
            tab(page, "Difference").click();
            Locator difference = exact(page, AriaRole.REGION, "From input to output of Price");
            assertThat(difference.locator(".added")).containsText("42");
            assertThat(difference.locator(".removed")).hasCount(0);
            assertThat(difference).not().containsText("pot");
        }
    }

    /** A value, and the ways to it in both languages, each from where the expressions of the state begin. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Input     | cup    | cup           | $.items[1]['the sku']         | $states.input.items[1].`the sku`",
                "Output    | 42     | 42            | $.total                       | $.total",
                "Variables | <b>tea | <b>tea</b>    | $order.lines[0]['the name']   | $order.lines[0].`the name`"
            })
    void shouldCopyAValueAndTheWaysToIt(String part, String text, String value, String jsonPath, String jsonata) {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced) + "?state=Price");
            exact(page, AriaRole.TAB, part).click();
            page.getByRole(AriaRole.TABPANEL).first().getByText(text).click();
            assertThat(page.locator("[data-path]")).hasText(jsonPath);
            copied(page, "Copy value", value);
            copied(page, "Copy JSONPath", jsonPath);
            copied(page, "Copy JSONata", jsonata);
            view.screenshot("json-chosen");
        }
    }

    private static void copied(Page page, String button, String text) {
        button(page, button).click();
        page.waitForCondition(() -> text.equals(page.evaluate("navigator.clipboard.readText()")));
    }

    @Test
    void shouldMoveInATreeByArrowsAndFindInIt() throws Exception {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced) + "?state=Price");
            Locator tree = tree(page, "Input of Price");
            tree.focus();
            Locator path = page.locator("[data-path]");
            for (String expected : new String[] {"$", "$.n", "$.items", "$.items[0]", "$.items[0].sku"}) {
                page.keyboard().press("ArrowDown");
                assertThat(path).hasText(expected);
            }
            assertThat(active(tree)).containsText("\"pot\"");
            assertThat(active(tree)).hasAttribute("aria-level", "4");
            page.keyboard().press("ArrowUp");
            page.keyboard().press("ArrowLeft");
            assertThat(tree.getByText("pot")).isHidden();
            page.keyboard().press("ArrowRight");
            assertThat(tree.getByText("pot")).isVisible();
            assertThat(active(tree)).hasAttribute("aria-expanded", "true");
            page.keyboard().press("ArrowRight");
            assertThat(path).hasText("$.items[0].sku");
            page.keyboard().press("ArrowLeft");
            assertThat(path).hasText("$.items[0]");
            page.keyboard().press("Home");
            assertThat(path).hasText("$");
            page.keyboard().press("End");
            assertThat(path).hasText("$.items[1]['the sku']");
            view.requireAccessible();
            view.screenshot("json-tree");
            page.getByLabel("Find in Input of Price").fill("sku");
            assertThat(page.getByText("1 of 2")).isVisible();
            assertThat(path).hasText("$.items[0].sku");
            page.keyboard().press("Enter");
            assertThat(path).hasText("$.items[1]['the sku']");
            assertThat(tree.locator(".found")).containsText("cup");
        }
    }

    /** The line that a screen reader is told of. */
    private static Locator active(Locator tree) {
        return tree.locator(
                "[id='" + tree.getAttribute("aria-activedescendant") + "'][role=treeitem][aria-selected=true]");
    }

    /** What is chosen or found keeps open what it is in, until somebody closes that. */
    @Test
    void shouldCloseWhatTheChosenValueIsIn() {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced) + "?state=Price");
            Locator tree = tree(page, "Input of Price");
            Locator path = page.locator("[data-path]");
            tree.getByText("pot").click();
            assertThat(path).hasText("$.items[0].sku");
            exact(page, AriaRole.BUTTON, "items, 2 members").click();
            assertThat(tree.getByText("pot")).isHidden();
            assertThat(path).hasText("$.items");
            page.keyboard().press("Enter");
            assertThat(tree.getByText("pot")).isVisible();
            page.getByLabel("Find in Input of Price").fill("cup");
            assertThat(path).hasText("$.items[1]['the sku']");
            exact(page, AriaRole.BUTTON, "value, 2 members").click();
            assertThat(tree.getByText("cup")).isHidden();
            assertThat(path).hasText("$");
        }
    }

    /** An address from elsewhere, or the state before, may have had a tab that is not here. */
    @ParameterizedTest
    @CsvSource({
        "state=Price&step=log, Data of Price, Input",
        "tab=saga, What to look at, Timeline",
        "tab=no-such, What to look at, Timeline"
    })
    void shouldShowTheFirstTabInsteadOfOneThatIsNotThere(String query, String row, String first) {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced) + "?" + query);
            Locator tabs = exact(page, AriaRole.TABLIST, row).getByRole(AriaRole.TAB);
            Locator chosen = tabs.and(page.locator("[aria-selected=true][tabindex='0']"));
            assertThat(chosen).hasText(first);
            chosen.focus();
            page.keyboard().press("ArrowRight");
            assertThat(tabs.nth(1)).hasAttribute("aria-selected", "true");
            assertThat(tabs.nth(1)).isFocused();
        }
    }

    @Test
    void shouldStartAgainWithNothingButJson() {
        try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            Page page = view.at(Sample.page(priced));
            button(page, "Start again…").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            Locator input = dialog.getByRole(
                    AriaRole.TEXTBOX,
                    new Locator.GetByRoleOptions().setName("Input, as JSON").setExact(true));
            Locator start = dialog.getByRole(
                    AriaRole.BUTTON,
                    new Locator.GetByRoleOptions().setName("Start").setExact(true));
            input.fill("{\"n\": ");
            assertThat(start).isDisabled();
            input.fill("{\"n\": 12345678901234567890}");
            start.click();
            assertThat(page).not().hasURL(Pattern.compile("priced"));
            assertThat(tree(page, "Input")).containsText("12345678901234567890");
            Assertions.assertThat(page.url()).contains("prices:");
        }
    }
}
