// Writes to machines.json, as a JSON array, the machines that the CDK makes of every construct: {name, type, definition, refused, input, output, error}.
import {writeFileSync} from "node:fs";
import {App, Stack} from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import * as tasks from "aws-cdk-lib/aws-stepfunctions-tasks";
import {Construct} from "constructs";
import {constructs} from "./constructs.mjs";
import {resources, taskProperties} from "./tasks.mjs";

// Some tasks take any pattern and make of it what AWS refuses.
const NOT_ON_AWS = /:aws-sdk:\w+:\w+\.sync"/;
const LANGUAGES = {JSONPath: "jsonPath", JSONata: "jsonata"};

const app = new App({outdir: "cdk.out", analyticsReporting: false});
const stack = new Stack(app, "Skald");
const shared = resources(stack);
const role = iam.Role.fromRoleArn(stack, "Role", "arn:aws:iam::000000000000:role/skald", {mutable: false});
const machines = [];

function machine(name, make) {
    const scope = new Construct(stack, name);
    const {state, type, queryLanguage, timeout, comment, ...expected} = make(scope, shared);
    const definitionBody = sfn.DefinitionBody.fromChainable(state);
    const made = new sfn.StateMachine(scope, "Machine", {
        definitionBody, role, timeout, comment, queryLanguage, stateMachineName: name, stateMachineType: type
    });
    machines.push({name, made, ...expected});
}

/** One machine for each task in each language and each pattern that it has. */
function taskMachines(name) {
    const task = tasks[name];
    for (const [language, method] of Object.entries(LANGUAGES).filter(([, method]) => method in task || method === "jsonPath"))
        for (const integrationPattern of patterns(name))
            machine(`${name}-${language}-${integrationPattern}`.slice(0, 80), scope => {
                const properties = taskProperties(scope, shared, inputs(language, integrationPattern));
                const all = {...properties[name], integrationPattern};
                return {state: task[method]?.(scope, "T", all) ?? new task(scope, "T", all)};
            });
}

/** The patterns of a task: the CDK throws for those it does not have. */
function patterns(name) {
    return Object.values(sfn.IntegrationPattern).filter(integrationPattern => {
        const trial = new Stack(new App({analyticsReporting: false}), "Trial");
        const properties = taskProperties(trial, shared, inputs("JSONPath", integrationPattern));
        try {
            new tasks[name](trial, "T", {...properties[name], integrationPattern});
            return true;
        } catch (refused) {
            if (/integration ?pattern/i.test(refused.message)) return false;
            throw refused;
        }
    });
}

/** How the properties of a task refer to the input and to the token, in the language of its state. */
function inputs(language, pattern) {
    const isJsonata = language === "JSONata";
    const from = name => isJsonata ? `{% $states.input.${name} %}` : sfn.JsonPath.stringAt(`$.${name}`);
    const list = value => isJsonata ? [value] : sfn.JsonPath.array(value);
    const anyToken = isJsonata ? "{% $states.context.Task.Token %}" : sfn.JsonPath.taskToken;
    const token = pattern === sfn.IntegrationPattern.WAIT_FOR_TASK_TOKEN ? anyToken : undefined;
    return {from, list, token, payload: () => sfn.TaskInput.fromObject({id: from("id"), ...(token && {token})})};
}

for (const [name, make] of Object.entries(constructs)) machine(name, make);
for (const name of Object.keys(tasks).filter(isTask)) taskMachines(name);

function isTask(name) {
    return typeof tasks[name] === "function" && tasks[name].prototype instanceof sfn.TaskStateBase && !name.endsWith("Base");
}

const {Resources: made} = app.synth().getStackByName("Skald").template;

/** What CloudFormation would put in place of a token. */
function resolved(value) {
    if (Array.isArray(value)) return value.map(resolved);
    if (value === null || typeof value !== "object") return value;
    const [[key, argument]] = Object.entries(value);
    switch (key) {
        case "Ref":
            return referred(argument);
        case "Fn::GetAtt":
            return attribute(...argument);
        case "Fn::Join":
            return argument[1].map(resolved).join(argument[0]);
        case "Fn::Select":
            return resolved(argument[1])[argument[0]];
        case "Fn::Split":
            return resolved(argument[1]).split(argument[0]);
        default:
            throw new Error(`${key} is not resolved`);
    }
}

function referred(name) {
    const pseudo = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "000000000000", "AWS::URLSuffix": "amazonaws.com"};
    if (name in pseudo) return pseudo[name];
    const arns = {"AWS::StepFunctions::Activity": "states", "AWS::StepFunctions::StateMachine": "states", "AWS::SNS::Topic": "sns"};
    const resource = made[name];
    return resource.Type in arns ? attribute(name, "Arn") : named(name);
}

function named(name) {
    const {Type, Properties = {}} = made[name];
    const simple = Type.split("::")[2];
    return resolved(Properties[`${simple}Name`] ?? Properties.Name ?? name);
}

function attribute(name, attribute) {
    if (!/Arn$/.test(attribute)) return named(name);
    const [, service, type] = made[name].Type.split("::");
    const kinds = {"StepFunctions::Activity": ["states", "activity:"], "Lambda::Function": ["lambda", "function:"]};
    const [space, kind] = kinds[`${service}::${type}`] ?? [service.toLowerCase(), `${type.toLowerCase()}/`];
    return `arn:aws:${space}:us-east-1:000000000000:${kind}${named(name)}`;
}

function finished({name, made: construct, ...expected}) {
    const {Properties: properties} = made[stack.getLogicalId(construct.node.defaultChild)];
    const definition = resolved(properties.DefinitionString);
    return {name, type: properties.StateMachineType ?? "STANDARD", definition, refused: NOT_ON_AWS.test(definition), ...expected};
}

const seen = new Set();

/** A task that knows no patterns comes out the same in all of them. */
function isNew({definition}) {
    return !seen.has(definition) && seen.add(definition);
}

writeFileSync("machines.json", JSON.stringify(machines.map(finished).filter(isNew)));
