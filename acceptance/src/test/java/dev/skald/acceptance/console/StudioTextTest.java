package dev.skald.acceptance.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.skald.acceptance.console.Elements.button;
import static dev.skald.acceptance.console.Elements.editor;
import static dev.skald.acceptance.console.Elements.tab;
import static dev.skald.acceptance.console.Elements.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.skald.asl.MachineType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the studio knows of the text that is written in it. */
class StudioTextTest {
    private static final String JSON = """
            {
              "QueryLanguage": "JSONata",
              "StartAt": "Pay",
              "States": {
                "Pay": {
                  "Type": "Task",
                  "Resource": "arn:aws:states:::lambda:invoke",
                  "Retry": [{"ErrorEquals": ["Busy"], "IntervalSeconds": 7, "MaxAttempts": 1}],
                  "Catch": [{"ErrorEquals": ["Poor,Broke"], "Next": "Done"}],
                  "Next": "Done"
                },
                "Done": {"Type": "Succeed"}
              }
            }
            """;

    private static final String YAML = """
            # what it is for
            StartAt: Pay
            States:
              Pay:
                Type: Task
                Resource: arn:aws:states:::lambda:invoke
                Catch:
                - ErrorEquals:
                  - Poor,Broke
                  Next: Done
                Next: 'Done'
              Done: {Type: Succeed}
            """;

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

    /** The text as the editor has it. */
    private static String text(Page page) {
        button(page, "Copy").click();
        return page.evaluate("navigator.clipboard.readText()").toString();
    }

    private static void cursorAt(Page page, int line, int column) {
        editor(page).focus();
        page.keyboard().press("Control+Home");
        for (int down = 1; down < line; down++) page.keyboard().press("ArrowDown");
        page.keyboard().press("Home");
        for (int right = 0; right < column; right++) page.keyboard().press("ArrowRight");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "YAML"})
    void shouldGoToAStateThenRenameItEverywhere(String language) {
        String definition = language.equals("JSON") ? JSON : YAML;
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, definition);
            List<String> lines = definition.lines().toList();
            int from = lines.lastIndexOf(lines.stream()
                    .filter(line -> line.strip().matches("\"?Next\"?: .Done."))
                    .findFirst()
                    .orElseThrow());
            cursorAt(page, from + 1, lines.get(from).strip().length() - 2);
            page.keyboard().press("F12");
            assertThat(page.locator(".cm-activeLine")).containsText("Succeed");
            page.keyboard().press("F2");
            Locator name = page.getByLabel("Rename the state to");
            assertThat(name).hasValue("Done");
            name.fill("Pay");
            name.press("Enter");
            assertThat(page.getByText("There is a state of that name")).isVisible();
            name.fill("All: \"done\"");
            name.press("Enter");
            assertThat(name).isHidden();
            String quoted = "\"All: \\\"done\\\"\"";
            assertThat(text(page))
                    .isEqualTo(definition
                            .replace("\"Done\"", quoted)
                            .replace("'Done'", quoted)
                            .replace("Done", quoted));
            editor(page).focus();
            page.keyboard().press("Control+z");
            assertThat(text(page)).isEqualTo(definition);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "YAML"})
    void shouldHintAtTheRightLineThenMendIt(String language) throws Exception {
        String definition = language.equals("JSON") ? JSON : YAML;
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?show=problems");
            write(page, definition);
            Locator problems = page.locator(".problems li");
            Locator limit = problems.filter(new Locator.FilterOptions().setHasText("TimeoutSeconds"));
            limit.getByRole(AriaRole.BUTTON).first().click();
            assertThat(page.locator(".cm-activeLine")).containsText(Pattern.compile("^\\s*\"?Pay\"?: ?\\{?$"));
            assertThat(page.locator(".cm-lintRange-info")).not().hasCount(0);
            view.requireAccessible();
            view.screenshot("studio-fixes");
            limit.getByText("Add TimeoutSeconds: 300").click();
            assertThat(limit).hasCount(0);
            problems.getByText("Write each name as an entry of its own").last().click();
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            String mended = text(page);
            if (language.equals("JSON"))
                assertThat(mended).contains("      \"TimeoutSeconds\": 300,\n", "[\"Poor\", \"Broke\"]");
            else
                assertThat(mended)
                        .contains("    TimeoutSeconds: 300\n", "      - Poor\n      - Broke\n", "# what it is for");
        }
    }

    @Test
    void shouldOfferANameThatIsNearlyRight() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?show=problems");
            write(page, YAML.replace("'Done'", "Doone"));
            button(page, "Change to Done").click();
            assertThat(page.getByText("Valid, 2 hints")).isVisible();
            assertThat(text(page)).contains("    Next: Done\n");
        }
    }

    @Test
    void shouldCompleteWhatIsKnown() {
        String machine = examples.skald().deploy("called", JSON, MachineType.STANDARD);
        String activity = examples.skald().createActivity("by-hand", "{}").arn();
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            Locator options = page.locator(".cm-tooltip-autocomplete li");
            write(page, "QueryLanguage: JSONata\nStartAt: A\nStates:\n  A:\n    Type: Task\n    Assign: {total: 3}\n");
            page.keyboard().type("    Reso");
            options.getByText("Resource", new Locator.GetByTextOptions().setExact(true))
                    .click();
            page.keyboard().press("Control+Space");
            options.getByText(activity).click();
            page.keyboard().press("Enter");
            page.keyboard().type("Arguments: {StateMachineArn: ");
            page.keyboard().press("Control+Space");
            options.getByText(machine).click();
            page.keyboard().type(", Input: \"{% $tot");
            options.getByText("$total").click();
            page.keyboard().type(" + $states.inp");
            options.getByText("$states.input").first().click();
            page.keyboard().press("Escape");
            assertThat(text(page))
                    .contains(
                            "    Resource: " + activity + "\n",
                            "StateMachineArn: " + machine + ", Input",
                            "{% $total + $states.input");
        }
    }

    @Test
    void shouldSayWhatAFieldIsFor() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, YAML);
            page.locator(".cm-line")
                    .filter(new Locator.FilterOptions().setHasText("Resource:"))
                    .getByText("Resource")
                    .hover();
            assertThat(page.locator(".cm-tip")).containsText("What does the work");
        }
    }

    @Test
    void shouldFormatJsonAndLeaveYamlAsItIs() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(
                    page,
                    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Wait\",\"Seconds\":12345678901234567890,\"End\":true}}}");
            button(page, "Format").click();
            assertThat(text(page)).contains("\n      \"Seconds\": 12345678901234567890,\n");
            assertThat(page.getByText("Not saved")).isVisible();
            write(page, YAML);
            assertThat(button(page, "Format")).isDisabled();
        }
    }

    @Test
    void shouldTryAStateWithAnAnswer() throws Exception {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(
                    page,
                    JSON.replace(
                            "\"Next\": \"Done\"\n",
                            "\"Output\": {\"paid\": \"{% $states.result.Payload %}\"}, \"Next\": \"Done\"\n"));
            assertThat(button(page, "Save")).isEnabled();
            tab(page, "Try a state").click();
            page.getByLabel("Its answer, as JSON").fill("{\"Payload\": 12345678901234567890");
            assertThat(page.getByText("Line 1: expected a comma or }, found the end"))
                    .isVisible();
            assertThat(button(page, "Try it")).isDisabled();
            page.getByLabel("Its answer, as JSON").fill("{\"Payload\": {\"sum\": 5}}");
            button(page, "Try it").click();
            Locator came = page.getByLabel("What came of it");
            assertThat(came).containsText("then Done");
            assertThat(came).containsText("\"paid\"");
            came.getByText("Result", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(came.getByLabel("Result")).containsText("\"Payload\"");
            view.requireAccessible();
            view.screenshot("studio-try");
        }
    }

    @Test
    void shouldTryWhatAnErrorLeadsTo() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(page, JSON);
            assertThat(button(page, "Save")).isEnabled();
            tab(page, "Try a state").click();
            page.getByLabel("What it gets done").selectOption("fails");
            page.getByLabel("Its error").fill("Busy");
            page.getByLabel("Its cause").fill("<b>too much</b>");
            button(page, "Try it").click();
            Locator came = page.getByLabel("What came of it");
            assertThat(came).containsText("Would be tried again");
            assertThat(came).containsText("retry 1 after 7 s, by retrier 1");
            button(page, "And if that attempt fails too").click();
            assertThat(came).containsText("Failed");
            assertThat(came).containsText("<b>too much</b>");
            page.getByLabel("Its error").fill("Poor,Broke");
            button(page, "Try it").click();
            assertThat(came).containsText("by catcher 1");
            assertThat(came).containsText("then Done");
        }
    }

    @Test
    void shouldStayFluentWith300States() {
        String arn = examples.skald().deploy("many", many(300), MachineType.STANDARD);
        List<String> asked = new CopyOnWriteArrayList<>();
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?machine=" + arn);
            assertThat(page.locator("[data-state=S0]")).isVisible();
            page.evaluate("document.querySelector('[data-state=S0]').setAttribute('data-seen', '')");
            editor(page).click();
            page.keyboard().press("Control+Home");
            page.keyboard().press("ArrowDown");
            page.onRequest(request -> asked.add(request.url().replaceFirst(".*/", "")));
            page.keyboard().type("  \"Comment\": \"typed without a pause\",\n");
            assertThat(page.getByText("Valid", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            assertThat(asked.stream().filter("validate"::equals).count())
                    .as("validations of " + 38 + " keys")
                    .isLessThan(10);
            assertThat(text(page)).contains("typed without a pause");
            // What did not change is not drawn anew.
            assertThat(page.locator("[data-state=S0][data-seen]")).hasCount(1);
        }
    }

    private static String many(int count) {
        StringBuilder out = new StringBuilder("{\n  \"StartAt\": \"S0\",\n  \"States\": {\n");
        for (int i = 0; i < count - 1; i++)
            out.append("    \"S" + i + "\": {\"Type\": \"Pass\", \"Next\": \"S" + (i + 1) + "\"},\n");
        return out.append("    \"S" + (count - 1) + "\": {\"Type\": \"Succeed\"}\n  }\n}\n")
                .toString();
    }

    /** The graph follows what is written before it is right, and says when it cannot. */
    @Test
    void shouldDrawWhatIsNotRightYet() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio");
            write(
                    page,
                    YAML.replace("Type: Succeed", "Type: Succeed, Nonsense: 1").replace("Pay", "Paid"));
            assertThat(page.locator("[data-state=Paid]")).isVisible();
            assertThat(page.getByText("One problem")).isVisible();
            write(page, "States: [");
            assertThat(page.getByText("this is how it was")).isVisible();
            assertThat(page.locator("[data-state=Paid]")).isVisible();
        }
    }

    /** A state may be called as anything is in JavaScript; numbers are tried as they are written; an outcome is that of its state. */
    @Test
    void shouldRunAndTryStatesWhateverTheyAreCalled() {
        try (Browser.View view = browser.open(examples.url(), Browser.Look.WIDE)) {
            Page page = view.at("/studio?show=run");
            write(
                    page,
                    JSON.replace("\"Pay\"", "\"constructor\"")
                            .replace("\"Done\"", "\"__proto__\"")
                            .replace(
                                    "\"Type\": \"Succeed\"",
                                    "\"Type\": \"Succeed\", \"Output\": {\"number\": 9007199254740993}"));
            assertThat(button(page, "Save")).isEnabled();
            page.getByLabel("What constructor does").selectOption("recovers");
            page.getByLabel("Error of constructor").fill("Busy");
            button(page, "Run it").click();
            Locator came = page.getByLabel("What came of it");
            assertThat(came.getByRole(AriaRole.ROW)
                            .filter(new Locator.FilterOptions().setHasText("constructor"))
                            .last())
                    .containsText("2 tries");
            tab(page, "Try a state").click();
            page.getByLabel(Pattern.compile("^State")).selectOption("__proto__");
            button(page, "Try it").click();
            assertThat(came).containsText("9007199254740993");
            page.getByLabel(Pattern.compile("^State")).selectOption("constructor");
            assertThat(came).isHidden();
        }
    }
}
