package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.skald.deploy.Projects.Options;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A published saga, which is the part {@code stepFunctions} of a project: it is read as it stands. */
class PublishedExampleTest {
    private static final Path SHARED = Path.of(System.getProperty("skald.shared", "/nowhere"));
    private static final Path EXAMPLE = SHARED.resolve("examples/serverless.yml");
    private static final Options OPTIONS = Options.of("000000000000");

    private static final Map<String, String> CUSTOM = Map.of(
            "custom.app", "shop",
            "custom.service_acronym", "cd",
            "custom.stage", "dev",
            "custom.api_ver", "v1",
            "custom.allowed-headers", "Content-Type,X-Api-Key");

    @BeforeEach
    void shouldBeThere() {
        assumeThat(EXAMPLE).as("the published example is there").isRegularFile();
    }

    @Test
    void shouldReadWithValuesGiven() throws Exception {
        checkMachine(Projects.read(EXAMPLE, OPTIONS.withValues(CUSTOM)));
    }

    @Test
    void shouldReadAsPartOfAProject(@TempDir Path folder) throws Exception {
        Files.copy(EXAMPLE, folder.resolve("machines.yml"));
        Files.writeString(folder.resolve("serverless.yml"), """
                service: customer
                custom:
                  app: shop
                  service_acronym: cd
                  stage: ${sls:stage}
                  api_ver: v1
                  allowed-headers: [Content-Type, X-Api-Key]
                provider:
                  name: aws
                  runtime: nodejs22.x
                  apiKeys:
                    - name: first
                      value: secret
                functions:
                  a:
                    name: ${self:custom.app}-${self:custom.service_acronym}-function-a
                    handler: a.handler
                stepFunctions: ${file(machines.yml):stepFunctions}
                """);
        Application application = Projects.read(folder, OPTIONS);
        checkMachine(application);
        assertThat(application.functions()).extracting(each -> each.name()).containsExactly("shop-cd-function-a");
        assertThat(application.apiKeys()).extracting(each -> each.value()).containsExactly("secret");
    }

    @Test
    void shouldNameWhatIsMissingAndHowToGiveIt() {
        ProjectException refused = catchThrowableOfType(ProjectException.class, () -> Projects.read(EXAMPLE, OPTIONS));
        assertThat(refused.problems())
                .extracting(ProjectProblem::toString)
                .contains(EXAMPLE
                        + ":4: `${self:custom.app}`: `custom.app` is not in the project file; add it, or give it"
                        + " with `--set custom.app=VALUE`, or in a file with `--with FILE`");
        assertThat(refused.problems())
                .allSatisfy(problem -> assertThat(problem.message()).contains("${self:custom."));
    }

    private static void checkMachine(Application application) {
        assertThat(application.machines()).extracting(Machine::name).containsExactly("shop-cd-add-dev");
        JsonNode definition =
                JsonMapper.shared().readTree(application.machines().getFirst().definition());
        assertThat(definition
                        .at("/States/CreateCustomerDeployment/Branches/0/States/CreateDeploymentS3Path/Resource")
                        .asString())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:shop-cd-function-a");
        assertThat(definition.at("/States/Final/End").isBoolean()).isTrue();
        HttpTrigger trigger = application.triggers().getFirst();
        assertThat(trigger.path()).isEqualTo("/v1/path");
        assertThat(trigger.method()).isEqualTo("POST");
        assertThat(trigger.isPrivate()).isTrue();
        assertThat(trigger.cors()).isNotNull().satisfies(cors -> {
            assertThat(cors.origins()).containsExactly("*");
            assertThat(cors.headers()).containsExactly("Content-Type", "X-Api-Key");
        });
        checkTarget((Target.Machine) trigger.target());
        checkNotices(application.notices());
    }

    private static void checkTarget(Target.Machine target) {
        assertThat(target.stateMachine()).isEqualTo("shop-cd-add-dev");
        assertThat(target.action()).isNull();
        assertThat(target.requestTemplates().get("application/json"))
                .contains("arn:aws:states:us-east-1:000000000000:stateMachine:shop-cd-add-dev")
                .contains("$util.escapeJavaScript($input.json('$'))")
                .doesNotContain("#{");
        assertThat(target.responses()).extracting(Response::status).containsExactly(400, 200);
        assertThat(target.responses()).extracting(Response::pattern).containsExactly(".*\"statusCode\":400,.*", "");
        assertThat(target.responses().get(0).templates())
                .isEqualTo(Map.of("application/json", "$input.path(\"$.errorMessage\")"));
        assertThat(target.responses().get(1).templates().get("application/json"))
                .contains("split(':')[7].replace('\"', \"\")\"'");
    }

    private static void checkNotices(List<Notice> notices) {
        String machine = "stepFunctions.stateMachines.Add.";
        assertThat(notices)
                .filteredOn(notice -> notice.path().startsWith(machine))
                .allMatch(notice -> notice.kind() == Notice.Kind.WARNING)
                .extracting(Notice::path)
                .contains(
                        machine + "metrics",
                        machine + "events[0].http.cors",
                        machine + "events[0].http.request.template.application/json",
                        machine + "events[0].http.response.statusCodes");
        assertThat(notices)
                .extracting(Notice::message)
                .contains("`executionsTimeOut` is understood as `executionsTimedOut`");
    }
}
