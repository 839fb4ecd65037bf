package dev.skald.server.links;

import dev.skald.engine.TaskDescription;
import dev.skald.server.http.Answer;
import dev.skald.server.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages in HTML: no scripts, nothing from elsewhere, and whatever comes from outside as text. */
final class LinkPage {
    private static final int INPUT_SHOWN_MAX = 20_000;

    private static final String HTML = "text/html; charset=utf-8";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
            dt{font-weight:600}dd{margin:0 0 .6rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f3f3;padding:1rem;\
            unicode-bidi:isolate}label{display:block;font-weight:600;margin-top:1rem}\
            input,textarea{font:inherit;width:100%;box-sizing:border-box;padding:.4rem;border:1px solid #555}\
            button{font:inherit;font-weight:600;margin-top:1rem;padding:.6rem 1.4rem;color:#fff;background:#0b57d0;border:0}\
            .no{background:#a4161a}[role=alert]{color:#a4161a;font-weight:600}""";

    private static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
                    + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            // The address is a permission: nobody else shall learn it.
            "Referrer-Policy",
            "same-origin",
            "Cache-Control",
            "no-store",
            "X-Robots-Tag",
            "noindex, nofollow");

    private LinkPage() {}

    /**
     * What is asked, with the button.
     *
     * @param problem what is wrong with what was sent before; empty when nothing is
     */
    static Answer asked(int status, TaskLink link, TaskDescription task, String problem) {
        String verb = word(link);
        String body = "<h1>" + verb + "?</h1>\n"
                + (problem.isEmpty() ? "" : "<p role=\"alert\">" + escaped(problem) + "</p>\n")
                + facts(link, task)
                + "<form method=\"post\">\n"
                + who(link.who())
                + "<label for=\"why\">Why</label>\n"
                + "<textarea id=\"why\" name=\"why\" rows=\"3\" maxlength=\"4096\" required></textarea>\n"
                + "<button" + (link.verb() == TaskLink.Verb.REJECT ? " class=\"no\"" : "") + ">" + verb + "</button>\n"
                + "</form>\n";
        return page(status, verb + "?", body);
    }

    private static String facts(TaskLink link, TaskDescription task) {
        String input = JsonReader.trusted(task.input().text()).toPrettyString();
        boolean cut = input.length() > INPUT_SHOWN_MAX;
        return "<dl>\n"
                + fact("What", machine(task) + " / " + task.row().name() + ", " + task.state())
                + fact("Asked", TIME.format(task.since()))
                + fact("Answer until", TIME.format(link.expiresAt()))
                + "</dl>\n<h2>What was sent</h2>\n<pre>"
                + escaped(cut ? input.substring(0, INPUT_SHOWN_MAX) : input)
                + (cut ? "\n… (cut)" : "") + "</pre>\n";
    }

    private static String machine(TaskDescription task) {
        String arn = task.row().stateMachineArn();
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static String fact(String name, String value) {
        return "<dt>" + name + "</dt><dd>" + escaped(value) + "</dd>\n";
    }

    private static String who(@Nullable String who) {
        return who == null
                ? "<label for=\"who\">Your name</label>\n<input id=\"who\" name=\"who\" maxlength=\"256\" required>\n"
                : "<p>You answer as <strong>" + escaped(who) + "</strong>.</p>\n";
    }

    /** The task is answered. */
    static Answer done(TaskLink link, TaskDescription task) {
        String what = link.verb() == TaskLink.Verb.APPROVE ? "Approved" : "Rejected";
        String body = "<h1>" + what + "</h1>\n<dl>\n"
                + fact("What", machine(task) + " / " + task.row().name() + ", " + task.state())
                + "</dl>\n<p>It is recorded. You can close this page.</p>\n";
        return page(200, what, body);
    }

    /** Something that needs no button. */
    static Answer told(int status, String title, String text) {
        return page(status, title, "<h1>" + escaped(title) + "</h1>\n<p>" + escaped(text) + "</p>\n");
    }

    private static Answer page(int status, String title, String body) {
        String html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title)
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n" + body
                + "</main>\n</body>\n</html>\n";
        return new Answer(status, HTML, HEADERS, html.getBytes(StandardCharsets.UTF_8));
    }

    private static String word(TaskLink link) {
        return switch (link.verb()) {
            case APPROVE -> "Approve";
            case REJECT -> "Reject";
        };
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
