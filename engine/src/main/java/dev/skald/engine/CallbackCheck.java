package dev.skald.engine;

import dev.skald.core.Execution;
import dev.skald.core.Work;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a callback may end the task that its token names. */
final class CallbackCheck {
    private CallbackCheck() {}

    /** Why the callback is refused; empty when it may pass, or when the command does not come with a token. */
    static Optional<ServiceException> refusal(Execution execution, Request.@Nullable Callback callback) {
        if (callback == null) return Optional.empty();
        if (callback.sequence() > execution.lastSequence()) return Optional.of(Refusals.invalidToken());
        String secret = execution
                .outstanding(callback.sequence())
                .map(CallbackCheck::secret)
                .orElse(null);
        if (secret == null) return Optional.of(Refusals.taskTimedOut());
        return equal(secret, callback.secret()) ? Optional.empty() : Optional.of(Refusals.invalidToken());
    }

    private static @Nullable String secret(Work work) {
        return switch (work) {
            case Work.RunTask task -> task.tokenSecret();
            case Work.OfferActivity offer -> offer.tokenSecret();
            case Work.AwaitCallback await -> await.tokenSecret();
            case Work.AwaitJob await -> await.task().tokenSecret();
            case Work.RunMap _, Work.Timer _, Work.Continue _ -> null;
        };
    }

    /** Takes the same time wherever the texts differ. */
    static boolean equal(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
    }
}
