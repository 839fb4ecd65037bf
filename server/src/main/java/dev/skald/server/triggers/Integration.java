package dev.skald.server.triggers;

import dev.skald.server.http.Answer;

/** What a trigger does with a request. */
interface Integration {
    /**
     * Does it, and answers.
     *
     * @throws GatewayFailure what the gateway answers instead
     * @throws InterruptedException when the server stops, or the client goes away, while the request waits
     */
    Answer answer(TriggerCall call) throws InterruptedException;
}
