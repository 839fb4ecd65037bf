package dev.skald.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.EventTarget.Input;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of the Serverless Framework with every kind of thing that Skald has. */
class ServerlessProjectTest {
    static final String PROJECT = """
            service: shop
            frameworkVersion: '3'
            useDotenv: true
            plugins: [serverless-step-functions, serverless-unheard-of]
            custom:
              table: ${self:service}-orders-${sls:stage}
              levels: {dev: debug, prod: error}
              unused: ${ssm:/never/asked}
            provider:
              name: aws
              runtime: nodejs22.x
              stage: ${opt:stage, 'dev'}
              region: eu-west-1
              memorySize: 256
              environment:
                LEVEL: ${self:custom.levels.${sls:stage}}
                SECRET: ${env:SECRET}
              tags: {team: shop}
              iam: {role: {statements: []}}
              apiGateway:
                apiKeys:
                  - {name: first, value: one}
                  - second
              httpApi:
                cors: {allowedOrigins: [https://shop.example], allowedMethods: [GET]}
            functions:
              - charge:
                  handler: src/charge.handler
                  timeout: 30
                  layers: [{Ref: CommonLambdaLayer}]
                  environment: {TABLE: !Ref Orders, ARN: !GetAtt Orders.Arn}
                  events:
                    - http: GET charges/{id}
                    - http: {path: charges, method: post, private: true, cors: true, authorizer: aws_iam}
                    - httpApi: 'GET /v2/charges/{id}'
                    - httpApi: '*'
                    - schedule: rate(10 minutes)
                    - schedule: {rate: ['cron(0 12 * * ? *)', 'cron(0 13 * * ? *)'], enabled: false, input: {noon: true}}
                    - eventBridge: {eventBus: audit, pattern: {source: [shop]}, inputPath: $.detail}
                    - sqs: {arn: !GetAtt Jobs.Arn}
              - refund: ${file(functions/refund.yml):refund}
            layers:
              common: {path: layer}
            stepFunctions:
              validate: true
              activities: [pack]
              stateMachines:
                order-flow:
                  name: order-${sls:stage}
                  type: EXPRESS
                  loggingConfig: {level: ALL, includeExecutionData: true}
                  tags: {kind: saga}
                  definition:
                    StartAt: Charge
                    States:
                      Charge: {Type: Task, Resource: !GetAtt charge.Arn, Next: Refund}
                      Refund: {Type: Task, Resource: '#{RefundLambdaFunction.Arn}', Next: Save}
                      Save:
                        Type: Task
                        Resource: arn:aws:states:::dynamodb:putItem
                        Parameters: {TableName: '${self:custom.table}', Item: {id: {S.$: $.id}}}
                        End: true
                  notifications:
                    FAILED:
                      - {lambda: !GetAtt refund.Arn}
                      - {sns: 'arn:aws:sns:eu-west-1:123456789012:alerts'}
                      - {sqs: {arn: !GetAtt Jobs.Arn, messageGroupId: g}}
                      - {kinesis: 'arn:aws:kinesis:eu-west-1:123456789012:stream/s'}
                  events:
                    - http: POST orders
                    - http:
                        path: orders/{id}
                        method: PUT
                        action: StartSyncExecution
                        timeoutInMillis: 60000
                        request: {template: lambda_proxy}
                        response:
                          headers: {X-From: "'skald'"}
                          template: {application/json: "$input.json('$.output')"}
                    - http:
                        path: orders
                        method: delete
                        responses:
                          404: {selectionPattern: '.*no such.*', responseTemplates: {application/json: '{}'}}
                          200: {}
                    - schedule:
                        rate: cron(0 9 * * ? *)
                        method: scheduler
                        timezone: Europe/Oslo
                        inputTransformer: {inputPathsMap: {t: $.time}, inputTemplate: '{"at": <t>}'}
                    - eventBridge:
                        event: {source: [shop], detail-type: [placed]}
                        retryPolicy: {maximumEventAge: 3600, maximumRetryAttempts: 2}
                        deadLetterConfig: !GetAtt Jobs.Arn
                raw:
                  definition: '{"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}'
            resources:
              Resources:
                Orders:
                  Type: AWS::DynamoDB::Table
                  Properties:
                    TableName: ${self:custom.table}
                    BillingMode: PAY_PER_REQUEST
                    AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                    KeySchema: [{AttributeName: id, KeyType: HASH}]
                Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}
            """;

    @TempDir
    private Path folder;

    private ProjectFolder project;

    @BeforeEach
    void write() throws Exception {
        project = new ProjectFolder(folder)
                .with("serverless.yml", PROJECT)
                .with(".env", "SECRET='s # 1'\n# nothing\n")
                .with(
                        "functions/refund.yml",
                        "refund:\n  name: give-back-${sls:stage}\n  handler: refund.handler\n  runtime: python3.13\n");
    }

    @Test
    void shouldReadFunctions() throws Exception {
        Application read = project.read();
        assertThat(read.functions())
                .extracting(FunctionDefinition::name, FunctionDefinition::runtime, FunctionDefinition::timeout)
                .containsExactly(
                        tuple("shop-dev-charge", "nodejs22.x", Duration.ofSeconds(30)),
                        tuple("give-back-dev", "python3.13", Duration.ofSeconds(6)));
        FunctionDefinition charge = read.functions().getFirst();
        assertThat(charge.code()).isEqualTo(folder);
        assertThat(charge.layers()).containsExactly(folder.resolve("layer"));
        assertThat(charge.memoryMegabytes()).isEqualTo(256);
        assertThat(charge.environment())
                .containsOnly(
                        entry("LEVEL", "debug"),
                        entry("SECRET", "s # 1"),
                        entry("TABLE", "shop-orders-dev"),
                        entry("ARN", "arn:aws:dynamodb:eu-west-1:123456789012:table/shop-orders-dev"));
    }

    @Test
    void shouldReadForStageAndEnvironment() throws Exception {
        Application read =
                project.read(ProjectFolder.OPTIONS.withStage("prod").withEnvironment(Map.of("SECRET", "given")));
        assertThat(read.stage()).isEqualTo("prod");
        assertThat(read.region()).isEqualTo("eu-west-1");
        assertThat(read.functions().getFirst().environment())
                .contains(entry("LEVEL", "error"), entry("SECRET", "given"));
        assertThat(read.machines().getFirst().name()).isEqualTo("order-prod");
    }

    @Test
    void shouldReadMachines() throws Exception {
        Machine order = project.read().machines().getFirst();
        String functions = "arn:aws:lambda:eu-west-1:123456789012:function:";
        assertThat(order.type()).isEqualTo("EXPRESS");
        assertThat(order.definition())
                .contains("\"Resource\":\"" + functions + "shop-dev-charge\"")
                .contains("\"Resource\":\"" + functions + "give-back-dev\"")
                .contains("\"TableName\":\"shop-orders-dev\"");
        assertThat(order.tags()).containsOnly(entry("team", "shop"), entry("kind", "saga"));
        assertThat(order.loggingConfiguration())
                .isEqualTo("{\"level\":\"ALL\",\"includeExecutionData\":true,\"destinations\":[]}");
        assertThat(project.read().machines().get(1).name()).isEqualTo("shop-dev-raw");
        assertThat(project.read().activities()).containsExactly("pack");
    }

    @Test
    void shouldReadTriggersOfFunctions() throws Exception {
        assertThat(project.read().triggers())
                .filteredOn(trigger -> trigger.target().equals(new Target.Function("shop-dev-charge")))
                .extracting(HttpTrigger::flavour, HttpTrigger::method, HttpTrigger::path, HttpTrigger::isPrivate)
                .containsExactly(
                        tuple(Flavour.REST, "GET", "/charges/{id}", false),
                        tuple(Flavour.REST, "POST", "/charges", true),
                        tuple(Flavour.HTTP, "GET", "/v2/charges/{id}", false),
                        tuple(Flavour.HTTP, "ANY", "/{proxy+}", false));
        assertThat(trigger("GET", "/v2/charges/{id}").cors())
                .isNotNull()
                .satisfies(cors -> assertThat(cors.origins()).containsExactly("https://shop.example"));
        assertThat(project.read().apiKeys()).extracting(each -> each.name()).containsExactly("first", "second");
    }

    @Test
    void shouldKeepGeneratedKeys() throws Exception {
        String value = project.read().apiKeys().get(1).value();
        assertThat(value).hasSize(40);
        assertThat(project.read(ProjectFolder.OPTIONS.withApiKeys(Map.of("second", value)))
                        .apiKeys()
                        .get(1)
                        .value())
                .isEqualTo(value);
    }

    private HttpTrigger trigger(String method, String path) throws ProjectException {
        return project.read().triggers().stream()
                .filter(each -> each.method().equals(method) && each.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldReadTriggersOfMachines() throws Exception {
        Target.Machine shortForm = (Target.Machine) trigger("POST", "/orders").target();
        assertThat(shortForm.stateMachine()).isEqualTo("order-dev");
        Target.Machine proxy = (Target.Machine) trigger("PUT", "/orders/{id}").target();
        assertThat(proxy.lambdaProxy()).isTrue();
        assertThat(proxy.action()).isEqualTo("StartSyncExecution");
        assertThat(proxy.timeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(proxy.responseHeaders()).containsOnly(entry("X-From", "skald"));
        assertThat(proxy.responses())
                .containsExactly(
                        new Response(200, "", Map.of(), Map.of("application/json", "$input.json('$.output')")));
        Target.Machine answers = (Target.Machine) trigger("DELETE", "/orders").target();
        assertThat(answers.responses()).extracting(Response::status).containsExactly(404, 200);
    }

    @Test
    void shouldReadEventsAndSchedules() throws Exception {
        Application read = project.read();
        assertThat(read.buses())
                .as("a bus that a rule only listens on is nobody's")
                .isEmpty();
        assertThat(read.rules()).extracting(EventRule::bus).contains("audit");
        assertThat(read.schedules())
                .extracting(Schedule::name, Schedule::expression, Schedule::enabled)
                .containsExactly(
                        tuple("shop-dev-charge-schedule-5", "rate(10 minutes)", true),
                        tuple("shop-dev-charge-schedule-6", "cron(0 12 * * ? *)", false),
                        tuple("shop-dev-charge-schedule-6-2", "cron(0 13 * * ? *)", false),
                        tuple("shop-dev-order-flow-schedule-4", "cron(0 9 * * ? *)", true));
        assertThat(read.schedules().get(1).target().input()).isEqualTo(new Input.Constant("{\"noon\":true}"));
        assertThat(read.schedules().get(3).zone()).isEqualTo(ZoneId.of("Europe/Oslo"));
        assertThat(read.schedules().get(3).target().input())
                .isEqualTo(new Input.Transformer(Map.of("t", "$.time"), "{\"at\": <t>}"));
        EventRule failed = read.rules().stream()
                .filter(rule -> rule.name().endsWith("FAILED"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.pattern())
                .contains("\"stateMachineArn\":[\"arn:aws:states:eu-west-1:123456789012:stateMachine:order-dev\"]");
        assertThat(failed.targets())
                .extracting(EventTarget::arn)
                .containsExactly(
                        "arn:aws:lambda:eu-west-1:123456789012:function:give-back-dev",
                        "arn:aws:sns:eu-west-1:123456789012:alerts",
                        "arn:aws:sqs:eu-west-1:123456789012:jobs");
        EventRule placed = read.rules().stream()
                .filter(rule -> rule.pattern().contains("placed"))
                .findFirst()
                .orElseThrow();
        assertThat(placed.targets().getFirst().retry().attempts()).isEqualTo(2);
        assertThat(placed.targets().getFirst().retry().age()).isEqualTo(Duration.ofHours(1));
        assertThat(placed.targets().getFirst().retry().deadLetterArn())
                .isEqualTo("arn:aws:sqs:eu-west-1:123456789012:jobs");
    }

    @Test
    void shouldTellWhatHasNoEffect() throws Exception {
        assertThat(project.read().notices())
                .extracting(Notice::kind, Notice::path)
                .contains(
                        tuple(Notice.Kind.WARNING, "plugins.serverless-step-functions"),
                        tuple(Notice.Kind.UNSUPPORTED, "plugins.serverless-unheard-of"),
                        tuple(Notice.Kind.UNSUPPORTED, "provider.iam"),
                        tuple(Notice.Kind.UNSUPPORTED, "functions.charge.events[1].http.authorizer"),
                        tuple(Notice.Kind.UNSUPPORTED, "functions.charge.events[7].sqs"),
                        tuple(
                                Notice.Kind.UNSUPPORTED,
                                "stepFunctions.stateMachines.order-flow.notifications.FAILED[2].messageGroupId"),
                        tuple(
                                Notice.Kind.UNSUPPORTED,
                                "stepFunctions.stateMachines.order-flow.notifications.FAILED[3]"));
    }

    @Test
    void shouldTellWhatWasProbablyMeant() throws Exception {
        String misspelt = PROJECT.replace("memorySize:", "memorysize:");
        assertThat(project.with("serverless.yml", misspelt).read().notices())
                .contains(new Notice(
                        Notice.Kind.UNSUPPORTED,
                        "provider.memorysize",
                        "an unknown key, without effect; did you mean `memorySize`?"));
    }

    @Test
    void shouldReadJson() throws Exception {
        Application read = new ProjectFolder(folder.resolve("json"))
                .with("serverless.json", """
                        {"service": "s", "provider": {"name": "aws", "runtime": "nodejs22.x"},
                         "functions": {"f": {"handler": "f.handler"}}}""")
                .read();
        assertThat(read.functions()).extracting(FunctionDefinition::name).containsExactly("s-dev-f");
    }

    @Test
    void shouldRefuseProgramsWithAdvice() throws Exception {
        assertThat(new ProjectFolder(folder.resolve("ts"))
                        .with("serverless.ts", "export default {}")
                        .problems())
                .contains("serverless print");
        assertThat(new ProjectFolder(folder.resolve("cdk"))
                        .with("cdk.json", "{}")
                        .problems())
                .contains("cdk synth");
    }
}
