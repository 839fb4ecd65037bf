package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.editor;
import static dev.skald.acceptance.console.Elements.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Definitions that somebody writes in the browser. */
class StudioTest {
    private static final String JSON = """
            {
              "StartAt": "A",
              "States": {
                "A": {"Type": "Pass", "Next": "B"},
                "B": {"Type": "Succeed"}
              }
            }
            """;

    private static final Pattern PROBLEMS = Pattern.compile("^(One problem|\\d+ problems)$");

    private static Browser browser;
    private static Examples examples;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        examples = new Examples();
    }

    @AfterAll
    static void stop() {
        if (examples != null) examples.close();
        if (browser != null) browser.close();
    }

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldSayWhatIsWrongWhereItIs(Browser.Look look) throws Exception {
        try (Browser.View view = browser.open(examples.url(), look)) {
            Page page = view.at("/studio");
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            write(page, JSON.replace("\"Next\": \"B\"", "\"Next\": \"Nowhere\""));
            assertThat(page.getByText(PROBLEMS)).isVisible();
            assertThat(button(page, "Save")).isDisabled();
            page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(Pattern.compile("^Problems")))
                    .click();
            page.getByText("/States/A/Next").first().click();
            assertThat(page.locator(".cm-activeLine")).containsText("Nowhere");
            assertThat(page.locator(".cm-lintRange-error")).hasText(new String[] {"\"Next\"", "\"B\""});
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("studio-problem");
        }
    }

    @Test
    void shouldCompleteStatesAndFields() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, JSON.replace("\"Next\": \"B\"", "\"Next\": \"\""));
            assertThat(page.getByText(PROBLEMS)).isVisible();
            page.keyboard().press("Control+Home");
            for (int line = 0; line < 3; line++) page.keyboard().press("ArrowDown");
            page.keyboard().press("End");
            for (int left = 0; left < 3; left++) page.keyboard().press("ArrowLeft");
            page.keyboard().press("Control+Space");
            Locator options = page.locator(".cm-tooltip-autocomplete li");
            // Those that can be gone to: a state does not lead to itself for nothing.
            assertThat(options).hasText(new Pattern[] {Pattern.compile("^BSucceed")});
            page.keyboard().press("Escape");
        }
    }

    @Test
    void shouldCreateAMachineThenSaveAVersion() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, JSON);
            assertThat(button(page, "Save")).isEnabled();
            button(page, "Save").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByLabel("Name").fill("written");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Create").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile("/machines/arn:.*:written$"));

            page.getByText("Edit", new Page.GetByTextOptions().setExact(true)).click();
            write(page, JSON.replace("Succeed", "Fail"));
            assertThat(button(page, "Save")).isEnabled();
            editor(page).press("Control+s");
            assertThat(dialog.locator(".cm-changedLine")).hasCount(1);
            dialog.getByLabel("What has changed").fill("it fails now");
            view.requireAccessible();
            view.screenshot("studio-save");
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Save").setExact(true))
                    .click();
            assertThat(page.getByText("published as version 1")).isVisible();
        }
        String arn = examples.skald().listStateMachines(null, 100).stream()
                .filter(machine -> machine.name().equals("written"))
                .findFirst()
                .orElseThrow()
                .arn();
        assertThat(examples.skald().listVersions(arn, 9, 9).getFirst().description())
                .isEqualTo("it fails now");
        assertThat(examples.skald().describeStateMachine(arn).definition()).contains("Fail");
    }

    @Test
    void shouldShowWhatSomebodyElseSavedBeforeItIsOverwritten() throws Exception {
        String arn = examples.skald().deploy("shared", JSON, MachineType.STANDARD);
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?machine=" + arn);
            write(page, JSON.replace("Succeed", "Fail"));
            assertThat(button(page, "Save")).isEnabled();
            examples.skald()
                    .updateStateMachine(
                            arn, JSON.replace("\"Pass\"", "\"Pass\", \"Comment\": \"<i>theirs</i>\""), null, null);
            button(page, "Save").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            dialog.getByRole(
                            AriaRole.BUTTON,
                            new Locator.GetByRoleOptions().setName("Save").setExact(true))
                    .click();
            assertThat(dialog.getByRole(AriaRole.ALERT)).containsText("changed meanwhile");
            view.requireComplaints("400", 1);
            assertThat(dialog.locator(".cm-changedLine").first()).containsText("<i>theirs</i>");
            assertThat(dialog.locator(".cm-deletedChunk").last()).containsText("<i>theirs</i>");
            view.requireAccessible();
            view.screenshot("studio-conflict");
            dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Save over it"))
                    .click();
            assertThat(dialog).isHidden();
        }
        assertThat(examples.skald().describeStateMachine(arn).definition())
                .contains("Fail")
                .doesNotContain("theirs");
    }

    @Test
    void shouldAskBeforeTextIsLost() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/machines");
            Locator studio = page.getByRole(AriaRole.NAVIGATION).getByText("Studio");
            studio.click();
            write(page, JSON.replace("\"Succeed\"", "\"Fail\""));
            assertThat(button(page, "Save")).isEnabled();
            tab(page, "Problems");
            // What is asked is answered with no.
            page.getByRole(AriaRole.NAVIGATION).getByText("Machines").click();
            assertThat(page).hasURL(Pattern.compile("/studio"));
            page.evaluate("history.back()");
            assertThat(page).hasURL(Pattern.compile("/studio"));
            assertThat(editor(page)).containsText("\"Fail\"");
            view.requireComplaints("Leave without saving?", 2);
        }
    }

    @Test
    void shouldMoveInTheGraphThenOpenTheText() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            Locator graph = page.getByRole(AriaRole.APPLICATION);
            graph.focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("ArrowDown");
            Locator second = page.getByRole(
                    AriaRole.BUTTON,
                    new Page.GetByRoleOptions().setName("Done, Succeed").setExact(true));
            assertThat(second).hasAttribute("aria-pressed", "true");
            assertThat(graph).hasAttribute("aria-activedescendant", second.getAttribute("id"));
            assertThat(graph).isFocused();
            view.requireAccessible();
            page.keyboard().press("Enter");
            assertThat(page.locator(".cm-activeLine")).containsText("Done");
            assertThat(editor(page)).isFocused();
        }
    }

    private static void tab(Page page, String name) {
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static final String SAGA = """
            StartAt: Book
            Saga: {}
            States:
              Book:
                Type: Task
                Resource: arn:aws:lambda:us-east-1:000000000000:function:book
                TimeoutSeconds: 9
                Compensate: {Resource: "arn:aws:lambda:us-east-1:000000000000:function:unbook"}
                Next: Sleep
              Sleep: {Type: Wait, Seconds: 31536000, Next: Pay}
              Pay:
                Type: Task
                Resource: arn:aws:lambda:us-east-1:000000000000:function:pay
                TimeoutSeconds: 9
                NoCompensation: it is the last
                End: true
            """;

    @ParameterizedTest
    @EnumSource(Browser.Look.class)
    void shouldRunAgainstMocks(Browser.Look look) throws Exception {
        try (Browser.View view = browser.open(examples.url(), look)) {
            Page page = view.at("/studio");
            write(page, SAGA);
            assertThat(button(page, "Save")).isEnabled();
            tab(page, "Run");
            page.getByLabel("Input, as JSON").fill("{\"order\": 12345678901234567890}");
            page.getByLabel("What Pay does").selectOption("fails");
            page.getByLabel("Error of Pay").fill("<b>NoMoney</b>");
            page.getByLabel("Answer of Book, as JSON").fill("{\"seat\": ");
            assertThat(button(page, "Run it")).isDisabled();
            page.getByLabel("Answer of Book, as JSON").fill("{\"seat\": 98765432109876543210}");
            button(page, "Run it").click();
            Locator came = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("What came of it"));
            assertThat(came).containsText("<b>NoMoney</b>");
            assertThat(came).containsText("Compensated");
            assertThat(came).containsText("after 365 d");
            assertThat(came.locator("[data-state='Compensate Book']")).hasAttribute("data-mark", "succeeded");
            came.getByRole(AriaRole.GRID).getByText("Sleep").click();
            assertThat(came).containsText("98765432109876543210");
            view.requireNoOverflow();
            view.requireAccessible();
            view.screenshot("studio-run");
            button(page, "Copy as mock configuration").click();
            assertThat(page.evaluate("navigator.clipboard.readText()").toString())
                    .contains("\"MockedResponses\"", "\"0-999999\"", "98765432109876543210");
        }
        assertThat(examples.skald().listStateMachines(null, 100))
                .as("machines of rehearsals")
                .noneMatch(machine -> machine.name().equals("rehearsal"));
    }

    @Test
    void shouldExport() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, SAGA.replace("NoCompensation: it is the last", "NoCompensation: \"<i>it</i> is the last\""));
            assertThat(button(page, "Save")).isEnabled();
            button(page, "Export").click();
            Locator dialog = page.getByRole(AriaRole.DIALOG);
            Locator exported = dialog.getByLabel("Exported definition");
            assertThat(exported).containsText("\"Saga begins\"");
            exported.press("Control+f");
            page.keyboard().type("\"compensate book\": {");
            page.keyboard().press("Enter");
            assertThat(exported.locator(".cm-searchMatch-selected")).hasText("\"Compensate Book\": {");
            page.keyboard().press("Escape");
            assertThat(dialog).isVisible();
            assertThat(dialog).containsText("STOP");
            view.requireAccessible();
            view.screenshot("studio-export");
            dialog.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("JSON"))
                    .click();
            assertThat(exported).containsText("\"NoCompensation\": \"<i>it</i> is the last\"");
            Download download = page.waitForDownload(
                    () -> dialog.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Download"))
                            .click());
            assertThat(download.suggestedFilename()).isEqualTo("machine.json");
            assertThat(dialog).isHidden();
        }
    }

    /** Text that cannot be read is marked where reading stopped. */
    @Test
    void shouldShowTheLineOfWhatCannotBeRead() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?show=problems");
            write(page, JSON.replace("\"Next\": \"B\"", "\"Next\" \"B\""));
            Locator problem = page.locator(".problems button");
            assertThat(problem).containsText("line 4");
            problem.click();
            assertThat(page.locator(".cm-activeLine")).containsText("\"Next\" \"B\"");
            write(page, "StartAt: A\nStates:\n  A: {Type: Pass, End: true\n  B: [\n");
            assertThat(problem).containsText(Pattern.compile("line [345]"));
        }
    }
}
