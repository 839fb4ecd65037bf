package dev.skald.deploy.serverless;

import dev.skald.deploy.Notice;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.server.triggers.HttpTrigger.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * How an event {@code http} of a machine is answered.
 *
 * @param responses in the order in which they are tried: the default last
 * @param headers of every answer
 */
record HttpResponses(List<Response> responses, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int STATUS_MIN = 200;
    private static final int STATUS_MAX = 599;

    static HttpResponses read(Section http, Reading reading) {
        List<Response> found = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        http.section("response").ifPresent(response -> {
            headers.putAll(headers(response, "headers"));
            statusCodes(response, found);
            template(response, found);
            response.close();
        });
        responses(http, found);
        found.sort(Comparator.comparing(response -> response.pattern().isEmpty()));
        return new HttpResponses(found, headers);
    }

    private static void statusCodes(Section response, List<Response> found) {
        Map<String, Value> codes = response.named("statusCodes");
        if (codes.isEmpty()) return;
        response.reading()
                .warn(response.path("statusCodes"), Notice.PUBLIC_PLUGIN + " ignores it; it decides the answer here");
        codes.forEach((code, value) -> {
            try (Section section = Section.of(value, response.path("statusCodes") + "." + code, response.reading())) {
                found.add(new Response(
                        status(code, section),
                        pattern(section, "pattern"),
                        headers(section, "headers"),
                        templates(section, "template")));
            }
        });
    }

    /** {@code response.template} is for what succeeds. */
    private static void template(Section response, List<Response> found) {
        Map<String, String> templates = templates(response, "template");
        boolean isDefaultGiven = found.stream().anyMatch(each -> each.pattern().isEmpty());
        if (templates.isEmpty()) return;
        if (isDefaultGiven)
            response.reading().warn(response.path("template"), "`statusCodes` has a default answer, which counts");
        else found.add(new Response(OK, "", Map.of(), templates));
    }

    /** API Gateway's own form: {@code responses}, by code or as a list. */
    private static void responses(Section http, List<Response> found) {
        Optional<Value> responses = http.value("responses");
        if (responses.isEmpty()) return;
        if (responses.get() instanceof Mapping mapping)
            mapping.members().forEach((code, value) -> response(code, value, http, found));
        else http.list("responses").forEach(value -> response("", value, http, found));
    }

    private static void response(String code, Value value, Section http, List<Response> found) {
        try (Section section = Section.of(value, http.path("responses") + "." + code, http.reading())) {
            found.add(new Response(
                    status(section.text("statusCode").orElse(code), section),
                    pattern(section, "selectionPattern"),
                    parameters(section),
                    templates(section, "responseTemplates")));
        }
    }

    private static int status(String code, Section section) {
        if (code.matches("\\d{3}")) {
            int status = Integer.parseInt(code);
            if (status >= STATUS_MIN && status <= STATUS_MAX) return status;
        }
        section.reading().problem(section.place(), "`" + section.path() + "`: `" + code + "` is no HTTP status");
        return OK;
    }

    private static String pattern(Section section, String key) {
        String pattern = section.text(key, "");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            section.reading()
                    .problem(section.place(key), "`" + section.path(key) + "` is no pattern: " + e.getDescription());
        }
        return pattern;
    }

    private static Map<String, String> templates(Section section, String key) {
        Optional<Value> template = section.value(key);
        if (template.isPresent() && template.get() instanceof Mapping) return section.textsByName(key);
        return section.text(key).map(text -> Map.of(JSON, text)).orElse(Map.of());
    }

    /** {@code method.response.header.X: "'value'"}. */
    private static Map<String, String> parameters(Section section) {
        Map<String, String> headers = new LinkedHashMap<>();
        literals(section, "responseParameters")
                .forEach((name, value) -> headers.put(name.replaceFirst("^method\\.response\\.header\\.", ""), value));
        return headers;
    }

    private static Map<String, String> headers(Section section, String key) {
        return literals(section, key);
    }

    /** Values in single quotes; what is none is mapped from the integration on AWS, which there is none of here. */
    private static Map<String, String> literals(Section section, String key) {
        Map<String, String> literals = new LinkedHashMap<>();
        section.textsByName(key).forEach((name, value) -> {
            if (value.startsWith("integration.") || value.startsWith("context."))
                section.reading().unsupported(section.path(key) + "." + name, "`" + value + "` is not mapped");
            else literals.put(name, value.replaceFirst("^'(.*)'$", "$1"));
        });
        return literals;
    }
}
