package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A template of SAM with every kind of thing that Skald has. */
class SamProjectTest {
    static final String TEMPLATE = """
            AWSTemplateFormatVersion: '2010-09-09'
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Stage: {Type: String, Default: test}
              Limit: {Type: Number}
            Conditions:
              IsProduction: !Equals [!Ref Stage, production]
            Globals:
              Function:
                Runtime: python3.13
                Timeout: 30
                Environment:
                  Variables:
                    STAGE: !Ref Stage
              Api:
                Cors: {AllowOrigin: "'https://shop.example'", AllowHeaders: "'A,B'"}
            Resources:
              Stock:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: stock/
                  Handler: app.handler
                  Layers: [!Ref Common]
                  Environment:
                    Variables:
                      TABLE: !Ref Orders
                      QUEUE: !Ref Jobs
                  Events:
                    Get:
                      Type: HttpApi
                      Properties: {Path: "/stock/{id}", Method: get}
                    Night:
                      Type: Schedule
                      Properties: {Schedule: rate(1 day), Input: '{"night": true}'}
                    Poll:
                      Type: SQS
                      Properties: {Queue: !GetAtt Jobs.Arn}
              Common:
                Type: AWS::Serverless::LayerVersion
                Properties: {ContentUri: common/}
              Trade:
                Type: AWS::Serverless::StateMachine
                Properties:
                  Name: !Sub "trade-${Stage}"
                  Type: EXPRESS
                  DefinitionUri: trade.asl.json
                  DefinitionSubstitutions:
                    StockArn: !GetAtt Stock.Arn
                    Limit: !Ref Limit
                  Policies: [{LambdaInvokePolicy: {FunctionName: !Ref Stock}}]
                  Logging: {Level: ALL, IncludeExecutionData: true}
                  Events:
                    Start:
                      Type: Api
                      Properties: {Path: /trades, Method: POST, Auth: {ApiKeyRequired: true}}
                    Nine:
                      Type: ScheduleV2
                      Properties:
                        ScheduleExpression: cron(0 9 * * ? *)
                        ScheduleExpressionTimezone: Europe/Oslo
                        RetryPolicy: {MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 120}
                    Placed:
                      Type: EventBridgeRule
                      Properties:
                        EventBusName: !Ref Bus
                        Pattern: {source: [shop], detail-type: [placed]}
                        InputPath: $.detail
              Inline:
                Type: AWS::Serverless::StateMachine
                Properties:
                  Definition:
                    StartAt: A
                    States:
                      A: {Type: Task, Resource: "${Arn}", End: true}
                  DefinitionSubstitutions: {Arn: !GetAtt Stock.Arn}
              Bus:
                Type: AWS::Events::EventBus
                Properties: {Name: shop}
              Orders:
                Type: AWS::Serverless::SimpleTable
                Properties: {PrimaryKey: {Name: order, Type: Number}}
              Jobs: {Type: AWS::SQS::Queue}
              OnlyThere:
                Type: AWS::SQS::Queue
                Condition: IsProduction
              Bank:
                Type: AWS::Events::Connection
                Properties:
                  AuthorizationType: BASIC
                  AuthParameters: {BasicAuthParameters: {Username: u, Password: p}}
              Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Name: caller, Value: k}}
              Role: {Type: AWS::IAM::Role, Properties: {}}
              Pool: {Type: AWS::Cognito::UserPool}
            """;

    @TempDir
    private Path folder;

    private Application application;

    @BeforeEach
    void read() throws Exception {
        Files.createDirectories(folder.resolve("stock"));
        application = new ProjectFolder(folder)
                .with("template.yaml", TEMPLATE)
                .with("trade.asl.json", """
                        {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${StockArn}",
                          "TimeoutSeconds": ${Limit}, "End": true}}}""")
                .read(ProjectFolder.OPTIONS
                        .withParameters(Map.of("Limit", "7"))
                        .withEnvironment(Map.of("AWS_ENDPOINT_URL_SQS", "http://127.0.0.1:9324/")));
    }

    private String name(String id) {
        return folder.getFileName() + "-" + id;
    }

    @Test
    void shouldReadMachines() {
        assertThat(application.machines())
                .extracting(Machine::name, Machine::type)
                .containsExactly(tuple("trade-test", "EXPRESS"), tuple(name("Inline"), "STANDARD"));
        JsonNode definition =
                JsonMapper.shared().readTree(application.machines().getFirst().definition());
        String stock = "arn:aws:lambda:us-east-1:123456789012:function:" + name("Stock");
        assertThat(definition.at("/States/A/Resource").asString()).isEqualTo(stock);
        assertThat(definition.at("/States/A/TimeoutSeconds").asInt()).isEqualTo(7);
        assertThat(application.machines().get(1).definition()).contains(stock);
        assertThat(application.machines().getFirst().loggingConfiguration())
                .contains("\"level\":\"ALL\"")
                .contains("\"includeExecutionData\":true");
    }

    @Test
    void shouldReadFunctions() {
        FunctionDefinition function = application.functions().getFirst();
        assertThat(function.runtime()).isEqualTo("python3.13");
        assertThat(function.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(function.code()).isEqualTo(folder.resolve("stock"));
        assertThat(function.layers()).containsExactly(folder.resolve("common"));
        assertThat(function.environment())
                .containsOnly(
                        entry("STAGE", "test"),
                        entry("TABLE", name("Orders")),
                        entry("QUEUE", "http://127.0.0.1:9324/123456789012/" + name("Jobs")));
    }

    @Test
    void shouldReadTriggers() {
        HttpTrigger get = trigger("Stock Get");
        assertThat(get.flavour()).isEqualTo(Flavour.HTTP);
        assertThat(get.method() + " " + get.path()).isEqualTo("GET /stock/{id}");
        assertThat(get.target()).isEqualTo(new Target.Function(name("Stock")));
        HttpTrigger start = trigger("Trade Start");
        assertThat(start.isPrivate()).isTrue();
        assertThat(start.cors()).isNotNull().satisfies(cors -> {
            assertThat(cors.origins()).containsExactly("https://shop.example");
            assertThat(cors.headers()).containsExactly("A", "B");
        });
        assertThat(application.apiKeys())
                .extracting(each -> each.name() + "=" + each.value())
                .containsExactly("caller=k");
    }

    private HttpTrigger trigger(String name) {
        return application.triggers().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReadEventsAndSchedules() {
        EventRule rule = application.rules().getFirst();
        assertThat(rule.bus()).isEqualTo("shop");
        assertThat(rule.pattern()).isEqualTo("{\"source\":[\"shop\"],\"detail-type\":[\"placed\"]}");
        assertThat(rule.targets().getFirst().input()).isEqualTo(new EventTarget.Input.Part("$.detail"));
        assertThat(application.buses()).containsExactly("shop");
        assertThat(application.schedules())
                .extracting(Schedule::expression)
                .containsExactly("rate(1 day)", "cron(0 9 * * ? *)");
        Schedule nine = application.schedules().get(1);
        assertThat(nine.zone()).isEqualTo(ZoneId.of("Europe/Oslo"));
        assertThat(nine.target().retry().attempts()).isEqualTo(3);
        assertThat(application.schedules().getFirst().target().input())
                .isEqualTo(new EventTarget.Input.Constant("{\"night\":true}"));
    }

    @Test
    void shouldReadResources() {
        assertThat(application.resources()).extracting(Resource::logicalId).containsExactly("Orders", "Jobs");
        assertThat(application.resources().getFirst().properties()).contains("\"AttributeType\": \"N\"");
        assertThat(application.connections().getFirst().authorization())
                .isEqualTo(new Connection.Authorization.Basic("u", "p"));
    }

    @Test
    void shouldTellWhatHasNoEffect() {
        assertThat(application.notices())
                .extracting(Notice::path, Notice::message)
                .contains(
                        tuple("Resources.Stock.Events.Poll.Properties", "nothing here is called for events `SQS`"),
                        tuple("Resources.Trade.Policies", "permissions are not checked here"),
                        tuple("Resources", "AWS::IAM::Role (Role): permissions are not checked here"),
                        tuple("Resources", "AWS::Cognito::UserPool (Pool): Skald has nothing of this type"));
    }

    @Test
    void shouldRefuseAllProblemsAtOnce() throws Exception {
        String broken = TEMPLATE.replace("!Ref Bus", "!Ref Buss")
                .replace("cron(0 9 * * ? *)", "at nine")
                .replace("Type: EXPRESS", "Type: QUICK");
        assertThat(new ProjectFolder(folder)
                        .with("template.yaml", broken)
                        .problems()
                        .lines())
                .containsExactly(
                        "template.yaml:5: the parameter `Limit` has no value: give it with `--param Limit=VALUE`",
                        "template.yaml:43: a machine's type is STANDARD or EXPRESS, not `QUICK`",
                        "template.yaml:59: `at nine` is no schedule: rate(5 minutes), cron(0 12 * * ? *) or at(2026-12-24T18:00:00)",
                        "template.yaml:65: nothing in this project has the name `Buss`",
                        "trade.asl.json:2: not JSON: Unexpected character (',' (code 44)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    }

    @Test
    void shouldReadDefinitionsAlone(@TempDir Path other) throws Exception {
        Application read = new ProjectFolder(other)
                .with("a.asl.json", "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}")
                .with("deep/b-c.asl.yaml", "StartAt: A\nStates:\n  A:\n    Type: Wait\n    Seconds: 1\n    End: true\n")
                .with("node_modules/x.asl.json", "not read")
                .read();
        assertThat(read.machines()).extracting(Machine::name).containsExactly("a", "b-c");
        assertThat(new ProjectFolder(other)
                        .with("c.asl.yaml", "StartAt: A\nStates:\n  A:\n    Type: Wait\n")
                        .problems())
                .contains("c.asl.yaml:3: `c`: SCHEMA_VALIDATION_FAILED");
        assertThat(List.copyOf(read.notices())).isEmpty();
    }
}
