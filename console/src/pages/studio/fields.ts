// What can be written where, and what it is for: for completion, and for whoever points at a word. What is right is the server's word: it validates.

const COMMON = ["Type", "Comment", "QueryLanguage", "Assign", "Output"];
const FLOW = ["Next", "End"];
const ERRORS = ["Retry", "Catch"];
const PATHS = ["InputPath", "OutputPath"];
const JSON_PATH = [...PATHS, "Parameters", "ResultSelector", "ResultPath"];
const SAGA = ["Compensate", "NoCompensation", "Pivot", "Retriable", "Record", "UncertainErrors"];

export const STATE_TYPES: Record<string, string> = {
  Task: "Has work done: by a function, an activity, another machine, a service.",
  Choice: "Goes one way of several, by rules.",
  Pass: "Hands on its input, perhaps changed.",
  Wait: "Waits for a while, or until an instant.",
  Succeed: "Ends the execution, or the branch, well.",
  Fail: "Ends the execution, or the branch, with an error.",
  Parallel: "Runs branches at once, and goes on with all their results.",
  Map: "Does the same for each item of a list.",
};

const MACHINE = ["Comment", "StartAt", "States", "QueryLanguage", "TimeoutSeconds", "Version", "SearchAttributes", "KnownErrors", "Saga"];

/** Not in JSONata. */
const PATH_FIELDS = new Set([...JSON_PATH, "Result", "ItemsPath", "SecondsPath", "TimestampPath", "TimeoutSecondsPath", "HeartbeatSecondsPath", "MaxConcurrencyPath", "ErrorPath", "CausePath", "Variable"]);

/** In JSONata only. */
const JSONATA_FIELDS = new Set(["Arguments", "Output", "Items", "Condition"]);

const OF_STATE: Record<string, string[]> = {
  Task: ["Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Credentials", ...FLOW, ...ERRORS, ...JSON_PATH, "TimeoutSecondsPath", "HeartbeatSecondsPath", ...SAGA],
  Choice: ["Choices", "Default", ...PATHS],
  Pass: ["Result", ...FLOW, ...PATHS, "Parameters", "ResultPath"],
  Wait: ["Seconds", "Timestamp", "SecondsPath", "TimestampPath", ...FLOW, ...PATHS],
  Succeed: ["RunClass", ...PATHS],
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
    "MaxConcurrencyPath",
    "ToleratedFailurePercentage",
    "ToleratedFailureCount",
    "Label",
    ...FLOW,
    ...ERRORS,
    ...PATHS,
    "ResultSelector",
    "ResultPath",
  ],
};

const COMPARISONS = [
  "StringEquals",
  "StringMatches",
  "StringLessThan",
  "StringGreaterThan",
  "NumericEquals",
  "NumericLessThan",
  "NumericLessThanEquals",
  "NumericGreaterThan",
  "NumericGreaterThanEquals",
  "BooleanEquals",
  "TimestampEquals",
  "TimestampLessThan",
  "TimestampGreaterThan",
  "IsPresent",
  "IsNull",
  "IsString",
  "IsNumeric",
  "IsBoolean",
  "IsTimestamp",
];

const RULE = ["Variable", "And", "Or", "Not", ...COMPARISONS];

const WITHIN: Record<string, string[]> = {
  Retry: ["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Compensate", "Comment"],
  Catch: ["ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Compensate", "Comment"],
  Choices: ["Condition", "Next", "Output", "Assign", "Comment", ...RULE],
  And: RULE,
  Or: RULE,
  Not: RULE,
  Branches: ["StartAt", "States", "Comment"],
  ItemProcessor: ["ProcessorConfig", "StartAt", "States"],
  ProcessorConfig: ["Mode", "ExecutionType"],
  ItemReader: ["Resource", "ReaderConfig", "Arguments", "Parameters"],
  ReaderConfig: ["InputType", "CSVHeaderLocation", "CSVHeaders", "CSVDelimiter", "MaxItems", "ManifestType", "Transformation", "ItemsPointer"],
  ItemBatcher: ["MaxItemsPerBatch", "MaxInputBytesPerBatch", "BatchInput"],
  ResultWriter: ["Resource", "Arguments", "Parameters", "WriterConfig"],
  WriterConfig: ["OutputType", "Transformation"],
  Compensate: ["Resource", "Arguments", "Parameters", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Credentials", "Comment"],
  Saga: ["KnownErrors", "UncertainErrors", "Retry", "OnFailure", "OnCompensationFailure", "OnStop", "DrainSeconds", "Comment"],
};

export const ERROR_NAMES: Record<string, string> = {
  "States.ALL": "Every error but States.DataLimitExceeded and States.Runtime. Alone, and in the last handler.",
  "States.TaskFailed": "Every failure of a task but a time-out.",
  "States.Timeout": "TimeoutSeconds passed before the answer came.",
  "States.HeartbeatTimeout": "No heartbeat came within HeartbeatSeconds.",
  "States.Permissions": "The task may not do what it was asked for.",
  "States.Runtime": "The execution itself cannot go on. It is not caught by States.ALL.",
  "States.DataLimitExceeded": "A payload was too long. It is not caught by States.ALL.",
  "States.ExceedToleratedFailureThreshold": "More items of a Map failed than it tolerates.",
  "States.ItemReaderFailed": "The items of a Map could not be read.",
  "States.ResultWriterFailed": "The results of a Map could not be written.",
  "States.QueryEvaluationError": "A JSONata expression failed, or its result is of the wrong type.",
  "States.BranchFailed": "A branch of a Parallel failed.",
  "States.NoChoiceMatched": "No rule of a Choice fitted, and there is no Default.",
  "States.IntrinsicFailure": "An intrinsic function failed.",
  "States.ParameterPathFailure": "A path in Parameters or the like found nothing.",
  "States.ResultPathMatchFailure": "ResultPath does not fit the input.",
  "Lambda.ServiceException": "The service failed, not the function.",
  "Lambda.TooManyRequestsException": "The function is called too often.",
  "Lambda.Unknown": "The function ended without an answer.",
};

export const VALUES: Record<string, string[]> = {
  Type: Object.keys(STATE_TYPES),
  QueryLanguage: ["JSONata", "JSONPath"],
  JitterStrategy: ["FULL", "NONE"],
  Mode: ["INLINE", "DISTRIBUTED"],
  ExecutionType: ["STANDARD", "EXPRESS"],
  InputType: ["CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"],
  CSVHeaderLocation: ["FIRST_ROW", "GIVEN"],
  OnFailure: ["Compensate", "Park"],
  OnCompensationFailure: ["Park", "Continue"],
  OnStop: ["Compensate", "Abort"],
  RunClass: ["Success", "KnownFailure", "UnknownFailure"],
};

/** Fields whose value is no text. */
export const NO_TEXT: Record<string, string[]> = {
  End: ["true"],
  Pivot: ["true"],
  Retriable: ["true"],
};

export const INTEGRATIONS: Record<string, string> = {
  "arn:aws:states:::lambda:invoke": "a function",
  "arn:aws:states:::lambda:invoke.waitForTaskToken": "a function, and whoever it gives the token to",
  "arn:aws:states:::states:startExecution": "another machine, not waited for",
  "arn:aws:states:::states:startExecution.sync:2": "another machine, until its end",
  "arn:aws:states:::http:invoke": "an HTTP API",
  "arn:aws:states:::events:putEvents": "events on a bus",
  "arn:aws:states:::events:putEvents.waitForTaskToken": "events, and whoever answers",
  "arn:aws:states:::sqs:sendMessage": "a queue",
  "arn:aws:states:::sqs:sendMessage.waitForTaskToken": "a queue, and whoever answers",
  "arn:aws:states:::sns:publish": "a topic",
  "arn:aws:states:::dynamodb:getItem": "a table",
  "arn:aws:states:::dynamodb:putItem": "a table",
  "arn:aws:states:::dynamodb:updateItem": "a table",
  "arn:aws:states:::dynamodb:deleteItem": "a table",
  "arn:aws:states:::aws-sdk:s3:getObject": "any call of an AWS service: aws-sdk:SERVICE:ACTION",
};

const WORDS: Record<string, string> = {
  StartAt: "The state that comes first.",
  States: "The states, by name. A name is unique in the whole definition.",
  Comment: "For readers. It has no effect.",
  QueryLanguage: "JSONPath unless said otherwise. A state may say it for itself.",
  Version: "Of the language: 1.0.",
  Type: "What kind of state it is.",
  Next: "The state that comes after this one. A state has either Next or End.",
  End: "true: nothing comes after this state.",
  Assign: "Variables that states after this one can read, as $name.",
  Output: "What the next state gets as input; a template in JSONata. The result unless given.",
  Arguments: "What the task, or each branch, gets; a template in JSONata. The input unless given.",
  Resource: "What does the work: the ARN of a function, an activity, or an integration.",
  Credentials: "The role that the task takes on.",
  TimeoutSeconds: "How long it may take before it fails with States.Timeout. A task without a limit waits for as long as its participant likes.",
  HeartbeatSeconds: "How long it may be silent before it fails with States.HeartbeatTimeout. Less than TimeoutSeconds.",
  TimeoutSecondsPath: "Where in the input TimeoutSeconds is found.",
  HeartbeatSecondsPath: "Where in the input HeartbeatSeconds is found.",
  Retry: "When a failed attempt is followed by another one. The first retrier that names the error counts.",
  Catch: "Where a failure leads when no retrier takes it any more. The first catcher that names the error counts.",
  ErrorEquals: "Names of errors, each compared as a whole. States.ALL fits nearly every one.",
  IntervalSeconds: "The pause before the second attempt. 1 unless given.",
  MaxAttempts: "How often it is tried again. 3 unless given; 0 never.",
  BackoffRate: "By what each pause is longer than the one before it. 2 unless given.",
  MaxDelaySeconds: "No pause is longer.",
  JitterStrategy: "FULL: each pause is a random part of what it would be, so that many do not come at once.",
  InputPath: "Which part of the input the state sees. $ unless given; null is an empty object.",
  OutputPath: "Which part of its output goes on.",
  Parameters: "What the task gets; names that end in .$ hold paths or intrinsic functions.",
  ResultSelector: "What is kept of the result; names that end in .$ hold paths.",
  ResultPath: "Where in the input the result is put. $ replaces it, null drops the result.",
  Result: "A fixed result.",
  Choices: "Rules, the first that fits counts.",
  Default: "The state that comes next when no rule fits.",
  Condition: "An expression that is true when the rule fits.",
  Variable: "The path that is compared.",
  And: "All of these rules fit.",
  Or: "One of these rules fits.",
  Not: "This rule does not fit.",
  Seconds: "How long to wait.",
  Timestamp: "Until when to wait, such as 2027-01-31T08:00:00Z.",
  SecondsPath: "Where in the input the number of seconds is found.",
  TimestampPath: "Where in the input the instant is found.",
  Error: "The name of the error.",
  Cause: "What happened, in words.",
  ErrorPath: "Where in the input the name of the error is found.",
  CausePath: "Where in the input the cause is found.",
  Branches: "What runs at once. The result is the list of their results, in this order.",
  ItemProcessor: "What is done for each item.",
  ProcessorConfig: "Where the iterations run: INLINE in this execution, DISTRIBUTED as executions of their own.",
  Mode: "INLINE for up to 40 iterations at once in this execution, DISTRIBUTED for up to 10,000 executions at once.",
  ExecutionType: "Of the child executions.",
  Items: "The list, in JSONata. The input unless given.",
  ItemsPath: "Where in the input the list is found.",
  ItemSelector: "What each iteration gets; $states.context.Map.Item.Value is the item.",
  ItemReader: "Reads the items from a file instead of the input.",
  ReaderConfig: "How the file is read.",
  ItemBatcher: "Gives each iteration several items at once.",
  ResultWriter: "Writes the results to files instead of the output.",
  MaxConcurrency: "How many iterations run at once. 0: as many as may.",
  ToleratedFailurePercentage: "How many of 100 items may fail before the Map does.",
  ToleratedFailureCount: "How many items may fail before the Map does.",
  Label: "Part of the names of its child executions.",
  Saga: "Makes the machine a saga: what was done is undone when it cannot succeed.",
  KnownErrors: "Failures that the business expects: runs that end with them are KnownFailure.",
  SearchAttributes: "Texts by which executions are found: a template over the input.",
  RunClass: "How a run that ends here ended in the eyes of the business.",
  Compensate: "The task that undoes this step. Its input is {Key, Outcome, Input, Arguments, Record, Error, Cause}. In a catcher: true undoes what this state did, All everything.",
  NoCompensation: "Why the step needs none: for readers, and for the lint.",
  Pivot: "The point of no return: once it surely happened, nothing is undone any more.",
  Retriable: "It is repeated until it succeeds.",
  Record: "What the compensation must remember of the result.",
  UncertainErrors: "Reported errors after which the step may have happened all the same.",
  OnFailure: "Whether a failure undoes at once (Compensate), or waits for a person first (Park).",
  OnCompensationFailure: "Whether an undo that fails for good waits for a person (Park), or is passed over (Continue).",
  OnStop: "Whether a stop undoes what was done (Compensate), or leaves it (Abort).",
  DrainSeconds: "How long calls in flight may still end before anything is undone.",
};

/** What a field, a type of state, an error or an integration is; undefined when nothing is known of it. */
export function wordsOf(word: string): string | undefined {
  return [WORDS, STATE_TYPES, ERROR_NAMES, INTEGRATIONS].map((words) => (Object.hasOwn(words, word) ? words[word] : undefined)).find((found) => found !== undefined);
}

/** The fields that whoever is at the end of a path may want. `type` is that of the state around. */
export function fieldsAt(path: string[], type: string | undefined, jsonata: boolean): string[] {
  const last = path[path.length - 1];
  const names =
    last === undefined
      ? MACHINE
      : path[path.length - 2] === "States"
        ? type === undefined
          ? [...COMMON, ...FLOW]
          : [...COMMON, ...(Object.hasOwn(OF_STATE, type) ? (OF_STATE[type] ?? []) : [])]
        : Object.hasOwn(WITHIN, last)
          ? (WITHIN[last] ?? [])
          : [];
  return names.filter((name) => (jsonata ? !PATH_FIELDS.has(name) && !COMPARISONS.includes(name) && !["And", "Or", "Not"].includes(name) : !JSONATA_FIELDS.has(name)));
}
