package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.exact;
import static org.assertj.core.api.Assertions.assertThat;

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

/** A Map Run with items that fail. */
class MapRunTest {
    private static final String STRICT = """
            {"StartAt":"Send all","States":{"Send all":{"Type":"Map","Label":"Post","MaxConcurrency":1,"End":true,"ResultPath":null,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Send","States":{
                "Send":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:flaky","TimeoutSeconds":20,"End":true}}}}}}
            """;

    /** Goes on when somebody works on its items. */
    private static final String HELD = """
            {"StartAt":"All","States":{"All":{"Type":"Map","MaxConcurrency":2,"End":true,"ResultPath":null,
              "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"Work","States":{
                "Work":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:work","TimeoutSeconds":9000,"End":true}}}}}}
            """;

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

    @Test
    void shouldShowItemsAndFailures() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.NARROW)) {
            Page page = view.at(address);
            assertThat(page.getByText("40 of 40 items")).isVisible();
            assertThat(page.getByText("UnknownAddress")).isVisible();
            assertThat(page.getByText("NoStamp")).isVisible();
            page.getByLabel("Status of items").selectOption("FAILED");
            assertThat(page.getByRole(AriaRole.GRID)).hasAttribute("aria-rowcount", "6");
            view.showInEveryLook("map-run");
            page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK).first().click();
            assertThat(page).hasURL(Pattern.compile("/executions/arn:.*example-map%2FLetters:"));
        }
    }

    @Test
    void shouldFindAnItemByItsNumber() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at(address);
            assertThat(page.getByText("40 of 40 items")).isVisible();
            page.keyboard().press("/");
            page.keyboard().type("no 27");
            Locator items = exact(page, AriaRole.GRID, "Items");
            assertThat(items).hasAttribute("aria-rowcount", "2");
            assertThat(items.getByRole(AriaRole.GRIDCELL).first()).hasText("27");
            assertThat(page).hasURL(Pattern.compile("item=27"));
            page.getByLabel("Status of items").selectOption("ABORTED");
            assertThat(page.getByText("Item 27 has another status")).isVisible();
            page.getByLabel("Status of items").selectOption("");
            page.keyboard().press("/");
            page.keyboard().press("End");
            page.keyboard().type("00");
            assertThat(page.getByText("Item 2700 has not begun, or there is none."))
                    .isVisible();
        }
    }

    /** Nobody reloads: what is changed holds at once, and the items go on before one's eyes. */
    @Test
    void shouldChangeTheLimitsOfARunThatGoesOn() throws Exception {
        try (Sample sample = Sample.start();
                Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
            String execution = sample.run(sample.machine("held", HELD), "held", "[1,2,3,4,5,6]");
            Page page = view.at(Sample.page(execution));
            page.getByText("Open the Map Run of All").click();
            assertThat(page.getByText("at most 2 side by side, tolerates no failure"))
                    .isVisible();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change limits"))
                    .click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            view.showInEveryLook("map-run-limits");
            // What is left empty is no limit of 0, and a part of a percent is one.
            Locator sideBySide = dialog.getByLabel("Executions side by side");
            sideBySide.fill("");
            assertThat(sideBySide.evaluate("field => field.checkValidity()")).isEqualTo(false);
            sideBySide.fill("150");
            dialog.getByLabel("in percent").fill("33.33");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Change").setExact(true))
                    .click();
            assertThat(page.getByText("at most 150 side by side, tolerates 33.33 % failures"))
                    .isVisible();
            sample.work(6);
            assertThat(page.getByText("6 of 6 items")).isVisible();
            assertThat(page.getByText("Succeeded", new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
        }
    }

    /** From a run that failed to one of its children, and from there on; then the others, from the run's own page. */
    @Test
    void shouldRedriveAFailedChildAndThenTheOthers() throws Exception {
        try (Sample sample = Sample.start()) {
            String failed = sample.run(sample.machine("strict", STRICT), "failed", "[1,2,3]");
            sample.await(failed);
            sample.error = "";
            try (Browser.View view = browser.open(sample.url(), Browser.Look.WIDE)) {
                Page page = view.at(Sample.page(failed));
                assertThat(page.locator("[data-state=\"Send all\"]")).not().containsText("/3");
                page.getByText("Open the Map Run of Send all").click();
                assertThat(page.getByRole(
                                AriaRole.HEADING, new Page.GetByRoleOptions().setName("Map Run of strict, Post")))
                        .isVisible();
                assertThat(page.getByText("at most 1 side by side, tolerates no failure"))
                        .isVisible();
                String run = page.url().substring(sample.url().length());
                page.getByLabel("Status of items").selectOption("FAILED");
                page.getByRole(AriaRole.GRID).getByRole(AriaRole.LINK).first().click();
                redrive(page);
                assertThat(page.locator("[data-state=\"Send\"]")).hasAttribute("data-mark", "succeeded");
                assertThat(page.getByText("Start again…")).isHidden();

                view.at(run);
                redrive(page);
                assertThat(page.getByText("3 of 3 items")).isVisible();
                assertThat(page.getByText("redriven once")).isVisible();
                page.getByRole(
                                AriaRole.LINK,
                                new Page.GetByRoleOptions().setName("failed").setExact(true))
                        .click();
                assertThat(page).hasURL(Pattern.compile("executions/.*strict:failed$"));
                assertThat(page.locator("[data-state=\"Send all\"]")).hasAttribute("data-mark", "succeeded");
            }
        }
    }

    private static void redrive(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Redrive…"))
                .click();
        Locator sure = page.getByRole(AriaRole.DIALOG)
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Redrive").setExact(true));
        sure.click();
        assertThat(sure).isHidden();
    }
}
