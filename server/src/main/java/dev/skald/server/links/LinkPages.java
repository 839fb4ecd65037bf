package dev.skald.server.links;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.TaskDescription;
import dev.skald.engine.store.StoreException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages behind links. {@code GET} shows what is asked, and changes nothing, so that a scanner of mails may follow a link;
 * {@code POST}, the page's button, answers the task. 403: forged; 410: expired, answered already or over; 404: the task is
 * not kept any more.
 */
public final class LinkPages implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(LinkPages.class);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int FORM_BYTES_MAX = 64 << 10;

    private final Skald skald;
    private final TaskLinks links;

    public LinkPages(Skald skald, TaskLinks links) {
        this.skald = skald;
        this.links = links;
    }

    @Override
    public Answer answer(Request request) throws IOException {
        try {
            return switch (request.method()) {
                case "GET", "HEAD" -> show(request);
                case "POST" -> act(request);
                default -> LinkPage.told(405, "Nothing was done", "A link is opened, and answered by its button.");
            };
        } catch (ServiceException refused) {
            return refused(refused);
        } catch (IllegalArgumentException malformed) {
            return LinkPage.told(400, "Nothing was done", "What was sent is no form.");
        } catch (BodyTooLarge tooLarge) {
            return LinkPage.told(413, "Nothing was done", "What was sent is too long.");
        } catch (StoreException | UncheckedIOException unavailable) {
            LOG.warn("a link could not be followed", unavailable);
            return LinkPage.told(503, "Not now", "The server cannot look at the moment. Try again in a while.");
        }
    }

    private static Answer refused(ServiceException refused) {
        return switch (refused.code()) {
            case "TaskTimedOut" ->
                LinkPage.told(
                        410,
                        "Answered already, or over",
                        "This has been answered before, or it is not needed any more.");
            case "TaskDoesNotExist" -> LinkPage.told(404, "Not kept any more", "There is no trace of what this asked.");
            case "ServiceUnavailable" -> LinkPage.told(503, "Not now", "Try again in a while.");
            default -> LinkPage.told(500, "That failed", refused.message());
        };
    }

    private Answer show(Request request) {
        return links.read(text(request))
                .map(link -> links.expired(link) ? expired() : LinkPage.asked(200, link, task(link), ""))
                .orElseGet(LinkPages::forged);
    }

    private Answer act(Request request) throws IOException {
        Optional<TaskLink> link = links.read(text(request));
        if (link.isEmpty()) return forged();
        if (links.expired(link.get())) return expired();
        String type = request.header("Content-Type");
        if (type == null || !type.startsWith(FORM))
            return LinkPage.told(415, "Nothing was done", "The button of the page sends a form.");
        return answer(link.get(), form(request));
    }

    private static Map<String, String> form(Request request) throws IOException {
        byte[] body = request.body().bytes();
        if (body.length > FORM_BYTES_MAX) throw new BodyTooLarge(FORM_BYTES_MAX);
        String text = new String(body, StandardCharsets.US_ASCII);
        return new Request("POST", "", text, request.headers(), request.body()).parameters();
    }

    private Answer answer(TaskLink link, Map<String, String> form) {
        TaskDescription task = task(link);
        String who = link.who() == null ? form.getOrDefault("who", "").strip() : link.who();
        String why = form.getOrDefault("why", "").strip();
        try {
            switch (link.verb()) {
                case APPROVE -> skald.approveTask(link.task(), null, who, why);
                case REJECT -> skald.rejectTask(link.task(), null, null, who, why);
            }
        } catch (ServiceException refused) {
            if (!refused.code().equals("ValidationException")) throw refused;
            return LinkPage.asked(400, link, task, refused.message());
        }
        return LinkPage.done(link, task);
    }

    /** A link for a task of another store that had the same number is for no task here. */
    private TaskDescription task(TaskLink link) {
        TaskDescription task = skald.describeWaitingTask(link.task());
        if (!link.isFor(task.token())) throw new ServiceException("TaskDoesNotExist", "it is of another store");
        return task;
    }

    private static String text(Request request) {
        return request.path().substring(TaskLinks.ROOT.length());
    }

    private static Answer forged() {
        return LinkPage.told(
                403, "This link is not valid", "It was not made here, or it was changed or cut off on its way.");
    }

    private static Answer expired() {
        return LinkPage.told(410, "This link has expired", "Ask whoever sent it for another one.");
    }
}
