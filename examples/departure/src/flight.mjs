const FLIGHTS = {
    Oslo: {number: "SK 4711", leaves: "08:15"},
    Lisbon: {number: "TP 203", leaves: "11:40"},
    Reykjavik: {number: "FI 319", leaves: "14:05"}
};

class NoFlight extends Error {
    name = "NoFlight";
}

/** getFlight: the next flight to a place. */
export const handler = async ({destination}) => {
    const flight = FLIGHTS[destination];
    if (!flight) throw new NoFlight(`No flight to ${destination}`);
    return {destination, ...flight};
};
