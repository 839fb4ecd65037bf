import {setTimeout} from "node:timers/promises";

const SKIES = ["clear", "cloudy", "rain"];

/** getForecast: the weather at a place. The office that knows takes its time. */
export const handler = async ({destination}) => {
    await setTimeout(Number(process.env.FORECAST_SECONDS) * 1000);
    return {destination, sky: SKIES[String(destination).length % SKIES.length]};
};
