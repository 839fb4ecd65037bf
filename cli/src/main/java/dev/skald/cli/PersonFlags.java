package dev.skald.cli;

import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Who acts, and why: the history keeps both. */
final class PersonFlags {
    @Option(names = "--who", description = "who does it (default: the user's name)")
    private String who = System.getProperty("user.name", "");

    @Option(names = "--why", required = true, description = "the reason; it is kept in the history")
    private String why = "";

    void addTo(ObjectNode request) {
        request.put("who", who).put("why", why);
    }
}
