// What can be written where, for completion. What is right is the server's word: it validates.

const COMMON = ["Type", "Comment", "QueryLanguage", "Assign", "Output"];
const FLOW = ["Next", "End"];
const ERRORS = ["Retry", "Catch"];
const JSON_PATH = ["InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath"];
const SAGA = ["Compensate", "NoCompensation", "Pivot", "Retriable"];

export const STATE_TYPES = ["Task", "Choice", "Pass", "Wait", "Succeed", "Fail", "Parallel", "Map"];

export const MACHINE = ["Comment", "StartAt", "States", "QueryLanguage", "TimeoutSeconds", "Version", "SearchAttributes", "KnownErrors", "Saga"];

const OF_STATE: Record<string, string[]> = {
  Task: ["Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Credentials", ...FLOW, ...ERRORS, ...JSON_PATH, ...SAGA],
  Choice: ["Choices", "Default"],
  Pass: ["Result", ...FLOW, ...JSON_PATH],
  Wait: ["Seconds", "Timestamp", "SecondsPath", "TimestampPath", ...FLOW],
  Succeed: ["RunClass"],
  Fail: ["Error", "Cause", "ErrorPath", "CausePath", "RunClass"],
  Parallel: ["Branches", "Arguments", ...FLOW, ...ERRORS, ...JSON_PATH],
  Map: [
    "ItemProcessor",
    "Items",
    "ItemsPath",
    "ItemSelector",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "MaxConcurrency",
    "ToleratedFailurePercentage",
    "ToleratedFailureCount",
    "Label",
    ...FLOW,
    ...ERRORS,
    ...JSON_PATH,
  ],
};

const WITHIN: Record<string, string[]> = {
  Retry: ["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Compensate"],
  Catch: ["ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Compensate"],
  Choices: ["Condition", "Next", "Output", "Assign", "Variable", "And", "Or", "Not", "StringEquals", "NumericEquals", "NumericGreaterThan", "BooleanEquals", "IsPresent", "IsNull"],
  Branches: ["StartAt", "States"],
  ItemProcessor: ["ProcessorConfig", "StartAt", "States"],
  ProcessorConfig: ["Mode", "ExecutionType"],
  Compensate: ["Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Retry"],
  Saga: ["KnownErrors", "UncertainErrors", "Retry", "OnFailure", "OnCompensationFailure", "OnStop", "DrainSeconds"],
};

export const ERROR_NAMES = [
  "States.ALL",
  "States.TaskFailed",
  "States.Timeout",
  "States.HeartbeatTimeout",
  "States.Permissions",
  "States.Runtime",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.ItemReaderFailed",
  "States.ResultWriterFailed",
  "States.QueryEvaluationError",
];

export const VALUES: Record<string, string[]> = {
  Type: STATE_TYPES,
  QueryLanguage: ["JSONata", "JSONPath"],
  JitterStrategy: ["FULL", "NONE"],
  Mode: ["INLINE", "DISTRIBUTED"],
  ExecutionType: ["STANDARD", "EXPRESS"],
  OnFailure: ["Compensate", "Park"],
  OnCompensationFailure: ["Park", "Continue"],
  OnStop: ["Compensate", "Abort"],
  RunClass: ["Success", "KnownFailure", "UnknownFailure"],
  Resource: [
    "arn:aws:states:::lambda:invoke",
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
    "arn:aws:states:::states:startExecution.sync:2",
    "arn:aws:states:::http:invoke",
    "arn:aws:states:::events:putEvents",
    "arn:aws:states:::sqs:sendMessage",
    "arn:aws:states:::sns:publish",
    "arn:aws:states:::dynamodb:putItem",
    "arn:aws:states:::dynamodb:getItem",
    "arn:aws:states:::aws-sdk:s3:getObject",
  ],
};

/** The fields that whoever is at the end of a path may want. `type` is that of the state around. */
export function fieldsAt(path: string[], type: string | undefined): string[] {
  const last = path[path.length - 1];
  if (last === undefined) return MACHINE;
  if (path[path.length - 2] === "States") return type === undefined ? [...COMMON, ...FLOW] : [...COMMON, ...(OF_STATE[type] ?? [])];
  return WITHIN[last] ?? [];
}
