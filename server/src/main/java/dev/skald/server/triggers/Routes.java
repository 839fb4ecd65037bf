package dev.skald.server.triggers;

import dev.skald.server.http.Request;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trigger of a request, as API Gateway does: the path that says most decides. A REST API then looks for the
 * method there and nowhere else; an HTTP API looks on until it finds the method.
 */
final class Routes {
    /** So many triggers at most. */
    static final int ROUTES_MAX = 2_000;

    static final Routes NONE = new Routes(List.of());

    private final List<Resource> resources;
    private final boolean hasRestApi;

    /** All triggers of one path, by method. */
    private record Resource(PathPattern path, Flavour flavour, Map<String, Route> methods) {
        @Nullable
        Route route(String method) {
            Route exact = methods.get(method);
            return exact != null ? exact : methods.get(Route.ANY);
        }

        /** That of the method which a page wants to use, or of any. */
        @Nullable
        CrossOrigin cors(@Nullable String wanted) {
            Route route = wanted == null ? null : route(wanted);
            if (route != null && route.cors() != null) return route.cors();
            for (Route each : methods.values()) if (each.cors() != null) return each.cors();
            return null;
        }
    }

    /** What was found for a request. */
    sealed interface Found {
        /** The trigger that answers. */
        record Hit(Route route, Map<String, String> pathParameters) implements Found {}

        /** A browser's question whether a page may call; the headers are the answer. */
        record Preflight(Map<String, String> headers, Flavour flavour) implements Found {}

        /**
         * Nothing answers.
         *
         * @param cors of the path, when it has other methods
         */
        record Nothing(GatewayFailure failure, @Nullable CrossOrigin cors) implements Found {}
    }

    /** @throws IllegalArgumentException when there are too many, or two of the same method and path */
    Routes(List<Route> routes) {
        if (routes.size() > ROUTES_MAX)
            throw new IllegalArgumentException("there are more than " + ROUTES_MAX + " triggers");
        Map<String, Resource> byPath = new TreeMap<>();
        for (Route each : routes) add(each, byPath);
        resources = new ArrayList<>(byPath.values());
        resources.sort(Comparator.comparing(Resource::path, PathPattern.MOST_SPECIFIC_FIRST));
        hasRestApi = routes.stream().anyMatch(each -> each.flavour() == Flavour.REST);
    }

    private static void add(Route route, Map<String, Resource> byPath) {
        Resource resource = byPath.computeIfAbsent(
                route.flavour() + route.path().shape(),
                _ -> new Resource(route.path(), route.flavour(), new TreeMap<>()));
        Route other = resource.methods().putIfAbsent(route.method(), route);
        if (other != null)
            throw new IllegalArgumentException(
                    route.trigger().name() + " and " + other.trigger().name() + " are both " + route.id());
    }

    /**
     * Finds what answers a request.
     *
     * @throws GatewayFailure 400 when the percent-encoding of its path is broken
     */
    Found find(Request request) {
        try {
            return search(request);
        } catch (IllegalArgumentException brokenEncoding) {
            throw GatewayFailure.badRequest("Bad Request");
        }
    }

    private Found search(Request request) {
        List<String> sent = PathPattern.split(request.path());
        List<String> trimmed = withoutSlashAtEnd(sent);
        boolean restPathFound = false;
        @Nullable CrossOrigin cors = null;
        for (Resource each : resources) {
            if (each.flavour() == Flavour.REST && restPathFound) continue;
            // Only REST APIs overlook a slash at the end.
            List<String> segments = each.flavour() == Flavour.REST ? trimmed : sent;
            if (each.path().match(segments).isEmpty()) continue;
            Optional<Found> found = found(each, request, segments);
            if (found.isPresent()) return found.get();
            restPathFound |= each.flavour() == Flavour.REST;
            if (cors == null) cors = each.cors(request.method());
        }
        return new Found.Nothing(nothing(), cors);
    }

    private static Optional<Found> found(Resource resource, Request request, List<String> segments) {
        String method = request.method();
        CrossOrigin cors = resource.cors(request.header("Access-Control-Request-Method"));
        if (method.equals("OPTIONS") && cors != null && !resource.methods().containsKey(method))
            return Optional.of(new Found.Preflight(
                    cors.preflight(request.header("Origin"), resource.methods().keySet()), resource.flavour()));
        Route route = resource.route(method);
        if (route == null) return Optional.empty();
        return route.path().match(segments).map(parameters -> new Found.Hit(route, parameters));
    }

    private GatewayFailure nothing() {
        return hasRestApi ? GatewayFailure.missingAuthenticationToken() : GatewayFailure.notFound();
    }

    private static List<String> withoutSlashAtEnd(List<String> sent) {
        boolean slash = !sent.isEmpty() && sent.getLast().isEmpty();
        return slash ? sent.subList(0, sent.size() - 1) : sent;
    }

    /** The route of an {@link Route#id()}. */
    Optional<Route> byId(String id) {
        return all().stream().filter(route -> route.id().equals(id)).findFirst();
    }

    /** All of them, those that say most first. */
    List<Route> all() {
        return resources.stream()
                .flatMap(resource -> resource.methods().values().stream())
                .toList();
    }
}
