// Writes to the folder that is its argument what `cdk synth` writes for a project: two stacks, one of which imports from the other.
import {mkdirSync, writeFileSync} from "node:fs";
import {App, CfnOutput, Duration, Stack} from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as events from "aws-cdk-lib/aws-events";
import * as targets from "aws-cdk-lib/aws-events-targets";
import * as lambda from "aws-cdk-lib/aws-lambda";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import * as schedulerTargets from "aws-cdk-lib/aws-scheduler-targets";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import * as sqs from "aws-cdk-lib/aws-sqs";

const app = new App({outdir: process.argv[2], analyticsReporting: false});
mkdirSync("pay", {recursive: true});
writeFileSync("pay/index.js", "exports.handler = async event => ({paid: event.amount});\n");
writeFileSync("refund.asl.json", JSON.stringify({
    StartAt: "Refund", States: {Refund: {Type: "Task", Resource: "${payArn}", End: true}}
}));

const data = new Stack(app, "Data", {env: {region: "eu-north-1", account: "123456789012"}});
const table = new dynamodb.Table(data, "Orders", {partitionKey: {name: "id", type: dynamodb.AttributeType.STRING}});

const shop = new Stack(app, "Shop", {env: {region: "eu-north-1", account: "123456789012"}});
const queue = new sqs.Queue(shop, "Jobs");
const pay = new lambda.Function(shop, "Pay", {
    runtime: lambda.Runtime.NODEJS_22_X, handler: "index.handler", code: lambda.Code.fromAsset("pay"),
    timeout: Duration.seconds(20), environment: {TABLE: table.tableName, QUEUE: queue.queueUrl}
});
const inline = new lambda.Function(shop, "Inline", {
    runtime: lambda.Runtime.PYTHON_3_13, handler: "index.handler",
    code: lambda.Code.fromInline("def handler(event, context):\n    return event\n")
});
const machine = new sfn.StateMachine(shop, "Order", {
    stateMachineName: "order",
    definitionBody: sfn.DefinitionBody.fromChainable(
        new tasks.LambdaInvoke(shop, "Charge", {lambdaFunction: pay, outputPath: "$.Payload"})
            .next(new tasks.DynamoPutItem(shop, "Save", {
                table, item: {id: tasks.DynamoAttributeValue.fromString(sfn.JsonPath.stringAt("$.id"))}
            })))
});
const refund = new sfn.StateMachine(shop, "Refund", {
    stateMachineType: sfn.StateMachineType.EXPRESS,
    definitionBody: sfn.DefinitionBody.fromFile("refund.asl.json"),
    definitionSubstitutions: {payArn: pay.functionArn}
});
const bus = new events.EventBus(shop, "Bus", {eventBusName: "shop"});
new events.Rule(shop, "Placed", {
    eventBus: bus, eventPattern: {source: ["shop"], detailType: ["placed"]},
    targets: [
        new targets.SfnStateMachine(machine, {input: events.RuleTargetInput.fromEventPath("$.detail")}),
        new targets.SqsQueue(queue)
    ]
});
new events.Rule(shop, "Nightly", {schedule: events.Schedule.rate(Duration.days(1)), targets: [new targets.LambdaFunction(inline)]});
new scheduler.Schedule(shop, "Hourly", {
    schedule: scheduler.ScheduleExpression.cron({minute: "0"}),
    target: new schedulerTargets.StepFunctionsStartExecution(machine, {input: scheduler.ScheduleTargetInput.fromObject({hourly: true})})
});
const api = new apigateway.RestApi(shop, "Api", {defaultCorsPreflightOptions: {allowOrigins: ["https://shop.example"]}});
api.root.addResource("pay").addResource("{id}").addMethod("POST", new apigateway.LambdaIntegration(pay), {apiKeyRequired: true});
api.root.addResource("refund").addMethod("POST", apigateway.StepFunctionsIntegration.startExecution(refund));
new CfnOutput(shop, "Machine", {value: machine.stateMachineArn});
app.synth();
