package dev.skald.server;

import dev.skald.engine.Skald;
import dev.skald.server.access.Hosts;
import dev.skald.server.access.Secrets;
import dev.skald.server.api.SkaldApi;
import dev.skald.server.console.ConsoleFiles;
import dev.skald.server.http.Answer;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.Request;
import dev.skald.server.links.LinkPages;
import dev.skald.server.links.TaskLinks;
import dev.skald.server.metrics.Metrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Everything but the AWS endpoint: the console, health, figures, Skald's own API, the pages behind links. Answers under a name of
 * this server only (421 otherwise), to no foreign page (403), and with a token file only to who sends a secret (401). A signed
 * link is a secret of its own; the files of the console hold none.
 */
final class Pages implements Endpoint {
    private static final String FIGURES = "text/plain; version=0.0.4; charset=utf-8";

    private final Skald skald;
    private final Metrics metrics;
    private final SkaldApi api;
    private final LinkPages links;
    private final ConsoleFiles console = new ConsoleFiles();
    private final Hosts hosts;
    private final Secrets secrets;

    Pages(Skald skald, Metrics metrics, SkaldApi api, LinkPages links, Hosts hosts, Secrets secrets) {
        this.skald = skald;
        this.metrics = metrics;
        this.api = api;
        this.links = links;
        this.hosts = hosts;
        this.secrets = secrets;
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        if (!hosts.named(request.header("Host")))
            return Answer.plain(421, "This server does not answer under that name. Configured names may be added.\n");
        if (!hosts.own(request.header("Origin"), request.header("Host")))
            return Answer.plain(403, "Pages of other sites get no answer.\n");
        if (request.path().startsWith(TaskLinks.ROOT)) return links.answer(request);
        Optional<Answer> shown = console.at(request);
        if (shown.isPresent()) return shown.get();
        if (!secrets.admit(request.header("Authorization")))
            return Answer.plain(401, "A secret of the token file is needed, as a Bearer token.\n")
                    .with(Map.of("WWW-Authenticate", "Bearer"));
        if (request.path().startsWith(SkaldApi.ROOT)) return api.answer(request);
        if (!request.method().equals("GET") && !request.method().equals("HEAD"))
            return Answer.plain(405, "There is nothing to change here.\n");
        return page(request.path());
    }

    private Answer page(String path) {
        return switch (path) {
            case "/health" -> Answer.plain(200, "up\n");
            case "/ready" -> ready();
            case "/metrics" -> new Answer(200, FIGURES, Map.of(), metrics.text().getBytes(StandardCharsets.UTF_8));
            default -> Answer.plain(404, "There is nothing at " + path + ".\n");
        };
    }

    private Answer ready() {
        return skald.statistics().healthy()
                ? Answer.plain(200, "ready\n")
                : Answer.plain(503, "The store does not work at the moment.\n");
    }
}
