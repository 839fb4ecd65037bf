package dev.skald.server.triggers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that let callers into private triggers. */
record ApiKeys(List<ApiKey> keys) {
    static final ApiKeys NONE = new ApiKeys(List.of());
    static final String HEADER = "X-Api-Key";

    /** So many at most: each is tried with each request. */
    static final int KEYS_MAX = 1_000;

    ApiKeys {
        if (keys.size() > KEYS_MAX) throw new IllegalArgumentException("there are more than " + KEYS_MAX + " API keys");
        keys = List.copyOf(keys);
        for (ApiKey each : keys)
            if (each.value().isEmpty()) throw new IllegalArgumentException("the API key " + each.name() + " is empty");
    }

    /** Tries all of them, also after one has matched, so that the time it takes does not tell which. */
    ApiKey require(@Nullable String given) {
        ApiKey found = null;
        byte[] bytes = given == null ? new byte[0] : given.getBytes(UTF_8);
        for (ApiKey each : keys) if (MessageDigest.isEqual(each.value().getBytes(UTF_8), bytes)) found = each;
        if (found == null) throw GatewayFailure.forbidden();
        return found;
    }
}
