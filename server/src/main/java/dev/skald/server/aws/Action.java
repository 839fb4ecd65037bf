package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonWriter;

/** One operation of the AWS API. */
@FunctionalInterface
public interface Action {
    /**
     * Does what is asked.
     *
     * @param in the members of the request, checked against the operation's constraints
     * @param out takes the members of the answer; dropped when this throws
     * @throws ServiceException what AWS answers with an error
     * @throws InterruptedException when the server stops while the request waits
     */
    void perform(Parameters in, JsonWriter out) throws InterruptedException;
}
