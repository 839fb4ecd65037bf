package dev.skald.server.events;

import dev.skald.engine.ServiceException;
import dev.skald.server.aws.Parameters;
import dev.skald.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists that are in memory and in the order of their names: {@code Limit} and {@code NextToken}. */
final class Listed {
    private static final int LIMIT = 100;

    private Listed() {}

    /**
     * Writes one page.
     *
     * @throws ServiceException ValidationException for a token that is none
     */
    static <T> void write(
            Parameters in,
            JsonWriter out,
            String name,
            List<T> all,
            Function<T, String> nameOf,
            BiConsumer<T, JsonWriter> item) {
        String after = after(in.text("NextToken"));
        List<T> rest = all.stream()
                .filter(one -> nameOf.apply(one).compareTo(after) > 0)
                .limit(in.number("Limit", LIMIT) + 1L)
                .toList();
        List<T> page = rest.subList(0, Math.min(rest.size(), in.number("Limit", LIMIT)));
        out.list(name, items -> page.forEach(one -> items.object(member -> item.accept(one, member))));
        if (page.size() < rest.size()) out.text("NextToken", token(nameOf.apply(page.getLast())));
    }

    private static String token(String after) {
        return Base64.getUrlEncoder().encodeToString(after.getBytes(StandardCharsets.UTF_8));
    }

    private static String after(@Nullable String token) {
        try {
            return token == null ? "" : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException junk) {
            throw new ServiceException("ValidationException", "Invalid NextToken");
        }
    }
}
