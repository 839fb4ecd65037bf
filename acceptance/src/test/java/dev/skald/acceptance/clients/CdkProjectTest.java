package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.deploy.Application;
import dev.skald.deploy.Machine;
import dev.skald.deploy.Notice;
import dev.skald.deploy.Projects;
import dev.skald.deploy.Resource;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the AWS CDK writes for a project ({@code cdk/project.mjs}) is read: assets, imports, joins and references included. */
class CdkProjectTest {
    private static final Duration SYNTHESIS_MAX = Duration.ofMinutes(5);
    private static final String ARN = "arn:aws:%s:eu-north-1:123456789012:%s";

    private static Application application;

    @BeforeAll
    static void synthesise() throws Exception {
        Path project = NodeProject.installed("cdk");
        Path output = project.resolve("project.out");
        ClientProgram.Result result = ClientProgram.of(SYNTHESIS_MAX, "node", "project.mjs", output.toString())
                .run(project, Map.of("JSII_DEPRECATED", "quiet"));
        assertThat(result.status()).as(result.output()).isZero();
        application = Projects.read(output, Projects.Options.of("123456789012"));
    }

    @Test
    void shouldReadFunctions() {
        FunctionDefinition pay = function("Shop-Pay");
        assertThat(pay.code().resolve("index.js")).isRegularFile();
        assertThat(pay.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(pay.runtime()).isEqualTo("nodejs22.x");
        String table = application.resources().stream()
                .filter(each -> each.type().equals("AWS::DynamoDB::Table"))
                .map(Resource::name)
                .findFirst()
                .orElseThrow();
        assertThat(pay.environment()).contains(entry("TABLE", table));
        assertThat(pay.environment().get("QUEUE"))
                .startsWith("https://sqs.eu-north-1.amazonaws.com/123456789012/Shop-Jobs");
    }

    @Test
    void shouldReadInlineCode() throws Exception {
        Path code = function("Shop-Inline").code();
        assertThat(Files.readString(code.resolve("index.py"))).contains("return event");
    }

    private static FunctionDefinition function(String prefix) {
        return application.functions().stream()
                .filter(each -> each.name().startsWith(prefix))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReadMachines() {
        assertThat(application.machines()).extracting(Machine::type).containsExactly("STANDARD", "EXPRESS");
        Machine order = application.machines().getFirst();
        assertThat(order.name()).isEqualTo("order");
        String pay = ARN.formatted("lambda", "function:" + function("Shop-Pay").name());
        assertThat(order.definition())
                .contains(pay)
                .contains("arn:aws:states:::dynamodb:putItem")
                .doesNotContain("Fn::");
        assertThat(application.machines().get(1).definition()).contains("\"Resource\":\"" + pay + "\"");
    }

    @Test
    void shouldReadTriggers() {
        assertThat(application.triggers())
                .extracting(HttpTrigger::method, HttpTrigger::path, HttpTrigger::isPrivate)
                .containsExactlyInAnyOrder(tuple("POST", "/pay/{id}", true), tuple("POST", "/refund", false));
        assertThat(application.triggers())
                .allSatisfy(trigger -> assertThat(trigger.cors())
                        .isNotNull()
                        .satisfies(cors -> assertThat(cors.origins()).containsExactly("https://shop.example")));
        assertThat(application.triggers()).extracting(HttpTrigger::target).anySatisfy(target -> {
            assertThat(target).isInstanceOfSatisfying(Target.Machine.class, machine -> {
                assertThat(machine.stateMachine())
                        .isEqualTo(application.machines().get(1).name());
                assertThat(machine.action()).isEqualTo("StartSyncExecution");
            });
        });
    }

    @Test
    void shouldReadEventsAndSchedules() {
        assertThat(application.buses()).containsExactly("shop");
        assertThat(application.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.bus()).isEqualTo("shop");
            assertThat(rule.targets())
                    .extracting(EventTarget::arn, EventTarget::input)
                    .containsExactly(
                            tuple(
                                    ARN.formatted("states", "stateMachine:order"),
                                    new EventTarget.Input.Part("$.detail")),
                            tuple(ARN.formatted("sqs", "Shop-JobsDF1CC2D4"), new EventTarget.Input.Event()));
        });
        assertThat(application.schedules())
                .extracting(Schedule::expression)
                .containsExactlyInAnyOrder("rate(1 day)", "cron(0 * * * ? *)");
    }

    @Test
    void shouldTellWhatHasNoEffect() {
        assertThat(application.notices()).extracting(Notice::kind).contains(Notice.Kind.UNSUPPORTED);
        assertThat(application.notices())
                .extracting(Notice::message)
                .anyMatch(message -> message.contains("AWS::IAM::Role"))
                .noneMatch(message -> message.contains("did you mean"));
    }
}
