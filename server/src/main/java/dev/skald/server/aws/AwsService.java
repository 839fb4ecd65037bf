package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.server.json.JsonWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A service of AWS that this server speaks, in the JSON protocol with {@code X-Amz-Target: PREFIXAction}: the table of its
 * actions.
 */
public abstract class AwsService {
    private final Map<String, Entry> entries = new HashMap<>();
    private final Operations operations;

    /** @param operations the service's model: what it does not have cannot be added */
    protected AwsService(Operations operations) {
        this.operations = operations;
    }

    /** @param constraints what a request of the action must satisfy */
    record Entry(Constraints constraints, Action action) {}

    /** As people call it, such as {@code AWS Step Functions}. */
    public abstract String name();

    /** What {@code X-Amz-Target} begins with, such as {@code AWSStepFunctions.}. */
    protected abstract String targetPrefix();

    /** Of its answers, such as {@code application/x-amz-json-1.0}. */
    protected abstract String contentType();

    /** What the credentials of a signature are scoped to, such as {@code states}. */
    protected abstract String signingName();

    protected final void add(String name, Action action) {
        Constraints constraints = operations.constraints(name);
        if (constraints == null) throw new IllegalStateException(name() + " has no operation " + name);
        entries.put(name, new Entry(constraints, action));
    }

    /** Whether there is an action of that name. */
    public final boolean known(String action) {
        return entries.containsKey(action);
    }

    /** @throws ServiceException UnknownOperationException */
    final Entry find(String action) {
        Entry entry = entries.get(action);
        if (entry != null) return entry;
        String reason = operations.constraints(action) == null
                ? name() + " has no action '" + action + "'."
                : "Skald does not have the action " + action + " of " + name() + ".";
        throw new ServiceException("UnknownOperationException", reason);
    }

    /**
     * Checks a request without performing it.
     *
     * @throws ServiceException what AWS answers with an error
     */
    public final void check(String action, ObjectNode members) {
        find(action).constraints().check(members);
    }

    /**
     * Performs an action, as a request to the AWS endpoint would.
     *
     * @param members of the request
     * @param traceId the header {@code X-Amzn-Trace-Id} of whoever asks; null when there is none
     * @return the answer's JSON
     * @throws ServiceException what AWS answers with an error
     * @throws InterruptedException when the server stops while the request waits
     */
    public final byte[] perform(String action, ObjectNode members, @Nullable String traceId)
            throws InterruptedException {
        Entry entry = find(action);
        entry.constraints().check(members);
        JsonWriter out = new JsonWriter();
        entry.action().perform(new Parameters(members, traceId), out);
        return out.end();
    }
}
