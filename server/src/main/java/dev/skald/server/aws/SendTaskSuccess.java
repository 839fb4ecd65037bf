package dev.skald.server.aws;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.core.TaskToken;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** SendTaskSuccess. */
final class SendTaskSuccess implements Action {
    private final Skald skald;

    SendTaskSuccess(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String token = in.required("taskToken");
        // AWS looks at the token before it reads the output.
        if (TaskToken.parse(token).isEmpty())
            throw new ServiceException("InvalidToken", "Invalid Token: 'Invalid token'");
        skald.completeTask(token, output(in.required("output")));
    }

    private static Payload output(String text) {
        try {
            return Payload.parse(text);
        } catch (MalformedJson malformed) {
            throw new ServiceException("InvalidOutput", "Invalid Output: '" + malformed.message() + "'");
        }
    }
}
