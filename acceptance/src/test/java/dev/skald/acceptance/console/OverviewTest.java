package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.exact;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.AliasRoute;
import dev.skald.engine.store.VersionRow;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The overview, of a server with nothing and of one where things go wrong; and the machine it leads to. */
class OverviewTest {
    private static final String HOSTILE = """
            StartAt: Fails
            States:
              Fails: {Type: Fail, Error: "<b>Odd</b>", Cause: "<img src=x onerror=alert(1)> \\u202eevil 𝄞"}
            """;

    private static final String ITEMS = """
            StartAt: Each
            States:
              Each:
                Type: Map
                Label: Each
                ToleratedFailurePercentage: 100
                ItemProcessor:
                  ProcessorConfig: {Mode: DISTRIBUTED, ExecutionType: STANDARD}
                  StartAt: Look
                  States:
                    Look: {Type: Choice, Choices: [{Variable: $, NumericEquals: 1, Next: Lost}], Default: Ask}
                    Lost: {Type: Fail, Error: Lost}
                    Ask:
                      Type: Task
                      Resource: arn:aws:states:::states:startExecution.waitForTaskToken
                      TimeoutSeconds: 9000
                      Parameters: {StateMachineArn: "ASKED", Input: {token.$: $$.Task.Token}}
                      End: true
                End: true
            """;

    private static final String PASS_NUMBER =
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":%d,\"End\":true}}}";

    private static Browser browser;
    private static Examples examples;
    private static Examples waiting;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        examples = new Examples();
        String failed = examples.run("example-order", "ship-fails");
        String machine = examples.skald().deploy("hostile", HOSTILE, MachineType.STANDARD);
        String hostile = examples.skald().start(machine, "evil", Payload.ofText("{}"));
        String delivered = examples.run("example-order", "delivered");
        String declined = examples.run("example-order", "declined");
        for (String each : List.of(failed, hostile, delivered, declined)) examples.awaitEnd(each);
        waiting = new Examples();
        waiting.run("example-approval", "ask");
        waiting.awaitParked(waiting.run("example-order", "undo-fails"));
        waiting.awaitTask();
    }

    @AfterAll
    static void stop() {
        if (examples != null) examples.close();
        if (waiting != null) waiting.close();
        if (browser != null) browser.close();
    }

    private static Browser.View view(Browser.Look look) {
        return browser.open(examples.url(), look);
    }

    private static Locator in(Locator around, String button) {
        return around.getByRole(
                AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowWhatGoesOn(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at("/");
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions()
                                    .setName("Unknown failures")
                                    .setExact(true)))
                    .isVisible();
            assertThat(page.getByText("CarrierOnStrike").first()).isVisible();
            assertThat(page.getByRole(
                            AriaRole.GRID,
                            new Page.GetByRoleOptions().setName("Machines").setExact(true)))
                    .containsText("example-order");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("overview");
        }
    }

    /** Errors and causes are anybody's: it is shown, and is no part of the page. */
    @Test
    void shouldShowHostileFailuresAsTheText() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/");
            Locator group = page.getByRole(
                    AriaRole.GROUP,
                    new Page.GetByRoleOptions().setName("<b>Odd</b> at Fails").setExact(true));
            assertThat(group).containsText("<img src=x onerror=alert(1)>");
            assertThat(group.locator("img")).hasCount(0);
        }
    }

    @Test
    void shouldFindAMachineByKey() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            Locator machines = page.getByRole(AriaRole.GRID);
            assertThat(machines).containsText("example-order");
            page.keyboard().press("/");
            page.keyboard().type("STEP");
            assertThat(machines).containsText("example-step");
            assertThat(machines).not().containsText("example-order");
            machines.getByText("example-step").click();
            assertThat(page).hasTitle("example-step · Machines · Skald");
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldOfferTheExamplesWhereThereIsNothing(Browser.Look look) throws Exception {
        try (Examples empty = new Examples();
                Browser.View view = browser.open(empty.url(), look)) {
            Page page = view.at("/");
            Locator run = page.getByRole(
                    AriaRole.BUTTON,
                    new Page.GetByRoleOptions().setName(Pattern.compile("Shipping fails: the payment")));
            assertThat(run).isVisible();
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("welcome");
            run.click();
            assertThat(page).hasURL(Pattern.compile("/executions/arn:.*:execution:example-order:"));
            // Nobody reloads: the failing step, what undoes the others, and the end are shown as they happen.
            assertThat(page.locator("[data-state='Ship']")).hasAttribute("data-mark", "failed");
            for (String undone : List.of("Compensate Charge card", "Compensate Reserve stock"))
                assertThat(page.locator("[data-state='" + undone + "']")).hasAttribute("data-mark", "succeeded");
            assertThat(page.getByText("Compensated", new Page.GetByTextOptions().setExact(true))
                            .first())
                    .isVisible();
            view.screenshot("welcome-undone");
        }
    }

    @Test
    void shouldAcknowledgeAndDeclareAsKnown() throws Exception {
        try (Examples own = new Examples();
                Browser.View view = browser.open(own.url(), Browser.Look.WIDE)) {
            String failed = own.run("example-order", "ship-fails");
            own.awaitEnd(failed);
            Page page = view.at("/");
            Locator group = page.getByRole(
                    AriaRole.GROUP,
                    new Page.GetByRoleOptions()
                            .setName("States.TaskFailed at Ship")
                            .setExact(true));
            in(group, "Declare as known").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            assertThat(dialog).containsText("+KnownErrors: [\"States.TaskFailed\"]");
            view.screenshot("declare-known");
            page.keyboard().press("Escape");

            in(group, "Acknowledge").click();
            dialog.getByLabel("Who").fill("ann");
            dialog.getByLabel("What is done about it").fill("ticket 12");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions()
                                    .setName("Acknowledge")
                                    .setExact(true))
                    .click();
            assertThat(page.getByText("Nothing new: somebody knows of all of them."))
                    .isVisible();
            page.getByText("acknowledged or known since").click();
            assertThat(page.getByText("Acknowledged by ann")).isVisible();

            in(group, "Declare as known").click();
            dialog.getByLabel("Why").fill("carriers are on strike now and then");
            in(dialog, "Change the machine").click();
            assertThat(page.getByText("published as version 1")).isVisible();
            assertThat(group).containsText("Known by now");
            String machine = own.skald().describeExecution(failed).row().stateMachineArn();
            org.assertj.core.api.Assertions.assertThat(
                            own.skald().describeStateMachine(machine).definition())
                    .contains("KnownErrors: [\"States.TaskFailed\"]");
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldShowAMachine(Browser.Look look) throws Exception {
        try (Browser.View view = view(look)) {
            Page page = view.at("/machines");
            page.getByRole(AriaRole.GRID).getByText("example-order").click();
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName("example-order").setExact(true)))
                    .isVisible();
            for (String tab :
                    new String[] {"Graph", "Executions", "Failures", "Definition", "Versions and aliases", "Inputs"}) {
                page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^" + tab)))
                        .click();
                assertThat(page.locator("[role=status][aria-label=Loading]")).hasCount(0);
                view.requireNoOverflow();
                view.requireAccessible();
                view.screenshot("machine-" + tab.split(" ")[0].toLowerCase(java.util.Locale.ROOT));
            }
        }
    }

    @Test
    void shouldShowTheDefinitionInBothLanguages() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            page.getByRole(AriaRole.GRID).getByText("example-step").click();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Definition"))
                    .click();
            Locator text = exact(page, AriaRole.TEXTBOX, "Definition");
            page.getByLabel("Format").selectOption("JSON");
            assertThat(text).containsText("\"StartAt\": ");
            page.getByLabel("Format").selectOption("YAML");
            assertThat(text).containsText("StartAt: ");
            assertThat(page).hasURL(Pattern.compile("format=YAML"));
            assertThat(text).hasAttribute("aria-readonly", "true");
            page.keyboard().press("/");
            page.keyboard().type("startat");
            assertThat(page.locator(".cm-searchMatch").first()).hasText("StartAt");
        }
    }

    @Test
    void shouldShowWhatHasChangedSinceAVersion() throws Exception {
        String arn = examples.skald()
                .deploy(
                        "versioned",
                        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\n\"End\":true}}}",
                        MachineType.STANDARD);
        VersionRow first = examples.skald().publishVersion(arn, null, "the first one");
        examples.skald()
                .updateStateMachine(
                        arn,
                        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":1,\n\"End\":true}}}",
                        null,
                        null);
        examples.skald().publishVersion(arn, null, "it waits");
        examples.skald().createAlias("live", "<b>to all</b>", List.of(new AliasRoute(first.arn(), 100)));
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + arn + "?show=versions");
            assertThat(page.getByText("the first one")).isVisible();
            assertThat(page.getByText("<b>to all</b>")).isVisible();
            assertThat(page.getByText("As it is now")).hasCount(1);
            button(page, "What has changed since").click();
            assertThat(page.locator(".cm-changedLine")).containsText("\"Wait\"");
            assertThat(page.locator(".cm-deletedChunk")).containsText("\"Pass\"");
            view.requireAccessible();
            view.screenshot("machine-versions-compared");
        }
    }

    /** A hundred come with the machine; the first is not out of reach. */
    @Test
    void shouldReadOlderVersionsWhenAsked() {
        String arn = examples.skald().deploy("often", PASS_NUMBER.formatted(0), MachineType.STANDARD);
        for (int i = 1; i <= 102; i++) {
            examples.skald().updateStateMachine(arn, PASS_NUMBER.formatted(i), null, null);
            examples.skald().publishVersion(arn, null, "number " + i);
        }
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines/" + arn + "?show=versions");
            Locator versions = page.locator(".versions li");
            assertThat(versions).hasCount(100);
            assertThat(versions.first()).containsText("number 102");
            button(page, "Show more").click();
            assertThat(versions).hasCount(102);
            assertThat(versions.last()).containsText("number 1");
            assertThat(button(page, "Show more")).isHidden();
        }
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldSayWhatNeedsAPerson(Browser.Look look) throws Exception {
        try (Browser.View view = browser.open(waiting.url(), look)) {
            Page page = view.at("/");
            Locator needs = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Needs a person now"));
            assertThat(needs.getByRole(AriaRole.LISTITEM)).hasCount(2);
            assertThat(needs).containsText("Could not be undone");
            assertThat(needs).containsText("Waits for an answer");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("overview-needs");
            page.getByText("To the desk").click();
            assertThat(page).hasURL(Pattern.compile("/desk"));
        }
    }

    /** Whoever makes a machine, and however: nobody reloads. */
    @Test
    void shouldShowMachinesAsTheyAreMade() throws Exception {
        try (Examples empty = new Examples();
                Browser.View view = browser.open(empty.url(), Browser.Look.WIDE);
                Browser.View list = browser.open(empty.url(), Browser.Look.NARROW)) {
            Page page = view.at("/");
            Page machines = list.at("/machines");
            assertThat(page.getByText("This server has no machines yet")).isVisible();
            assertThat(machines.getByText("No machines yet")).isVisible();
            assertThat(Elements.liveness(machines, "Live")).isVisible();
            empty.skald().deploy("made", PASS_NUMBER.formatted(1), MachineType.STANDARD);
            for (Page each : List.of(page, machines))
                assertThat(each.getByRole(
                                AriaRole.GRID,
                                new Page.GetByRoleOptions().setName("Machines").setExact(true)))
                        .containsText("made");
            list.requireNoOverflow();
            list.requireAccessible();
            list.screenshot("machines-live");
        }
    }

    /** Of a distributed Map only items wait and fail: they are the machine's own. */
    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldCountItemsOfAMapWithTheirMachine(Browser.Look look) throws Exception {
        try (Examples own = new Examples();
                Browser.View view = browser.open(own.url(), look)) {
            String asked = own.skald().deploy("asked", PASS_NUMBER.formatted(1), MachineType.STANDARD);
            String machine = own.skald().deploy("each", ITEMS.replace("ASKED", asked), MachineType.STANDARD);
            own.skald().start(machine, "run", Payload.ofText("[1, 2, 1]"));
            own.awaitTask();
            Page page = view.at("/");
            Locator needs = page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Needs a person now"));
            assertThat(needs.getByRole(AriaRole.LISTITEM)).hasCount(1);
            Locator figures = page.locator(".figures");
            assertThat(figures).containsText("1task");
            assertThat(figures).containsText("2unknown failures");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("overview-items");
            page = view.at("/machines/" + machine);
            assertThat(page.locator(".figures")).containsText("2unknown failures");
            assertThat(page.locator("[data-state='Lost']")).containsText("2");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("machine-items");
        }
    }

    @Test
    void shouldStartWithAnInput() {
        try (Browser.View view = view(Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            page.getByRole(AriaRole.GRID).getByText("example-step").click();
            button(page, "Start").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            Locator input = dialog.getByLabel("Input, as JSON");
            input.fill("{\"seconds\": 0,");
            assertThat(dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Start").setExact(true)))
                    .isDisabled();
            input.fill("{\"seconds\": 1, \"work\": \"by hand\", \"order\": 9007199254740993}");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Start").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile("/executions/arn:.*:execution:example-step:"));
        }
    }
}
