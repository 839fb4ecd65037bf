package dev.skald.deploy;

import dev.skald.engine.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that speaks against a deployment, told at once. */
final class Objections {
    private static final int SHOWN_MAX = 20;

    private final List<String> problems = new ArrayList<>();
    private @Nullable String code;

    /** @param code of the refusal, when these are the first */
    void add(String code, List<String> more) {
        if (!more.isEmpty() && this.code == null) this.code = code;
        problems.addAll(more);
    }

    void all(Objections others) {
        if (others.code != null) add(others.code, others.problems);
    }

    /** What a part of the check refuses. */
    void of(Runnable check) {
        try {
            check.run();
        } catch (ServiceException refused) {
            add(refused.code(), List.of(refused.message()));
        }
    }

    boolean none() {
        return problems.isEmpty();
    }

    /** The first of them, and how many more there are. */
    String text() {
        String shown = problems.stream().limit(SHOWN_MAX).collect(Collectors.joining("; "));
        int more = problems.size() - SHOWN_MAX;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }

    /** @throws ServiceException when there are any */
    void refuse() {
        if (code != null) throw new ServiceException(code, text());
    }
}
