package dev.skald.server.triggers;

import dev.skald.server.triggers.HttpTrigger.Cors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers that let pages of other sites call a trigger. */
final class CrossOrigin {
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";

    /** What a page may read of an answer beside its body: where to ask again. */
    private static final String EXPOSED = "Location,Retry-After";

    private final Cors cors;
    private final List<Pattern> origins;

    CrossOrigin(Cors cors) {
        this.cors = cors;
        origins = cors.origins().stream().map(CrossOrigin::pattern).toList();
    }

    // An origin may have a star in it: https://*.example.com
    private static Pattern pattern(String origin) {
        String regex =
                List.of(origin.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining("[^/]*"));
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }

    /** The headers of every answer. */
    Map<String, String> headers(@Nullable String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        String allowed = allowed(origin);
        if (!anyone()) headers.put("Vary", "Origin");
        if (allowed == null) return headers;
        headers.put(ALLOW_ORIGIN, allowed);
        headers.put("Access-Control-Expose-Headers", EXPOSED);
        if (cors.allowCredentials()) headers.put("Access-Control-Allow-Credentials", "true");
        return headers;
    }

    private boolean anyone() {
        return cors.origins().contains("*") && !cors.allowCredentials();
    }

    /** Browsers take no star where credentials are allowed: then the page's own origin is named. */
    private @Nullable String allowed(@Nullable String origin) {
        if (anyone()) return "*";
        if (origin == null) return null;
        return origins.stream().anyMatch(pattern -> pattern.matcher(origin).matches()) ? origin : null;
    }

    /**
     * The headers of the answer to OPTIONS.
     *
     * @param here the methods that the path has
     */
    Map<String, String> preflight(@Nullable String origin, Set<String> here) {
        Map<String, String> headers = headers(origin);
        headers.remove("Access-Control-Expose-Headers");
        headers.put("Access-Control-Allow-Methods", methods(here));
        if (!cors.headers().isEmpty()) headers.put("Access-Control-Allow-Headers", String.join(",", cors.headers()));
        if (cors.maxAge() != null)
            headers.put("Access-Control-Max-Age", Long.toString(cors.maxAge().toSeconds()));
        if (cors.cacheControl() != null) headers.put("Cache-Control", cors.cacheControl());
        return headers;
    }

    private String methods(Set<String> here) {
        if (!cors.methods().isEmpty()) return String.join(",", cors.methods());
        Set<String> methods = new TreeSet<>(here);
        methods.add("OPTIONS");
        return methods.remove("ANY") ? "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT" : String.join(",", methods);
    }
}
