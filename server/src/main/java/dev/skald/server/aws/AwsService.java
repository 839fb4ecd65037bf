package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A service of AWS that this server speaks, in the JSON protocol with {@code X-Amz-Target: PREFIXAction}. */
public interface AwsService {
    /** As people call it, such as {@code AWS Step Functions}. */
    String name();

    /** What {@code X-Amz-Target} begins with, such as {@code AWSStepFunctions.}. */
    String targetPrefix();

    /** Of its answers, such as {@code application/x-amz-json-1.0}. */
    String contentType();

    /** What the credentials of a signature are scoped to, such as {@code states}. */
    String signingName();

    /** Whether there is an action of that name. */
    boolean known(String action);

    /** @throws ServiceException UnknownOperationException */
    Entry find(String action);

    /**
     * Performs an action, as a request to the AWS endpoint would.
     *
     * @param members of the request
     * @param traceId the header {@code X-Amzn-Trace-Id} of whoever asks; null when there is none
     * @return the answer's JSON
     * @throws ServiceException what AWS answers with an error
     * @throws InterruptedException when the server stops while the request waits
     */
    default byte[] perform(String action, ObjectNode members, @Nullable String traceId) throws InterruptedException {
        Entry entry = find(action);
        entry.constraints().check(members);
        JsonWriter out = new JsonWriter();
        entry.action().perform(new Parameters(members, traceId), out);
        return out.end();
    }

    /** @param constraints what a request of the action must satisfy */
    record Entry(Constraints constraints, Action action) {}
}
