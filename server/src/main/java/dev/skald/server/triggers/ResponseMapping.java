package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.server.http.Answer;
import dev.skald.server.templates.CountedText;
import dev.skald.server.templates.MappingTemplate;
import dev.skald.server.templates.TemplateException;
import dev.skald.server.templates.TemplateInput;
import dev.skald.server.templates.Templates;
import dev.skald.server.templates.UnreadableBody;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses how to answer, and makes the answer: by the trigger's {@code statusCodes}, patterns and response templates. */
final class ResponseMapping {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseMapping.class);

    /** How many characters the patterns of one trigger look at, at most, before a message counts as matched by none. */
    private static final int PATTERN_CHARS_MAX = 10_000_000;

    private final HttpTrigger trigger;
    private final GatewayContext context;
    private final Map<String, String> headers;
    private final List<Compiled> responses = new ArrayList<>();

    /** @param pattern null for the default */
    private record Compiled(
            Response response,
            @Nullable Pattern pattern,
            Map<String, MappingTemplate> templates,
            AtomicBoolean warned) {
        int status() {
            return response.status();
        }

        /** That for JSON; else the first by name. */
        Optional<Map.Entry<String, MappingTemplate>> template() {
            MappingTemplate json = templates.get(TriggerCall.JSON);
            if (json != null) return Optional.of(Map.entry(TriggerCall.JSON, json));
            return templates.entrySet().stream().findFirst();
        }
    }

    /** What the trigger's project says of an answer; without, the default is given as it is. */
    final class Choice {
        private final Compiled chosen;

        private Choice(Compiled chosen) {
            this.chosen = chosen;
        }

        /**
         * The answer.
         *
         * @param document what templates read as {@code $input}
         * @param untemplated the body when there is no template
         */
        Answer answer(String document, byte[] untemplated, TriggerCall call) {
            return ResponseMapping.this.answer(chosen, document, untemplated, call);
        }
    }

    /** @throws IllegalArgumentException when a template or a pattern is none */
    ResponseMapping(HttpTrigger trigger, Target.Machine target, Templates compiler, GatewayContext context) {
        this.trigger = trigger;
        this.context = context;
        this.headers = target.responseHeaders();
        for (Response each : target.responses()) responses.add(compiled(each, compiler));
    }

    private Compiled compiled(Response response, Templates compiler) {
        Map<String, MappingTemplate> templates = new TreeMap<>();
        response.templates().forEach((type, text) -> {
            String name = trigger.name() + ", response template " + response.status() + " " + type;
            templates.put(type.toLowerCase(Locale.ROOT), compiler.compile(name, text));
        });
        return new Compiled(response, pattern(response), templates, new AtomicBoolean());
    }

    private @Nullable Pattern pattern(Response response) {
        if (response.pattern().isEmpty()) return null;
        try {
            return Pattern.compile(response.pattern());
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(trigger.name() + ", response " + response.status() + ": '"
                    + response.pattern() + "' is no regular expression");
        }
    }

    /** For what went well: the default, unless it is one of failures. */
    Optional<Choice> ofSuccess() {
        return responses.stream()
                .filter(each -> each.pattern() == null && each.status() < 400)
                .findFirst()
                .map(Choice::new);
    }

    /** For what failed: the first whose pattern matches the whole message; else the default, if it is one of failures. */
    Optional<Choice> ofFailure(String message) {
        for (Compiled each : responses) if (matches(each, message)) return Optional.of(new Choice(each));
        return responses.stream()
                .filter(each -> each.pattern() == null && each.status() >= 400)
                .findFirst()
                .map(Choice::new);
    }

    private static boolean matches(Compiled response, String message) {
        if (response.pattern() == null) return false;
        int[] looked = {0};
        CharSequence counted = new CountedText(message, () -> {
            if (++looked[0] > PATTERN_CHARS_MAX) throw new TemplateException("the pattern takes too long");
        });
        try {
            return response.pattern().matcher(counted).matches();
        } catch (TemplateException | StackOverflowError tooLong) {
            LOG.warn(
                    "The pattern '{}' takes too long for a message",
                    response.response().pattern());
            return false;
        }
    }

    /** An answer that no {@code statusCodes} speaks of. */
    Answer plain(int status, byte[] body) {
        return new Answer(status, contentType(Map.of(), TriggerCall.JSON), withoutContentType(Map.of()), body);
    }

    private Answer answer(Compiled chosen, String document, byte[] untemplated, TriggerCall call) {
        Map<String, String> own = chosen.response().headers();
        Optional<Map.Entry<String, MappingTemplate>> template = chosen.template();
        if (template.isEmpty())
            return new Answer(
                    chosen.status(), contentType(own, TriggerCall.JSON), withoutContentType(own), untemplated);
        Map<String, @Nullable Object> variables = context.of(call);
        variables.put("status", chosen.status());
        String body = render(template.get().getValue(), document, variables, call);
        String type = contentType(own, template.get().getKey());
        if (type.equals(TriggerCall.JSON)) warnOnce(chosen, body);
        Map<String, String> sent = withoutContentType(own);
        sent.putAll(overridden(variables));
        return new Answer(status(variables, chosen.status()), type, sent, body.getBytes(UTF_8));
    }

    private static String render(
            MappingTemplate template, String document, Map<String, @Nullable Object> variables, TriggerCall call) {
        var parameters =
                new TemplateInput.Parameters(call.pathParameters(), call.query().last(), call.headers());
        try {
            return template.render(new TemplateInput(document, parameters), variables, Map.of());
        } catch (TemplateException failed) {
            LOG.warn("{} failed for request {}: {}", template.name(), call.requestId(), failed.message());
            throw GatewayFailure.internal();
        } catch (UnreadableBody unreadable) {
            LOG.warn("{} got no JSON for request {}: {}", template.name(), call.requestId(), unreadable.reason());
            throw GatewayFailure.internal();
        }
    }

    // API Gateway sends it as well; a reader of JSON will complain, so somebody should know.
    private void warnOnce(Compiled chosen, String body) {
        if (chosen.warned().get()) return;
        try {
            Json.parse(body);
        } catch (MalformedJson noJson) {
            if (chosen.warned().compareAndSet(false, true))
                LOG.warn(
                        "{}: the template of status {} renders no JSON; it is sent as rendered: {}",
                        trigger.name(),
                        chosen.status(),
                        RequestMapping.shown(body));
        }
    }

    // $context.responseOverride

    private static int status(Map<String, @Nullable Object> variables, int chosen) {
        Object status = override(variables).get("status");
        int code = status instanceof Number number ? number.intValue() : chosen;
        return code >= 200 && code < 600 ? code : chosen;
    }

    private static Map<String, String> overridden(Map<String, @Nullable Object> variables) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (override(variables).get("header") instanceof Map<?, ?> given)
            given.forEach((name, value) -> HeaderText.put(headers, String.valueOf(name), String.valueOf(value)));
        return headers;
    }

    private static Map<?, ?> override(Map<String, @Nullable Object> variables) {
        return variables.get("responseOverride") instanceof Map<?, ?> override ? override : Map.of();
    }

    // Headers.

    private String contentType(Map<String, String> own, String absent) {
        String type = HeaderText.find(own, "Content-Type");
        if (type == null) type = HeaderText.find(headers, "Content-Type");
        return type == null ? absent : type;
    }

    private Map<String, String> withoutContentType(Map<String, String> own) {
        Map<String, String> sent = new LinkedHashMap<>();
        headers.forEach((name, value) -> HeaderText.put(sent, name, value));
        own.forEach((name, value) -> HeaderText.put(sent, name, value));
        return sent;
    }
}
