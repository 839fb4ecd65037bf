package dev.skald.server.triggers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A method and path of a project's HTTP API, and what a request there does.
 *
 * @param name of what the project file calls it, for messages: {@code Add http 1}
 * @param flavour which kind of API of Amazon API Gateway it is written for
 * @param method GET, POST, ... or ANY
 * @param path such as {@code /orders/{id}} or {@code /files/{proxy+}}, with a leading slash
 * @param isPrivate whether a request needs an API key
 * @param cors what browsers of other sites may do; null means nothing
 * @param stage what {@code $context.stage} says; null means what the server is set to say
 */
public record HttpTrigger(
        String name,
        Flavour flavour,
        String method,
        String path,
        boolean isPrivate,
        @Nullable Cors cors,
        Target target,
        @Nullable String stage) {

    /** One of a project without stages. */
    public HttpTrigger(
            String name,
            Flavour flavour,
            String method,
            String path,
            boolean isPrivate,
            @Nullable Cors cors,
            Target target) {
        this(name, flavour, method, path, isPrivate, cors, target, null);
    }

    public HttpTrigger withTarget(Target other) {
        return new HttpTrigger(name, flavour, method, path, isPrivate, cors, other, stage);
    }

    public HttpTrigger withStage(@Nullable String other) {
        return new HttpTrigger(name, flavour, method, path, isPrivate, cors, target, other);
    }

    /**
     * What no other trigger may be on one port: its kind of API, its method, and its path without the names of parameters.
     *
     * @throws IllegalArgumentException when the path is none
     */
    public String place() {
        return flavour + " " + method.toUpperCase(Locale.ROOT) + " "
                + PathPattern.parse(path).shape();
    }

    /** The two kinds of API that API Gateway has. */
    public enum Flavour {
        /** A REST API (Serverless's {@code http}): mapping templates, Lambda proxy events of version 1.0. */
        REST,
        /** An HTTP API (Serverless's {@code httpApi}): Lambda proxy events of version 2.0. */
        HTTP
    }

    /** @param maxAge how long a browser may keep the answer to OPTIONS; null means that nothing is said */
    public record Cors(
            List<String> origins,
            List<String> headers,
            List<String> methods,
            boolean allowCredentials,
            @Nullable Duration maxAge,
            @Nullable String cacheControl) {
        public Cors {
            origins = List.copyOf(origins);
            headers = List.copyOf(headers);
            methods = List.copyOf(methods);
        }
    }

    /** What a request does. */
    public sealed interface Target {
        /**
         * An action of the Step Functions API.
         *
         * @param stateMachine the name of the machine
         * @param action such as {@code StartExecution}; null when the project does not say: then
         *     {@link TriggerSettings#machineAnswer} counts
         * @param requestTemplates VTL by content type; empty means the default mapping
         * @param lambdaProxy whether the machine gets a Lambda proxy event
         * @param responses how the answer is made, in the order in which they are tried
         * @param responseHeaders headers of every answer, without quotes
         * @param timeout for how long the caller waits; null means the setting of the server
         */
        record Machine(
                String stateMachine,
                @Nullable String action,
                Map<String, String> requestTemplates,
                boolean lambdaProxy,
                List<Response> responses,
                Map<String, String> responseHeaders,
                @Nullable Duration timeout)
                implements Target {
            public Machine {
                requestTemplates = Map.copyOf(requestTemplates);
                responses = List.copyOf(responses);
                responseHeaders = Map.copyOf(responseHeaders);
            }

            Machine withAction(String other) {
                return new Machine(
                        stateMachine, other, requestTemplates, lambdaProxy, responses, responseHeaders, timeout);
            }
        }

        /** A function by its name, with Lambda proxy integration. */
        record Function(String name) implements Target {}
    }

    /**
     * One way to answer.
     *
     * @param status the HTTP status
     * @param pattern a regular expression that the whole error message of a failed run must match; empty is the default, for
     *     runs that succeeded, or with a status of 400 and above for failures that no other one matches
     * @param templates VTL by content type; empty means the default answer
     */
    public record Response(int status, String pattern, Map<String, String> headers, Map<String, String> templates) {
        public Response {
            headers = Map.copyOf(headers);
            templates = Map.copyOf(templates);
        }
    }
}
