// The AWS SDK for JavaScript does with the server at the given URL what its users do; what it throws is a failure.
import assert from "node:assert/strict";
import {setTimeout} from "node:timers/promises";
import {
    CreateActivityCommand, CreateStateMachineAliasCommand, CreateStateMachineCommand, DescribeExecutionCommand,
    DescribeStateMachineCommand, GetActivityTaskCommand, InvalidDefinition, ListExecutionsCommand,
    PublishStateMachineVersionCommand, RedriveExecutionCommand, SFNClient, SendTaskSuccessCommand, StartExecutionCommand,
    StartSyncExecutionCommand, TestStateCommand, ValidateStateMachineDefinitionCommand, paginateGetExecutionHistory,
    paginateListStateMachines
} from "@aws-sdk/client-sfn";

const ROLE = "arn:aws:iam::000000000000:role/skald";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
const MILLIS_MAX = 20_000;

const sfn = new SFNClient({endpoint: process.argv[2], region: "us-east-1", disableHostPrefix: true, maxAttempts: 1});

const task = resource => JSON.stringify({StartAt: "Only", States: {Only: {Type: "Task", Resource: resource, End: true}}});

async function create(name, definition, type = "STANDARD") {
    const created = await sfn.send(new CreateStateMachineCommand({name, definition, type, roleArn: ROLE}));
    assert.ok(created.creationDate instanceof Date);
    return created.stateMachineArn;
}

async function start(stateMachineArn, input = "{}", name = undefined) {
    return (await sfn.send(new StartExecutionCommand({stateMachineArn, input, name}))).executionArn;
}

async function end(executionArn) {
    const deadline = Date.now() + MILLIS_MAX;
    while (Date.now() < deadline) {
        const described = await sfn.send(new DescribeExecutionCommand({executionArn}));
        if (described.status !== "RUNNING") return described;
        await setTimeout(20);
    }
    throw new Error(`${executionArn} still runs`);
}

async function all(pages, member) {
    const found = [];
    for await (const page of pages) found.push(...page[member]);
    return found;
}

async function runsAndShows() {
    const arn = await create("js-double", task(FUNCTION + "double"));
    const execution = await start(arn, '{"n": 21}', "one");
    const ended = await end(execution);
    assert.deepEqual([ended.status, ended.output], ["SUCCEEDED", "42"]);
    assert.ok(ended.startDate <= ended.stopDate);
    const machines = await all(paginateListStateMachines({client: sfn, pageSize: 1}, {}), "stateMachines");
    assert.ok(machines.some(machine => machine.stateMachineArn === arn));
    const listed = await sfn.send(new ListExecutionsCommand({stateMachineArn: arn, statusFilter: "SUCCEEDED"}));
    assert.deepEqual(listed.executions.map(each => each.name), ["one"]);
    const events = await all(paginateGetExecutionHistory({client: sfn, pageSize: 2}, {executionArn: execution}), "events");
    assert.deepEqual(events.map(event => event.id), [1, 2, 3, 4, 5, 6, 7]);
    assert.equal(events.at(-1).type, "ExecutionSucceeded");
    const described = await sfn.send(new DescribeStateMachineCommand({stateMachineArn: arn}));
    assert.equal(described.status, "ACTIVE");
}

async function refuses() {
    await assert.rejects(create("js-bad", "{}"), thrown => {
        assert.ok(thrown instanceof InvalidDefinition);
        return /^Invalid State Machine Definition: /.test(thrown.message);
    });
    const validated = await sfn.send(new ValidateStateMachineDefinitionCommand({definition: "{}"}));
    assert.equal(validated.result, "FAIL");
    assert.ok(validated.diagnostics.length > 0);
}

async function startsSynchronously() {
    const stateMachineArn = await create("js-express", task(FUNCTION + "double"), "EXPRESS");
    const ended = await sfn.send(new StartSyncExecutionCommand({stateMachineArn, input: '{"n": 4}'}));
    assert.deepEqual([ended.status, ended.output], ["SUCCEEDED", "8"]);
}

async function testsStates() {
    const definition = JSON.stringify({Type: "Pass", QueryLanguage: "JSONata", Output: "{% $states.input.n + 1 %}", Next: "Then"});
    const tested = await sfn.send(new TestStateCommand({definition, roleArn: ROLE, input: '{"n": 2}', inspectionLevel: "DEBUG"}));
    assert.deepEqual([tested.status, tested.output, tested.nextState], ["SUCCEEDED", "3", "Then"]);
    assert.equal(tested.inspectionData.input, '{"n": 2}');
    const state = JSON.stringify({Type: "Task", Resource: FUNCTION + "absent", Retry: [{ErrorEquals: ["Busy"]}], End: true});
    const mock = {errorOutput: {error: "Busy", cause: "later"}};
    const retried = await sfn.send(new TestStateCommand({definition: state, input: "{}", mock}));
    assert.deepEqual([retried.status, retried.error, retried.cause], ["RETRIABLE", "Busy", "later"]);
}

async function redrives() {
    const executionArn = await start(await create("js-mended", task(FUNCTION + "mended")));
    const failed = await end(executionArn);
    assert.deepEqual([failed.status, failed.error, failed.redriveStatus], ["FAILED", "Broken", "REDRIVABLE"]);
    const redriven = await sfn.send(new RedriveExecutionCommand({executionArn}));
    assert.ok(redriven.redriveDate instanceof Date);
    const ended = await end(executionArn);
    assert.deepEqual([ended.status, ended.output, ended.redriveCount], ["SUCCEEDED", '"mended"', 1]);
}

async function publishes() {
    const stateMachineArn = await create("js-published", task(FUNCTION + "double"));
    const version = (await sfn.send(new PublishStateMachineVersionCommand({stateMachineArn}))).stateMachineVersionArn;
    assert.equal(version, `${stateMachineArn}:1`);
    const routingConfiguration = [{stateMachineVersionArn: version, weight: 100}];
    const alias = await sfn.send(new CreateStateMachineAliasCommand({name: "live", routingConfiguration}));
    const ended = await end(await start(alias.stateMachineAliasArn, '{"n": 3}'));
    assert.deepEqual([ended.output, ended.stateMachineVersionArn], ["6", version]);
    assert.equal(ended.stateMachineAliasArn, alias.stateMachineAliasArn);
}

async function worksAtAnActivity() {
    const {activityArn} = await sfn.send(new CreateActivityCommand({name: "js-worker"}));
    const executionArn = await start(await create("js-activity", task(activityArn)));
    const {taskToken} = await sfn.send(new GetActivityTaskCommand({activityArn, workerName: "js"}));
    await sfn.send(new SendTaskSuccessCommand({taskToken, output: '"by hand"'}));
    assert.equal((await end(executionArn)).output, '"by hand"');
}

for (const each of [
    runsAndShows, refuses, startsSynchronously, testsStates, redrives, publishes, worksAtAnActivity
]) await each();
console.log("javascript: ok");
