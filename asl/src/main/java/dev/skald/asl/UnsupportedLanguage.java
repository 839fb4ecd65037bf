package dev.skald.asl;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query language that is known and cannot be run yet. The parser refuses its states; nothing here is ever evaluated. */
record UnsupportedLanguage(String name) implements QueryLanguage {
    private static final Expression<Payload> PAYLOAD = Expression.constant(Payload.NULL);

    @Override
    public DataFlow flow(StateType type, Fields state) {
        return new DataFlow(PAYLOAD, PAYLOAD, PAYLOAD, null);
    }

    @Override
    public Expression<Instant> dueAt(Fields wait) {
        return Expression.constant(Instant.EPOCH);
    }

    @Override
    public @Nullable Expression<Long> seconds(Fields task, String field) {
        return null;
    }

    @Override
    public @Nullable Expression<String> text(Fields fail, String field) {
        return null;
    }

    @Override
    public Expression<Boolean> condition(Fields rule) {
        return Expression.constant(false);
    }

    @Override
    public Expression<Payload> caught(Fields catcher) {
        return PAYLOAD;
    }

    @Override
    public @Nullable Expression<Map<String, Payload>> assign(Fields fields) {
        return null;
    }

    @Override
    public @Nullable Expression<Payload> ruleOutput(Fields rule) {
        return null;
    }

    @Override
    public Expression<Payload> items(Fields map) {
        return PAYLOAD;
    }

    @Override
    public @Nullable Expression<Payload> itemSelector(Fields map) {
        return null;
    }

    @Override
    public Expression<Long> maxConcurrency(Fields map) {
        return Expression.constant(0L);
    }

    @Override
    public @Nullable Expression<Payload> credentials(Fields task) {
        return null;
    }
}
