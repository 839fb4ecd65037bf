package dev.skald.cli.view;

import dev.skald.cli.view.Table.Cell;
import dev.skald.cli.view.Terminal.Style;
import dev.skald.deploy.Notice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What is deployed, and what a deployment changes, for people. */
public final class DeploymentLines {
    private final Terminal terminal;

    public DeploymentLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** All deployments, a line each. */
    public void list(JsonNode answer) {
        if (answer.path("deployments").isEmpty()) {
            terminal.line("nothing is deployed");
            return;
        }
        Table table = new Table("NAME", "MACHINES", "FUNCTIONS", "TRIGGERS", "RULES", "SCHEDULES");
        for (JsonNode each : answer.path("deployments"))
            table.row(
                    Cell.of(each.path("name").asString()),
                    count(each, "machines"),
                    count(each, "functions"),
                    count(each, "triggers"),
                    count(each, "rules"),
                    count(each, "schedules"));
        table.print(terminal);
        for (JsonNode each : answer.path("deployments"))
            if (each.has("problem"))
                terminal.message(each.path("name").asString() + " is not in service: "
                        + each.path("problem").asString());
    }

    private static Cell count(JsonNode deployment, String section) {
        return Cell.of(Integer.toString(deployment.path(section).size()));
    }

    /** What came of a deployment or a removal, or what would come of it. */
    public void deployed(JsonNode answer, boolean dryRun) {
        JsonNode difference = answer.path("difference");
        for (JsonNode part : difference.path("created")) line(Style.GREEN, "+ " + part.asString());
        for (JsonNode change : difference.path("changed"))
            line(Style.YELLOW, "~ " + change.path("part").asString() + " (" + keys(change) + ")");
        for (JsonNode part : difference.path("removed")) line(Style.RED, "- " + part.asString());
        int unchanged = difference.path("unchanged").asInt(0);
        if (unchanged > 0) terminal.line("  " + unchanged + " unchanged");
        for (JsonNode notice : answer.path("notices"))
            notice(
                    notice.path("kind").asString(),
                    notice.path("path").asString(),
                    notice.path("message").asString());
        for (JsonNode address : answer.path("addresses")) terminal.line("  " + address.asString());
        terminal.line(terminal.styled(Style.BOLD, answer.path("name").asString())
                + (dryRun ? ": nothing is done (--dry-run)" : ": done"));
    }

    private static String keys(JsonNode change) {
        List<String> keys = new ArrayList<>();
        change.path("keys").forEach(key -> keys.add(key.asString()));
        return String.join(", ", keys);
    }

    /** What a project has that is not taken over as it stands. */
    public void notices(List<Notice> notices) {
        for (Notice notice : notices) notice(notice.kind().name(), notice.path(), notice.message());
    }

    /** What a project uses that AWS has not. */
    public void check(List<Notice> missing) {
        for (Notice notice : missing) terminal.line(notice.path() + ": " + notice.message());
        terminal.line(missing.isEmpty() ? "AWS has all of it" : missing.size() + " things that AWS has not");
    }

    private void notice(String kind, String path, String message) {
        terminal.message(kind + " " + path + ": " + message);
    }

    private void line(Style style, String text) {
        terminal.line(terminal.styled(style, text));
    }
}
