import {callStepFunctions} from "./aws.mjs";

const answer = (statusCode, body) => ({
    statusCode,
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify(body)
});

/** getDeparture: starts the machine, and says where to ask for the answer. */
export const start = async event => {
    const {executionArn} = await callStepFunctions("StartExecution", {
        stateMachineArn: process.env.STATE_MACHINE_ARN,
        input: event.body ?? "{}"
    });
    return answer(202, {execution: executionArn, status: `/departure/status?execution=${encodeURIComponent(executionArn)}`});
};

/** What the last event of an execution says of it. */
const ENDS = {
    ExecutionSucceeded: ({executionSucceededEventDetails: {output}}) => ({departure: JSON.parse(output)}),
    ExecutionFailed: ({executionFailedEventDetails: {error, cause}}) => ({error, cause}),
    ExecutionTimedOut: () => ({error: "States.Timeout"}),
    ExecutionAborted: () => ({error: "Aborted"})
};

/** getDepartureStatus: how far an execution has come, read from its history. */
export const status = async event => {
    const executionArn = event.queryStringParameters?.execution;
    if (!executionArn) return answer(400, {message: "The parameter 'execution' is missing"});
    const {events} = await callStepFunctions("GetExecutionHistory", {executionArn, maxResults: 1000});
    const done = events.filter(({type}) => type === "TaskStateExited").map(each => each.stateExitedEventDetails.name);
    const end = ENDS[events.at(-1).type];
    return answer(200, {ended: Boolean(end), done, ...end?.(events.at(-1))});
};
