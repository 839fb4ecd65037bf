import {invokeFunction} from "./aws.mjs";

/** composeDeparture: asks both functions at once, and waits for both. */
export const handler = async event => {
    const input = JSON.parse(event.body ?? "{}");
    const [flight, forecast] = await Promise.all([
        invokeFunction(process.env.FLIGHT_FUNCTION, input),
        invokeFunction(process.env.FORECAST_FUNCTION, input)
    ]);
    return {
        statusCode: 200,
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({flight, forecast})
    };
};
