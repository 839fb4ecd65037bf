// Calls of AWS services: with the AWS SDK where it is installed (in AWS Lambda always, here after `npm install`), else the same
// requests by hand, unsigned.

const sdkOfStepFunctions = await installed("@aws-sdk/client-sfn");
const sdkOfLambda = await installed("@aws-sdk/client-lambda");

async function installed(name) {
    try {
        return await import(name);
    } catch (absent) {
        if (absent.code !== "ERR_MODULE_NOT_FOUND") throw absent;
        return null;
    }
}

function endpoint(service) {
    const url = process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL;
    if (!url) throw new Error(`Without the AWS SDK, AWS_ENDPOINT_URL_${service} must say where to call`);
    return url.replace(/\/+$/, "");
}

async function post(url, headers, body) {
    const response = await fetch(url, {method: "POST", headers, body: JSON.stringify(body)});
    const text = await response.text();
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
    return {response, result: text ? JSON.parse(text) : null};
}

/** An operation of the Step Functions API, such as StartExecution. */
export async function callStepFunctions(operation, input) {
    if (sdkOfStepFunctions) {
        const {SFNClient, [`${operation}Command`]: Command} = sdkOfStepFunctions;
        return new SFNClient({}).send(new Command(input));
    }
    const headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": `AWSStepFunctions.${operation}`};
    return (await post(`${endpoint("SFN")}/`, headers, input)).result;
}

/** Calls a function and waits for its result. What it throws is thrown here. */
export async function invokeFunction(name, input) {
    const {failed, result} = await (sdkOfLambda ? invokeBySdk : invokeByHand)(name, input);
    if (failed) throw Object.assign(new Error(result.errorMessage), {name: result.errorType});
    return result;
}

async function invokeBySdk(name, input) {
    const {LambdaClient, InvokeCommand} = sdkOfLambda;
    const answer = await new LambdaClient({}).send(new InvokeCommand({FunctionName: name, Payload: JSON.stringify(input)}));
    return {failed: Boolean(answer.FunctionError), result: JSON.parse(answer.Payload.transformToString())};
}

async function invokeByHand(name, input) {
    const url = `${endpoint("LAMBDA")}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
    const {response, result} = await post(url, {"Content-Type": "application/json"}, input);
    return {failed: response.headers.has("x-amz-function-error"), result};
}
